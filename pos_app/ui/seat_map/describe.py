"""A seat as text, for the tooltip, the list and the screen reader."""

from domain.catalogue.catalog import SeatKind
from pos_app.seat_plan import SeatLook, SeatPlan
from pos_app.ui import wording


def seat_sentence(plan: SeatPlan, seat: int, look: SeatLook) -> str:
    """Section, row, number, state, kind, and the price of a seat that can be sold."""
    kind = SeatKind(int(plan.kind[seat]))
    parts = {"place": place(plan, seat), "look": look_name(look), "price": price(plan, seat)}
    has_price = look in {SeatLook.FREE, SeatLook.IN_CART, SeatLook.AT_HQ}
    if kind is SeatKind.ORDINARY:
        return wording.text("seat_map.seat_priced" if has_price else "seat_map.seat", count=None, **parts)
    parts["kind"] = kind_name(kind)
    return wording.text("seat_map.seat_kind_priced" if has_price else "seat_map.seat_kind", count=None, **parts)


def place(plan: SeatPlan, seat: int) -> str:
    """Section, row and number of the seat."""
    label = plan.label_of(seat)
    if not label.section:
        return wording.text("seat_map.place_without_section", row=label.row, number=label.number)
    return wording.text("seat_map.place", section=label.section, row=label.row, number=label.number)


def row_title(plan: SeatPlan, seat: int) -> str:
    """The name of the seat's row."""
    label = plan.label_of(seat)
    if not label.section:
        return wording.text("seat_map.list_title_without_section", row=label.row)
    return wording.text("seat_map.list_title", section=label.section, row=label.row)


def price(plan: SeatPlan, seat: int) -> str:
    """The price of the seat."""
    return wording.money(plan.price_of(seat).amount)


def look_name(look: SeatLook) -> str:
    """The name of a state."""
    return wording.text(f"seat_map.look.{look.name.lower()}")


def kind_name(kind: SeatKind) -> str:
    """The name of a kind of seat; the ordinary kind has none."""
    return wording.text(f"seat_map.kind.{kind.name.lower()}")
