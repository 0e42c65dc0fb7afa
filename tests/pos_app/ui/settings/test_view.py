"""The settings through the window: a choice changes all screens at once, and nothing of the sale is lost."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from pos_app import settings
from pos_app.station import Station
from pos_app.ui import theme
from pos_app.ui.app import Till
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.seat_map.view import SeatMapView
from pos_app.ui.sell.view import SellView
from pos_app.ui.settings.view import SettingsView
from pos_app.ui.sign_in.view import SignInView
from pos_app.ui.theme import Theme
from pos_app.ui.widgets.key_button import Tile
from tests.pos_app.ui.conftest import Hands


def click(till: Till, name: str) -> None:
    buttons = till.window.shown.findChildren(QAbstractButton)
    next(button for button in buttons if button.accessibleName() == name).click()


def texts(widget: QWidget) -> str:
    return "\n".join(part.accessibleName() for part in widget.findChildren(QAbstractButton))


def open_settings(hands: Hands, till: Till) -> None:
    hands.press("F10")
    hands.wait_for(lambda: isinstance(till.window.shown, SettingsView))


def test_another_language_changes_every_screen_at_once(hands: Hands, at_sell: Till, station: Station) -> None:
    open_settings(hands, at_sell)
    click(at_sell, "Idioma: English")
    hands.wait_for(lambda: "Language: English" in texts(at_sell.window.shown))
    assert settings.read(station.database.path.parent).language == "en"
    hands.press("Esc")
    hands.wait_for(lambda: isinstance(at_sell.window.shown, SellView))
    assert "Customer" in texts(at_sell.window.shown)
    assert "Cliente" not in texts(at_sell.window.shown)
    hands.press("F2")
    hands.wait_for(lambda: isinstance(at_sell.window.shown, SignInView))
    hands.wait_for(lambda: len(at_sell.window.shown.findChildren(Tile)) > 0)
    hands.sign_in("1", "1111")
    hands.wait_for(lambda: isinstance(at_sell.window.shown, SellView))


def test_a_cart_survives_another_language(hands: Hands, at_sell: Till) -> None:
    hands.press("2", "Return")
    hands.wait_for(lambda: any("8.570,06" in part.text() for part in at_sell.window.shown.findChildren(QLabel)))
    open_settings(hands, at_sell)
    click(at_sell, "Idioma: English")
    hands.wait_for(lambda: "Language: English" in texts(at_sell.window.shown))
    hands.press("Esc")
    hands.wait_for(lambda: isinstance(at_sell.window.shown, SellView))
    hands.press("F12")
    hands.wait_for(lambda: isinstance(at_sell.window.shown, PaymentView))


@pytest.mark.parametrize(("name", "look"), [("Alto contraste", Theme.CONTRAST), ("Oscuro", Theme.DARK)])
def test_another_theme_is_seen_at_once(hands: Hands, at_sell: Till, name: str, look: Theme) -> None:
    open_settings(hands, at_sell)
    click(at_sell, f"Colores: {name}")
    hands.wait_for(lambda: theme.in_use() is look)
    page = at_sell.window.shown.grab().toImage().pixelColor(2, 2).name().upper()
    assert page == theme.colours(look)["page"]


def test_the_station_in_the_bar_opens_the_settings(hands: Hands, at_sell: Till) -> None:
    hands.wait_for(lambda: "Taquilla 1" in texts(at_sell.window.status_bar))
    buttons = at_sell.window.status_bar.findChildren(QAbstractButton)
    next(button for button in buttons if button.accessibleName() == "Taquilla 1").click()
    assert isinstance(at_sell.window.shown, SettingsView)


def labels(till: Till) -> list[str]:
    return [shown.text() for shown in till.window.shown.findChildren(QLabel)]


def test_picked_seats_survive_another_language(hands: Hands, at_sell: Till) -> None:
    hands.press("1")
    hands.wait_for(lambda: isinstance(at_sell.window.shown, SeatMapView))
    hands.wait_for(lambda: "Platea · Fila A" in labels(at_sell))  # the cursor stands on the best seat
    hands.press("F5")
    hands.wait_for(lambda: any("2 asientos: A-" in text for text in labels(at_sell)))
    seats = next(text for text in labels(at_sell) if "2 asientos: " in text).partition(": ")[2]
    open_settings(hands, at_sell)
    click(at_sell, "Idioma: English")
    hands.wait_for(lambda: "Language: English" in texts(at_sell.window.shown))
    hands.press("Esc")
    hands.wait_for(lambda: isinstance(at_sell.window.shown, SeatMapView))
    hands.wait_for(lambda: any(text.endswith(f"2 seats: {seats}") for text in labels(at_sell)))


def test_a_colour_right_after_a_language_keeps_the_language(hands: Hands, at_sell: Till, station: Station) -> None:
    """The second click comes while the screen that the first one made has not read the settings."""
    open_settings(hands, at_sell)
    before = at_sell.window.shown
    click(at_sell, "Idioma: English")
    while at_sell.window.shown is before:
        QApplication.processEvents()
    click(at_sell, "Colours: Dark")
    hands.wait_for(lambda: theme.in_use() is Theme.DARK)
    kept = settings.read(station.database.path.parent)
    assert (kept.language, kept.theme) == ("en", "dark")
    assert {"Language: English", "Colours: Dark"} <= chosen(at_sell)


def chosen(till: Till) -> set[str]:
    return {b.accessibleName() for b in till.window.shown.findChildren(QAbstractButton) if b.isChecked()}
