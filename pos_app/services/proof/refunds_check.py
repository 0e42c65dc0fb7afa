"""The check of refunds: each follows from its sale, its invoice, the notes before it and the tickets as they were.

What a refund applied to a new sale is the payment of the sale that follows it directly (docs/fiscal-rules.md F44).
"""

from domain.after_sale.exchanges import applied, credit_payments, is_paid_by
from domain.after_sale.holders import Holder, HolderChange, got_as_gift
from domain.after_sale.refund_proof import PresentTicket, flaw_of
from domain.after_sale.refunds import Refund
from domain.ids import TicketId
from pos_app.services.proof.findings import Flaw, Wrong
from pos_app.station import Station
from pos_app.storage.sales import amended_tickets, recorded, refunds
from sync.facts import Entry, SaleRecorded, TicketsRefunded
from sync.tables.transaction import Tx


class RefundsCheck:
    """Reads entries in order. The sale and its earlier notes are read back from the journal before the refund."""

    def __init__(self, tx: Tx, station: Station) -> None:
        self._tx, self._store = tx, (station.tenant_id, station.id)
        self._last: TicketsRefunded | None = None

    def read(self, entry: Entry) -> None:
        """Take one entry into account. Raises Wrong."""
        last, self._last = self._last, None
        if isinstance(entry.body, SaleRecorded):
            refund, note = (last.refund, last.document) if last else (None, None)
            if not is_paid_by(entry.body.sale, refund, note):
                raise Wrong(Flaw.REFUND_MISMATCH, entry.body.document.printed_number, "paid by no credit note")
            last = last if last and not credit_payments(entry.body.sale) else None
        if last is not None and applied(last.refund):
            raise Wrong(Flaw.REFUND_MISMATCH, last.document.printed_number, "applied to no sale")
        if isinstance(entry.body, TicketsRefunded):
            self._refund(entry, entry.body)
            self._last = entry.body

    def _refund(self, entry: Entry, fact: TicketsRefunded) -> None:
        made, note = fact.refund, fact.document
        if not recorded.has_sale(self._tx, self._store[0], made.sale_id):
            raise Wrong(Flaw.REFUND_MISMATCH, note.printed_number, f"sale {made.sale_id}")
        sold = refunds.sold_invoice(self._tx, self._store, made.sale_id, before=entry.position)
        tickets = refunds.refundable(self._tx, self._store, sold, before=entry.position)
        present = {ticket_id: PresentTicket.of(ticket) for ticket_id, ticket in tickets.items()}
        if fact.paid_to is not None and not self._hold(fact.paid_to, made, entry.position):
            raise Wrong(Flaw.REFUND_MISMATCH, note.printed_number, f"paid to {fact.paid_to.name}")
        if wrong := flaw_of(sold, present, made, note):
            raise Wrong(Flaw.REFUND_MISMATCH, note.printed_number, f"{wrong.flaw} {wrong.stated}, {wrong.derived}")

    def _hold(self, paid_to: Holder, made: Refund, before: int) -> bool:
        """Whether each ticket was that person's, and was given as a gift."""
        return all(got_as_gift(paid_to, self._history(back.id, before)) for back in made.tickets)

    def _history(self, ticket_id: TicketId, before: int) -> list[tuple[Holder, HolderChange]]:
        rows = amended_tickets.holders(self._tx, self._store[0], ticket_id)
        return [(row.holder, row.how) for row in rows if row.position < before]
