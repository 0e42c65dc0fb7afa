"""Mistakes while a payment is typed: each is named in its field, and nothing that was typed is lost."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from domain.payments.change import ChangeIn
from domain.payments.methods import METHODS
from domain.people.staff import Cashier
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.done.view import DoneView
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.widgets.banner import Banner
from tests.builders import stations
from tests.pos_app.ui.later import RunLater
from tests.pos_app.ui.payment.shown import sales_of
from tests.pos_app.ui.sale_window import SaleWindow

USED = "La referencia 00451298 de Pago móvil ya se usó en otro pago."
PAGO_MOVIL = {"bank": "0102", "phone": "0412-1234567", "reference": "00451298"}
ELECTRONIC = [code for code, method in METHODS.items() if not method.is_cash]


@pytest.fixture
def at(qtbot: QtBot, till: Station, ana: Cashier) -> Iterator[SaleWindow]:
    """The payment of one place of 8.570,06."""
    window = SaleWindow(qtbot, till, ana)
    window.press("2", until=lambda: window.counter.cart.tickets == 1)
    window.press(Qt.Key.Key_F12, until=window.shows(PaymentView))
    yield window
    wording.use("es")


def message(at: SaleWindow) -> str:
    banner = at.window.findChild(Banner)
    assert isinstance(banner, Banner)
    return " ".join(shown.text() for shown in banner.findChildren(QLabel) if shown.isVisible())


def focused(at: SaleWindow) -> QWidget:
    field = QApplication.focusWidget()
    assert isinstance(field, QWidget)
    return field


def enter(at: SaleWindow) -> None:
    at.press(Qt.Key.Key_Return, until=lambda: not at.payment.state.busy)


def type_by_keys(at: SaleWindow, method: Qt.Key, references: dict[str, str]) -> None:
    """Choose a method and type its references, with Enter between them and none after the last one."""
    at.press(method, until=lambda: at.payment.state.amount != "")
    for typed in references.values():
        enter(at)
        for character in typed:
            at.press(character, until=lambda: True)


def test_a_used_reference_is_refused_when_it_is_added_and_corrected_in_its_field(at: SaleWindow, till: Station) -> None:
    stations.sell(till, stations.general_cart(till, 1), stations.pago_movil("8570.06", "00451298"))
    type_by_keys(at, Qt.Key.Key_F3, PAGO_MOVIL)
    enter(at)
    assert USED in message(at)
    state = at.payment.state
    assert (state.tenders, state.amount, state.references.bank) == ((), "8.570,06", "0102")
    assert (state.references.phone, state.references.reference) == ("0412-1234567", "00451298")
    assert focused(at).accessibleName() == "Referencia"
    at.press("00451299", until=lambda: at.payment.state.references.reference == "00451299")  # in place of the old one
    assert USED not in message(at)
    enter(at)
    assert [tender.references.reference for tender in at.payment.state.tenders] == ["00451299"]
    at.press(Qt.Key.Key_F12, until=at.shows(DoneView))
    assert sales_of(till) == 2


def test_one_reference_for_two_payments_of_a_sale_is_refused_when_the_second_is_added(at: SaleWindow) -> None:
    for typed in ("100", "200"):
        at.press(Qt.Key.Key_F3, until=lambda: at.payment.state.amount != "")
        at.payment.type_amount(typed)
        for field, text in PAGO_MOVIL.items():
            at.payment.type_reference(field, text)
        enter(at)
    assert USED in message(at)
    assert (len(at.payment.state.tenders), at.payment.state.amount) == (1, "200")


@pytest.mark.parametrize("has_another", [False, True])
def test_a_reference_that_was_used_since_it_was_added_is_back_in_the_fields_after_f12(
    at: SaleWindow, till: Station, *, has_another: bool
) -> None:
    type_by_keys(at, Qt.Key.Key_F3, PAGO_MOVIL)
    if has_another:
        at.payment.type_amount("8.000")
    for _ in range(4 if has_another else 1):  # from the amount through every field
        enter(at)
    assert len(at.payment.state.tenders) == 1
    if has_another:
        at.press(Qt.Key.Key_F1, until=lambda: at.payment.state.amount == "570,06")
    stations.sell(till, stations.general_cart(till, 1), stations.pago_movil("8570.06", "00451298"))
    at.press(Qt.Key.Key_F12, until=lambda: USED in message(at))
    state = at.payment.state
    assert (state.method, state.amount) == ("pago_movil", "8.000,00" if has_another else "8.570,06")
    assert (state.references.bank, state.references.reference) == ("0102", "00451298")
    assert [tender.method for tender in state.tenders] == (["cash_ves"] if has_another else [])
    assert state.standing
    assert state.standing.settled
    assert focused(at).accessibleName() == "Referencia"
    QTest.keyClicks(focused(at), "00998877")
    assert at.payment.state.references.reference == "00998877"
    at.press(Qt.Key.Key_F12, until=at.shows(DoneView))
    assert sales_of(till) == 2


def test_f8_empties_a_field_with_a_reference_before_it_removes_a_payment(at: SaleWindow) -> None:
    at.press("100", until=lambda: at.payment.state.amount == "100")
    enter(at)
    at.press(Qt.Key.Key_F3, until=lambda: at.payment.state.method == "pago_movil")
    at.payment.type_reference("reference", "0045")
    at.payment.type_amount("")
    at.press(Qt.Key.Key_F8, until=lambda: at.payment.state.references.reference == "")
    assert len(at.payment.state.tenders) == 1
    at.press(Qt.Key.Key_F8, until=lambda: at.payment.state.tenders == ())


@pytest.mark.parametrize(("language", "words"), [("es", "Falta el monto."), ("en", "The amount is missing.")])
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_F12])
def test_an_empty_amount_is_called_missing(at: SaleWindow, language: str, words: str, key: Qt.Key) -> None:
    wording.use(language)
    at.press(Qt.Key.Key_F3, until=lambda: at.payment.state.amount != "")
    at.payment.type_amount("")
    at.payment.type_reference("reference", "00451298")
    at.press(key, until=lambda: words in message(at))
    assert "«" not in message(at)
    assert at.payment.state.focus
    assert at.payment.state.focus.field == "amount"
    at.press("5", until=lambda: at.payment.state.amount == "5")
    assert words not in message(at)


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("method", ELECTRONIC)
def test_enter_in_an_empty_field_names_that_field(at: SaleWindow, method: str, language: str) -> None:
    wording.use(language)
    at.payment.choose_method(method)
    for field in METHODS[method].required:
        enter(at)
        assert message(at) == ""
        enter(at)
        name = wording.catalogue(language, "values")[f"reference.{field}"]
        assert name in message(at)
        assert at.payment.state.focus
        assert at.payment.state.focus.field == field
        at.payment.type_reference(field, "04121234242" if field == "phone" else "4242")
        assert message(at) == ""


def test_the_add_button_names_what_is_empty(at: SaleWindow) -> None:
    at.payment.choose_method("pago_movil")
    add = next(b for b in at.window.shown.findChildren(QPushButton) if "Agregar" in b.accessibleName())
    QTest.mouseClick(add, Qt.MouseButton.LeftButton)
    assert "Sin el banco no se puede pagar con Pago móvil." in message(at)


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"reference": "00451298"}, "bank", "Sin el banco no se puede pagar con Pago móvil."),
        ({"bank": "0102", "reference": "00451298"}, "phone", "Sin el teléfono no se puede pagar con Pago móvil."),
        ({"bank": "0102", "phone": "0412-1234567"}, "reference", "Sin la referencia no se puede pagar con Pago móvil."),
        (
            {**PAGO_MOVIL, "reference": "12"},
            "reference",
            "Para pagar con Pago móvil, «12» no sirve como la referencia.",
        ),
        ({**PAGO_MOVIL, "phone": "123"}, "phone", "«123» no es un dato válido de teléfono."),
    ],
)
def test_f12_names_the_first_field_to_complete_and_waits_in_it(
    at: SaleWindow, typed: dict[str, str], field: str, words: str
) -> None:
    at.payment.choose_method("pago_movil")
    for name, text in typed.items():
        at.payment.type_reference(name, text)
    at.press(Qt.Key.Key_F12, until=lambda: words in message(at))
    assert at.payment.state.focus
    assert at.payment.state.focus.field == field


def test_enter_in_an_empty_field_of_the_payee_names_it(at: SaleWindow) -> None:
    at.press("10.000", until=lambda: at.payment.state.amount == "10.000")
    at.payment.choose_change(ChangeIn.PAGO_MOVIL)
    for field, name, typed in (
        ("bank", "el banco", "0102"),
        ("phone", "el teléfono", "+58 412 123 45 67"),
        ("document", "el documento", "12.345.678"),
    ):
        assert message(at) == ""
        enter(at)
        assert f"Sin {name} no se puede enviar dinero por pago móvil." in message(at)
        at.payment.type_payee(field, typed)
        assert message(at) == ""
        enter(at)
    assert at.payment.state.focus
    assert at.payment.state.focus.field == "amount"


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("phone", "0412-l234567", "«0412-l234567» no es un dato válido de teléfono."),
        ("phone", "0212-1234567", "«0212-1234567» no es un dato válido de teléfono móvil."),
        ("document", "J-31217119", "«J31217119» no es un dato válido de RIF."),
    ],
)
def test_enter_in_a_wrong_field_of_the_payee_says_so_at_once(
    at: SaleWindow, field: str, typed: str, words: str
) -> None:
    at.press("10.000", until=lambda: at.payment.state.amount == "10.000")
    at.payment.choose_change(ChangeIn.PAGO_MOVIL)
    for name, text in (("bank", "0102"), ("phone", "0412-1234567"), ("document", "V12345678")):
        at.payment.type_payee(name, typed if name == field else text)
        enter(at)
        if name == field:
            break
    assert words in message(at)
    assert at.payment.state.focus
    assert at.payment.state.focus.field == f"payee.{field}"


def test_a_reference_is_registered_only_in_the_payment_that_asked(qtbot: QtBot, till: Station, ana: Cashier) -> None:
    later = RunLater()
    at = SaleWindow(qtbot, till, ana, later)
    later.catch_up()
    at.sell.digits("2")
    later.catch_up()
    at.sell.cart.pay()
    later.catch_up()
    at.payment.choose_method("pago_movil")
    for field, text in PAGO_MOVIL.items():
        at.payment.type_reference(field, text)
    at.payment.add()
    assert (at.payment.state.busy, at.payment.state.tenders) == (True, ())
    confirm = next(b for b in at.window.shown.findChildren(QPushButton) if b.property("role") == "primary")
    assert (confirm.isEnabled(), "Cobrando" in confirm.accessibleName()) == (False, False)
    for act in (at.payment.add, at.payment.confirm, at.payment.remove_last, at.payment.next_change):
        act()
    assert at.payment.state.change_in is ChangeIn.CASH_VES
    at.payment.enter()
    later.catch_up()
    assert (at.payment.state.busy, at.payment.state.tenders, sales_of(till)) == (False, (), 0)


@pytest.mark.parametrize("method", [Qt.Key.Key_F3, Qt.Key.Key_F4, Qt.Key.Key_F5, Qt.Key.Key_F6])
def test_no_field_is_marked_before_something_was_refused(at: SaleWindow, method: Qt.Key) -> None:
    def marked() -> list[str]:
        captions = (shown.text() for shown in at.window.findChildren(QLabel) if shown.isVisible())
        return [caption for caption in captions if "corrija" in caption]

    at.press(method, until=lambda: at.payment.state.amount != "")
    enter(at)
    assert (marked(), message(at)) == ([], "")
    enter(at)
    assert len(marked()) == 1
    assert message(at) != ""
