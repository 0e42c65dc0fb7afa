"""The focus on each screen: there on entering, and at the same place after another language and theme, by keyboard."""

from functools import partial

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from pos_app.station import Station
from pos_app.ui import look
from pos_app.ui.app import Till
from pos_app.ui.cancelled.view import CancelledView
from pos_app.ui.conflicts.view import ConflictsView
from pos_app.ui.customers.view import CustomersView
from pos_app.ui.documents.view import DocumentsView
from pos_app.ui.done.view import DoneView
from pos_app.ui.forms.view import FormsView
from pos_app.ui.frame import ScreenName
from pos_app.ui.look import Look
from pos_app.ui.menu.view import MenuView
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.printer.view import PrinterView
from pos_app.ui.rate.view import RateView
from pos_app.ui.refund.view import RefundView
from pos_app.ui.rights.view import RightsView
from pos_app.ui.screen import Screen
from pos_app.ui.seat_map.view import SeatMapView
from pos_app.ui.sell.view import SellView
from pos_app.ui.settings.view import SettingsView
from pos_app.ui.shift.view import ShiftView
from pos_app.ui.sign_in.view import SignInView
from pos_app.ui.tickets.view import TicketsView
from pos_app.ui.timeline.view import TimelineView
from tests.builders import stations
from tests.pos_app.ui.conftest import Hands

WAYS: dict[str, tuple[tuple[str, ...], type[Screen]]] = {
    "sell": ((), SellView),
    "search": (("p",), SellView),
    "seat map": (("1",), SeatMapView),
    "payment": (("2", "F12"), PaymentView),
    "half an amount": (("2", "F12", "7"), PaymentView),
    "half a telephone": (("2", "F12", "F3", "=", "Return", "Return"), PaymentView),
    "done": (("2", "F12", "F1", "=", "F12"), DoneView),
    "refund": (("2", "F12", "F1", "=", "F12", "F7"), RefundView),
    "tickets": (("2", "F12", "F1", "=", "F12", "F4"), TicketsView),
    "till": (("F7",), ShiftView),
    "cash in": (("F7", "F3"), ShiftView),
    "count": (("F7", "F8"), ShiftView),
    "half a count": (("F7", "F8", "7"), ShiftView),
    "half a reason": (("F7", "F3", "5", "Tab", "c"), ShiftView),
    "documents": (("F9",), DocumentsView),
    "printer": (("Ctrl+P",), PrinterView),
    "customers": (("Ctrl+K",), CustomersView),
    "half a customer": (("Ctrl+K", "F3", "c"), CustomersView),
    "timeline": (("Ctrl+F",), TimelineView),
    "menu": (("Ctrl+M",), MenuView),
    "rights": (("Ctrl+O",), RightsView),
    "forms": (("Ctrl+Y",), FormsView),
    "cancelled": (("Ctrl+J",), CancelledView),
    "rate": (("F7", "Ctrl+T"), RateView),
}


@pytest.fixture
def at_sell(hands: Hands, running: Till, station: Station) -> Till:
    """Ana sells."""
    stations.open_shift(station)
    hands.sign_in("1", "1111")
    hands.wait_for(lambda: isinstance(running.window.shown, SellView) and running.window.shown._presenter.state.loaded)
    return running


def focused(till: Till) -> QWidget | None:
    """The widget that has the focus, if it is one of the screen in front."""
    widget, shown = QApplication.focusWidget(), till.window.shown
    return widget if widget is not None and (widget is shown or shown.isAncestorOf(widget)) else None


def place(till: Till) -> list[str]:
    """The way from the screen to the widget that has the focus; empty without one."""
    steps: list[str] = []
    widget = focused(till)
    while widget is not None and widget is not till.window:
        parent = widget.parentWidget()
        same = [child for child in parent.children() if type(child) is type(widget)] if parent else [widget]
        steps.append(f"{type(widget).__name__} {same.index(widget) if widget is not till.window.shown else 0}")
        widget = parent
    return steps


def typed(till: Till) -> str:
    widget = focused(till)
    return widget.text() if isinstance(widget, QLineEdit) else ""


def go(hands: Hands, till: Till, name: str) -> None:
    keys, screen = WAYS[name]
    for key in keys:
        hands.press(key)
        hands.qtbot.wait(150)  # as somebody who looks at the screen after each key
    hands.wait_for(lambda: isinstance(till.window.shown, screen))
    rest(hands, till)


def rest(hands: Hands, till: Till) -> None:
    """Wait until the work behind the window is done and drawn."""
    for _ in range(3):
        done: list[bool] = []
        till.run(lambda: True, done.append, lambda _: None)
        hands.qtbot.waitUntil(partial(bool, done), timeout=20_000)
    hands.qtbot.wait(20)


@pytest.mark.parametrize("name", WAYS)
def test_a_screen_has_the_focus_on_entering_and_after_the_settings(hands: Hands, at_sell: Till, name: str) -> None:
    go(hands, at_sell, name)
    before, text = place(at_sell), typed(at_sell)
    assert before, "nothing of the screen has the focus"
    entered = at_sell.window.shown
    hands.press("F10")
    hands.wait_for(lambda: isinstance(at_sell.window.shown, SettingsView))
    rest(hands, at_sell)
    hands.press("3", "6")
    at_dark = "Colours: Dark"
    hands.wait_for(lambda: (QApplication.focusWidget() or at_sell.window).accessibleName() == at_dark)
    rest(hands, at_sell)
    hands.press("Esc")
    hands.wait_for(lambda: type(at_sell.window.shown) is type(entered))
    rest(hands, at_sell)
    assert at_sell.window.shown is not entered
    assert place(at_sell), "nothing of the screen has the focus"
    if not isinstance(entered, SellView | CancelledView | DocumentsView | RateView | ShiftView):  # these begin again
        assert (place(at_sell), typed(at_sell)) == (before, text)


@pytest.mark.parametrize("name", WAYS)
def test_a_screen_keeps_the_focus_when_another_window_changes_the_look(
    hands: Hands, at_sell: Till, qapp: QApplication, name: str
) -> None:
    go(hands, at_sell, name)
    before, text = place(at_sell), typed(at_sell)
    look.apply(qapp, Look("en", "contrast"))
    rest(hands, at_sell)
    assert (place(at_sell), typed(at_sell)) == (before, text)


def test_the_first_screen_has_the_focus_in_each_language(hands: Hands, at_sell: Till, qapp: QApplication) -> None:
    hands.press("Ctrl+L")
    hands.wait_for(lambda: isinstance(at_sell.window.shown, SignInView))
    for language in ("en", "es"):
        rest(hands, at_sell)
        assert "Ana Rondón" in (focused(at_sell) or at_sell.window).accessibleName()
        look.apply(qapp, Look(language, "dark"))


def test_the_conflict_desk_has_the_focus(hands: Hands, at_sell: Till, qapp: QApplication) -> None:
    at_sell.window.go(ScreenName.CONFLICTS)
    for _ in range(2):
        rest(hands, at_sell)
        assert isinstance(at_sell.window.shown, ConflictsView)
        assert place(at_sell)
        look.apply(qapp, Look("en", "dark"))
