"""The time of a cart on the sell screen: the countdown, two warnings, more time by a key, and the end in words."""

from datetime import timedelta

from PySide6.QtWidgets import QLabel

from domain.people.staff import Cashier
from pos_app.services.selling import carts
from pos_app.station import Station
from pos_app.ui.app import Till
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.sell.cart_presenter import CartPresenter
from pos_app.ui.sell.view import SellView
from tests.builders import stations
from tests.pos_app.ui.conftest import Hands
from tests.pos_app.ui.in_sight import shows, texts


def cart_of(till: Till) -> CartPresenter:
    shown = till.window.shown
    assert isinstance(shown, SellView)
    return shown._presenter.cart


def labels(till: Till) -> str:
    return "\n".join(label.text() for label in till.window.shown.findChildren(QLabel) if label.isVisible())


def fill(hands: Hands, till: Till) -> None:
    hands.press("2", "3", "Return")
    hands.wait_for(lambda: cart_of(till).state.priced is not None)
    hands.wait_for(lambda: "quedan 9:5" in labels(till) or "quedan 10:00" in labels(till))


def test_the_time_is_seen_warned_of_given_anew_and_over(
    hands: Hands, at_sell: Till, station: Station, ana: Cashier
) -> None:  # fmt: skip
    fill(hands, at_sell)
    clock = stations.clock_of(station)
    clock.advance(minutes=8, seconds=10)
    hands.wait_for(lambda: "A este carrito le quedan 1:" in texts(at_sell))
    assert "Ctrl+T" in texts(at_sell)
    hands.press("Ctrl+T")
    hands.wait_for(lambda: "El carrito se guarda hasta" in texts(at_sell))
    clock.advance(minutes=9, seconds=45)
    hands.wait_for(lambda: "A este carrito le quedan 0:" in texts(at_sell))
    clock.advance(minutes=1)
    hands.wait_for(lambda: "3 entradas volvieron a la venta" in texts(at_sell))
    assert not cart_of(at_sell).wanted.lines
    assert carts.kept(station, ana) is None
    hands.press("Esc", "F8")
    hands.wait_for(lambda: cart_of(at_sell).wanted.tickets == 3 and cart_of(at_sell).state.priced is not None)


def test_a_payment_in_progress_is_not_cut(hands: Hands, at_sell: Till, station: Station, ana: Cashier) -> None:
    fill(hands, at_sell)
    hands.press("F12")
    hands.wait_for(shows(at_sell, PaymentView))
    stations.clock_of(station).advance(minutes=30)
    hands.qtbot.wait(1500)
    assert carts.kept(station, ana) is not None
    hands.press("Esc")
    hands.wait_for(shows(at_sell, SellView))
    hands.wait_for(lambda: "quedan 2:00" in labels(at_sell) or "quedan 1:5" in labels(at_sell))
    assert cart_of(at_sell).wanted.tickets == 3
    stations.clock_of(station).advance(seconds=timedelta(minutes=3).total_seconds())
    hands.wait_for(lambda: "volvieron a la venta" in texts(at_sell))
