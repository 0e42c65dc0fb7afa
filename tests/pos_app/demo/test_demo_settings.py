"""The settings of a station of the demo: the printer is there, tried, taken away and chosen again, by keyboard."""

from collections.abc import Iterator
from concurrent.futures import Future
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from pos_app import settings
from pos_app.demo.cable import Cable
from pos_app.demo.demo_station import DemoStation
from pos_app.demo.profile import create_profile, people
from pos_app.demo.window import _opened
from pos_app.settings import PrinterKind, PrinterSettings, Settings
from pos_app.ui import theme
from pos_app.ui.app import Till
from pos_app.ui.settings.view import SettingsView
from pos_app.ui.theme import Theme
from pos_app.ui.widgets.key_button import KeyButton, Tile
from pos_app.vault_kind import VaultKind
from tests.pos_app.ui.conftest import Hands

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)", extend=True)


@pytest.fixture
def demo_station(tmp_path: Path) -> Iterator[DemoStation]:
    """A station of the demo at work, with its virtual printer."""
    cashier, _, supervisor = people()
    made = DemoStation(tmp_path / "station", cashier, supervisor, Cable(0))
    create_profile(made.profile)
    settings.write(made.profile, Settings(vault=VaultKind.OPEN, printer=PrinterSettings(kind=PrinterKind.VIRTUAL)))
    made.open()
    yield made
    made.close()
    made.printer.stop()


@pytest.fixture
def demo_till(qtbot: QtBot, qapp: QApplication, demo_station: DemoStation) -> Iterator[Till]:
    theme.apply(qapp, Theme.LIGHT)
    ready: Future[None] = Future()
    ready.set_result(None)
    till = Till(partial(_opened, demo_station, ready))
    qtbot.addWidget(till.window)
    till.window.resize(1024, 600)
    till.show()
    till.window.activateWindow()
    qtbot.waitUntil(till.window.isActiveWindow)
    qtbot.waitUntil(lambda: len(till.window.shown.findChildren(Tile)) > 0)
    yield till
    till.stop()


def shown(till: Till) -> list[str]:
    return [part.text() for part in till.window.shown.findChildren(QLabel) if part.isVisible()]


def chosen(till: Till) -> set[str]:
    buttons = till.window.shown.findChildren(KeyButton)
    return {button.accessibleName() for button in buttons if button.isVisible() and button.isChecked()}


def test_the_printer_of_the_demo_is_in_its_settings(qtbot: QtBot, demo_till: Till, demo_station: DemoStation) -> None:
    hands, printer = Hands(qtbot, demo_till.window), demo_station.printer
    hands.sign_in("1", demo_station.cashier.pin)
    hands.wait_for(lambda: demo_till.window.signed_in_now() is not None)
    hands.press("F10")
    hands.wait_for(lambda: isinstance(demo_till.window.shown, SettingsView))
    hands.wait_for(lambda: {"Impresora", "● Impresora lista"} <= set(shown(demo_till)))
    hands.wait_for(lambda: "Conexión: Ventana" in chosen(demo_till))
    hands.press("F8")
    hands.wait_for(lambda: len(printer.papers) == 1)
    hands.wait_for(lambda: "✔ La página de prueba salió." in shown(demo_till))
    for key, state in (("F3", "○ No hay impresora"), ("F6", "● Impresora lista")):
        hands.press(key, "F12")
        hands.wait_for_field("PIN")
        hands.type(demo_station.supervisor.pin)
        hands.press("Return")
        hands.wait_for(partial(is_shown, demo_till, state))
    assert settings.read(demo_station.profile).printer.kind is PrinterKind.VIRTUAL


def is_shown(till: Till, text: str) -> bool:
    return text in shown(till)
