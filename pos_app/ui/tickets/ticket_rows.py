"""The tickets of a sale as rows of text: place, holder, code, and what became of each. No Qt."""

from dataclasses import dataclass

from pos_app.services.after_sale.tickets_of_sale import TicketNow, TicketState
from pos_app.ui import wording
from pos_app.ui.sold_text import seat_name
from pos_app.ui.tickets.state import TicketsState
from pos_app.ui.widgets.mark_table import ENDED, FREE, MARKED

_END_OF_CODE = 4


@dataclass(frozen=True, slots=True)
class TicketRow:
    """One ticket as texts."""

    mark: str
    place: str
    ticket_type: str
    holder: str
    code: str
    standing: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The texts in the order of the columns."""
        return (self.mark, self.place, self.ticket_type, self.holder, self.code, self.standing)


def ticket_rows(state: TicketsState) -> tuple[TicketRow, ...]:
    """A row for each ticket of the sale, in its order."""
    if state.read is None:
        return ()
    buyer = state.read.sold.sale.customer.name
    marked = set(state.typed.marked)
    return tuple(_row(ticket, buyer, is_marked=ticket.sold.id in marked) for ticket in state.read.tickets)


def _row(ticket: TicketNow, buyer: str, *, is_marked: bool) -> TicketRow:
    place = ticket.now.place
    show = f"{wording.date_and_time(place.starts_at)} · {place.event}"
    return TicketRow(
        mark=ENDED if not ticket.is_live else MARKED if is_marked else FREE,
        place=" · ".join(filter(None, (place.zone, seat_name(place), show))),
        ticket_type=ticket.now.ticket_type,
        holder=_holder(ticket, buyer),
        code=_end(ticket.now.code),
        standing=_standing(ticket),
    )


def _holder(ticket: TicketNow, buyer: str) -> str:
    """The holder, with a sign for a gift; without one the buyer, who may be anybody."""
    name = ticket.holder.name if ticket.holder else buyer or wording.text("tickets.bearer")
    return wording.text("tickets.gift_of", name=name) if ticket.is_gift else name


def _standing(ticket: TicketNow) -> str:
    """What became of a ticket; for a live one with another code, by what, and the end of the code that was sold."""
    if not ticket.is_live:
        return wording.text(f"tickets.standing_{ticket.state}", note=ticket.note)
    if ticket.changed_by is None:
        return wording.text(f"tickets.standing_{TicketState.LIVE}")
    cause = "moved" if ticket.is_moved else str(ticket.changed_by)
    return wording.text(
        "tickets.standing_changed", cause=wording.text(f"tickets.cause_{cause}"), code=_end(ticket.sold.code)
    )


def _end(code: str) -> str:
    return f"…{code[-_END_OF_CODE:]}"
