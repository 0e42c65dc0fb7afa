"""The tickets of a sale as they are now: seat, holders, and whether each code still admits."""

from dataclasses import dataclass
from enum import StrEnum

from domain.after_sale.holders import Holder, HolderChange
from domain.after_sale.refunds import SoldInvoice
from domain.ids import SaleId
from domain.sale.sale import Ticket
from pos_app.services.after_sale.refunds import refundable_in
from pos_app.station import Station
from pos_app.storage.sales import amended_tickets
from pos_app.storage.sales.amended_tickets import HolderRow
from sync.facts.conflicts import EndCause
from sync.tables.transaction import Tx


class TicketState(StrEnum):
    """What became of a sold ticket."""

    LIVE = "live"
    REFUNDED = "refunded"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class TicketNow:
    """A ticket as it was sold and as its last change left it, with the holders after the buyer, oldest first.

    `changed_by` is what replaced the code that was sold; None for the first code. `note` is the number of the credit
    note that took a refunded ticket back.
    """

    sold: Ticket
    now: Ticket
    state: TicketState
    holders: tuple[HolderRow, ...] = ()
    changed_by: EndCause | None = None
    note: str = ""

    @property
    def is_moved(self) -> bool:
        """Whether the ticket has another seat than the one that was sold."""
        return self.sold.place.seat_id != self.now.place.seat_id

    @property
    def is_live(self) -> bool:
        """Whether the code admits."""
        return self.state is TicketState.LIVE

    @property
    def holder(self) -> Holder | None:
        """Who has the ticket; None while it is the buyer's."""
        return self.holders[-1].holder if self.holders else None

    @property
    def is_gift(self) -> bool:
        """Whether the ticket was ever given."""
        return any(row.how is HolderChange.GIFT for row in self.holders)


@dataclass(frozen=True, slots=True)
class TicketsOfSale:
    """A sale with its invoice and notes, and its tickets in the order of the sale."""

    sold: SoldInvoice
    tickets: tuple[TicketNow, ...]

    @property
    def live(self) -> tuple[TicketNow, ...]:
        """The tickets that can be changed."""
        return tuple(ticket for ticket in self.tickets if ticket.is_live)


def tickets_of_sale(station: Station, sale_id: SaleId) -> TicketsOfSale:
    """The tickets of a sale. Raises UnknownSale or EarlierCopy."""
    with station.database.read() as tx:
        offered = refundable_in(tx, station, sale_id)
        present = {
            ticket.sold.id: TicketState.WITHDRAWN if ticket.is_withdrawn else TicketState.LIVE
            for ticket in offered.tickets
        }
        notes = {
            ticket.id: note.printed_number
            for refund, note in zip(offered.sold.refunds, offered.sold.notes, strict=True)
            for ticket in refund.tickets
        }
        made = []
        for sold in offered.sold.sale.tickets:
            note = notes.get(sold.id, "")
            state = TicketState.REFUNDED if note else present.get(sold.id, TicketState.REVOKED)
            made.append(_ticket(tx, station, sold, state, note))
    return TicketsOfSale(offered.sold, tuple(made))


def _ticket(tx: Tx, station: Station, sold: Ticket, state: TicketState, note: str) -> TicketNow:
    amended = amended_tickets.amended(tx, (station.tenant_id, station.id), sold.id)
    return TicketNow(
        sold,
        amended.last if amended else sold,
        state,
        amended_tickets.holders(tx, station.tenant_id, sold.id),
        amended.cause if amended else None,
        note,
    )
