"""What was registered and typed in a payment belongs to its cart, whatever comes in between."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from domain.people.staff import Cashier
from pos_app.services.till import shifts
from pos_app.station import Station
from pos_app.ui import theme, wording
from pos_app.ui.app import Till
from pos_app.ui.payment.state import PaymentState
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.sell.view import SellView
from pos_app.ui.theme import Theme
from pos_app.ui.widgets.banner import Banner
from tests.builders import stations
from tests.pos_app.ui.conftest import Hands
from tests.pos_app.ui.sale_window import SaleWindow


@pytest.fixture
def at(qtbot: QtBot, till: Station, ana: Cashier) -> SaleWindow:
    return SaleWindow(qtbot, till, ana)


def banner(at: SaleWindow) -> str:
    shown = at.window.findChild(Banner)
    assert shown is not None
    return " ".join(part.text() for part in shown.findChildren(QLabel)) if shown.isVisible() else ""


def begin(at: SaleWindow) -> PaymentState:
    """A registered cash tender, and a phone half typed."""
    at.press("2", until=lambda: at.counter.cart.tickets == 1)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press("1000", until=lambda: at.payment.state.amount == "1000")
    at.press(Qt.Key.Key_Return, until=lambda: len(at.payment.state.tenders) == 1)
    at.press(Qt.Key.Key_F3, until=lambda: at.payment.state.method == "pago_movil")
    at.press("500", until=lambda: at.payment.state.amount == "500")
    at.payment.type_reference("phone", "0412")
    return at.payment.state


def kept(state: PaymentState) -> tuple[object, ...]:
    return state.tenders, state.method, state.amount, state.references


def shown_texts(at: SaleWindow) -> list[str]:
    return [part.text() for part in at.window.findChildren(QLabel) if part.isVisible()]


def focus_name() -> str:
    widget = QApplication.focusWidget()
    return widget.accessibleName() if widget else ""


def test_escape_and_other_screens_keep_the_payment_and_its_focus(at: SaleWindow) -> None:
    before = begin(at)
    where = focus_name()
    for _ in range(2):
        at.press(Qt.Key.Key_Escape, until=at.shows(SellView))
        assert "Cobro empezado: Bs. 1.000,00" in shown_texts(at)
        at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
        assert kept(at.payment.state) == kept(before)
        assert focus_name() == where
        assert banner(at) == ""


def test_a_longer_cart_keeps_what_was_paid_and_says_so(at: SaleWindow) -> None:
    before = begin(at)
    at.press(Qt.Key.Key_Escape, until=at.shows(SellView))
    at.press("+", until=lambda: at.counter.cart.tickets == 2)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    assert at.payment.state.tenders == before.tenders
    assert wording.text("payment.cart_changed") in banner(at)


def test_an_emptied_cart_says_that_its_payments_went_and_undo_brings_both_back(at: SaleWindow) -> None:
    before = begin(at)
    at.press(Qt.Key.Key_Escape, until=at.shows(SellView))
    at.press(Qt.Key.Key_Escape, until=lambda: at.sell.cart.state.asks_to_empty)
    at.press(Qt.Key.Key_Escape, until=lambda: not at.counter.cart.lines)
    assert wording.text("sell.emptied_with_payments") in banner(at)
    assert not [words for words in shown_texts(at) if words.startswith("Cobro empezado")]
    at.press("2", until=lambda: at.counter.cart.tickets == 1)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    assert at.payment.state.tenders == ()
    at.press(Qt.Key.Key_Escape, until=at.shows(SellView))
    at.press(Qt.Key.Key_F8, until=lambda: not at.counter.cart.lines)
    at.press(Qt.Key.Key_F8, until=lambda: at.counter.cart.tickets == 1)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    assert at.payment.state.tenders == before.tenders


def test_another_person_finds_no_payment_and_leaves_it(hands: Hands, at_sell: Till) -> None:
    def pays() -> PaymentState:
        hands.press("F12")
        hands.wait_for(lambda: isinstance(at_sell.window.shown, PaymentView))
        view = at_sell.window.shown
        assert isinstance(view, PaymentView)
        hands.wait_for(lambda: view._presenter.state.priced is not None)
        return view._presenter.state

    def signs_in(number: str, pin: str) -> None:
        hands.press("Ctrl+L")
        hands.sign_in(number, pin)
        hands.wait_for(lambda: _sells(at_sell))

    hands.press("2")
    hands.wait_for(lambda: _tickets(at_sell) == 1)
    pays()
    hands.press("F2", "5", "Return", "1")
    before = pays_state(at_sell)
    assert (len(before.tenders), before.amount) == (1, "1")
    signs_in("3", "9999")
    assert _tickets(at_sell) == 0
    hands.press("2")
    hands.wait_for(lambda: _tickets(at_sell) == 1)
    assert pays().tenders == ()
    signs_in("1", "1111")
    hands.wait_for(lambda: _tickets(at_sell) == 1)
    assert kept(pays()) == kept(before)


def pays_state(till: Till) -> PaymentState:
    view = till.window.shown
    assert isinstance(view, PaymentView)
    return view._presenter.state


def _sells(till: Till) -> bool:
    return isinstance(till.window.shown, SellView) and till.window.shown._presenter.state.loaded


def _tickets(till: Till) -> int:
    view = till.window.shown
    assert isinstance(view, SellView)
    return view._presenter._counter.cart.tickets


def test_a_cart_without_a_shift_is_refused_before_the_payment_and_can_be_emptied(
    qtbot: QtBot, station: Station
) -> None:
    ana = stations.ana(station)
    at = SaleWindow(qtbot, station, ana)
    assert shifts.current(station) is None
    at.press("2", until=lambda: at.counter.cart.tickets == 1)
    at.press(Qt.Key.Key_F12, until=lambda: "CAJ-01" in banner(at))
    assert isinstance(at.window.shown, SellView)
    at.press(Qt.Key.Key_Escape, until=lambda: banner(at) == "")
    at.press(Qt.Key.Key_Escape, until=lambda: at.sell.cart.state.asks_to_empty)
    at.press(Qt.Key.Key_Escape, until=lambda: not at.counter.cart.lines)
    assert banner(at) == ""


def test_a_wrong_cedula_puts_the_focus_into_its_field(at: SaleWindow) -> None:
    begin(at)
    at.payment.ask_for_customer()
    at.press("V1X", until=lambda: True)
    at.press(Qt.Key.Key_Return, until=lambda: focus_name() == wording.text("sell.customer_name"))
    at.press("Ana", until=lambda: True)
    at.press(Qt.Key.Key_Return, until=lambda: focus_name() == wording.text("sell.customer_document"))
    assert "IDE-01" in banner(at)


def test_a_used_reference_is_not_shown_as_complete(at: SaleWindow, till: Station) -> None:
    stations.sell(till, stations.general_cart(till, 1), stations.pago_movil("8570.06", "000123456789"))
    at.press("2", until=lambda: at.counter.cart.tickets == 1)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press(Qt.Key.Key_F3, until=lambda: at.payment.state.method == "pago_movil")
    for name, typed in (("bank", "0134"), ("phone", "0414-1234567"), ("reference", "000123456789")):
        at.payment.type_reference(name, typed)
    at.press(Qt.Key.Key_F12, until=lambda: "PAG-02" in banner(at))
    shown = "\n".join(part.text() for part in at.window.shown.findChildren(QLabel) if part.isVisible())
    assert wording.text("payment.refused") in shown
    assert wording.text("payment.settled") not in shown


def test_a_wrong_phone_is_refused_with_an_example_of_the_form(at: SaleWindow) -> None:
    at.press("2", until=lambda: at.counter.cart.tickets == 1)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press(Qt.Key.Key_F3, until=lambda: at.payment.state.method == "pago_movil")
    for name, typed in (("bank", "0134"), ("phone", "12"), ("reference", "000123456789")):
        at.payment.type_reference(name, typed)
    at.press(Qt.Key.Key_F12, until=lambda: "IDE-01" in banner(at))
    assert "0414-1234567" in banner(at)


def test_references_typed_for_one_method_are_there_again_after_another(at: SaleWindow) -> None:
    begin(at)
    typed = at.payment.state.references
    at.press(Qt.Key.Key_F6, until=lambda: at.payment.state.method == "zelle")
    assert at.payment.state.references.phone == ""
    at.payment.type_reference("reference", "ABC123")
    at.press(Qt.Key.Key_F3, until=lambda: at.payment.state.method == "pago_movil")
    assert at.payment.state.references == typed
    at.press(Qt.Key.Key_Escape, until=at.shows(SellView))
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press(Qt.Key.Key_F6, until=lambda: at.payment.state.method == "zelle")
    assert at.payment.state.references.reference == "ABC123"
    at.press(Qt.Key.Key_F8, until=lambda: at.payment.state.references.reference == "")
    at.press(Qt.Key.Key_F3, until=lambda: at.payment.state.references == typed)


@pytest.mark.parametrize("look", list(Theme))
def test_the_field_to_mend_is_marked_until_it_is_typed_in(at: SaleWindow, qapp: QApplication, look: Theme) -> None:
    theme.apply(qapp, look)
    begin(at)
    at.press(Qt.Key.Key_F12, until=lambda: at.payment.state.to_mend == "phone")
    marked = [part for part in at.window.shown.findChildren(QWidget) if part.property("tone") == "error"]
    (caption,) = [part for part in marked if isinstance(part, QLabel) and part.isVisible() and "✖" in part.text()]
    (field,) = [part for part in marked if isinstance(part, QLineEdit)]
    assert caption.buddy() is field
    assert "corrija" in field.accessibleDescription()
    picture = field.grab().toImage()
    assert picture.pixelColor(picture.width() // 2, 0).name() == theme.colours(look)["error"].lower()
    at.payment.type_reference("phone", "04121234567")
    assert (field.property("tone"), "✖" in caption.text()) == ("", False)
