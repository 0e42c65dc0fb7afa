"""Registering a station by its number: once, with as many codes as needed."""

from dataclasses import replace
from uuid import UUID

import pytest

from hq.journals.lives import NoSuchStation, StationStatus
from hq.office import Office
from hq.stations import rows, stations
from hq.stations.registering import NumberedStation, Registration, register
from hq.stations.stations import NewStation
from tests.builders.tenants import TEATRO, Visitor, by_hand, people

NEW = NumberedStation(3, "Teatro", "Taquilla 3", "A")


@pytest.fixture
def teatro(office: Office) -> Office:
    people(office, TEATRO)
    return office


def registered(office: Office, wanted: NumberedStation = NEW) -> Registration:
    return register(office, by_hand(TEATRO), wanted)


def test_a_number_that_is_registered_gets_another_code_for_the_same_station(teatro: Office) -> None:
    first = registered(teatro)
    again = registered(teatro, NumberedStation(3, "Teatro"))
    assert again.station_id == first.station_id
    assert again.code.text != first.code.text
    assert (again.status, again.ends_a_life) == (StationStatus.ADDED, False)


@pytest.mark.parametrize("wanted", [NumberedStation(3, "Teatro", "", "A"), NumberedStation(3, "Teatro", "Taquilla 3")])
def test_a_new_station_needs_a_name_and_a_series(teatro: Office, wanted: NumberedStation) -> None:
    with pytest.raises(NoSuchStation, match="station 3"):
        registered(teatro, wanted)


def test_a_code_for_an_enrolled_station_ends_its_life(teatro: Office) -> None:
    station = Visitor(TEATRO, registered(teatro).station_id, no=3)
    station.enrol(teatro)
    assert registered(teatro).ends_a_life


def test_what_the_set_up_gave_stays_when_a_station_is_registered_without_it(teatro: Office) -> None:
    """A station counts blind unless something else was given."""
    wanted = NewStation(UUID(int=9), 9, "Taquilla 9", "Teatro", "A")
    given = replace(wanted, blind_count=False, difference_limits="VES=500")
    kept = []
    for one in (wanted, given, wanted, replace(wanted, blind_count=True)):
        with teatro.database.tenant(TEATRO.id) as tx:
            stations.add(tx, teatro, by_hand(TEATRO), one)
            row = rows.station(tx, TEATRO.id, wanted.id)
            kept.append((row.blind_count, row.difference_limits))
    assert kept == [(True, ""), (False, "VES=500"), (False, "VES=500"), (True, "VES=500")]
