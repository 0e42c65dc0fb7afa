"""A window opens maximised where a title bar and the smallest size fit, and otherwise takes the whole screen."""

import pytest
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from pos_app.ui import opening
from pos_app.ui.main_window import MainWindow
from pos_app.ui.opening import Opening
from pos_app.ui.screen import Screen
from tests.pos_app.ui.conftest import Hands


@pytest.mark.parametrize(
    ("free", "opens"),
    [
        ((1024, 600), Opening.MAXIMISED),
        ((1024, 560), Opening.FULL_SCREEN),
        ((1024, 540), Opening.FULL_SCREEN),
        ((1000, 740), Opening.FULL_SCREEN),
        ((1366, 728), Opening.MAXIMISED),
        ((1920, 1040), Opening.MAXIMISED),
    ],
)
def test_how_a_window_opens_on_what_the_bars_of_a_desktop_leave(free: tuple[int, int], opens: Opening) -> None:
    assert opening.opening(QSize(*free)) is opens


def test_a_window_is_never_larger_than_what_its_screen_shows(qtbot: QtBot) -> None:
    """The screen of the tests is 800 by 800, which is narrower than the smallest window."""
    window = MainWindow(Screen())
    qtbot.addWidget(window)
    opening.open_on_its_screen(window)
    narrow = window.screen().availableGeometry().width() < window.minimumWidth()
    assert (window.isFullScreen(), window.isMaximized()) == (narrow, not narrow)
    assert window.minimumHeight() <= 540


def test_f11_leaves_the_full_screen_and_a_maximised_window_stays_maximised(qtbot: QtBot) -> None:
    window = MainWindow(Screen())
    qtbot.addWidget(window)
    window.showMaximized()
    hands = Hands(qtbot, window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    hands.press("F11")
    assert window.isFullScreen()
    hands.press("F11")
    assert not window.isFullScreen()
    assert window.isMaximized()
