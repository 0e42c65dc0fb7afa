"""Each key of the window on each screen: it acts wherever the guide says that it does."""

import pytest

from pos_app.ui.app import Till
from pos_app.ui.cancelled.view import CancelledView
from pos_app.ui.conflicts.view import ConflictsView
from pos_app.ui.customers.view import CustomersView
from pos_app.ui.documents.view import DocumentsView
from pos_app.ui.forms.view import FormsView
from pos_app.ui.frame import ScreenName
from pos_app.ui.holds.view import HoldsView
from pos_app.ui.menu.view import MenuView
from pos_app.ui.printer.view import PrinterView
from pos_app.ui.rights.view import RightsView
from pos_app.ui.screen import Screen
from pos_app.ui.settings.view import SettingsView
from pos_app.ui.shift.view import ShiftView
from pos_app.ui.sign_in.view import SignInView
from pos_app.ui.timeline.view import TimelineView
from pos_app.ui.widgets.banner import WholeMessage
from pos_app.ui.wording import Message
from tests.pos_app.ui.conftest import Hands
from tests.pos_app.ui.in_sight import shows
from tests.pos_app.ui.test_focus_on_every_screen import WAYS, at_sell, go, rest

__all__ = ["at_sell"]  # the fixture of a cashier who sells

LONG = Message("", "Algo pasó y se cuenta entero. " * 12, "Nada se perdió. " * 8, "Haga lo que dice aquí. " * 8)
SCREENS: dict[str, type[Screen]] = {
    "F2": SignInView, "F7": ShiftView, "F9": DocumentsView, "F10": SettingsView, "Ctrl+P": PrinterView,
    "Ctrl+E": HoldsView,
    "Ctrl+K": CustomersView,
    "Ctrl+F": TimelineView,
    "Ctrl+M": MenuView,
    "Ctrl+O": RightsView,
    "Ctrl+Y": FormsView,
    "Ctrl+J": CancelledView,
}  # fmt: skip
ON_THE_MAP: dict[str, tuple[str, ...]] = {
    "seats of the map": ("1", "C", "9", "Return", "F5"), "types of the map": ("1", "C", "9", "Return", "*"),
    "row of the map": ("1", "Tab"), "list of zones": ("1", "Shift+Tab"), "half a seat": ("1", "C"),
}  # fmt: skip
PLACES = [*WAYS, *ON_THE_MAP, "settings", "conflicts"]


def stand_at(hands: Hands, till: Till, name: str) -> type[Screen]:
    """Go to a screen as a cashier does; returns its class."""
    if name in WAYS:
        go(hands, till, name)
    elif name in ON_THE_MAP:
        for key in ON_THE_MAP[name]:
            hands.press(key)
            hands.qtbot.wait(150)
    elif name == "settings":
        hands.press("F10")
        hands.wait_for(shows(till, SettingsView))
    else:
        till.window.go(ScreenName.CONFLICTS)
        hands.wait_for(shows(till, ConflictsView))
    rest(hands, till)
    return type(till.window.shown)


def whole(till: Till) -> WholeMessage:
    words = till.window.findChild(WholeMessage)
    assert words is not None
    return words


@pytest.mark.parametrize("name", PLACES)
def test_a_long_message_is_read_whole_and_the_window_filled_on_every_screen(
    hands: Hands, at_sell: Till, name: str
) -> None:
    window = at_sell.window
    window.resize(1024, 600)
    stand_at(hands, at_sell, name)
    window.show_message(LONG)
    for is_shown in (True, False, True):
        hands.press("Ctrl+I")
        assert whole(at_sell).isVisible() is is_shown
    hands.qtbot.wait(1000)  # the screens read again and again what they show, each 800 ms
    assert whole(at_sell).isVisible()
    for is_full in (True, False):
        hands.press("F11")
        assert window.isFullScreen() is is_full
    assert whole(at_sell).isVisible()


@pytest.mark.parametrize("name", PLACES)
def test_every_key_that_opens_a_screen_opens_it_from_every_screen(hands: Hands, at_sell: Till, name: str) -> None:
    window = at_sell.window
    here = stand_at(hands, at_sell, name)
    name_of_here = window._trail.now
    for key, screen in SCREENS.items():
        if screen in {here, SignInView} or key in here.own_keys:
            continue
        hands.press(key)
        hands.wait_for(shows(at_sell, screen))
        rest(hands, at_sell)
        window.go(name_of_here)  # Esc would take back steps of the screen first
        hands.wait_for(shows(at_sell, here))
        rest(hands, at_sell)
    hands.press("Ctrl+L" if "F2" in here.own_keys else "F2")
    hands.wait_for(shows(at_sell, SignInView))
