"""The smallest window: each screen has the room that it needs, in both languages, and nothing lies outside."""

import pytest
from PySide6.QtWidgets import QPushButton

from pos_app.services.till import shifts
from pos_app.station import Station
from pos_app.ui.app import Till
from pos_app.ui.frame import ScreenName
from pos_app.ui.main_window import MainWindow
from pos_app.ui.screen import Screen
from pos_app.ui.sell.view import SellView
from pos_app.ui.sign_in.view import SignInView
from pos_app.ui.widgets.key_button import Tile
from pos_app.ui.widgets.keypad import Keypad
from tests.builders import stations
from tests.pos_app.ui.conftest import Hands

SMALLEST = (1024, 540)
LOW_SCREENS = [
    ScreenName.SIGN_IN,
    ScreenName.MENU,
    ScreenName.DOCUMENTS,
    ScreenName.PRINTER,
    ScreenName.RATE,
    ScreenName.SHIFT,
    ScreenName.CONFLICTS,
    ScreenName.RIGHTS,
    ScreenName.FORMS,
    ScreenName.TIMELINE,
    ScreenName.CANCELLED,
    ScreenName.SETTINGS,
]


_STEPS = 100
"""A page that is not settled after so many steps of 20 ms stays as it is."""


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("name", LOW_SCREENS)
def test_a_screen_fits_the_smallest_window(
    hands: Hands, running: Till, station: Station, name: ScreenName, language: str
) -> None:
    shifts.open_shift(station, stations.ana(station), ())
    hands.sign_in("1", "1111")
    window = running.window
    hands.wait_for(lambda: isinstance(window.shown, SellView))
    window.change_look(language, "light")
    window.resize(*SMALLEST)
    window.go(name)
    wait_for_reads(hands, running)
    seen = settled_faults(hands, window)
    window.change_look("es", "light")
    assert (seen, (window.width(), window.height())) == ([], SMALLEST)


def wait_for_reads(hands: Hands, running: Till) -> None:
    """Wait until what the screen in front reads is shown: work is done in order, and so is a last piece of it."""
    hands.wait_for(lambda: not running.window._typed_ahead._reads.open)
    done: list[None] = []
    running.run(lambda: None, done.append, lambda error: pytest.fail(str(error)))
    hands.wait_for(lambda: bool(done))


def settled_faults(hands: Hands, window: MainWindow) -> list[str]:
    """What does not fit once the page is laid out, which takes several steps of the event loop."""
    seen: list[str] = []
    for _ in range(_STEPS):
        hands.qtbot.wait(20)
        if not (seen := faults(window.shown)):
            break
    return seen


def faults(shown: Screen) -> list[str]:
    """What needs more room than there is, and each button that is not whole inside of the page."""
    needed = shown.minimumSizeHint()
    too_large = [f"{needed.toTuple()}"] if needed.width() > shown.width() or needed.height() > shown.height() else []
    return too_large + [
        button.accessibleName() or button.text()
        for button in shown.findChildren(QPushButton)
        if button.isVisible()
        and not isinstance(button, Tile)
        and not shown.rect().contains(button.mapTo(shown, button.rect().bottomRight()))
    ]


def test_a_long_error_leaves_the_keypad_its_size(hands: Hands, running: Till) -> None:
    running.window.resize(*SMALLEST)
    view = running.window.shown
    assert isinstance(view, SignInView)
    keypad = view.findChild(Keypad)
    assert keypad is not None
    wait_for_reads(hands, running)
    assert settled_faults(hands, running.window) == []
    before = keypad.size()
    view._problem.setText("Hubo tres PIN errados, y el acceso tiene que esperar. " * 6)
    assert settled_faults(hands, running.window) == []
    assert keypad.size() == before
    assert keypad.height() >= keypad.sizeHint().height()
