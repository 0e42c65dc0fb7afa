"""Seats that were chosen by hand stay chosen when the best ones are looked for, and a question has its own answers."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from domain.people.staff import Cashier
from pos_app.station import Station
from pos_app.ui.frame import ScreenName
from pos_app.ui.seat_map.view import SeatMapView
from pos_app.ui.sell.view import SellView
from pos_app.ui.widgets.key_button import KeyButton
from tests.builders.stations import seat_id
from tests.pos_app.ui.sale_window import SaleWindow


@pytest.fixture
def at(qtbot: QtBot, till: Station, ana: Cashier) -> SaleWindow:
    """The map of the first zone."""
    window = SaleWindow(qtbot, till, ana)
    window.press("1", until=window.shows(SeatMapView))
    return window


def chosen(at: SaleWindow) -> tuple[str, ...]:
    return at.seats.state.names(at.seats.state.chosen)


def pick(at: SaleWindow, *names: str) -> None:
    for name in names:
        at.press(name, until=lambda: at.seats.state.cursor is not None)
        at.press(Qt.Key.Key_Return, until=partial(is_chosen, at, name))


def is_chosen(at: SaleWindow, name: str) -> bool:
    return name in {shown.replace("-", "") for shown in chosen(at)}


def best(at: SaleWindow) -> None:
    before = chosen(at)
    at.press(Qt.Key.Key_F5, until=lambda: chosen(at) != before)


def test_the_best_seats_are_added_to_those_picked_by_hand(at: SaleWindow) -> None:
    pick(at, "C9", "D3")
    best(at)
    assert chosen(at)[:2] == ("C-9", "D-3")
    assert len(chosen(at)) == 4


def test_the_next_best_seats_replace_only_the_best_ones_before(at: SaleWindow) -> None:
    pick(at, "C9")
    best(at)
    first = chosen(at)
    best(at)
    assert (chosen(at)[0], len(chosen(at))) == ("C-9", 3)
    assert not set(first[1:]) & set(chosen(at)[1:])


def test_a_seat_picked_after_the_best_ones_makes_them_stay(at: SaleWindow) -> None:
    best(at)
    pick(at, "D3")
    first = chosen(at)
    best(at)
    assert chosen(at)[:3] == first
    assert len(chosen(at)) == 5


def test_seats_picked_by_hand_stay_while_another_zone_is_looked_at(at: SaleWindow) -> None:
    pick(at, "D3")
    at.seats.show_zone(0)
    best(at)
    assert chosen(at)[0] == "D-3"


def test_seats_of_the_cart_and_those_picked_since_stay(at: SaleWindow) -> None:
    pick(at, "D1", "D2")
    at.press(Qt.Key.Key_F12, until=at.shows(SellView))
    at.window.go(ScreenName.SEAT_MAP)
    pick(at, "D3")
    best(at)
    assert chosen(at)[:3] == ("D-1", "D-2", "D-3")
    assert len(chosen(at)) == 5


def accept_button(at: SaleWindow) -> KeyButton:
    (button,) = (b for b in at.window.shown.findChildren(KeyButton) if b.property("role") == "primary")
    return button


def test_no_button_is_lit_that_does_nothing_while_a_single_seat_is_asked_about(at: SaleWindow) -> None:
    pick(at, "B2", "B3")
    assert accept_button(at).isEnabled()
    at.press(Qt.Key.Key_F12, until=lambda: at.seats.state.warned is not None)
    assert not accept_button(at).isEnabled()
    at.press(Qt.Key.Key_F12, until=lambda: True)
    assert (at.shows(SeatMapView)(), chosen(at)) == (True, ("B-2", "B-3"))
    at.press(Qt.Key.Key_Escape, until=lambda: at.seats.state.warned is None)
    assert accept_button(at).isEnabled()
    at.press(Qt.Key.Key_F12, until=lambda: at.seats.state.warned is not None)
    at.press(Qt.Key.Key_F6, until=at.shows(SellView))
    assert {line.seat_id for line in at.counter.cart.lines} == {seat_id("B-2"), seat_id("B-3")}
