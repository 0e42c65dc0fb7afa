"""What is left on list, map and best available is what can still be added to the cart."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from domain.people.staff import Cashier
from domain.sale.cart import MOST_TICKETS_A_SALE
from pos_app.services.selling.supply import Supply, SupplyState
from pos_app.station import Station
from pos_app.ui.frame import ScreenName
from pos_app.ui.seat_map.bars import ZoneBox
from pos_app.ui.sell.rows import PerformanceRow, ZoneRow
from tests.builders.stations import seat_id
from tests.pos_app.ui.sale_window import SaleWindow


def shown(at: SaleWindow, kind: type[PerformanceRow | ZoneRow]) -> list[str]:
    """What the rows say of places: "100 libres" and its like."""
    rows = [row for row in at.window.shown.findChildren(kind) if row.isVisible()]
    words = ("libre", "carrito", "agotada", "aquí")
    texts = [label.text() for row in rows for label in row.findChildren(QLabel)]
    return [text for text in texts if any(word in text for word in words)]


def zone_box(at: SaleWindow) -> str:
    (box,) = at.window.shown.findChildren(ZoneBox)
    return box.currentText().rpartition(" · ")[2]


def test_the_list_counts_what_can_be_added_to_the_cart(qtbot: QtBot, till: Station, ana: Cashier) -> None:
    at = SaleWindow(qtbot, till, ana)
    assert (shown(at, PerformanceRow), shown(at, ZoneRow)) == (["139 libres"], ["39 libres", "100 libres"])
    at.sell.digits("299")
    assert (shown(at, PerformanceRow), shown(at, ZoneRow)) == (["40 libres"], ["39 libres", "1 libre"])
    at.sell.cart.more(1)
    assert (shown(at, PerformanceRow), shown(at, ZoneRow)) == (["39 libres"], ["39 libres", "en el carrito"])
    at.sell.cart.remove()
    assert shown(at, ZoneRow) == ["39 libres", "100 libres"]


def test_the_map_counts_what_can_be_added_and_the_list_after_it_says_the_same(
    qtbot: QtBot, till: Station, ana: Cashier
) -> None:
    at = SaleWindow(qtbot, till, ana)
    at.press("1", lambda: at.seats.state.map is not None)
    assert zone_box(at) == "39 libres"
    at.seats.choose(seat_id("B-5"))
    assert zone_box(at) == "38 libres"
    at.press(Qt.Key.Key_F12, lambda: at.counter.cart.tickets == 1)
    assert shown(at, ZoneRow) == ["38 libres", "100 libres"]
    at.sell.digits("1")
    assert zone_box(at) == "38 libres"


def test_the_best_seats_are_added_to_those_of_the_cart(qtbot: QtBot, till: Station, ana: Cashier) -> None:
    at = SaleWindow(qtbot, till, ana)
    at.sell.digits("1")
    at.seats.choose(seat_id("A-5"))
    at.seats.accept()
    if at.seats.state.warned:
        at.seats.accept_anyway()
    at.window.go(ScreenName.SEAT_MAP)
    at.seats.choose_best()
    first = at.seats.state.chosen
    assert (first[0], len(first), len(set(first))) == (seat_id("A-5"), 3, 3)
    at.seats.choose_best()
    assert (at.seats.state.chosen[0], len(at.seats.state.chosen)) == (seat_id("A-5"), 3)
    assert not set(at.seats.state.chosen[1:]) & set(first)
    assert zone_box(at) == "36 libres"
    at.seats.more(MOST_TICKETS_A_SALE)
    at.seats.choose_best()
    assert len(at.seats.state.chosen) == 3


def test_what_can_be_added_is_at_hq_when_the_cart_has_the_last_ones_of_this_station() -> None:
    assert Supply(3, 50, SupplyState.HERE).less(2) == Supply(1, 50, SupplyState.HERE)
    assert Supply(3, 50, SupplyState.HERE).less(3) == Supply(0, 50, SupplyState.AT_HQ)
    assert Supply(3, None, SupplyState.HERE).less(3) == Supply(0, None, SupplyState.AT_HQ)
    assert Supply(3, 0, SupplyState.HERE).less(4) == Supply(0, 0, SupplyState.IN_CART)
    assert Supply(0, 0, SupplyState.GONE).less(2) == Supply(0, 0, SupplyState.GONE)
