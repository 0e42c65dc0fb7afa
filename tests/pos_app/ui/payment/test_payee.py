"""Who receives change by pago móvil: asked for, checked, proposed from what is known, typed with real keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from domain.payments.change import ChangeIn
from domain.payments.payee import Payee
from domain.people.staff import Cashier
from pos_app.services.documents import documents
from pos_app.station import Station
from pos_app.ui.done.view import DoneView
from pos_app.ui.paper_view import PaperView
from pos_app.ui.payment.state import TypedPayee
from pos_app.ui.payment.view import PaymentView
from tests.pos_app.ui.sale_window import SaleWindow


@pytest.fixture
def at(qtbot: QtBot, till: Station, ana: Cashier) -> SaleWindow:
    """A payment of 10.000 bolívares for one place of 8.570,06."""
    window = SaleWindow(qtbot, till, ana)
    window.press("2", until=lambda: window.counter.cart.tickets == 1)
    window.press(Qt.Key.Key_F12, until=window.shows(PaymentView))
    window.press("10.000", until=lambda: window.payment.state.pending is not None)
    return window


def texts(at: SaleWindow) -> set[str]:
    return {shown.text() for shown in at.window.findChildren(QLabel) if shown.isVisible()}


def field(at: SaleWindow) -> str:
    focus = at.payment.state.focus
    return focus.field if focus else ""


def type_characters(at: SaleWindow, typed: str) -> None:
    for character in typed:
        at.press(character, until=lambda: True)


def test_keys_alone_fill_the_payee_and_the_last_screen_says_where_the_change_goes(at: SaleWindow) -> None:
    for _ in range(3):
        at.press(Qt.Key.Key_F7, until=lambda: True)
    assert {"Vuelto por Pago móvil", "Bs. 1.429,94", "Móvil que recibe"} <= texts(at)
    for typed, following in (("0102", "phone"), ("0412-1234567", "document"), ("V12345678", None)):
        type_characters(at, typed)
        at.press(Qt.Key.Key_Return, until=lambda: True)
        assert at.payment.state.payee.first_empty == following
    assert (at.payment.state.tenders, field(at)) == ((), "amount")
    at.press(Qt.Key.Key_F12, until=at.shows(DoneView))
    assert "Vuelto por Pago móvil: envíelo desde el banco, no sale de la gaveta" in texts(at)
    assert "a 0412-1234567 · 0102 · Banco de Venezuela · V12345678" in texts(at)
    paper = at.window.shown.findChild(PaperView)
    assert isinstance(paper, PaperView)
    assert paper.isVisible()
    assert all(part in paper.paper_text for part in ("FACTURA", "TOTAL", "VUELTO", "Pago móvil", "***4567"))


def test_nothing_is_sold_before_the_payee_is_complete(at: SaleWindow, till: Station) -> None:
    at.payment.choose_change(ChangeIn.PAGO_MOVIL)
    for name, typed in (("bank", "0102"), ("phone", "0412-1234567"), ("document", "12.345.678")):
        at.payment.confirm()
        assert (field(at), len(documents.find(till, ""))) == (f"payee.{name}", 0)
        at.payment.type_payee(name, typed)
    at.payment.confirm()
    assert at.counter.sold
    assert at.counter.sold.payee == Payee("0102", "+584121234567", "V12345678")


@pytest.mark.parametrize(
    ("name", "typed"), [("phone", "0212-1234567"), ("phone", "123"), ("document", "V123"), ("document", "J-1")]
)
def test_a_malformed_payee_is_refused_with_the_focus_in_its_field(
    at: SaleWindow, till: Station, name: str, typed: str
) -> None:
    at.payment.choose_change(ChangeIn.PAGO_MOVIL)
    for other, right in (("bank", "0102"), ("phone", "0412-1234567"), ("document", "V12345678")):
        at.payment.type_payee(other, right)
    at.payment.type_payee(name, typed)
    at.payment.confirm()
    assert (field(at), len(documents.find(till, ""))) == (f"payee.{name}", 0)


def test_what_is_known_of_the_payee_is_proposed(at: SaleWindow) -> None:
    at.payment.take_customer("Luisa Pérez", "V12345678")
    at.payment.choose_method("pago_movil")
    at.payment.type_amount("100")
    for name, typed in (("bank", "0102"), ("phone", "0412-1234567"), ("reference", "00451298")):
        at.payment.type_reference(name, typed)
    at.payment.add()
    at.payment.choose_change(ChangeIn.PAGO_MOVIL)
    assert at.payment.state.payee == TypedPayee("0102", "+584121234567", "V12345678")


def test_change_in_cash_asks_for_nobody(at: SaleWindow) -> None:
    at.payment.choose_change(ChangeIn.PAGO_MOVIL)
    at.payment.choose_change(ChangeIn.CASH_VES)
    assert "Móvil que recibe" not in texts(at)
    at.payment.confirm()
    assert at.counter.sold
    assert at.counter.sold.payee is None


def test_enter_in_the_form_of_the_customer_registers_no_payment(at: SaleWindow) -> None:
    at.payment.ask_for_customer()
    type_characters(at, "V12345678")
    at.press(Qt.Key.Key_Return, until=lambda: True)
    type_characters(at, "Luisa")
    at.press(Qt.Key.Key_Return, until=lambda: not at.payment.state.asks_for_customer)
    assert at.payment.state.tenders == ()
    assert at.counter.cart.customer.name == "Luisa"


def test_nothing_is_complete_before_the_references_are_given(at: SaleWindow) -> None:
    at.press(Qt.Key.Key_F3, until=lambda: at.payment.state.method == "pago_movil")
    assert "Faltan datos: Banco, Teléfono, Referencia" in texts(at)
    assert "Completo" not in texts(at)
    for name, typed in (("bank", "0102"), ("phone", "0412-1234567"), ("reference", "00451298")):
        at.payment.type_reference(name, typed)
    assert "Completo" in texts(at)


def test_without_change_due_nobody_is_asked_for_a_payee(at: SaleWindow) -> None:
    at.payment.propose_exact()
    for _ in range(3):
        at.press(Qt.Key.Key_F7, until=lambda: True)
    assert at.payment.state.change_in is ChangeIn.PAGO_MOVIL
    assert ("Móvil que recibe" in texts(at), field(at)) == (False, "amount")
    at.press(Qt.Key.Key_Return, until=lambda: len(at.payment.state.tenders) == 1)
    at.press(Qt.Key.Key_F12, until=at.shows(DoneView))


def test_f8_empties_the_payee_before_it_removes_a_payment(at: SaleWindow) -> None:
    at.press(Qt.Key.Key_Return, until=lambda: len(at.payment.state.tenders) == 1)
    for _ in range(3):
        at.press(Qt.Key.Key_F7, until=lambda: True)
    type_characters(at, "0102")
    at.press(Qt.Key.Key_F8, until=lambda: at.payment.state.payee == TypedPayee())
    assert (len(at.payment.state.tenders), field(at)) == (1, "amount")
    at.press(Qt.Key.Key_F8, until=lambda: at.payment.state.tenders == ())
