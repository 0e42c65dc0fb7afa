"""Rights that a station holds, how long they last, and returning those it will not sell."""

from datetime import timedelta
from uuid import UUID

import pytest

from domain.catalogue.seats import SeatNotFree
from domain.rights import GrantId, SeatSpan
from pos_app.services.proof.verify import verify
from pos_app.services.rights import rights
from pos_app.services.rights.rights import NotHeld
from pos_app.station import Station
from pos_app.storage.catalogue import numbers
from tests.builders.clock import FakeClock
from tests.builders.stations import attempt, cash_ves, clock_of, general_cart, offering, seat_id, seats_cart, sell, zone
from tests.pos_app.snapshots import kinds, refused

FOUR_HOURS = timedelta(hours=4)


def left(station: Station) -> dict[str, int]:
    names = {zone.id: zone.name for zone in offering(station).zones}
    return {names[held.zone_id]: held.left for held in rights.held(station, FOUR_HOURS).zones}


def first_block(station: Station) -> GrantId:
    with station.database.read() as tx:
        return numbers.held(tx, station.holder)[0].id


def test_a_new_station_holds_what_its_file_gave_but_for_withheld_seats(station: Station) -> None:
    assert left(station) == {"Platea": 39, "General": 100}
    assert rights.held(station, FOUR_HOURS).numbers == 35


def test_of_a_series_without_a_block_no_number_is_left(station: Station) -> None:
    with station.database.read() as tx:
        assert numbers.left(tx, station.holder, "Z") == (0, 0)
        assert numbers.left(tx, station.holder, station.catalogue.profile(tx).series) == (35, 35)


def test_what_is_sold_is_held_no_more(till: Station) -> None:
    sell(till, seats_cart(till, ["A-1", "A-2"]))
    sell(till, general_cart(till, 5))
    assert left(till) == {"Platea": 37, "General": 95}


def test_it_lasts_as_long_as_the_pace_of_the_last_hours_says(till: Station, clock: FakeClock) -> None:
    sell(till, general_cart(till, 3))
    clock.advance(hours=5)
    sell(till, general_cart(till, 10))
    held = rights.held(till, FOUR_HOURS)
    general = next(held_zone for held_zone in held.zones if held_zone.zone_id == zone(till, "General").id)
    assert (general.left, general.lasts_for) == (87, timedelta(hours=4) * 87 // 10)
    assert (held.numbers, held.numbers_last_for) == (33, timedelta(hours=4) * 33)


def test_without_sales_nobody_knows_how_long_it_lasts(till: Station) -> None:
    sell(till, general_cart(till, 1))
    clock_of(till).advance(hours=5)
    held = rights.held(till, FOUR_HOURS)
    assert {held.numbers_last_for, *(held_zone.lasts_for for held_zone in held.zones)} == {None}


def test_the_tail_of_a_block_goes_back_and_the_rest_is_used(till: Station) -> None:
    sell(till, general_cart(till, 1))
    assert rights.give_back_numbers(till, first_block(till), 3) == 28
    assert [sell(till, general_cart(till, 1)).document.number for _ in range(2)] == [2, 101]
    verdict = verify(till)
    assert (verdict.ok, verdict.numbers_issued, verdict.numbers_returned, verdict.numbers_held) == (True, 3, 28, 4)


@pytest.mark.parametrize("first", [1, 31])
def test_numbers_that_were_used_or_are_beyond_the_block_do_not_go_back(till: Station, first: int) -> None:
    sell(till, general_cart(till, 1))
    refused(till, lambda: rights.give_back_numbers(till, first_block(till), first), NotHeld)


def test_a_block_of_nobody_does_not_go_back(till: Station) -> None:
    refused(till, lambda: rights.give_back_numbers(till, GrantId(UUID(int=1)), 5), NotHeld)


def test_seats_that_went_back_are_another_stations(till: Station) -> None:
    performance = offering(till).performance.id
    row_b = SeatSpan(seat_id("B-1"), seat_id("B-10"))
    assert rights.give_back_seats(till, performance, [row_b]) == 10
    assert left(till)["Platea"] == 29
    refused(till, attempt(till, seats_cart(till, ["B-4"]), cash_ves("1.00")), SeatNotFree)
    assert sell(till, seats_cart(till, ["A-4"])).document.number == 1
    assert verify(till).ok


def test_sold_seats_do_not_go_back(till: Station) -> None:
    sell(till, seats_cart(till, ["B-4"]))
    row_b = SeatSpan(seat_id("B-1"), seat_id("B-10"))
    error = refused(till, lambda: rights.give_back_seats(till, offering(till).performance.id, [row_b]), NotHeld)
    assert error.what == str(seat_id("B-4"))


def test_places_go_back_down_to_what_was_sold(till: Station) -> None:
    place = (offering(till).performance.id, zone(till, "General").id)
    sell(till, general_cart(till, 3))
    rights.give_back_places(till, place, 90)
    assert left(till)["General"] == 7
    refused(till, lambda: rights.give_back_places(till, place, 8), NotHeld)
    rights.give_back_places(till, place, 7)
    assert kinds(till).count("places_returned/1") == 2
    assert verify(till).ok
