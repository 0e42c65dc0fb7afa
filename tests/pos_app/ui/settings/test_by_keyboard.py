"""The settings by keyboard alone: each choice shows its key, the key makes it, and it has the focus afterwards."""

import re

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from pos_app import settings
from pos_app.settings import PrinterKind, Settings
from pos_app.station import Station
from pos_app.ui import theme
from pos_app.ui.app import Till
from pos_app.ui.settings.choices import Choices
from pos_app.ui.settings.view import SettingsView
from pos_app.ui.shift.view import ShiftView
from pos_app.ui.theme import Theme
from pos_app.ui.widgets.key_button import KeyButton
from tests.pos_app.ui.conftest import Hands

LOOKS = {
    "2": ("Idioma: Español", "es", ""),
    "3": ("Language: English", "en", ""),
    "4": ("Colores: Del escritorio", "", ""),
    "5": ("Colores: Claro", "", "light"),
    "6": ("Colores: Oscuro", "", "dark"),
    "7": ("Colores: Alto contraste", "", "contrast"),
}
PRINTERS = {
    "F4": "Dirección",
    "F4 Return": "Conexión: De red",
    "F5": "Archivo",
    "F5 Return": "Conexión: USB o archivo",
    "F4 Return 8": "Letras por línea: 32 · 58 mm",
    "F5 Return 9": "Letras por línea: 42 · 80 mm",
    "F4 Return 0": "Letras por línea: 48 · 80 mm",
    "F4 Return N": "Preguntarle: Nunca",
    "F4 Return N S": "Preguntarle: Si puede responder",
    "F4 F3": "Conexión: Ninguna",
}


@pytest.fixture
def at_settings(hands: Hands, running: Till) -> Till:
    """Ana, who has opened no shift, opens the settings."""
    hands.sign_in("1", "1111")
    hands.wait_for(lambda: isinstance(running.window.shown, ShiftView))
    hands.press("F10")
    hands.wait_for(lambda: isinstance(running.window.shown, SettingsView))
    hands.wait_for(lambda: view(running)._presenter.state.loaded)
    return running


def view(till: Till) -> SettingsView:
    shown = till.window.shown
    assert isinstance(shown, SettingsView)
    return shown


def focus() -> str:
    widget = QApplication.focusWidget()
    return widget.accessibleName() if widget else ""


def choices(till: Till) -> list[KeyButton]:
    """The choices in sight."""
    groups = view(till).findChildren(Choices)
    return [button for group in groups for button in group.findChildren(KeyButton) if button.isVisible()]


def test_the_language_in_use_has_the_focus_on_entering(at_settings: Till) -> None:
    assert focus() == "Idioma: Del sistema"


def test_each_choice_shows_a_key_of_its_own(hands: Hands, at_settings: Till) -> None:
    hands.press("F4")
    hands.wait_for(lambda: len(choices(at_settings)) == 15)
    keys = [[part.text() for part in button.findChildren(QLabel)][-1] for button in choices(at_settings)]
    assert all(re.fullmatch(r"[0-9]|F[0-9]+|[SN]", key) for key in keys)
    assert len(set(keys)) == len(keys)
    assert "F1" in [part.text() for part in view(at_settings).findChildren(QLabel)]  # of the address


@pytest.mark.parametrize("key", LOOKS)
def test_a_key_chooses_a_look_and_the_choice_keeps_the_focus(
    hands: Hands, at_settings: Till, station: Station, key: str
) -> None:
    name, *look = LOOKS[key]
    before = at_settings.window.shown
    hands.press(key)
    hands.wait_for(lambda: at_settings.window.shown is not before)
    hands.wait_for(lambda: focus() == name)
    assert look_kept(station) == look
    assert [button.accessibleName() for button in choices(at_settings) if button.isChecked() and button.hasFocus()]
    hands.qtbot.wait(50)
    assert focus() == name


def test_several_choices_one_after_another_are_all_made(hands: Hands, at_settings: Till, station: Station) -> None:
    hands.press("3", "6", "2", "7")
    hands.wait_for(lambda: focus() == "Colores: Alto contraste" and theme.in_use() is Theme.CONTRAST)
    assert look_kept(station) == ["es", "contrast"]


def look_kept(station: Station) -> list[str]:
    kept = settings.read(station.database.path.parent)
    return [kept.language, kept.theme]


@pytest.mark.parametrize("keys", PRINTERS)
def test_a_key_chooses_for_the_printer_and_the_choice_keeps_the_focus(
    hands: Hands, at_settings: Till, keys: str
) -> None:
    hands.press(*keys.split())
    hands.wait_for(lambda: focus() == PRINTERS[keys])
    hands.qtbot.wait(50)
    assert focus() == PRINTERS[keys]


def test_a_printer_is_typed_and_saved_without_a_mouse(hands: Hands, at_settings: Till, station: Station) -> None:
    hands.press("F4", "F1")
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    hands.type("10.0.0.7:9100")
    hands.press("Return")
    assert focus() == "Conexión: De red"
    hands.press("8", "F12")
    hands.wait_for_field("PIN")
    hands.type("9999")
    hands.press("Return")
    hands.wait_for(lambda: settings.read(station.database.path.parent).printer.kind is PrinterKind.NETWORK)
    kept = settings.read(station.database.path.parent).printer
    assert (kept.address, kept.columns) == ("10.0.0.7:9100", 32)
    hands.wait_for(lambda: focus() == "Letras por línea: 32 · 58 mm")


def test_a_half_typed_address_survives_another_language(hands: Hands, at_settings: Till, station: Station) -> None:
    hands.press("F4", "F1")
    hands.type("10.0.0")
    hands.press("Return", "3")
    hands.wait_for(lambda: focus() == "Language: English")
    field = next(field for field in view(at_settings).findChildren(QLineEdit) if field.isVisible())
    assert field.text() == "10.0.0"
    assert "▲ Not saved: F12 saves it, Ctrl+N goes back to the one in use." in texts(at_settings)
    hands.press("Ctrl+N")
    hands.wait_for(lambda: not field.isVisible())
    assert isinstance(at_settings.window.shown, SettingsView)
    assert settings.read(station.database.path.parent).printer == Settings().printer
    hands.press("Esc")
    hands.wait_for(lambda: isinstance(at_settings.window.shown, ShiftView))


def texts(till: Till) -> list[str]:
    return [part.text() for part in view(till).findChildren(QLabel) if part.isVisible()]


def test_after_a_kind_without_an_address_the_next_keys_are_the_address(
    hands: Hands, at_settings: Till, station: Station
) -> None:
    before, look = view(at_settings), look_kept(station)
    hands.press("F4")
    hands.type("192.168.3.45:9100")
    assert view(at_settings)._presenter.state.printer.address == "192.168.3.45:9100"
    assert at_settings.window.shown is before
    assert look_kept(station) == look
    hands.press("F5")
    assert focus() == "Archivo"  # the address on the network names no file
    assert view(at_settings)._presenter.state.printer.address == ""
    hands.type("/dev/usb/lp0")
    hands.press("F4")
    assert focus() == "Conexión: De red"  # the address that is typed is not begun anew
    assert view(at_settings)._presenter.state.printer.address == "192.168.3.45:9100"
    hands.press("F5")
    assert view(at_settings)._presenter.state.printer.address == "/dev/usb/lp0"


def test_entering_again_types_into_no_field(hands: Hands, at_settings: Till, station: Station) -> None:
    hands.press("F4")
    hands.type("10.0.0.7")
    hands.press("Esc")
    hands.wait_for(lambda: isinstance(at_settings.window.shown, ShiftView))
    hands.press("F10")
    hands.wait_for(lambda: isinstance(at_settings.window.shown, SettingsView))
    hands.wait_for(lambda: focus() == "Idioma: Del sistema")
    hands.press("6")
    hands.wait_for(lambda: focus() == "Colores: Oscuro")
    hands.wait_for(lambda: look_kept(station)[1] == "dark")
    assert "6" not in view(at_settings)._presenter.state.printer.address
