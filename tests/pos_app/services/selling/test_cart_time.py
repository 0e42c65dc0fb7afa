"""The time of a cart: it begins with the first ticket, a key begins it anew, and at its end the cart is void."""

from dataclasses import replace
from datetime import timedelta

from domain.people.staff import Cashier
from pos_app import settings
from pos_app.services.proof.verify import verify
from pos_app.services.selling import carts
from pos_app.settings import Settings
from pos_app.station import Station
from tests.builders.clock import FakeClock
from tests.builders.stations import general_cart, general_line, sell
from tests.pos_app.snapshots import kinds

TEN_MINUTES = timedelta(minutes=10)


def test_the_time_begins_with_the_first_ticket(till: Station, ana: Cashier, clock: FakeClock) -> None:
    cart, began = general_cart(till, 1), till.clock.now()
    carts.keep(till, ana, cart)
    clock.advance(minutes=4)
    carts.keep(till, ana, replace(cart, lines=(general_line(till, 3),)))
    until = carts.kept_until(till, cart)
    assert until is not None
    assert TEN_MINUTES <= until - began < TEN_MINUTES + timedelta(seconds=5)


def test_a_key_begins_it_anew(till: Station, ana: Cashier, clock: FakeClock) -> None:
    cart = general_cart(till, 1)
    carts.keep(till, ana, cart)
    clock.advance(minutes=9)
    until = carts.give_time(till, cart)
    assert until == carts.kept_until(till, cart)
    assert until is not None
    assert until - till.clock.now() > timedelta(minutes=9)


def test_at_its_end_the_cart_is_void_and_not_before(till: Station, ana: Cashier, clock: FakeClock) -> None:
    cart = general_cart(till, 2)
    carts.keep(till, ana, cart)
    clock.advance(minutes=9)
    assert not carts.end(till, ana, cart)
    clock.advance(minutes=2)
    assert carts.end(till, ana, cart)
    assert (carts.kept(till, ana), kinds(till)[-1]) == (None, "cart_voided/1")
    assert not carts.end(till, ana, cart)
    assert verify(till).ok


def test_a_sale_is_not_refused_because_the_time_of_its_cart_is_over(
    till: Station, ana: Cashier, clock: FakeClock
) -> None:  # fmt: skip
    cart = general_cart(till, 2)
    carts.keep(till, ana, cart)
    clock.advance(minutes=30)
    sell(till, cart)
    assert carts.kept(till, ana) is None


def test_a_machine_may_keep_carts_for_any_time(till: Station, ana: Cashier) -> None:
    settings.write(till.database.path.parent, Settings(cart_min=0))
    cart = general_cart(till, 2)
    carts.keep(till, ana, cart)
    assert carts.kept_until(till, cart) is None
    assert carts.give_time(till, cart) is None
    assert not carts.end(till, ana, cart)
