"""The check of changes of tickets: each is of a ticket of its sale, as it was, and leaves its price and zone alone."""

from domain.after_sale.refund_proof import PresentTicket
from domain.after_sale.ticket_changes import ChangeFlaw, after, flaw_of_change, flaw_of_end
from domain.ids import SaleId, TicketId
from domain.sale.sale import Ticket
from pos_app.services.proof.findings import Flaw, Wrong, entry_name
from pos_app.station import Station
from pos_app.storage.sales import recorded, refund_rights, refunds
from sync.facts import Entry, HolderChanged, TicketFact, TicketReissued, TicketRevoked
from sync.facts.tickets import keeps_code
from sync.tables.transaction import Tx


class TicketChangesCheck:
    """Reads entries in order. The sale and its tickets are read back from the store as they were before the entry."""

    def __init__(self, tx: Tx, station: Station) -> None:
        self._tx, self._store = tx, (station.tenant_id, station.id)

    def read(self, entry: Entry) -> None:
        """Take one entry into account. Raises Wrong."""
        fact = entry.body
        if isinstance(fact, TicketReissued | HolderChanged | TicketRevoked) and (wrong := self._flaw(entry, fact)):
            raise Wrong(Flaw.TICKET_CHANGE_MISMATCH, entry_name(entry.epoch, entry.seq), wrong)

    def _flaw(self, entry: Entry, fact: TicketFact) -> ChangeFlaw | None:
        sold, present = self._tickets(fact.sale_id, entry.position)
        if isinstance(fact, TicketRevoked):
            return flaw_of_end(sold.get(fact.ticket.id), present.get(fact.ticket.id), fact.ticket, fact.epoch)
        if not fact.changes:
            return ChangeFlaw.NOT_PRESENT
        for change in fact.changes:
            ticket_id = change.ticket.id
            flaw = flaw_of_change(
                sold.get(ticket_id), present.get(ticket_id), change, keeps_code=keeps_code(fact)
            )  # fmt: skip
            if flaw:
                return flaw
            present[ticket_id] = after(change, entry.epoch)
        return None

    def _tickets(self, sale_id: SaleId, before: int) -> tuple[dict[TicketId, Ticket], dict[TicketId, PresentTicket]]:
        """The tickets of a sale as they were sold, and those that had not ended before a position."""
        given_away = refund_rights.moves(self._tx, self._store, sale_id, before=before)
        if not recorded.has_sale(self._tx, self._store[0], sale_id) or given_away:
            return {}, {}
        sold = refunds.sold_invoice(self._tx, self._store, sale_id, before=before)
        present = refunds.refundable(self._tx, self._store, sold, before=before)
        return {ticket.id: ticket for ticket in sold.sale.tickets}, {
            ticket_id: PresentTicket.of(ticket) for ticket_id, ticket in present.items()
        }
