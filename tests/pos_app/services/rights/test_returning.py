"""Returning rights that will not be sold: what is used, in a cart or another life's stays."""

from datetime import timedelta
from uuid import UUID

import pytest

from domain.catalogue.seats import SeatNotFree
from domain.people.staff import NotAllowed
from domain.rights import GrantId, SeatSpan
from pos_app.services.proof.verify import verify
from pos_app.services.rights import returning, rights
from pos_app.services.rights.returning import InUse, NotHeld
from pos_app.services.selling import carts
from pos_app.station import Station
from pos_app.storage.catalogue import numbers
from tests.builders.stations import (
    ana,
    attempt,
    cash_ves,
    general_cart,
    offering,
    rosa,
    seat_id,
    seats_cart,
    sell,
    zone,
)  # fmt: skip
from tests.pos_app.snapshots import kinds, refused

FOUR_HOURS = timedelta(hours=4)


def left(station: Station) -> dict[str, int]:
    names = {zone.id: zone.name for zone in offering(station).zones}
    return {names[held.zone_id]: held.left for held in rights.held(station, FOUR_HOURS).zones}


def first_block(station: Station) -> GrantId:
    with station.database.read() as tx:
        return numbers.held(tx, station.holder)[0].id


def test_the_tail_of_a_block_goes_back_and_the_rest_is_used(till: Station) -> None:
    sell(till, general_cart(till, 1))
    assert returning.return_block_tail(till, rosa(till), first_block(till), 3) == 28
    assert [sell(till, general_cart(till, 1)).document.number for _ in range(2)] == [2, 101]
    verdict = verify(till)
    assert (verdict.ok, verdict.numbers_issued, verdict.numbers_returned, verdict.numbers_held) == (True, 3, 28, 4)


@pytest.mark.parametrize("first", [1, 31])
def test_numbers_that_were_used_or_are_beyond_the_block_do_not_go_back(till: Station, first: int) -> None:
    sell(till, general_cart(till, 1))
    refused(till, lambda: returning.return_block_tail(till, rosa(till), first_block(till), first), NotHeld)


def test_a_block_of_nobody_does_not_go_back(till: Station) -> None:
    refused(till, lambda: returning.return_block_tail(till, rosa(till), GrantId(UUID(int=1)), 5), NotHeld)


def test_seats_that_went_back_are_another_stations(till: Station) -> None:
    performance = offering(till).performance.id
    row_b = SeatSpan(seat_id("B-1"), seat_id("B-10"))
    assert returning.return_seats(till, rosa(till), performance, [row_b]) == 10
    assert left(till)["Platea"] == 29
    refused(till, attempt(till, seats_cart(till, ["B-4"]), cash_ves("1.00")), SeatNotFree)
    assert sell(till, seats_cart(till, ["A-4"])).document.number == 1
    assert verify(till).ok


def test_sold_seats_do_not_go_back(till: Station) -> None:
    sell(till, seats_cart(till, ["B-4"]))
    row_b = SeatSpan(seat_id("B-1"), seat_id("B-10"))
    error = refused(
        till, lambda: returning.return_seats(till, rosa(till), offering(till).performance.id, [row_b]), NotHeld
    )
    assert error.what == "B-4"


def test_places_go_back_down_to_what_was_sold(till: Station) -> None:
    place = (offering(till).performance.id, zone(till, "General").id)
    sell(till, general_cart(till, 3))
    returning.return_places(till, rosa(till), place, 90)
    assert left(till)["General"] == 7
    refused(till, lambda: returning.return_places(till, rosa(till), place, 8), NotHeld)
    returning.return_places(till, rosa(till), place, 7)
    assert kinds(till).count("places_returned/1") == 2
    assert verify(till).ok


def test_the_last_numbers_of_all_blocks_go_back_together(till: Station) -> None:
    sell(till, general_cart(till, 1))
    returning.return_numbers(till, rosa(till), "A", 12)
    assert rights.held(till, FOUR_HOURS).numbers == 22
    refused(till, lambda: returning.return_numbers(till, rosa(till), "A", 23), NotHeld)
    refused(till, lambda: returning.return_numbers(till, rosa(till), "A", 0), NotHeld)
    assert verify(till).numbers_returned == 12


def test_a_seat_in_a_cart_does_not_go_back(till: Station) -> None:
    carts.keep(till, ana(till), seats_cart(till, ["B-4"]))
    row_b = SeatSpan(seat_id("B-1"), seat_id("B-10"))
    error = refused(
        till, lambda: returning.return_seats(till, rosa(till), offering(till).performance.id, [row_b]), InUse
    )
    assert error.what == "B-4"


def test_places_in_a_cart_do_not_go_back(till: Station) -> None:
    place = (offering(till).performance.id, zone(till, "General").id)
    carts.keep(till, ana(till), general_cart(till, 5))
    refused(till, lambda: returning.return_places(till, rosa(till), place, 96), InUse)
    returning.return_places(till, rosa(till), place, 95)
    assert left(till)["General"] == 5


def test_a_cashier_returns_nothing_without_a_supervisor(till: Station) -> None:
    place = (offering(till).performance.id, zone(till, "General").id)
    refused(till, lambda: returning.return_places(till, ana(till), place, 1), NotAllowed)
    refused(till, lambda: returning.return_numbers(till, ana(till), "A", 1), NotAllowed)
