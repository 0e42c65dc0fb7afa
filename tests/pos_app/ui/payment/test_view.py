"""The payment screen through real widgets and real keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from domain.money.money import VES, Money
from domain.payments.change import ChangeIn
from domain.payments.tenders import Payment, Tender
from domain.people.staff import Cashier
from pos_app.services.documents import documents
from pos_app.station import Station
from pos_app.ui.background import Background
from pos_app.ui.done.view import DoneView
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.sell.view import SellView
from pos_app.ui.widgets.banner import Banner
from tests.pos_app.ui.sale_window import SaleWindow


@pytest.fixture
def at(qtbot: QtBot, till: Station, ana: Cashier) -> SaleWindow:
    return SaleWindow(qtbot, till, ana)


def banner_texts(at: SaleWindow) -> list[str]:
    banner = at.window.findChild(Banner)
    assert isinstance(banner, Banner)
    return [shown.text() for shown in banner.findChildren(QLabel) if shown.isVisible()]


def tickets(at: SaleWindow) -> int:
    return at.counter.cart.tickets


def test_a_held_f12_sells_once_and_does_not_leave_the_last_screen(at: SaleWindow, till: Station) -> None:
    at.press("2", until=lambda: tickets(at) == 1)
    for _ in range(4):
        at.press(Qt.Key.Key_F12, until=lambda: True)
    at.press(Qt.Key.Key_F1, until=lambda: at.payment.state.amount != "")
    for _ in range(6):
        at.press(Qt.Key.Key_F12, until=lambda: True)
    assert at.shows(DoneView)()
    assert len(documents.find(till, "")) == 1


def test_a_double_click_on_the_payment_button_sells_once(at: SaleWindow, till: Station) -> None:
    at.press("2", until=lambda: tickets(at) == 1)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press(Qt.Key.Key_F1, until=lambda: at.payment.state.amount != "")
    confirm = next(b for b in at.window.shown.findChildren(QPushButton) if b.property("role") == "primary")
    QTest.mouseClick(confirm, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(confirm, Qt.MouseButton.LeftButton)
    assert len(documents.find(till, "")) == 1


def test_a_tender_is_entered_with_its_references_by_keys_alone(at: SaleWindow) -> None:
    at.press("2", until=lambda: tickets(at) == 1)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press(Qt.Key.Key_F3, until=lambda: at.payment.state.method == "pago_movil")
    at.press(Qt.Key.Key_Return, until=lambda: True)
    at.press("0134", until=lambda: at.payment.state.references.bank == "0134")
    at.press(Qt.Key.Key_Return, until=lambda: True)
    at.press("04121234567", until=lambda: at.payment.state.references.phone == "04121234567")
    at.press(Qt.Key.Key_Return, until=lambda: True)
    at.press("004512", until=lambda: at.payment.state.references.reference == "004512")
    at.press(Qt.Key.Key_Return, until=lambda: len(at.payment.state.tenders) == 1)
    at.press(Qt.Key.Key_F12, until=at.shows(DoneView))


@pytest.mark.parametrize("length", [64, 66, 88, 128])
def test_a_pasted_reference_keeps_every_character(at: SaleWindow, till: Station, length: int) -> None:
    pasted = ("0x" + "8f3a9c05d2" * 13)[:length]
    pay_with_usdt(at, f" {pasted}\u200b\n")
    assert [payment.references.reference for payment in payments(at)] == [pasted]


def test_the_slip_of_a_card_asks_for_its_batch_and_takes_three_digits(at: SaleWindow) -> None:
    for batch in ("12", "13"):
        at.press("2", until=lambda: tickets(at) == 1)
        at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
        at.press(Qt.Key.Key_F4, until=lambda: at.payment.state.method == "card_ves")
        for name, typed in (("Referencia", "042"), ("Lote (opcional)", batch)):
            QTest.keyClicks(field_named(at, name), typed)
        for name, typed in (("Aprobación", "654321"), ("Últimos 4 dígitos", "4242")):
            QTest.keyClicks(field_named(at, name), typed)
        at.press(Qt.Key.Key_F12, until=at.shows(DoneView))
        assert [(p.references.reference, p.references.batch) for p in payments(at)] == [("042", batch)]
        at.press(Qt.Key.Key_Return, until=at.shows(SellView))


def field_named(at: SaleWindow, name: str) -> QLineEdit:
    fields = at.window.shown.findChildren(QLineEdit)
    return next(field for field in fields if field.isVisible() and field.accessibleName() == name)


def test_a_reference_that_is_too_long_is_refused_and_not_cut(at: SaleWindow, till: Station) -> None:
    pay_with_usdt(at, "7" * 129)
    assert documents.find(till, "") == ()
    assert any("PAG-01" in text for text in banner_texts(at))


def pay_with_usdt(at: SaleWindow, pasted: str) -> None:
    at.press("2", until=lambda: tickets(at) == 1)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.payment.choose_method("usdt")
    at.press(Qt.Key.Key_Return, until=lambda: True)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    QApplication.clipboard().setText(pasted)
    field.paste()
    at.press(Qt.Key.Key_F12, until=lambda: True)


def payments(at: SaleWindow) -> tuple[Payment, ...]:
    assert at.counter.sold
    return at.counter.sold.sale.payments


def test_f12_with_money_missing_says_how_much(at: SaleWindow, till: Station) -> None:
    at.press("2", until=lambda: tickets(at) == 1)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press(Qt.Key.Key_F12, until=lambda: any("8.570,06" in text for text in banner_texts(at)))
    assert documents.find(till, "") == ()


def test_the_point_of_the_numpad_is_the_decimal_mark_and_equals_is_exact(at: SaleWindow) -> None:
    at.press("2", until=lambda: tickets(at) == 1)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press("1.5", until=lambda: at.payment.state.pending == Tender("cash_ves", Money(150, VES)))
    at.press("=", until=lambda: at.payment.state.amount == "8.570,06")
    at.press(Qt.Key.Key_F8, until=lambda: at.payment.state.amount == "")


def test_a_point_before_three_digits_keeps_the_thousands(at: SaleWindow) -> None:
    at.press("2", until=lambda: tickets(at) == 1)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press("10.000", until=lambda: at.payment.state.pending == Tender("cash_ves", Money(1_000_000, VES)))
    at.press(Qt.Key.Key_Return, until=lambda: len(at.payment.state.tenders) == 1)
    at.press("1.000,50", until=lambda: at.payment.state.pending == Tender("cash_ves", Money(100_050, VES)))


def test_an_amount_that_is_pasted_is_read_or_refused_whole(at: SaleWindow) -> None:
    at.press("2", until=lambda: tickets(at) == 1)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    QApplication.clipboard().setText("Bs.\u00a01.500,50" + " " * 30)
    at.paste(until=lambda: at.payment.state.pending == Tender("cash_ves", Money(150_050, VES)))
    at.press(Qt.Key.Key_F8, until=lambda: at.payment.state.amount == "")
    QApplication.clipboard().setText(" " * 79 + "1.500")
    at.paste(until=lambda: at.payment.state.amount != "")
    at.press(Qt.Key.Key_Return, until=lambda: bool(banner_texts(at)))
    assert at.payment.state.tenders == ()


def test_the_same_keys_sell_once_with_work_on_its_own_thread(qtbot: QtBot, till: Station, ana: Cashier) -> None:
    run = Background()
    at = SaleWindow(qtbot, till, ana, run)
    qtbot.waitUntil(lambda: len(at.sell.state.choices.zones) == 2)
    at.press("2", until=lambda: tickets(at) == 1)
    at.press("4", until=lambda: True)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press(Qt.Key.Key_F1, until=lambda: at.payment.state.amount != "")
    for _ in range(3):
        at.press(Qt.Key.Key_F12, until=lambda: True)
    qtbot.waitUntil(at.shows(DoneView))
    at.press(Qt.Key.Key_Return, until=at.shows(SellView))  # leaves the screen that keeps reading the print job
    run.stop()
    assert [document.tickets for document in documents.find(till, "")] == [4]


def payment_texts(at: SaleWindow) -> list[str]:
    return [shown.text() for shown in at.window.shown.findChildren(QLabel) if shown.isVisible()]


def test_the_change_is_shown_in_its_currency_and_its_value_in_the_other(at: SaleWindow) -> None:
    at.press("2", until=lambda: tickets(at) == 1)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press(Qt.Key.Key_F2, until=lambda: at.payment.state.method == "cash_usd")
    at.press("20", until=lambda: at.payment.state.amount == "20")
    at.payment.choose_change(ChangeIn.CASH_USD)
    texts = [" ".join(text.split()) for text in payment_texts(at)]
    assert {"US$ 9,00 + Bs. 599,91", "= Bs. 8.312,96"} <= set(texts)


def test_the_list_of_other_methods_opens_and_esc_closes_it(at: SaleWindow) -> None:
    at.press("2", until=lambda: tickets(at) == 1)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press(Qt.Key.Key_F9, until=lambda: at.payment.state.lists_methods)
    at.press(Qt.Key.Key_Escape, until=lambda: not at.payment.state.lists_methods)
    at.payment.ask_for_customer()
    assert at.payment.state.asks_for_customer
    at.press(Qt.Key.Key_Escape, until=lambda: not at.payment.state.asks_for_customer)
    at.press(Qt.Key.Key_Escape, until=at.shows(SellView))
