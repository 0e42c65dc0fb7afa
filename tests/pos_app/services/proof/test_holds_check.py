"""Verification of holds: what a journal cannot have done with them is found."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from domain.ids import HoldId
from domain.rights import SeatSpan
from domain.sale.cart import Cart
from pos_app.services.proof.findings import Flaw
from pos_app.services.proof.verify import verify
from pos_app.station import Station
from pos_app.storage.catalogue import rights
from sync import journal
from sync.facts import AnyFact, HoldMade, PlacesReturned, SeatsReturned
from tests.builders import stations as small
from tests.builders.stations import general_cart, seat_id, seats_cart, sell
from tests.pos_app.services.selling.test_holds import hold


def added(till: Station, fact: AnyFact) -> Flaw | None:
    """The flaw of the store with an entry that only the holder of its key could add."""
    with till.database.write() as tx:
        journal.append(tx, till.author, fact, at=till.clock.now(), actor=None)
    finding = verify(till).finding
    return finding.flaw if finding else None


def another(till: Station, cart: Cart) -> HoldMade:
    """A second hold with the lines of a cart."""
    made = hold(till, general_cart(till, 1)).hold
    return HoldMade(replace(made, id=HoldId(UUID(int=9)), number=9, lines=cart.lines))


def test_a_seat_is_not_held_twice(till: Station) -> None:
    cart = seats_cart(till, ["A-1"])
    hold(till, cart)
    assert added(till, another(till, cart)) is Flaw.HOLD_MISMATCH


def test_a_sold_seat_is_not_held(till: Station) -> None:
    cart = seats_cart(till, ["A-1"])
    fact = another(till, cart)
    sell(till, cart)
    assert added(till, fact) is Flaw.HOLD_MISMATCH


def test_no_more_places_are_held_than_are_left(till: Station) -> None:
    hold(till, general_cart(till, 60))
    assert added(till, another(till, general_cart(till, 40))) is Flaw.HOLD_MISMATCH


def test_a_hold_keeps_something_and_is_not_over_when_it_is_made(till: Station) -> None:
    fact = another(till, seats_cart(till, ["A-1"]))
    over = replace(fact.hold, expires_at=till.clock.now() - timedelta(seconds=1))
    assert added(till, HoldMade(over)) is Flaw.HOLD_MISMATCH


def test_a_held_seat_is_not_returned(till: Station) -> None:
    hold(till, seats_cart(till, ["A-1"]))
    with till.database.read() as tx:
        lease = rights.leases(tx, till.holder)[0]
    seat = SeatSpan(seat_id("A-1"), seat_id("A-1"))
    assert added(till, SeatsReturned(lease.id, (seat,))) is Flaw.RETURN_NOT_HELD


def test_held_places_are_not_returned(till: Station) -> None:
    hold(till, general_cart(till, 60))
    with till.database.read() as tx:
        general = small.zone(till, "General").id
        allotment = next(one for one in rights.allotments(tx, till.holder) if one.zone_id == general)
    assert added(till, PlacesReturned(allotment.id, 41, 41)) is Flaw.RETURN_NOT_HELD
