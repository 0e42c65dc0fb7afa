"""Correcting what is wrong in a payment: nothing is complete before, and what is typed next replaces it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from domain.payments.change import ChangeIn
from domain.people.staff import Cashier
from pos_app.station import Station
from pos_app.ui.payment.view import PaymentView
from tests.pos_app.ui.payment.test_entry import message
from tests.pos_app.ui.sale_window import SaleWindow

PAGO_MOVIL = {"bank": "0102", "phone": "0412-1234567", "reference": "00451298"}
CARD = {"reference": "004512", "approval": "123456", "last_four": "1122"}


@pytest.fixture
def at(qtbot: QtBot, till: Station, ana: Cashier) -> SaleWindow:
    window = SaleWindow(qtbot, till, ana)
    window.press("2", until=lambda: window.counter.cart.tickets == 1)
    window.press(Qt.Key.Key_F12, until=window.shows(PaymentView))
    return window


def texts(at: SaleWindow) -> set[str]:
    return {shown.text() for shown in at.window.findChildren(QLabel) if shown.isVisible()}


def enter(at: SaleWindow) -> None:
    at.press(Qt.Key.Key_Return, until=lambda: not at.payment.state.busy)


def focused() -> tuple[str, str]:
    """The name of the field with the focus, and what of its text is selected."""
    field = QApplication.focusWidget()
    assert field is not None
    return field.accessibleName(), field.selectedText() if isinstance(field, QLineEdit) else ""


@pytest.mark.parametrize(
    ("method", "wrong", "name"),
    [
        ("pago_movil", {**PAGO_MOVIL, "phone": "123"}, "Teléfono"),
        ("pago_movil", {**PAGO_MOVIL, "reference": "12"}, "Referencia"),
        ("card_ves", {**CARD, "last_four": "A112"}, "Últimos 4 dígitos"),
        ("card_ves", {**CARD, "last_four": "112"}, "Últimos 4 dígitos"),
    ],
)
def test_a_wrong_datum_is_never_complete(at: SaleWindow, method: str, wrong: dict[str, str], name: str) -> None:
    at.payment.choose_method(method)
    for field, typed in wrong.items():
        at.payment.type_reference(field, typed)
    assert f"Dato errado o sin escribir: {name}" in texts(at)
    assert "Completo" not in texts(at)
    for field, typed in (PAGO_MOVIL if method == "pago_movil" else CARD).items():
        at.payment.type_reference(field, typed)
    assert "Completo" in texts(at)


def test_an_amount_that_cannot_be_read_is_never_complete(at: SaleWindow) -> None:
    at.payment.propose_exact()
    enter(at)
    assert "Completo" in texts(at)
    at.press("1,2,3", until=lambda: at.payment.state.amount == "1,2,3")
    assert "Completo" not in texts(at)
    assert "Dato errado o sin escribir: Monto recibido" in texts(at)


def test_enter_goes_to_the_next_field_filled_or_not_and_what_is_typed_replaces_it(at: SaleWindow) -> None:
    at.payment.choose_method("pago_movil")
    for field, typed in PAGO_MOVIL.items():
        at.payment.type_reference(field, typed)
    at.payment.propose_exact()
    order = [("Banco", ""), ("Teléfono", "0412-1234567"), ("Referencia", "00451298")]
    for expected in order:
        enter(at)
        assert focused() == expected
        assert at.payment.state.tenders == ()
    enter(at)
    assert len(at.payment.state.tenders) == 1


def test_a_bad_phone_is_refused_by_enter_and_replaced_by_what_is_typed_next(at: SaleWindow) -> None:
    at.payment.choose_method("pago_movil")
    enter(at)
    at.payment.type_reference("bank", "0102")
    at.payment.type_reference("phone", "12345")
    enter(at)
    assert "12345" in message(at)
    assert focused() == ("Teléfono", "12345")
    at.press("04121234567", until=lambda: at.payment.state.references.phone == "04121234567")
    enter(at)
    assert focused() == ("Referencia", "")


def test_the_bad_phone_of_a_payee_is_marked_before_a_missing_document(at: SaleWindow) -> None:
    at.press("10.000", until=lambda: at.payment.state.pending is not None)
    at.payment.choose_change(ChangeIn.PAGO_MOVIL)
    at.payment.type_payee("bank", "0102")
    at.payment.type_payee("phone", "123")
    at.press(Qt.Key.Key_F12, until=lambda: "123" in message(at))
    assert focused() == ("Móvil que recibe", "123")
    assert "✖ Móvil que recibe · corrija" in texts(at)
    at.press("04121234567", until=lambda: at.payment.state.payee.phone == "04121234567")
    assert "✖ Móvil que recibe · corrija" not in texts(at)
    enter(at)
    enter(at)
    assert "✖ Cédula o RIF · corrija" in texts(at)
