"""The seat map screen through real widgets and real keys."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from domain.catalogue.seats import SeatState
from domain.ids import SeatId
from domain.people.staff import Cashier
from pos_app.services.documents import documents
from pos_app.station import Station
from pos_app.ui import look
from pos_app.ui.done.view import DoneView
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.seat_map.view import SeatMapView
from pos_app.ui.seat_map.widget import SeatMap
from pos_app.ui.sell.view import SellView
from pos_app.ui.theme import Theme
from tests.builders import stations
from tests.pos_app.ui.sale_window import SaleWindow


@pytest.fixture
def at(qtbot: QtBot, till: Station, ana: Cashier) -> SaleWindow:
    return SaleWindow(qtbot, till, ana)


def tickets(at: SaleWindow) -> int:
    return at.counter.cart.tickets


def test_seats_are_sold_by_keys_alone(at: SaleWindow, till: Station) -> None:
    at.press("1", until=at.shows(SeatMapView))
    at.press(Qt.Key.Key_F5, until=lambda: len(at.seats.state.chosen) == 2)
    at.press(Qt.Key.Key_F12, until=at.shows(SellView))
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press(Qt.Key.Key_F1, until=lambda: at.payment.state.amount != "")
    at.press(Qt.Key.Key_F12, until=at.shows(DoneView))
    assert documents.find(till, "")[0].tickets == 2


def test_a_warning_of_a_seat_left_alone_takes_enter_and_s(at: SaleWindow) -> None:
    at.press("1", until=at.shows(SeatMapView))
    for name in ("B-2", "B-3"):
        at.seats.choose(stations.seat_id(name))
    at.press(Qt.Key.Key_F12, until=lambda: at.seats.state.warned is not None)
    at.press(Qt.Key.Key_Return, until=lambda: at.seats.state.warned is None)
    at.press(Qt.Key.Key_F12, until=at.shows(SellView))
    assert tickets(at) == 2
    assert stations.seat_id("B-2") not in {line.seat_id for line in at.counter.cart.lines}


def test_the_map_opens_with_the_whole_room_and_its_date(at: SaleWindow) -> None:
    at.press("1", until=at.shows(SeatMapView))
    seat_map = at.window.shown.findChild(SeatMap)
    assert seat_map is not None
    whole = seat_map.camera()
    assert at.seats.state.cursor is not None
    assert seat_map.cursor_seat() == at.seats.state.cursor
    seat_map.fit()
    assert seat_map.camera() == whole
    texts = [shown.text() for shown in at.window.shown.findChildren(QLabel) if shown.isVisible()]
    assert "sáb 28 nov · 20:00" in texts


def test_a_small_room_has_large_seats(at: SaleWindow) -> None:
    at.press("1", until=at.shows(SeatMapView))
    seat_map = at.window.shown.findChild(SeatMap)
    assert seat_map is not None
    assert at.seats.state.map is not None
    assert at.seats.state.map.plan.seat_mm * seat_map.camera().scale >= 24


def test_the_type_is_chosen_from_a_list_by_keys(at: SaleWindow) -> None:
    at.press("1", until=at.shows(SeatMapView))
    at.press(Qt.Key.Key_F5, until=lambda: len(at.seats.state.chosen) == 2)
    at.press("*", until=lambda: at.seats.state.types is not None)
    at.press(Qt.Key.Key_Escape, until=lambda: at.seats.state.types is None)
    assert isinstance(at.window.shown, SeatMapView)
    at.press("*", until=lambda: at.seats.state.types is not None)
    at.press("3", until=lambda: at.seats.state.types is None)
    assert isinstance(QApplication.focusWidget(), SeatMap)
    assert "Tipo: Cortesía" in [button.accessibleName() for button in at.window.shown.findChildren(QAbstractButton)]
    at.press(Qt.Key.Key_F12, until=at.shows(SellView))
    assert at.counter.priced
    assert {line.ticket_type for line in at.counter.priced.quote.lines} == {"Cortesía"}


def test_m_finds_the_best_seats_where_no_label_has_an_m(at: SaleWindow) -> None:
    at.press("1", until=at.shows(SeatMapView))
    at.press("M", until=lambda: len(at.seats.state.chosen) == 2)


def test_a_numbered_seat_of_ones_choice_is_sold_in_ten_keys(at: SaleWindow, till: Station) -> None:
    at.press("1", until=at.shows(SeatMapView))
    at.press("C", until=lambda: label_at_cursor(at).startswith("C-"))
    at.press("5", until=lambda: label_at_cursor(at) == "C-5")
    at.press(Qt.Key.Key_Return, until=lambda: len(at.seats.state.chosen) == 1)
    at.press(Qt.Key.Key_F12, until=at.shows(SellView))
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press(Qt.Key.Key_F1, until=lambda: at.payment.state.amount != "")
    at.press(Qt.Key.Key_F12, until=at.shows(DoneView))
    assert at.presses <= 10
    assert at.counter.sold is not None
    assert [ticket.place.seat_id for ticket in at.counter.sold.sale.tickets] == [stations.seat_id("C-5")]


def label_at_cursor(at: SaleWindow) -> str:
    seat_map = at.window.shown.findChild(SeatMap)
    assert seat_map is not None
    seat = seat_map.cursor_seat()
    return at.seats.state.name(SeatId(seat)) if seat is not None else ""


def words(at: SaleWindow) -> list[str]:
    return [shown.text() for shown in at.window.shown.findChildren(QLabel) if shown.isVisible()]


def test_a_seat_that_was_not_found_is_forgotten_when_the_map_opens_again(at: SaleWindow) -> None:
    at.press("1", until=at.shows(SeatMapView))
    seat_map = at.window.shown.findChild(SeatMap)
    assert seat_map is not None
    seat_map.missed.emit("160")
    assert "No hay asiento 160." in words(at)
    at.press(Qt.Key.Key_Escape, until=at.shows(SellView))
    at.press("1", until=at.shows(SeatMapView))
    assert "No hay asiento 160." not in words(at)


def test_a_map_without_a_seat_to_sell_asks_nobody_to_choose_one(at: SaleWindow, till: Station) -> None:
    at.press("1", until=at.shows(SeatMapView))
    assert any(shown.startswith("Elija asientos con Espacio") for shown in words(at))
    now = at.seats.state.map
    assert now is not None
    gone = replace(now, states=np.full_like(now.states, SeatState.ELSEWHERE))
    at.seats.show(map=gone)
    assert any(shown.startswith("Aquí no queda ningún asiento") for shown in words(at))
    assert not any(shown.startswith("Elija asientos") for shown in words(at))


@pytest.mark.parametrize("size", [(1024, 600), (1024, 768), (1366, 768)])
def test_what_is_typed_on_the_map_is_never_cut(at: SaleWindow, qapp: QApplication, size: tuple[int, int]) -> None:
    look.apply(qapp, look.Look("es", Theme.LIGHT))
    at.window.resize(*size)
    at.press("1", until=at.shows(SeatMapView))
    at.press("B", until=lambda: "Fila y asiento: B" in texts_in_sight(at))
    at.press("3", until=lambda: "Fila y asiento: B3" in texts_in_sight(at))
    at.press("99", until=lambda: "No hay asiento B399." in texts_in_sight(at))


def texts_in_sight(at: SaleWindow) -> list[str]:
    return [part.text() for part in at.window.shown.findChildren(QLabel) if part.isVisible()]
