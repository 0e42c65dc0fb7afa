"""A seat in words: for the tooltip, the list and the screen reader."""

from domain.catalogue.catalog import SeatKind
from pos_app.seat_plan import SeatLook, SeatPlan
from pos_app.ui import wording


def seat_sentence(plan: SeatPlan, seat: int, look: SeatLook) -> str:
    """Section, row, number, state, kind and, of a seat that can be sold, the price."""
    kind = SeatKind(int(plan.kind[seat]))
    words = {"place": place(plan, seat), "look": look_name(look), "price": price(plan, seat)}
    has_price = look in {SeatLook.FREE, SeatLook.MINE}
    if kind is SeatKind.ORDINARY:
        return wording.text("seat_map.seat_priced" if has_price else "seat_map.seat", count=None, **words)
    words["kind"] = kind_name(kind)
    return wording.text("seat_map.seat_kind_priced" if has_price else "seat_map.seat_kind", count=None, **words)


def place(plan: SeatPlan, seat: int) -> str:
    """Where the seat is."""
    label = plan.label_of(seat)
    if not label.section:
        return wording.text("seat_map.place_without_section", row=label.row, number=label.number)
    return wording.text("seat_map.place", section=label.section, row=label.row, number=label.number)


def row_title(plan: SeatPlan, seat: int) -> str:
    """The row of a seat."""
    label = plan.label_of(seat)
    if not label.section:
        return wording.text("seat_map.list_title_without_section", row=label.row)
    return wording.text("seat_map.list_title", section=label.section, row=label.row)


def price(plan: SeatPlan, seat: int) -> str:
    """What the seat costs."""
    return wording.money(plan.price_of(seat).amount)


def look_name(look: SeatLook) -> str:
    """The word for a state."""
    return wording.text(f"seat_map.look.{look.name.lower()}")


def kind_name(kind: SeatKind) -> str:
    """The word for a kind of seat; an ordinary seat needs none."""
    return wording.text(f"seat_map.kind.{kind.name.lower()}")
