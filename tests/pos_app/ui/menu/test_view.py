"""The menu: every screen that a key opens, with the key, by keyboard and by mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pos_app.services.till import shifts
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.app import Till
from pos_app.ui.documents.view import DocumentsView
from pos_app.ui.frame import ScreenName
from pos_app.ui.menu.view import MenuView
from pos_app.ui.printer.view import PrinterView
from pos_app.ui.sell.view import SellView
from pos_app.ui.shift.view import ShiftView
from pos_app.ui.sign_in.view import SignInView
from pos_app.ui.widgets.key_button import KeyButton, Tile
from pos_app.ui.window_keys import SCREEN_KEYS
from tests.builders import stations
from tests.pos_app.ui.conftest import Hands
from tests.pos_app.ui.in_sight import shows


@pytest.fixture
def menu(hands: Hands, running: Till, station: Station) -> Till:
    """Ana is signed in at her open shift and opened the menu by its key."""
    shifts.open_shift(station, stations.ana(station), ())
    hands.sign_in("1", "1111")
    hands.wait_for(shows(running, SellView))
    hands.press("Ctrl+M")
    assert isinstance(running.window.shown, MenuView)
    return running


def test_the_menu_has_every_screen_that_a_key_opens(menu: Till) -> None:
    named = {tile.accessibleName().partition(". ")[0] for tile in menu.window.shown.findChildren(Tile)}
    screens = set(SCREEN_KEYS.values()) - {ScreenName.SIGN_IN, ScreenName.MENU}
    assert named == {wording.text(f"frame.screen.{name}") for name in screens}


def test_arrows_choose_a_screen_and_enter_opens_it(hands: Hands, menu: Till) -> None:
    hands.press("Right", "Return")
    assert isinstance(menu.window.shown, DocumentsView)
    hands.press("Esc")
    assert isinstance(menu.window.shown, MenuView)


def test_arrows_stop_at_the_first_and_the_last_tile(hands: Hands, menu: Till) -> None:
    hands.press("Up", "Left", "Return")
    assert isinstance(menu.window.shown, ShiftView)


def test_a_key_opens_its_screen_from_the_menu_too(hands: Hands, menu: Till) -> None:
    hands.press("Ctrl+P")
    assert isinstance(menu.window.shown, PrinterView)


def test_the_menu_is_reached_by_a_click_and_left_by_esc(hands: Hands, menu: Till) -> None:
    hands.press("Esc")
    assert isinstance(menu.window.shown, SellView)
    texts = wording.text("frame.menu")
    (button,) = (key for key in menu.window.findChildren(KeyButton) if key.accessibleName() == texts)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert isinstance(menu.window.shown, MenuView)


def test_nobody_opens_the_menu_before_the_sign_in(hands: Hands, running: Till) -> None:
    hands.press("Ctrl+M")
    assert isinstance(running.window.shown, SignInView)
