"""The tickets of a sale as rows of text: what each one is, what it cost, and what became of it. No Qt."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.after_sale.refunds import RefundableTicket, line_of
from domain.ids import TicketId
from domain.sale.sale import Sale, Ticket
from pos_app.services.after_sale.refunds import Refundable
from pos_app.ui import wording
from pos_app.ui.refund.state import RefundState
from pos_app.ui.sold_text import seat_name
from pos_app.ui.widgets.mark_table import ENDED, FREE, MARKED

_END_OF_CODE = 4


@dataclass(frozen=True, slots=True)
class TicketRow:
    """One ticket. `may_be_marked` is whether it can still be given back."""

    mark: str
    place: str
    ticket_type: str
    event: str
    code: str
    price: str
    ves: str
    standing: str
    may_be_marked: bool
    is_marked: bool = False

    @property
    def cells(self) -> tuple[str, ...]:
        """The texts in the order of the columns; the show follows zone and seat."""
        where = f"{self.place} · {self.event}"
        return (self.mark, where, self.ticket_type, self.code, self.price, self.ves, self.standing)


def ticket_rows(state: RefundState) -> tuple[TicketRow, ...]:
    """A row for each ticket of the sale, in its order."""
    if state.offered is None:
        return ()
    alive = {ticket.sold.id: ticket for ticket in state.offered.tickets}
    sale, marked = state.offered.sold.sale, set(state.typed.marked)
    notes = dict(_notes(state.offered))
    return tuple(
        _row(
            sale,
            ticket,
            (alive.get(ticket.id), notes.get(ticket.id, "")),
            is_marked=ticket.id in marked,
            is_lent=state.offered.lent is not None,
        )
        for ticket in sale.tickets
    )


def _row(
    sale: Sale, sold: Ticket, standing: tuple[RefundableTicket | None, str], *, is_marked: bool, is_lent: bool
) -> TicketRow:  # fmt: skip
    alive, note = standing
    now = alive.now if alive else sold
    place = now.place
    return TicketRow(
        mark=ENDED if alive is None else MARKED if is_marked else FREE,
        place=" · ".join(filter(None, (place.zone, seat_name(place)))),
        ticket_type=now.ticket_type,
        event=f"{wording.date_and_time(place.starts_at)} · {place.event}",
        code=f"…{now.code[-_END_OF_CODE:]}",
        price=wording.money(sold.price.amount),
        ves=wording.money(sale.lines[line_of(sale, sold)].unit_ves),
        standing=_standing(sold, alive, note, is_lent=is_lent),
        may_be_marked=alive is not None,
        is_marked=is_marked,
    )


def _standing(sold: Ticket, alive: RefundableTicket | None, note: str, *, is_lent: bool) -> str:
    if alive is None and is_lent and not note:
        return wording.text("refund.standing_elsewhere")
    if alive is None:
        return wording.text("refund.standing_returned" if note else "refund.standing_revoked", note=note)
    if alive.is_withdrawn:
        return wording.text("refund.standing_withdrawn")
    return wording.text("refund.standing_changed" if alive.now.code != sold.code else "refund.standing_valid")


def _notes(offered: Refundable) -> Iterator[tuple[TicketId, str]]:
    """The note that took each ticket back, by its number without zeros, which the history finds too."""
    for refund, note in zip(offered.sold.refunds, offered.sold.notes, strict=True):
        for ticket in refund.tickets:
            yield ticket.id, f"{note.series}-{note.number}"
