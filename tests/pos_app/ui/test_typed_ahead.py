"""Keys that are pressed while a screen is made and filled: they wait for it, and never choose something else."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from domain.ids import SeatId
from pos_app.services.selling import carts
from pos_app.station import Station
from pos_app.ui.app import Till
from pos_app.ui.documents.view import DocumentsView
from pos_app.ui.seat_map.view import SeatMapView
from pos_app.ui.sell.rows import ZoneRow
from pos_app.ui.sell.view import SellView
from pos_app.ui.sign_in.view import SignInView
from tests.builders import stations
from tests.pos_app.ui.conftest import Hands
from tests.pos_app.ui.slow import Slow


def shown(till: Till) -> str:
    return "\n".join(part.text() for part in till.window.shown.findChildren(QLabel))


def chosen(till: Till) -> tuple[SeatId, ...]:
    view = till.window.shown
    assert isinstance(view, SeatMapView)
    return view._presenter.state.chosen


def test_the_name_of_a_seat_typed_before_the_map_is_read_chooses_that_seat(
    hands: Hands, at_sell: Till, slow: Slow
) -> None:
    slow.begin()
    hands.press("1")
    hands.wait_for(lambda: isinstance(at_sell.window.shown, SeatMapView))
    hands.type("A3")
    hands.press("Return")
    assert chosen(at_sell) == ()
    slow.end()
    hands.wait_for(lambda: chosen(at_sell) == (stations.seat_id("A-3"),))


def test_keys_typed_ahead_after_another_language_take_the_same_seat(
    hands: Hands, at_sell: Till, slow: Slow, station: Station
) -> None:
    slow.begin()
    at_sell.window.change_look("en", "light")
    hands.press("1")
    slow.end()
    hands.wait_for(lambda: isinstance(at_sell.window.shown, SeatMapView))
    hands.type("A3")
    hands.press("Return")
    hands.wait_for(lambda: chosen(at_sell) == (stations.seat_id("A-3"),))
    hands.press("F12")
    hands.wait_for(lambda: isinstance(at_sell.window.shown, SellView))
    kept = carts.kept(station, stations.ana(station))
    assert kept is not None
    assert [line.seat_id for line in kept.lines] == [stations.seat_id("A-3")]


def test_a_seat_reached_by_keys_is_not_left_for_a_late_best_seat(hands: Hands, at_sell: Till, slow: Slow) -> None:
    hands.press("1")
    hands.wait_for(lambda: isinstance(at_sell.window.shown, SeatMapView) and "Platea · Fila" in shown(at_sell))
    view = at_sell.window.shown
    assert isinstance(view, SeatMapView)
    slow.begin()
    hands.press("F4")
    hands.type("A3")
    slow.end()
    hands.qtbot.wait(300)
    hands.press("Return")
    hands.wait_for(lambda: chosen(at_sell) == (stations.seat_id("A-3"),))


def test_a_pin_typed_ahead_is_that_of_the_chosen_person(hands: Hands, at_sell: Till, slow: Slow) -> None:
    slow.begin()
    hands.press("Ctrl+L")
    assert isinstance(at_sell.window.shown, SignInView)
    hands.press("F1")
    hands.type("1111")
    hands.press("Return")
    slow.end()
    hands.wait_for(lambda: isinstance(at_sell.window.shown, SellView))
    assert at_sell.window.cashier.name == "Ana Rondón"


def test_a_key_of_the_window_acts_at_once_and_ends_what_waits(hands: Hands, at_sell: Till, slow: Slow) -> None:
    slow.begin()
    hands.press("1")
    hands.wait_for(lambda: isinstance(at_sell.window.shown, SeatMapView))
    hands.type("A3")
    hands.press("F9")
    hands.wait_for(lambda: isinstance(at_sell.window.shown, DocumentsView))
    hands.press("Esc")
    hands.wait_for(lambda: isinstance(at_sell.window.shown, SeatMapView))
    slow.end()
    hands.press("Return")
    hands.qtbot.wait(300)
    assert stations.seat_id("A-3") not in chosen(at_sell)


def test_a_shortcut_waits_too(hands: Hands, at_sell: Till, slow: Slow) -> None:
    slow.begin()
    hands.press("1")
    hands.wait_for(lambda: isinstance(at_sell.window.shown, SeatMapView))
    hands.press("F5")
    slow.end()
    hands.wait_for(lambda: len(chosen(at_sell)) == 2)


def test_a_second_click_that_is_ignored_loses_no_key_typed_before_it(hands: Hands, at_sell: Till, slow: Slow) -> None:
    zone = next(row for row in at_sell.window.shown.findChildren(ZoneRow) if row.isVisible())
    place = zone.mapTo(at_sell.window, zone.rect().center())
    slow.begin()
    QTest.mouseClick(zone, Qt.MouseButton.LeftButton)
    hands.wait_for(lambda: isinstance(at_sell.window.shown, SeatMapView))
    hands.type("A3")
    under = at_sell.window.childAt(place)
    assert under is not None
    QTest.mousePress(under, Qt.MouseButton.LeftButton, pos=under.mapFrom(at_sell.window, place))
    slow.end()
    view = at_sell.window.shown
    assert isinstance(view, SeatMapView)
    hands.wait_for(lambda: view._presenter.state.looks is not None)
    hands.press("Return")
    hands.wait_for(lambda: chosen(at_sell) == (stations.seat_id("A-3"),))
