"""The tickets of a gift as rows of text: what they would cost, and that nothing is charged. No Qt."""

from domain.money.money import Money
from pos_app.services.selling.checkout import QuotedLine
from pos_app.ui import wording
from pos_app.ui.counter import PricedCart
from pos_app.ui.sold_text import seat_name

Cells = tuple[str, ...]


def gift_rows(priced: PricedCart | None) -> list[Cells]:
    """A row for each line of the cart."""
    return [_cells(line) for line in priced.quote.lines] if priced else []


def _cells(line: QuotedLine) -> Cells:
    place = line.place
    where = filter(None, (place.zone, seat_name(place), wording.date_and_time(place.starts_at), place.event))
    free = Money.zero(line.total.currency)
    quantity = wording.number(line.line.quantity)
    return quantity, " · ".join(where), line.ticket_type, wording.money(line.total), wording.money(free)
