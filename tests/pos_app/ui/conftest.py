"""The program with its window, on a small real station."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pos_app.station import Station
from pos_app.ui import theme
from pos_app.ui.app import Opened, Till
from pos_app.ui.main_window import MainWindow
from pos_app.ui.sell.view import SellView
from pos_app.ui.theme import Theme
from pos_app.ui.widgets.key_button import Tile
from tests.builders import stations
from tests.pos_app.ui.fakes import DESK
from tests.pos_app.ui.slow import Slow

SMALLEST = (1024, 768)
PATIENCE_MS = 30_000
"""Enough for a machine that is busy with other tests; on any other a condition holds much earlier."""


@pytest.fixture(autouse=True)
def quiet_platform(request: pytest.FixtureRequest) -> None:
    """Ignore the messages of the offscreen platform about what it does not support."""
    request.node.add_marker(pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)", extend=True))


@pytest.fixture(autouse=True)
def light_look(qapp: QApplication) -> None:
    """Begin with the light style, whatever style an earlier test left."""
    theme.apply(qapp, Theme.LIGHT)


@dataclass(frozen=True)
class Hands:
    """Presses keys in the focused widget and waits for their effects."""

    qtbot: QtBot
    window: MainWindow

    def press(self, *keys: str) -> None:
        """Keys by name: F12, Return, Ctrl+P."""
        for key in keys:
            QTest.keySequence(self._focused(), key)
            self.qtbot.wait(1)

    def type(self, characters: str) -> None:
        QTest.keyClicks(self._focused(), characters, delay=1)

    def wait_for(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def wait_for_field(self, name: str) -> None:
        """Wait until the widget of this accessible name has the focus."""
        self.wait_for(lambda: self._focused().accessibleName() == name)

    def sign_in(self, number: str, pin: str) -> None:
        """Choose a tile by its number and type the PIN."""
        self.press(f"F{number}")
        self.wait_for_field("PIN")
        self.type(pin)
        self.press("Return")

    def _focused(self) -> QWidget:
        return QApplication.focusWidget() or self.window


@pytest.fixture
def running(qtbot: QtBot, qapp: QApplication, station: Station) -> Iterator[Till]:
    """The program after its start, at the smallest size that it supports."""
    theme.apply(qapp, Theme.LIGHT)
    till = Till(lambda: Opened(station, lambda: None, DESK))
    qtbot.addWidget(till.window)
    till.window.resize(*SMALLEST)
    till.show()
    till.window.activateWindow()
    qtbot.waitUntil(till.window.isActiveWindow, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: len(till.window.shown.findChildren(Tile)) > 0, timeout=PATIENCE_MS)
    yield till
    till.stop()


@pytest.fixture
def hands(qtbot: QtBot, running: Till) -> Hands:
    return Hands(qtbot, running.window)


@pytest.fixture
def slow(running: Till) -> Iterator[Slow]:
    """The work of the running till, which a test may let wait."""
    made = Slow(running)
    yield made
    made.end()


@pytest.fixture
def at_sell(hands: Hands, running: Till, station: Station) -> Till:
    """Ana sells, with her shift open."""
    stations.open_shift(station)
    hands.sign_in("1", "1111")
    hands.wait_for(lambda: isinstance(running.window.shown, SellView) and running.window.shown._presenter.state.loaded)
    return running
