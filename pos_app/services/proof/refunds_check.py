"""The check of refunds: each follows from its sale, its invoice, the notes before it and the tickets as they were.

What a refund applied to a new sale is the payment of the sale that follows it directly (docs/fiscal-rules.md F44).
"""

from collections.abc import Mapping

from domain.after_sale.exchanges import applied, credit_payments, is_paid_by
from domain.after_sale.holders import Holder, HolderChange, got_as_gift
from domain.after_sale.refund_proof import PresentTicket, flaw_of
from domain.after_sale.refund_right import RightMove, may_return, was_accepted
from domain.after_sale.refunds import Refund, RefundableTicket, SoldInvoice
from domain.ids import SaleId, TicketId
from pos_app.services.proof.findings import Flaw, Wrong, entry_name
from pos_app.station import Station
from pos_app.storage.sales import amended_tickets, recorded, refund_rights, refunds
from sync.facts import Entry, RefundRightAccepted, RefundRightReturned, SaleRecorded, TicketsRefunded
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
        match entry.body:
            case TicketsRefunded():
                self._refund(entry, entry.body)
                self._last = entry.body
            case RefundRightAccepted():
                grant = entry.body.grant
                if was_accepted(self._moves(entry, grant.sold.sale.id), grant.id):
                    raise Wrong(Flaw.REFUND_MISMATCH, grant.sold.invoice.printed_number, "refund right accepted twice")
            case RefundRightReturned():
                self._returned(entry, entry.body)

    def _returned(self, entry: Entry, fact: RefundRightReturned) -> None:
        is_own = recorded.has_sale(self._tx, self._store[0], fact.sale_id)
        if fact.grant_id is None and not is_own:
            raise Wrong(Flaw.REFUND_MISMATCH, entry_name(entry.epoch, entry.seq), f"sale {fact.sale_id}")
        move = RightMove(self._store[1], fact.grant_id, is_return=True)
        if not may_return(self._moves(entry, fact.sale_id), self._store[1], move):
            raise Wrong(Flaw.REFUND_MISMATCH, entry_name(entry.epoch, entry.seq), "refund right returned twice")

    def _moves(self, entry: Entry, sale_id: SaleId) -> tuple[RightMove, ...]:
        return refund_rights.moves(self._tx, self._store, sale_id, before=entry.position)

    def _refund(self, entry: Entry, fact: TicketsRefunded) -> None:
        made, note = fact.refund, fact.document
        lent = refund_rights.lent(self._tx, self._store, made.sale_id, before=entry.position)
        if lent is not None:
            self._follows(fact, lent.sold, {ticket.sold.id: ticket for ticket in lent.tickets})
            if fact.paid_to is not None or any(back.is_released for back in made.tickets):
                raise Wrong(Flaw.REFUND_MISMATCH, note.printed_number, "a place of another station")
            return
        if not recorded.has_sale(self._tx, self._store[0], made.sale_id) or self._moves(entry, made.sale_id):
            raise Wrong(Flaw.REFUND_MISMATCH, note.printed_number, f"sale {made.sale_id}")
        sold = refunds.sold_invoice(self._tx, self._store, made.sale_id, before=entry.position)
        self._follows(fact, sold, refunds.refundable(self._tx, self._store, sold, before=entry.position))
        if fact.paid_to is not None and not self._hold(fact.paid_to, made, entry.position):
            raise Wrong(Flaw.REFUND_MISMATCH, note.printed_number, f"paid to {fact.paid_to.name}")

    def _follows(
        self, fact: TicketsRefunded, sold: SoldInvoice, tickets: Mapping[TicketId, RefundableTicket]
    ) -> None:  # fmt: skip
        present = {ticket_id: PresentTicket.of(ticket) for ticket_id, ticket in tickets.items()}
        if wrong := flaw_of(sold, present, fact.refund, fact.document):
            number = fact.document.printed_number
            raise Wrong(Flaw.REFUND_MISMATCH, number, f"{wrong.flaw} {wrong.stated}, {wrong.derived}")

    def _hold(self, paid_to: Holder, made: Refund, before: int) -> bool:
        """Whether each ticket was that person's, and was given as a gift."""
        return all(got_as_gift(paid_to, self._history(back.id, before)) for back in made.tickets)

    def _history(self, ticket_id: TicketId, before: int) -> list[tuple[Holder, HolderChange]]:
        rows = amended_tickets.holders(self._tx, self._store[0], ticket_id)
        return [(row.holder, row.how) for row in rows if row.position < before]
