"""The form of the customer finds whom the registry knows while somebody types, and keeps whom it does not."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from domain.people.customers import Field
from domain.people.same_customer import Person
from domain.people.staff import Cashier
from domain.sale.cart import Customer
from pos_app.services.people import customers
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.widgets.customer_form import CustomerForm
from pos_app.ui.widgets.customer_matches import CustomerMatches
from tests.pos_app.ui.sale_window import SaleWindow

MARIA = {
    Field.NAME: "María",
    Field.SURNAME: "Pérez",
    Field.DOCUMENT: "V12345678",
    Field.PHONE: "04127654321",
    Field.EMAIL: "maria@correo.com",
}


@pytest.fixture
def maria(till: Station, ana: Cashier) -> Person:
    customers.create(till, ana, {Field.NAME: "Marco", Field.SURNAME: "Pérez", Field.DOCUMENT: "V87654399"})
    return customers.create(till, ana, MARIA)


@pytest.fixture
def at(qtbot: QtBot, till: Station, ana: Cashier, maria: Person) -> SaleWindow:
    made = SaleWindow(qtbot, till, ana)
    made.press("2", until=lambda: made.counter.cart.tickets == 1)
    return made


def form(at: SaleWindow) -> CustomerForm:
    return next(one for one in at.window.findChildren(CustomerForm) if one.isVisible())


def matches(at: SaleWindow) -> list[str]:
    shown = form(at).findChild(CustomerMatches)
    assert shown is not None
    return [shown.item(row).text() for row in range(shown.count())] if shown.isVisible() else []


def focus_name() -> str:
    widget = QApplication.focusWidget()
    return widget.accessibleName() if widget else ""


def ask(at: SaleWindow, typed: str) -> None:
    """Open the form and type into the field of the document."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_F4)
    assert focus_name() == wording.text("sell.customer_document")
    at.press(typed, until=lambda: True)


@pytest.mark.parametrize("typed", ["maria", "4321", "V1234", "maria@c"])
def test_arrows_and_enter_take_a_customer_who_has_what_is_typed(at: SaleWindow, maria: Person, typed: str) -> None:
    ask(at, typed)
    assert matches(at) == ["V12345678 · María Pérez · +584127654321 · maria@correo.com"]
    at.press(Qt.Key.Key_Down, until=lambda: focus_name() == wording.text("sell.customer_matches"))
    at.press(Qt.Key.Key_Return, until=lambda: at.counter.cart.customer == Customer("María Pérez", "V12345678"))
    assert at.counter.cart.customer_id == maria.id


def test_up_leads_from_the_first_match_back_to_the_field(at: SaleWindow) -> None:
    ask(at, "perez")
    assert len(matches(at)) == 2
    at.press(Qt.Key.Key_Down, until=lambda: focus_name() == wording.text("sell.customer_matches"))
    at.press(Qt.Key.Key_Up, until=lambda: focus_name() == wording.text("sell.customer_document"))


def test_enter_in_the_document_takes_the_customer_who_has_it(at: SaleWindow, maria: Person) -> None:
    ask(at, "12345678")
    assert len(matches(at)) == 1
    at.press(Qt.Key.Key_Return, until=lambda: at.counter.cart.customer_id == maria.id)


def test_a_customer_who_is_typed_whole_is_kept(at: SaleWindow, till: Station) -> None:
    ask(at, "V7654321")
    at.press(Qt.Key.Key_Return, until=lambda: focus_name() == wording.text("sell.customer_name"))
    at.press("Jose Rojas", until=lambda: True)
    at.press(Qt.Key.Key_Return, until=lambda: at.counter.cart.customer == Customer("Jose Rojas", "V7654321"))
    assert [one.full_name for one in customers.find(till, "rojas")] == ["Jose Rojas"]


def test_a_sale_without_a_customer_asks_and_keeps_nothing(at: SaleWindow, till: Station) -> None:
    ask(at, "")
    assert matches(at) == []
    at.press(Qt.Key.Key_Return, until=lambda: focus_name() == wording.text("sell.customer_name"))
    at.press(Qt.Key.Key_Return, until=lambda: not any(one.isVisible() for one in at.window.findChildren(CustomerForm)))
    assert (at.counter.cart.customer, at.counter.cart.customer_id) == (Customer(), None)
