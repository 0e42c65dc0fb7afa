"""Rights that a station holds, how long they last, and returning those it will not sell."""

from datetime import timedelta

from pos_app.services.rights import rights
from pos_app.station import Station
from pos_app.storage.catalogue import numbers
from tests.builders.clock import FakeClock
from tests.builders.stations import clock_of, general_cart, offering, seats_cart, sell, zone

FOUR_HOURS = timedelta(hours=4)


def left(station: Station) -> dict[str, int]:
    names = {zone.id: zone.name for zone in offering(station).zones}
    return {names[held.zone_id]: held.left for held in rights.held(station, FOUR_HOURS).zones}


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
