"""A counter of 1024 by 600: each screen has the room that it needs, in both languages, and nothing lies outside."""

import pytest
from PySide6.QtWidgets import QPushButton

from pos_app.services.people import pin_guard
from pos_app.services.till import shifts
from pos_app.station import Station
from pos_app.ui.app import Till
from pos_app.ui.frame import ScreenName
from pos_app.ui.sell.view import SellView
from pos_app.ui.sign_in.view import SignInView
from pos_app.ui.widgets.key_button import Tile
from pos_app.ui.widgets.keypad import Keypad, PinField
from tests.builders import stations
from tests.pos_app.ui.conftest import Hands

KIOSK = (1024, 600)
LOW_SCREENS = [
    ScreenName.SIGN_IN,
    ScreenName.DOCUMENTS,
    ScreenName.PRINTER,
    ScreenName.RATE,
    ScreenName.SHIFT,
    ScreenName.CONFLICTS,
    ScreenName.SETTINGS,
]


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("name", LOW_SCREENS)
def test_a_screen_fits_a_kiosk(hands: Hands, running: Till, station: Station, name: ScreenName, language: str) -> None:
    shifts.open_shift(station, stations.ana(station), ())
    hands.sign_in("1", "1111")
    window = running.window
    hands.wait_for(lambda: isinstance(window.shown, SellView))
    window.change_look(language, "light")
    window.resize(*KIOSK)
    window.go(name)
    hands.wait_for(lambda: not window._typed_ahead._reads.open)  # what the screen reads when it is entered is shown
    hands.qtbot.wait(400)
    shown, needed = window.shown, window.shown.minimumSizeHint()
    outside = [
        button.accessibleName() or button.text()
        for button in shown.findChildren(QPushButton)
        if button.isVisible()
        and not isinstance(button, Tile)
        and not shown.rect().contains(button.mapTo(shown, button.rect().bottomRight()))
    ]
    fits = (needed.width() <= shown.width(), needed.height() <= shown.height())
    window.change_look("es", "light")
    assert (fits, outside, (window.width(), window.height())) == ((True, True), [], KIOSK)


def test_digits_of_a_pin_that_has_to_wait_choose_nobody(hands: Hands, running: Till) -> None:
    hands.press("1")
    pin = running.window.shown.findChild(PinField)
    assert pin is not None
    for _ in range(pin_guard.FREE_TRIES):
        hands.wait_for(pin.hasFocus)
        hands.type("0000")
        hands.press("Return")
        hands.qtbot.wait(200)
    hands.wait_for(lambda: not pin.isEnabled())
    hands.press("3", "2")
    assert [tile.isChecked() for tile in running.window.shown.findChildren(Tile)][:3] == [True, False, False]


def test_a_long_error_leaves_the_keypad_its_size(hands: Hands, running: Till) -> None:
    running.window.resize(*KIOSK)
    view = running.window.shown
    assert isinstance(view, SignInView)
    keypad = view.findChild(Keypad)
    assert keypad is not None
    hands.qtbot.wait(50)
    before = keypad.size()
    view._problem.setText("Hubo tres PIN errados, y el acceso tiene que esperar. " * 6)
    hands.qtbot.wait(50)
    assert keypad.size() == before
    assert keypad.height() >= keypad.sizeHint().height()
