"""The type of a ticket is chosen from a list: for a line of the cart, or before tickets are added."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import qGray
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from domain.money.money import USD, Money
from domain.people.staff import Cashier
from pos_app.station import Station
from pos_app.ui import theme
from pos_app.ui.sell.presenter import SellPresenter
from pos_app.ui.type_list import TypeList, TypeRow
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.ui.sale_window import SaleWindow
from tests.pos_app.ui.sell.cart_lines import COURTESY, GENERAL, STUDENT, in_cart


def test_a_line_gets_the_type_of_a_digit_without_the_types_before_it(sell: SellPresenter, frame: FakeFrame) -> None:
    sell.digits("22")
    sell.list_types()
    sell.digits(COURTESY)
    assert in_cart(sell) == [(2, "Concierto · General · Cortesía")]
    assert (frame.codes, sell.cart.state.types) == ([], None)


def test_the_list_has_the_price_of_each_type_with_its_fee(sell: SellPresenter) -> None:
    sell.digits(GENERAL)
    sell.list_types()
    types = sell.cart.state.types
    assert types
    assert [(one.ticket_type.name, one.price) for one in types.prices] == [
        ("Adulto", Money(1000, USD)),
        ("Estudiante", Money(500, USD)),
        ("Cortesía", Money(0, USD)),
    ]
    assert types.under_enter.name == "Adulto"


def test_arrows_and_enter_choose_a_type_and_no_zone(sell: SellPresenter) -> None:
    sell.digits(GENERAL)
    sell.list_types()
    zone = sell.state.choices.zone
    for step in (1, 1, 1, 1):
        sell.move_zone(step)
    sell.enter_key()
    assert sell.state.choices.zone == zone
    assert in_cart(sell) == [(1, "Concierto · General · Cortesía")]


@pytest.mark.parametrize("digit", ["9", "0"])
def test_a_digit_without_a_type_changes_nothing(sell: SellPresenter, digit: str) -> None:
    sell.digits(GENERAL)
    sell.list_types()
    sell.digits(digit)
    assert sell.cart.state.types
    assert in_cart(sell) == [(1, "Concierto · General · Adulto")]


def test_esc_closes_the_list_and_nothing_else(sell: SellPresenter) -> None:
    sell.digits(GENERAL)
    sell.list_types()
    sell.step_back()
    assert (sell.cart.state.types, sell.cart.state.asks_to_empty) == (None, False)
    assert in_cart(sell) == [(1, "Concierto · General · Adulto")]


def test_a_type_that_needs_a_document_is_given_once_the_customer_is_known(
    sell: SellPresenter, frame: FakeFrame
) -> None:
    sell.digits("22")
    sell.list_types()
    sell.digits(STUDENT)
    assert (frame.codes, sell.cart.state.asks_for_customer) == (["VEN-04"], True)
    assert in_cart(sell) == [(2, "Concierto · General · Adulto")]
    sell.cart.take_customer("Luisa Pérez", "V-12.345.678")
    assert in_cart(sell) == [(2, "Concierto · General · Estudiante")]


def test_a_type_that_was_given_up_does_not_come_back_with_the_customer(sell: SellPresenter) -> None:
    sell.digits(GENERAL)
    sell.list_types()
    sell.digits(STUDENT)
    sell.step_back()
    sell.cart.ask_for_customer()
    sell.cart.take_customer("Luisa Pérez", "V-12.345.678")
    assert in_cart(sell) == [(1, "Concierto · General · Adulto")]


def test_a_type_chosen_before_is_that_of_all_that_is_added_until_the_next_sale(
    sell: SellPresenter,
) -> None:
    sell.list_next_types()
    sell.digits(COURTESY)
    assert sell.state.choices.zones[1].price == Money(0, USD)
    sell.digits("22")
    sell.enter_key()
    sell.digits(GENERAL)
    assert in_cart(sell) == [(3, "Concierto · General · Cortesía")]
    for _ in range(3):  # end the quantity, ask, give the cart up
        sell.step_back()
    sell.follow()
    sell.digits(GENERAL)
    assert in_cart(sell) == [(1, "Concierto · General · Adulto")]
    assert sell.state.choices.zones[1].price == Money(1000, USD)


def test_a_next_type_that_needs_a_document_adds_its_tickets_once_the_customer_is_known(sell: SellPresenter) -> None:
    sell.list_next_types()
    sell.digits(STUDENT)
    sell.digits(GENERAL)
    assert (in_cart(sell), sell.cart.state.asks_for_customer) == ([], True)
    sell.cart.take_customer("Luisa Pérez", "V-12.345.678")
    assert in_cart(sell) == [(1, "Concierto · General · Estudiante")]


def test_without_a_line_the_list_is_for_the_next_tickets(sell: SellPresenter) -> None:
    sell.list_types()
    sell.digits(COURTESY)
    assert sell.next_type
    assert sell.next_type.name == "Cortesía"
    assert sell.another_type


def test_a_type_that_another_line_has_joins_that_line(sell: SellPresenter) -> None:
    for _ in range(2):
        sell.digits(GENERAL)
        sell.list_types()
        sell.digits(COURTESY)
    assert in_cart(sell) == [(2, "Concierto · General · Cortesía")]


def listed(at: SaleWindow) -> list[str]:
    shown = at.window.shown.findChild(TypeList)
    assert isinstance(shown, TypeList)
    return [text.text().replace("\n", " ") for text in shown.findChildren(QLabel) if text.isVisible()]


def test_the_keys_of_the_list_in_a_real_window(qtbot: QtBot, till: Station, ana: Cashier) -> None:
    at = SaleWindow(qtbot, till, ana)
    at.press("/", until=lambda: at.sell.cart.state.types is not None)
    assert "Tipo de las próximas entradas" in listed(at)
    at.press(COURTESY, until=lambda: at.sell.cart.state.types is None)
    at.press(GENERAL, until=lambda: at.counter.cart.tickets == 1)
    at.press("*", until=lambda: at.sell.cart.state.types is not None)
    texts = listed(at)
    assert "Tipo de 1 entrada · General" in texts
    assert {"1", "Adulto", "US$ 10,00", "Cortesía", "US$ 0,00", "pide la cédula", "pide supervisor"} <= set(texts)
    at.press(Qt.Key.Key_Up, until=lambda: at.sell.cart.state.types.cursor == 1)  # type: ignore[union-attr]  # it is open
    at.press(Qt.Key.Key_Up, until=lambda: at.sell.cart.state.types.cursor == 0)  # type: ignore[union-attr]  # it is open
    at.press(Qt.Key.Key_Return, until=lambda: at.sell.cart.state.types is None)
    assert in_cart(at.sell) == [(1, "Concierto · General · Adulto")]


@pytest.mark.parametrize("look", list(theme.Theme))
def test_the_type_under_enter_is_readable_in_every_theme(
    qtbot: QtBot, qapp: QApplication, till: Station, ana: Cashier, look: theme.Theme
) -> None:
    theme.apply(qapp, look)
    at = SaleWindow(qtbot, till, ana)
    at.press("/", until=lambda: at.sell.cart.state.types is not None)
    row = next(row for row in at.window.shown.findChildren(TypeRow) if row.isChecked())
    picture = row.grab().toImage()
    inside = {picture.pixel(x, y) for x in range(8, row.width() - 8) for y in range(8, row.height() - 8)}
    brightness = [qGray(colour) for colour in inside]
    theme.apply(qapp, theme.Theme.LIGHT)
    assert max(brightness) - min(brightness) > 100
