"""The rights that set-up files give are facts, and the same files give the same facts."""

from pathlib import Path

from pos_app.services.proof.verify import verify
from pos_app.station import Station
from pos_app.storage.catalogue import numbers, seats
from sync import journal
from sync.facts import AnyFact, NumbersAccepted, PlacesAccepted, SeatsAccepted, TurnsAccepted, kind_of
from tests.builders.stations import general_cart, new_station, offering, seat_id, seats_cart, sell
from tests.pos_app.services.setup.test_load_setup import load
from tests.sync.setup.setups import SMALL, changed

RIGHTS = '''
[event.rights]
sections = []
places = { General = 40 }

[[event.performance]]
key = "sabado"'''
"""No numbered seats, and less than half of the places."""

RIGHTS_ACCEPTED = (NumbersAccepted, SeatsAccepted, PlacesAccepted, TurnsAccepted)


def facts(station: Station) -> list[AnyFact]:
    """The facts in the journal, in order."""
    with station.database.read() as tx:
        return [signed.read().body for signed in journal.read(tx, station.tenant_id, station.id, 1)]


def grants(station: Station) -> list[object]:
    """The grants in the journal, in order."""
    return [fact.grant for fact in facts(station) if isinstance(fact, RIGHTS_ACCEPTED)]


def blocks(station: Station) -> list[tuple[int, int, int, str]]:
    """The first, next and last number of each block, and its first control number."""
    with station.database.read() as tx:
        held = numbers.blocks(tx, station.tenant_id, station.id)
    return [(block.first, block.next, block.last, block.first_control) for block in held]


def held_seats(station: Station) -> set[int]:
    """The seats of the Saturday concert that the station holds."""
    with station.database.read() as tx:
        rights = seats.rights(tx, station.holder, offering(station).performance.id)
    return {seat for span in rights.leased for seat in span}


def places(station: Station) -> int:
    """The places of the Saturday concert that the station holds."""
    with station.database.read() as tx:
        return sum(seats.granted(tx, station.holder, offering(station).performance.id).values())


def test_a_block_grows_by_another_grant_and_keeps_its_next_number(till: Station) -> None:
    sell(till, general_cart(till, 1))
    assert load(till, changed(("last = 30", "last = 40"))) == 1
    assert blocks(till) == [(1, 2, 30, "00-00000501"), (31, 31, 40, "00-00000531"), (101, 101, 105, "00-00000601")]
    assert load(till, changed(("last = 30", "last = 40"))) == 0
    assert verify(till).ok


def test_every_right_of_a_file_is_in_the_journal_without_a_seal(station: Station) -> None:
    given = [fact for fact in facts(station) if isinstance(fact, RIGHTS_ACCEPTED)]
    assert [kind_of(fact) for fact in given] == [
        *("numbers_accepted/1", "numbers_accepted/1"),
        *("seats_accepted/1", "places_accepted/1", "turns_accepted/1"),
        *("seats_accepted/1", "places_accepted/1", "turns_accepted/1"),
    ]
    assert {fact.certificate for fact in given} == {""}


def test_the_same_file_makes_the_same_grants_in_two_stores(station: Station, tmp_path: Path) -> None:
    other = new_station(tmp_path / "other", seed=2)
    assert grants(other) == grants(station)
    other.database.close()


def test_seats_that_a_file_names_no_more_are_given_back_but_for_sold_ones(till: Station) -> None:
    sell(till, seats_cart(till, ["A-1"]))
    without_seats = changed(('[[event.performance]]\nkey = "sabado"', RIGHTS))
    assert load(till, without_seats) == 4  # two performances give back seats and places
    assert held_seats(till) == {seat_id("A-1")}
    assert load(till, without_seats) == 0
    assert load(till, SMALL) == 4
    assert held_seats(till) == set(range(40))
    assert verify(till).ok


def test_places_of_a_file_grow_and_shrink_but_never_below_what_was_sold(till: Station) -> None:
    sell(till, general_cart(till, 3))
    for capacity in (150, 40, 60):
        load(till, changed(("capacity = 100", f"capacity = {capacity}")))
        assert places(till) == capacity
    load(till, changed(('[[event.performance]]\nkey = "sabado"', RIGHTS.replace("{ General = 40 }", "{}"))))
    assert places(till) == 3
    assert verify(till).ok
