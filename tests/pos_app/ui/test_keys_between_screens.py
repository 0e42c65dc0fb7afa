"""Keys typed after the one that leads to another screen: none is lost, and none acts on the screen that is left."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pos_app.services.people import sign_in
from pos_app.services.selling import carts
from pos_app.services.selling.checkout import CompletedSale
from pos_app.station import Station
from pos_app.ui.app import Till
from pos_app.ui.done.view import DoneView
from pos_app.ui.payment.state import PaymentState
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.seat_map.view import SeatMapView
from pos_app.ui.sell.view import SellView
from pos_app.ui.shift.view import ShiftView
from pos_app.ui.sign_in.view import SignInView
from tests.builders import stations
from tests.pos_app.ui.conftest import Hands
from tests.pos_app.ui.slow import Slow

GENERAL = "2"
pytestmark = pytest.mark.parametrize("pause_ms", [0, 20, 70])


def press(hands: Hands, pause_ms: int, *keys: str) -> None:
    """One key after another, without a look at the screen."""
    for key in keys:
        target = QApplication.focusWidget() or hands.window
        QTest.keyClicks(target, key) if len(key) == 1 else QTest.keySequence(target, key)
        if pause_ms:
            hands.qtbot.wait(pause_ms)


def payment(till: Till) -> PaymentState:
    view = till.window.shown
    assert isinstance(view, PaymentView)
    return view._presenter.state


def sold(till: Till) -> CompletedSale:
    view = till.window.shown
    assert isinstance(view, DoneView)
    assert view._presenter.state.sold is not None
    return view._presenter.state.sold


@pytest.mark.parametrize("times", [1, 2])
def test_a_pago_movil_typed_ahead_of_the_payment_is_never_sold_as_cash(
    hands: Hands, at_sell: Till, slow: Slow, pause_ms: int, times: int
) -> None:
    for _ in range(times):
        slow.begin()
        press(hands, pause_ms, GENERAL, "F12", "F3", "=", "F12")
        slow.end()
        hands.wait_for(lambda: isinstance(at_sell.window.shown, PaymentView))
        hands.wait_for(lambda: payment(at_sell).method == "pago_movil" and bool(payment(at_sell).amount))
        hands.qtbot.wait(50)
        assert isinstance(at_sell.window.shown, PaymentView)
        hands.press("F8", "Esc")  # the screen of the payment is made already the second time
        hands.wait_for(lambda: isinstance(at_sell.window.shown, SellView))


def test_a_whole_sale_typed_ahead_is_sold_by_its_method(hands: Hands, at_sell: Till, slow: Slow, pause_ms: int) -> None:
    slow.begin()
    press(hands, pause_ms, GENERAL, "F12", "F4", "=", "Return")
    press(hands, pause_ms, *"8812", "Return", *"4419", "Return", *"1234", "Return", "F12")
    slow.end()
    hands.wait_for(lambda: isinstance(at_sell.window.shown, DoneView))
    assert [payment.method for payment in sold(at_sell).sale.payments] == ["card_ves"]


def test_the_method_and_the_first_digit_reach_the_payment(
    hands: Hands, at_sell: Till, slow: Slow, pause_ms: int
) -> None:
    slow.begin()
    press(hands, pause_ms, GENERAL, "F12", "F3", "5")
    slow.end()
    hands.wait_for(lambda: isinstance(at_sell.window.shown, PaymentView))
    hands.wait_for(lambda: (payment(at_sell).method, payment(at_sell).amount) == ("pago_movil", "5"))
    press(hands, 0, "Esc")
    hands.wait_for(lambda: isinstance(at_sell.window.shown, SellView))


def test_escape_drops_what_waits_and_the_cart_stays(hands: Hands, at_sell: Till, slow: Slow, pause_ms: int) -> None:
    slow.begin()
    press(hands, pause_ms, GENERAL, "F12", "F3", "5", "Esc")
    slow.end()
    hands.qtbot.wait(200)
    view = at_sell.window.shown
    assert isinstance(view, SellView)
    cart = view._presenter.cart.state
    assert cart.cart is not None
    assert (cart.cart.tickets, cart.asks_to_empty) == (1, False)


def test_keys_after_the_sale_are_those_of_the_next_one(hands: Hands, at_sell: Till, slow: Slow, pause_ms: int) -> None:
    press(hands, 100, GENERAL, "F12", "F1", "=")
    hands.wait_for(lambda: bool(payment(at_sell).amount))
    slow.begin()
    press(hands, pause_ms, "F12", "Return", GENERAL, "F12", "F2")
    slow.end()
    hands.wait_for(lambda: isinstance(at_sell.window.shown, PaymentView) and payment(at_sell).method == "cash_usd")
    assert payment(at_sell).tenders == ()


def test_a_refused_sale_gets_none_of_the_keys_meant_for_the_next(
    hands: Hands, at_sell: Till, slow: Slow, pause_ms: int, station: Station
) -> None:
    press(hands, 100, GENERAL, "F12", "F3", "=", "Return")
    hands.wait_for(lambda: bool(payment(at_sell).amount))
    before = payment(at_sell)
    slow.begin()
    press(hands, pause_ms, "F12", "F8", "F1")
    slow.end()
    hands.qtbot.wait(200)
    assert payment(at_sell).tenders == before.tenders


def test_a_seat_named_right_after_f6_is_chosen(hands: Hands, at_sell: Till, slow: Slow, pause_ms: int) -> None:
    slow.begin()
    press(hands, pause_ms, "F6", "a", "3", "Return", "F12", "F12", "F2")
    slow.end()
    hands.wait_for(lambda: isinstance(at_sell.window.shown, PaymentView) and payment(at_sell).method == "cash_usd")
    priced = payment(at_sell).priced
    assert priced is not None
    assert [line.seat_id for line in priced.cart.lines] == [stations.seat_id("A-3")]


def test_a_key_after_a_digit_that_opens_the_map_is_for_the_map(
    hands: Hands, at_sell: Till, slow: Slow, pause_ms: int
) -> None:
    slow.begin()
    press(hands, pause_ms, "1", "F4")
    slow.end()
    hands.wait_for(lambda: isinstance(at_sell.window.shown, SeatMapView))
    hands.qtbot.wait(100)
    assert not at_sell.window._banner.isVisible()
    assert isinstance(at_sell.window.shown, SeatMapView)


def test_a_choice_right_after_the_pin_is_made(
    hands: Hands, running: Till, slow: Slow, pause_ms: int, station: Station
) -> None:
    stations.open_shift(station)
    slow.begin()
    press(hands, pause_ms, "F1", "1", "1", "1", "1", "Return", GENERAL, "F12", "F2")
    slow.end()
    hands.wait_for(lambda: isinstance(running.window.shown, PaymentView) and payment(running).method == "cash_usd")


def test_a_choice_right_after_another_sign_in_keeps_that_persons_cart(
    hands: Hands, at_sell: Till, slow: Slow, pause_ms: int, station: Station
) -> None:
    rosa = stations.rosa(station)
    carts.keep(station, rosa, stations.general_cart(station, 3))
    press(hands, 100, "Ctrl+L")
    hands.wait_for(lambda: isinstance(at_sell.window.shown, SignInView))
    place = [card.name for card in sign_in.staff(station)].index(rosa.name) + 1
    hands.qtbot.wait(100)
    slow.begin()
    press(hands, pause_ms, f"F{place}", *"9999", "Return", GENERAL)
    slow.end()
    hands.wait_for(lambda: isinstance(at_sell.window.shown, SellView))
    hands.wait_for(lambda: (kept := carts.kept(station, rosa)) is not None and kept.tickets == 4)


def test_a_wrong_pin_drops_what_follows(hands: Hands, at_sell: Till, slow: Slow, pause_ms: int) -> None:
    press(hands, 100, "Ctrl+L")
    hands.wait_for(lambda: isinstance(at_sell.window.shown, SignInView))
    slow.begin()
    press(hands, pause_ms, "F1", *"9999", "Return", GENERAL, "F12")
    slow.end()
    hands.qtbot.wait(300)
    assert isinstance(at_sell.window.shown, SignInView)


def test_a_choice_right_after_the_shift_is_opened_is_made(
    hands: Hands, running: Till, slow: Slow, pause_ms: int, station: Station
) -> None:
    hands.sign_in("1", "1111")
    hands.wait_for(lambda: isinstance(running.window.shown, ShiftView))
    hands.qtbot.wait(100)
    slow.begin()
    press(hands, pause_ms, "0", "F12", GENERAL)
    slow.end()
    ana = stations.ana(station)
    hands.wait_for(lambda: (kept := carts.kept(station, ana)) is not None and kept.tickets == 1)
