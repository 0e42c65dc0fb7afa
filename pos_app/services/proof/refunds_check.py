"""The check of refunds: each follows from its sale, its invoice, the notes before it and the tickets as they were."""

from domain.after_sale.refund_proof import PresentTicket, flaw_of
from pos_app.services.proof.findings import Flaw, Wrong
from pos_app.station import Station
from pos_app.storage.sales import recorded, refunds
from sync.facts import Entry, TicketsRefunded
from sync.tables.transaction import Tx


class RefundsCheck:
    """Reads entries in order. The sale and its earlier notes are read back from the journal before the refund."""

    def __init__(self, tx: Tx, station: Station) -> None:
        self._tx, self._store = tx, (station.tenant_id, station.id)

    def read(self, entry: Entry) -> None:
        """Take one entry into account. Raises Wrong."""
        if not isinstance(entry.body, TicketsRefunded):
            return
        made, note = entry.body.refund, entry.body.document
        if not recorded.has_sale(self._tx, self._store[0], made.sale_id):
            raise Wrong(Flaw.REFUND_MISMATCH, note.printed_number, f"sale {made.sale_id}")
        sold = refunds.sold_invoice(self._tx, self._store, made.sale_id, before=entry.position)
        tickets = refunds.refundable(self._tx, self._store, sold, before=entry.position)
        present = {ticket_id: PresentTicket.of(ticket) for ticket_id, ticket in tickets.items()}
        if wrong := flaw_of(sold, present, made, note):
            raise Wrong(Flaw.REFUND_MISMATCH, note.printed_number, f"{wrong.flaw} {wrong.stated}, {wrong.derived}")
