"""The sell screen through real widgets and real keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from domain.people.staff import Cashier
from pos_app.services.documents import documents
from pos_app.station import Station
from pos_app.ui import theme
from pos_app.ui.counter import price_and_keep
from pos_app.ui.done.view import DoneView
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.seat_map.view import SeatMapView
from pos_app.ui.sell.cart_table import CartTable
from pos_app.ui.sell.scan_input import ScanInput
from pos_app.ui.sell.view import SellView
from tests.builders import stations
from tests.pos_app.priced_houses import (
    IN_BOLIVARES,
    IN_EUROS,
    IN_PESOS,
    ON_TOP,
    euro_line,
    reload,
    with_an_event_in_euros,
)
from tests.pos_app.ui.later import RunLater
from tests.pos_app.ui.sale_window import SaleWindow

MOST_PRESSES = 6


@pytest.fixture
def at(qtbot: QtBot, till: Station, ana: Cashier) -> SaleWindow:
    return SaleWindow(qtbot, till, ana)


def tickets(at: SaleWindow) -> int:
    return at.counter.cart.tickets


def test_four_general_places_are_sold_in_at_most_six_presses(at: SaleWindow, till: Station) -> None:
    at.press("2", until=lambda: tickets(at) == 1)
    at.press("4", until=lambda: tickets(at) == 4)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press(Qt.Key.Key_F1, until=lambda: at.payment.state.amount != "")
    at.press(Qt.Key.Key_F12, until=at.shows(DoneView))
    assert at.presses <= MOST_PRESSES
    assert documents.find(till, "")[0].tickets == 4
    at.press(Qt.Key.Key_Return, until=at.shows(SellView))
    assert tickets(at) == 0


def test_the_keys_on_the_buttons_work_while_the_input_has_the_focus(at: SaleWindow) -> None:
    at.press("2", until=lambda: tickets(at) == 1)
    at.press("+", until=lambda: tickets(at) == 2)
    at.press("-", until=lambda: tickets(at) == 1)
    at.press(Qt.Key.Key_Delete, until=lambda: tickets(at) == 0)
    at.press(Qt.Key.Key_F8, until=lambda: tickets(at) == 1)


def test_f12_right_after_a_digit_counts_the_digit(at: SaleWindow, qtbot: QtBot) -> None:
    field = at.window.findChild(ScanInput)
    assert isinstance(field, ScanInput)
    QTest.keyClicks(field, "24")
    QTest.keyClick(field, Qt.Key.Key_F12)
    qtbot.waitUntil(at.shows(PaymentView))
    assert tickets(at) == 4


def test_a_long_number_is_a_search_and_not_a_choice(at: SaleWindow) -> None:
    field = at.window.findChild(ScanInput)
    assert isinstance(field, ScanInput)
    QTest.keyClicks(field, "7591234567890")
    assert (tickets(at), at.sell.state.query) == (0, "7591234567890")


def test_esc_twice_empties_the_cart_and_nothing_else_was_asked(at: SaleWindow) -> None:
    at.press("2", until=lambda: tickets(at) == 1)
    at.press(Qt.Key.Key_Return, until=lambda: not at.sell.cart.counts_places)
    at.press(Qt.Key.Key_Escape, until=lambda: at.sell.cart.state.asks_to_empty)
    assert QApplication.activeModalWidget() is None
    at.press(Qt.Key.Key_Escape, until=lambda: tickets(at) == 0)


def visit_every_screen(at: SaleWindow) -> None:
    """Show every screen of a sale once, with content."""
    at.press("1", until=at.shows(SeatMapView))
    at.press(Qt.Key.Key_F5, until=lambda: len(at.seats.state.chosen) == 2)
    at.press(Qt.Key.Key_F12, until=at.shows(SellView))
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press(Qt.Key.Key_F1, until=lambda: at.payment.state.amount != "")
    at.press(Qt.Key.Key_F12, until=at.shows(DoneView))


def test_everything_that_can_be_pressed_or_filled_has_a_name(at: SaleWindow) -> None:
    visit_every_screen(at)
    nameless = [
        f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        for kind in (QAbstractButton, QLineEdit)
        for widget in at.window.findChildren(kind)
        if not widget.isHidden() and not widget.accessibleName() and not widget.objectName().startswith("qt_")
    ]
    assert nameless == []


def test_what_a_finger_presses_is_large_enough(at: SaleWindow, qapp: QApplication) -> None:
    theme.apply(qapp, theme.Theme.LIGHT)
    visit_every_screen(at)
    touch = theme.size("touch")
    small = [
        (button.accessibleName(), button.width(), button.height())
        for button in at.window.shown.findChildren(QPushButton)
        if button.isVisible() and (button.height() < touch or button.width() < touch)
    ]
    assert small == []


def visible_texts(at: SaleWindow) -> list[str]:
    return [shown.text() for shown in at.window.findChildren(QLabel) if shown.isVisible()]


def test_a_screen_that_still_loads_says_so_and_not_that_nothing_is_sold(
    qtbot: QtBot, till: Station, ana: Cashier
) -> None:
    later = RunLater()
    at = SaleWindow(qtbot, till, ana, later)
    assert "Cargando las funciones…" in visible_texts(at)
    later.catch_up()
    assert "Cargando las funciones…" not in visible_texts(at)
    at.sell.search("nada de nada")
    assert "Nada coincide con «nada de nada»." in visible_texts(at)


def shown_texts(at: SaleWindow) -> set[str]:
    return {" ".join(shown.text().split()) for shown in at.window.shown.findChildren(QLabel) if shown.isVisible()}


def cart_heads(at: SaleWindow) -> list[str]:
    table = at.window.shown.findChild(CartTable)
    assert isinstance(table, CartTable)
    heads = [table.horizontalHeaderItem(column) for column in range(2, 4) if not table.isColumnHidden(column)]
    return [head.text() for head in heads if head is not None]


def cart_figures(at: SaleWindow) -> list[str]:
    table = at.window.shown.findChild(CartTable)
    assert isinstance(table, CartTable)
    items = [table.item(line, column) for line in range(table.rowCount()) for column in (2, 3)]
    return [item.text() for item in items if item is not None and not table.isColumnHidden(item.column())]


@pytest.mark.parametrize(
    ("house", "heads", "figures"),
    [
        (IN_EUROS, ["€", "Bs."], ["10,00", "9.769,01"]),
        (IN_PESOS, ["COP", "Bs."], ["10,00", "2,10"]),
        (IN_BOLIVARES, ["Bs."], ["10,00"]),
        (ON_TOP, ["US$", "Bs."], ["11,60", "9.941,27"]),
    ],
)
def test_figures_stand_under_the_sign_of_their_currency(
    at: SaleWindow, till: Station, house: tuple[tuple[str, str], ...], heads: list[str], figures: list[str]
) -> None:
    reload(till, house)
    at.sell.enter()
    at.press("2", until=lambda: tickets(at) == 1)
    assert (cart_heads(at), cart_figures(at)) == (heads, figures)
    totals = {f"{head} {figure}" for head, figure in zip(heads, figures, strict=True)}
    assert totals <= shown_texts(at)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    assert totals <= shown_texts(at)


def test_a_price_in_bolivares_is_shown_in_dollars_where_it_is_paid(at: SaleWindow, till: Station) -> None:
    reload(till, IN_BOLIVARES)
    at.sell.enter()
    at.press("2", until=lambda: tickets(at) == 1)
    assert not {text for text in shown_texts(at) if text.startswith("US$ ")}
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    assert {"US$ 0,01", "Bs. 10,00", "Tasa 857,0058 del 21/11/2026"} <= shown_texts(at)


def test_a_cart_of_two_currencies_shows_a_total_of_each(at: SaleWindow, till: Station, ana: Cashier) -> None:
    with_an_event_in_euros(till)
    cart = stations.cart_of(stations.general_line(till, 2), euro_line(till, 1))
    price_and_keep(till, ana, cart)
    at.sell.enter()
    assert cart_heads(at) == [""]
    assert cart_figures(at) == ["US$ 20,00\nBs. 17.140,12", "€ 15,00\nBs. 14.653,51"]
    assert {"US$ 20,00 € 15,00", "Bs. 31.793,63"} <= shown_texts(at)
    assert "€: tasa 976,90091142 del 21/11/2026 US$: tasa 857,0058 del 21/11/2026" in shown_texts(at)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    assert {"US$ 20,00 + € 15,00", "Bs. 31.793,63"} <= shown_texts(at)


def test_the_terms_of_a_price_name_the_tax_that_is_added(at: SaleWindow, till: Station) -> None:
    reload(till, ON_TOP)
    at.sell.enter()
    at.press("2", until=lambda: tickets(at) == 1)
    assert {"Precio base IVA 16 % Cada entrada", "US$ 10,00 US$ 1,60 US$ 11,60"} <= shown_texts(at)
