"""Holds at the counter: places kept from everybody else, extended, released, sold and ended in time."""

from datetime import timedelta
from typing import Any

import pytest

from domain.catalogue.seats import SeatNotFree, SeatState
from domain.ids import HoldId
from domain.people.staff import Cashier, NotAllowed
from domain.rights import SeatSpan
from domain.sale.cart import Cart, EmptyCart
from domain.sale.holds import (
    BadHoldTime,
    CartBegun,
    Held,
    HoldInCart,
    HoldIsOver,
    HoldPurpose,
    NobodyNamed,
)
from domain.till.shifts import ReasonMissing
from pos_app.services.documents.papers import papers
from pos_app.services.proof.verify import verify
from pos_app.services.rights import returning
from pos_app.services.rights.returning import InUse
from pos_app.services.selling import carts, holds
from pos_app.services.selling.choosing import NotEnoughPlaces
from pos_app.services.selling.holds import HoldRequest, MadeHold
from pos_app.services.selling.seat_maps import best_seats, seat_map
from pos_app.station import Station
from pos_app.storage.sales import print_jobs
from tests.builders import stations as small
from tests.builders.clock import FakeClock
from tests.builders.stations import attempt, general_cart, seat_id, seats_cart, sell
from tests.pos_app.snapshots import kinds, refused

HOUR = timedelta(hours=1)


def held_for(name: str = "María Ñáñez", **values: Any) -> Held:
    return Held(**{"purpose": HoldPurpose.CUSTOMER, "name": name, **values})


def hold(till: Station, cart: Cart, by: Cashier | None = None, *, lasts: timedelta = HOUR, **values: Any) -> MadeHold:
    request = HoldRequest(held_for(**values), till.clock.now() + lasts)
    return holds.make(till, by or small.ana(till), cart, request)


def numbers(till: Station) -> list[int]:
    return [one.hold.number for one in holds.standing(till)]


def sellable(till: Station, name: str) -> SeatState:
    return SeatState(int(seat_map(till, small.offering(till).performance.id).states[seat_id(name)]))


def test_held_seats_are_sold_to_nobody_else_and_shown_held(till: Station) -> None:
    hold(till, seats_cart(till, ["A-1", "A-2"]))
    assert [sellable(till, name) for name in ("A-1", "A-2", "A-3")] == [SeatState.HELD, SeatState.HELD, SeatState.FREE]
    error = refused(till, attempt(till, seats_cart(till, ["A-2"])), SeatNotFree)
    assert (error.seat, error.state, error.nearest) == ("A-2", SeatState.HELD, "A-3")
    zone = small.zone(till, "Platea")
    best = best_seats(till, small.offering(till).performance.id, zone.id, 2, frozenset())
    assert not {seat_id("A-1"), seat_id("A-2")} & set(best)


def test_held_places_of_a_general_zone_are_not_left_to_others(till: Station) -> None:
    hold(till, general_cart(till, 60))
    sell(till, general_cart(till, 40))
    error = refused(till, attempt(till, general_cart(till, 1)), NotEnoughPlaces)
    assert (error.left, error.missing) == (0, 1)
    assert verify(till).ok


def test_a_hold_ends_by_itself_and_only_then_are_its_seats_sold(till: Station, clock: FakeClock) -> None:
    made = hold(till, seats_cart(till, ["A-1"]))
    clock.advance(minutes=59)
    assert holds.end_due(till) == ()
    clock.advance(minutes=1)
    assert sellable(till, "A-1") is SeatState.HELD
    refused(till, attempt(till, seats_cart(till, ["A-1"])), SeatNotFree)
    assert [one.id for one in holds.end_due(till)] == [made.hold.id]
    assert (holds.end_due(till), holds.standing(till)) == ((), ())
    sell(till, seats_cart(till, ["A-1"]))
    assert verify(till).ok


def test_a_hold_becomes_a_cart_and_its_sale_ends_it(till: Station, ana: Cashier) -> None:
    made = hold(till, seats_cart(till, ["A-1", "A-2"]))
    cart = holds.take_into_cart(till, ana, made.hold.id)
    assert cart.lines == made.hold.lines
    assert carts.kept(till, ana) == cart
    sold = sell(till, cart)
    assert len(sold.sale.tickets) == 2
    assert holds.standing(till) == ()
    assert kinds(till)[-1] == "sale_recorded/1"
    assert verify(till).ok


def test_the_rest_of_a_hold_that_is_sold_in_part_can_be_sold(till: Station, ana: Cashier) -> None:
    made = hold(till, seats_cart(till, ["A-1", "A-2"]))
    cart = holds.take_into_cart(till, ana, made.hold.id)
    sell(till, Cart(cart.id, cart.lines[:1], hold_id=cart.hold_id))
    assert sellable(till, "A-2") is SeatState.FREE
    sell(till, seats_cart(till, ["A-2"]))
    assert verify(till).ok


def test_a_sale_without_a_place_of_the_hold_leaves_it(till: Station, ana: Cashier) -> None:
    made = hold(till, seats_cart(till, ["A-1"]))
    cart = holds.take_into_cart(till, ana, made.hold.id)
    other = seats_cart(till, ["A-5"])
    sell(till, Cart(cart.id, other.lines, hold_id=cart.hold_id))
    assert numbers(till) == [1]
    assert verify(till).ok


def test_a_hold_in_a_cart_waits_for_the_cart(till: Station, ana: Cashier, clock: FakeClock) -> None:
    made = hold(till, seats_cart(till, ["A-1"]))
    cart = holds.take_into_cart(till, ana, made.hold.id)
    clock.advance(hours=2)
    assert holds.end_due(till) == ()
    with pytest.raises(HoldInCart):
        holds.release(till, ana, made.hold.id, "No vino")
    with pytest.raises(HoldIsOver):
        holds.take_into_cart(till, small.rosa(till), made.hold.id)
    carts.void(till, ana, cart)
    assert [one.number for one in holds.end_due(till)] == [1]
    assert verify(till).ok


def test_a_hold_is_taken_into_one_cart_and_no_cart_is_lost_by_it(till: Station, ana: Cashier, rosa: Cashier) -> None:
    made = hold(till, seats_cart(till, ["A-1"]))
    carts.keep(till, ana, general_cart(till, 2))
    refused(till, lambda: holds.take_into_cart(till, ana, made.hold.id), CartBegun)
    holds.take_into_cart(till, rosa, made.hold.id)
    carts.void(till, ana, carts.kept(till, ana) or general_cart(till, 1))
    refused(till, lambda: holds.take_into_cart(till, ana, made.hold.id), HoldInCart)


def test_one_key_gives_more_time_until_the_show_starts(till: Station, ana: Cashier, clock: FakeClock) -> None:
    made = hold(till, seats_cart(till, ["A-1"]))
    assert holds.extend(till, ana, made.hold.id) == made.hold.expires_at + holds.EXTENSION
    clock.advance(minutes=80)
    assert holds.end_due(till) == ()
    starts_at = small.offering(till).performance.starts_at
    assert holds.extend(till, ana, made.hold.id, timedelta(days=400)) == starts_at
    refused(till, lambda: holds.extend(till, ana, made.hold.id), BadHoldTime)
    clock.advance(days=400)
    refused(till, lambda: holds.extend(till, ana, made.hold.id), HoldIsOver)
    assert verify(till).ok


def test_whoever_made_it_or_a_supervisor_releases_with_a_reason(till: Station, ana: Cashier, rosa: Cashier) -> None:
    luis = small.cashier(till, "luis")
    made = hold(till, seats_cart(till, ["A-1"]))
    refused(till, lambda: holds.release(till, luis, made.hold.id, "No vino"), NotAllowed)
    refused(till, lambda: holds.release(till, ana, made.hold.id, "  "), ReasonMissing)
    holds.release(till, luis, made.hold.id, "No vino", approved_by=rosa)
    refused(till, lambda: holds.release(till, ana, made.hold.id, "No vino"), HoldIsOver)
    own = hold(till, seats_cart(till, ["A-1"]))
    holds.release(till, ana, own.hold.id, "Llamó para cancelar")
    sell(till, seats_cart(till, ["A-1"]))
    assert verify(till).ok


@pytest.mark.parametrize("purpose", [HoldPurpose.HOUSE, HoldPurpose.PRESS, HoldPurpose.SPONSOR])
def test_a_hold_of_the_house_needs_a_supervisor(till: Station, rosa: Cashier, purpose: HoldPurpose) -> None:
    cart = seats_cart(till, ["A-1"])
    refused(till, lambda: hold(till, cart, purpose=purpose), NotAllowed)
    request = HoldRequest(held_for(purpose=purpose), till.clock.now() + HOUR)
    holds.make(till, small.ana(till), cart, request, approved_by=rosa)
    assert numbers(till) == [1]


def test_what_cannot_be_held_is_refused(till: Station) -> None:
    cart = seats_cart(till, ["A-1"])
    refused(till, lambda: hold(till, cart, name=""), NobodyNamed)
    refused(till, lambda: hold(till, cart, lasts=timedelta()), BadHoldTime)
    refused(till, lambda: hold(till, cart, lasts=timedelta(days=400)), BadHoldTime)
    refused(till, lambda: hold(till, small.cart_of()), EmptyCart)
    sell(till, seats_cart(till, ["A-1"]))
    refused(till, lambda: hold(till, cart), SeatNotFree)
    hold(till, seats_cart(till, ["A-2"]))
    refused(till, lambda: hold(till, seats_cart(till, ["A-2"])), SeatNotFree)


def test_a_held_cart_that_is_held_again_replaces_the_hold(till: Station, ana: Cashier) -> None:
    first = hold(till, seats_cart(till, ["A-1", "A-2"]))
    cart = holds.take_into_cart(till, ana, first.hold.id)
    hold(till, Cart(cart.id, cart.lines[1:], hold_id=cart.hold_id))
    assert numbers(till) == [2]
    assert sellable(till, "A-1") is SeatState.FREE
    assert carts.kept(till, ana) is None
    assert verify(till).ok


def test_held_places_do_not_leave_the_station(till: Station) -> None:
    hold(till, seats_cart(till, ["A-1"]))
    hold(till, general_cart(till, 90))
    performance, general = small.offering(till).performance.id, small.zone(till, "General").id
    by, one = small.rosa(till), SeatSpan(seat_id("A-1"), seat_id("A-1"))
    refused(till, lambda: returning.return_seats(till, by, performance, [one]), InUse)
    refused(till, lambda: returning.return_places(till, by, (performance, general), 11), InUse)
    returning.return_places(till, by, (performance, general), 10)
    assert verify(till).ok


def test_the_slip_names_the_number_the_places_and_the_end(till: Station) -> None:
    made = hold(till, seats_cart(till, ["A-1", "A-2"]), phone="0414-1234567", note="Viene a las 7")
    with till.database.read() as tx:
        job = print_jobs.find(tx, made.job_id)
    assert job is not None
    printed = " ".join(str(part) for part in papers(till, job)[0].parts)
    for text in ("APARTADO", "N° 1", "María Ñáñez", "Cliente", "0414-1234567", "Nota: Viene a las 7", "A-1, A-2"):
        assert text in printed


def test_an_unknown_hold_is_no_hold(till: Station, ana: Cashier) -> None:
    made = hold(till, seats_cart(till, ["A-1"]))
    holds.release(till, ana, made.hold.id, "x")
    with pytest.raises(HoldIsOver):
        holds.take_into_cart(till, ana, HoldId(made.hold.id))
