"""Banks and telephone numbers of a payment: read whole, or cut with an ellipsis so that no two are alike."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from domain.payments.change import ChangeIn
from domain.people.staff import Cashier
from pos_app.station import Station
from pos_app.ui import look
from pos_app.ui.banks import banks
from pos_app.ui.look import Look
from pos_app.ui.payment.bank_choice import BankChoice
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.theme import Theme
from pos_app.ui.widgets.whole_field import DocumentField, PhoneField, WholeField
from tests.pos_app.ui.sale_window import SaleWindow

SIZES = [(1024, 540), (1024, 600), (1024, 768), (1366, 768)]


@pytest.fixture(params=SIZES, ids=str)
def at(request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication, till: Station, ana: Cashier) -> SaleWindow:
    """A payment of 10.000 bolívares for one place of 8.570,06, whose change goes by pago móvil."""
    look.apply(qapp, Look("es", Theme.LIGHT))
    window = SaleWindow(qtbot, till, ana)
    window.press("2", until=lambda: window.counter.cart.tickets == 1)
    window.press(Qt.Key.Key_F12, until=window.shows(PaymentView))
    window.window.resize(*request.param)
    window.press("10.000", until=lambda: window.payment.state.pending is not None)
    window.payment.choose_change(ChangeIn.PAGO_MOVIL)
    qtbot.wait(20)
    return window


def is_read_whole(field: QLineEdit) -> bool:
    """Whether the text that is drawn begins with its first sign and ends with its last."""
    middle = field.height() // 2
    first, last = (field.cursorPositionAt(QPoint(x, middle)) for x in (0, field.width()))
    return (first, last) == (0, len(field.text()))


def banks_shown(at: SaleWindow) -> list[BankChoice]:
    return [bank for bank in at.window.shown.findChildren(BankChoice) if bank.isVisible()]


@pytest.mark.parametrize("phone", ["0412-1234567", "+584121234567", "+584268888888", "0424 888 88 88"])
def test_the_phone_of_a_payee_keeps_every_sign(qtbot: QtBot, at: SaleWindow, phone: str) -> None:
    for method in ("cash_ves", "pago_movil"):
        at.payment.choose_method(method)
        at.payment.type_amount("10.000")  # the change that is sent
        at.payment.type_payee("bank", "0102")
        at.payment.type_payee("phone", phone)
        at.payment.type_payee("document", "J123456789")
        qtbot.wait(20)
        fields = [field for field in at.window.shown.findChildren(PhoneField) if field.isVisible() and field.text()]
        assert [field.text() for field in fields] == [phone]
        assert all(is_read_whole(field) for field in fields), (method, fields[0].width())


def test_the_document_of_a_payee_is_read_whole(qtbot: QtBot, at: SaleWindow) -> None:
    at.payment.type_payee("document", "J-12345678-9")
    qtbot.wait(20)
    (field,) = (field for field in at.window.shown.findChildren(DocumentField) if field.isVisible())
    assert is_read_whole(field), field.width()


def test_a_text_that_is_too_long_stands_at_its_start_and_is_typed_at_its_end(qtbot: QtBot, at: SaleWindow) -> None:
    at.payment.choose_method("pago_movil")
    at.payment.type_reference("reference", "00451298 " * 12)
    (field,) = (field for field in at.window.shown.findChildren(WholeField) if field.text())
    assert field.hasFocus()
    at.window.focusNextChild()
    qtbot.wait(20)
    assert not field.hasFocus()
    assert field.cursorPositionAt(QPoint(0, field.height() // 2)) == 0
    assert field.toolTip() == field.text()
    field.setFocus()
    assert field.cursorPosition() == len(field.text())


def test_every_bank_is_told_apart_and_said_whole(qtbot: QtBot, at: SaleWindow) -> None:
    at.payment.choose_method("pago_movil")
    at.payment.type_amount("10.000")  # the change that is sent
    qtbot.wait(20)
    of_payment, of_payee = banks_shown(at)
    for choice in (of_payment, of_payee):
        drawn = {}
        for bank in banks():
            choice.show_code(bank.code)
            choice.grab()  # a tool tip follows what is drawn
            text = drawn[bank.code] = choice.shown_text()
            whole = choice.itemText(choice.findData(bank.code))
            assert text == whole or "…" in text
            assert text.startswith(bank.code), "the code is what a bank asks for"
            assert choice.toolTip() == whole
            assert choice.fontMetrics().horizontalAdvance(text) < choice.width()
        assert len(set(drawn.values())) == len(drawn) == len(banks())
