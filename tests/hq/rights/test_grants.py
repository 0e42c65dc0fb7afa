"""Rights: none is granted twice, a returned one may be granted again, a fenced one never."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from domain.catalogue.catalog import ZoneKind
from domain.rights import GrantId, NumberGrant, PlacesGrant, SeatGrant, SeatSpan, spans
from hq.books.check import check
from hq.journals import lives
from hq.journals.lives import StationStatus
from hq.office import Office
from hq.people.accounts import Author
from hq.rights import fencing, grants
from hq.rights.blocks import grant_block
from hq.rights.fencing import fence, release_seats
from hq.rights.grants import AlreadyGranted, NotEnoughPlaces, Numbers
from hq.rights.rows import number_rights, place_rights
from hq.stations import stations
from hq.stations.stations import NewStation
from hq.storage import ledger
from hq.storage.ledger import NoSuchRow
from hq.storage.ledger_tables import seat_right
from sync import facts
from sync.line import seal
from sync.line.messages import Wants
from sync.tables import catalogue
from sync.tables.transaction import Tx
from tests.builders import stations as small
from tests.builders.counters import Counter, Counters, two_counters

pytestmark = pytest.mark.house


@pytest.fixture
def counters(office: Office, tmp_path: Path) -> Iterator[Counters]:
    with two_counters(office, tmp_path) as (one, two):
        yield one, two


def seats(one: Counter, *names: str, grant_id: int = 1) -> SeatGrant:
    performance = small.offering(one.station).performance.id
    return SeatGrant(GrantId(UUID(int=grant_id)), performance, spans(map(small.seat_id, names)))


def places(one: Counter, count: int, grant_id: int = 1) -> PlacesGrant:
    show, zone = small.offering(one.station), small.zone(one.station, "General")
    return PlacesGrant(GrantId(UUID(int=grant_id)), show.performance.id, zone.id, count)


def give(one: Counter, grant: SeatGrant | PlacesGrant) -> None:
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        if isinstance(grant, SeatGrant):
            grants.grant_seats(tx, one.office, one.holder, grant)
        else:
            grants.grant_places(tx, one.office, one.holder, grant)


def test_blocks_follow_one_another_whoever_asks(counters: Counters) -> None:
    given = []
    for station, count in ((counters[0], 30), (counters[1], 50), (counters[0], 20)):
        with station.office.database.tenant(station.holder.tenant_id) as tx:
            given.append(grants.grant_numbers(tx, station.office, station.holder, Numbers("A", count)))
    assert [(block.first, block.last) for block in given] == [(1, 30), (31, 80), (81, 100)]


def test_blocks_asked_for_at_the_same_time_never_overlap(counters: Counters) -> None:
    given: list[tuple[int, int]] = []

    def ask(station: Counter) -> None:
        for _ in range(10):
            with station.office.database.tenant(station.holder.tenant_id) as tx:
                block = grants.grant_numbers(tx, station.office, station.holder, Numbers("A", 7))
            given.append((block.first, block.last))

    askers = [threading.Thread(target=ask, args=(station,)) for station in counters for _ in range(2)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert sorted(given) == [(first, first + 6) for first in range(1, 281, 7)]


def test_a_seat_is_granted_once(counters: Counters) -> None:
    one, two = counters
    give(one, seats(one, "A-1", "A-2"))
    with pytest.raises(AlreadyGranted) as caught:
        give(two, seats(two, "A-2", "A-3", grant_id=2))
    assert (caught.value.wanted, caught.value.free) == (2, 1)
    give(two, seats(two, "A-3", grant_id=2))


def test_asking_again_under_the_same_id_is_asking_once(counters: Counters) -> None:
    one, two = counters
    give(one, seats(one, "A-1"))
    give(one, seats(one, "A-1"))
    give(one, places(one, 60, grant_id=2))
    give(one, places(one, 60, grant_id=2))
    with pytest.raises(NoSuchRow):
        give(two, seats(two, "A-1"))


def test_seats_that_the_house_does_not_have_are_nobodys(counters: Counters) -> None:
    one, _ = counters
    existing = seats(one, "A-1")
    beyond = (*existing.seats, SeatSpan(50_000, 50_001))
    with pytest.raises(NoSuchRow):
        give(one, SeatGrant(existing.id, existing.performance_id, beyond))
    give(one, existing)


def test_a_numbered_zone_has_no_places_to_give(counters: Counters) -> None:
    one, _ = counters
    numbered = next(zone for zone in small.offering(one.station).zones if zone.kind is ZoneKind.NUMBERED)
    with pytest.raises(NoSuchRow):
        give(one, replace(places(one, 1), zone_id=numbered.id))


def test_places_end_with_the_house(counters: Counters) -> None:
    one, two = counters
    give(one, places(one, 60))
    with pytest.raises(NotEnoughPlaces) as caught:
        give(two, places(two, 41, grant_id=2))
    assert caught.value.left == 40
    give(two, places(two, 40, grant_id=2))


def test_what_comes_back_may_be_given_again(counters: Counters) -> None:
    one, two = counters
    one.grant(numbers=10, seats=["A-1", "A-2"], places=100)
    lease = one.last_accepted(facts.SeatsAccepted)
    allotment = one.last_accepted(facts.PlacesAccepted)
    one.append(
        facts.SeatsReturned(grant_id=lease, seats=(SeatSpan(small.seat_id("A-2"), small.seat_id("A-2")),)),
        facts.PlacesReturned(grant_id=allotment, places=30, returned=30),
    )
    one.push()
    give(two, seats(two, "A-2", grant_id=7))
    give(two, places(two, 30, grant_id=8))
    with pytest.raises(AlreadyGranted):
        give(two, seats(two, "A-1", grant_id=9))


@pytest.mark.parametrize("span", [SeatSpan(1, 10**12), SeatSpan(-9, -1), SeatSpan(0, 2)])
def test_seats_that_were_never_held_take_no_held_seat_along(counters: Counters, span: SeatSpan) -> None:
    """A span without end is read as fast as any other."""
    one, two = counters
    one.grant(numbers=10, seats=["A-1", "A-2"])
    one.append(facts.SeatsReturned(one.last_accepted(facts.SeatsAccepted), (SeatSpan(1, 1), span)))
    one.push()
    for name in ("A-1", "A-2"):
        with pytest.raises(AlreadyGranted):
            give(two, seats(two, name, grant_id=8))


def test_numbers_that_come_back_are_void_for_ever(counters: Counters) -> None:
    one, _ = counters
    one.grant(numbers=10, places=10)
    one.sell_places(1)
    block = one.last_accepted(facts.NumbersAccepted)
    one.append(facts.NumbersReturned(grant_id=block, first=5, last=10))
    one.push()
    (partition,) = check(one.office, one.holder.tenant_id).partitions
    assert (partition.issued, partition.returned, partition.held) == (1, 6, 3 + 200)  # a new block was on its way
    assert partition.whole


@pytest.mark.parametrize(("first", "last"), [(5, 40), (-3, 10), (5, 11), (11, 20)])
def test_numbers_that_come_back_from_outside_the_block_void_nothing(counters: Counters, first: int, last: int) -> None:
    one, two = counters
    one.grant(numbers=10, places=10)
    two.grant(numbers=30)
    one.append(facts.NumbersReturned(one.last_accepted(facts.NumbersAccepted), first, last))
    one.push()
    (partition,) = check(one.office, one.holder.tenant_id).partitions
    assert (partition.returned, partition.held) == (0, partition.next_free - 1)
    assert partition.whole


@pytest.mark.parametrize("returned", [(5, 40), (-3, 10), (5, 11), (11, 20)])
def test_only_numbers_of_the_block_itself_are_void_whatever_was_believed(
    counters: Counters, returned: tuple[int, int]
) -> None:
    one, two = counters
    one.grant(numbers=10)
    two.grant(numbers=30)
    block = one.last_accepted(facts.NumbersAccepted)
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        fencing.return_numbers(tx, one.holder, block, returned, one.office.clock.now())
    (partition,) = check(one.office, one.holder.tenant_id).partitions
    assert (partition.returned, partition.held) == (0, partition.next_free - 1)


def test_a_seat_that_was_sold_without_a_right_is_given_to_nobody(counters: Counters) -> None:
    one, two = counters
    one.grant(numbers=10)
    one.append(facts.SeatsAccepted(seats(one, "A-1", grant_id=3), ""))
    one.sell_seats("A-1")
    one.push()
    with pytest.raises(AlreadyGranted) as caught:
        give(two, seats(two, "A-1", "A-2", grant_id=4))
    assert (caught.value.wanted, caught.value.free) == (2, 1)


def test_only_the_seats_of_a_lost_life_that_were_not_sold_are_released(counters: Counters) -> None:
    one, two = counters
    one.grant(numbers=10, seats=["A-1", "A-2"])
    one.sell_seats("A-1")
    one.push()
    by = Author(one.holder.tenant_id, None)
    with one.office.database.tenant(by.tenant_id) as tx:
        fence(tx, one.holder, "lost", one.office.clock.now())
        grants.grant_seats(tx, one.office, replace(one.holder, epoch=2), seats(one, "A-3", grant_id=4))
        assert release_seats(tx, one.office, by, one.holder.station_id, "quemada") == 1
        kept = tx.execute(select(seat_right.c.seat_id).order_by(seat_right.c.seat_id)).scalars()
        assert list(kept) == [small.seat_id("A-1"), small.seat_id("A-3")]
    give(two, seats(two, "A-2", grant_id=5))


def test_what_a_lost_life_held_is_never_given_again(counters: Counters) -> None:
    one, two = counters
    one.grant(numbers=30, seats=["A-1", "A-2"], places=100)
    one.sell_seats("A-1")
    one.push()
    one.sell_seats("A-2")  # HQ does not know
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        fence(tx, one.holder, "lost", one.office.clock.now())
    with pytest.raises(AlreadyGranted):
        give(two, seats(two, "A-2", grant_id=5))
    with pytest.raises(NotEnoughPlaces):
        give(two, places(two, 1, grant_id=6))
    (partition,) = check(one.office, one.holder.tenant_id).partitions
    assert (partition.issued, partition.held) == (1, 0)
    assert partition.void == partition.next_free - 2
    assert partition.whole
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        blocks = number_rights.blocks_with_numbers(tx, one.holder.tenant_id)
    assert {block.fenced for block in blocks} == {1}


def test_places_are_topped_up_as_far_as_there_are_any(counters: Counters) -> None:
    one, _ = counters
    one.grant(numbers=30, places=90)
    one.sell_places(70)
    wanted = places(one, 40)
    wants = Wants(places=((wanted.performance_id, wanted.zone_id, 40),))
    (granted,) = one.push(wants=wants).grants.places
    assert granted.places == 10


def test_places_that_another_sold_meanwhile_stop_no_push(counters: Counters, monkeypatch: pytest.MonkeyPatch) -> None:
    one, _ = counters
    one.grant(numbers=30, places=10)
    one.sell_places(1)
    counted = place_rights.places_left

    def overtaken(tx: Tx, tenant_id: UUID, performance_id: UUID, zone_id: UUID, of: int) -> int:
        left = counted(tx, tenant_id, performance_id, zone_id, of)
        monkeypatch.setattr(place_rights, "places_left", counted)
        with one.office.database.tenant(tenant_id) as other:
            ledger.use_beyond(other, tenant_id, performance_id, zone_id, left)
        return left

    monkeypatch.setattr(place_rights, "places_left", overtaken)
    wanted = places(one, 5)
    answer = one.push(wants=Wants(places=((wanted.performance_id, wanted.zone_id, 5),)))
    assert answer.grants.places == ()


def test_a_station_whose_series_is_gone_tells_what_it_sold(
    counters: Counters, expect_log: Callable[[str], None]
) -> None:
    one, _ = counters
    one.grant(numbers=10, places=10)
    one.sell_places(1)
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        tx.execute(catalogue.station.update().values(series="Z"))
    expect_log("gets no numbers: no series Z")
    answer = one.push()
    assert answer.acknowledged == one.next_push().top
    assert answer.grants.numbers == ()


def test_a_station_of_an_unknown_series_is_not_made_known(counters: Counters) -> None:
    one, _ = counters
    new = NewStation(UUID(int=77), 7, "Taquilla 7", "Sala", "Z")
    with one.office.database.tenant(one.holder.tenant_id) as tx, pytest.raises(NoSuchRow, match="series"):
        stations.add(tx, one.office, Author(one.holder.tenant_id, None), new)


def test_an_id_under_which_something_was_given_is_given_to_nobody_else(counters: Counters) -> None:
    one, two = counters
    grant_id = GrantId(UUID(int=5))
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        first = grants.grant_numbers(tx, one.office, one.holder, Numbers("A", 30), grant_id)
    with pytest.raises(NoSuchRow), two.office.database.tenant(two.holder.tenant_id) as tx:
        grants.grant_numbers(tx, two.office, two.holder, Numbers("A", 30), grant_id)
    with two.office.database.tenant(two.holder.tenant_id) as tx:
        after = grants.grant_numbers(tx, two.office, two.holder, Numbers("A", 30))
    assert after.first == first.last + 1


def test_an_id_under_which_seats_were_given_names_no_block(counters: Counters) -> None:
    one, _ = counters
    given = seats(one, "A-1", grant_id=7)
    give(one, given)
    with pytest.raises(NoSuchRow) as caught, one.office.database.tenant(one.holder.tenant_id) as tx:
        grant_block(tx, one.office, Author(one.holder.tenant_id, None), one.holder, (given.id, Numbers("A", 30)))
    assert caught.value.what == "block"


@pytest.mark.parametrize("status", [StationStatus.FROZEN, StationStatus.LOST, StationStatus.REVOKED])
def test_staff_give_no_right_to_a_station_that_is_not_active(counters: Counters, status: StationStatus) -> None:
    one, _ = counters
    tenant_id, station_id = one.holder.tenant_id, one.holder.station_id
    with one.office.database.tenant(tenant_id) as tx:
        assert lives.entitled_holder(tx, tenant_id, station_id) == one.holder
        change = stations.StatusChange(status, "robada")
        stations.set_status(tx, one.office, Author(tenant_id, None), station_id, change)
    with pytest.raises(lives.StatusRefused) as caught, one.office.database.tenant(tenant_id) as tx:
        lives.entitled_holder(tx, tenant_id, station_id)
    assert caught.value.status == status


def test_every_right_carries_hqs_seal(counters: Counters) -> None:
    one, _ = counters
    give(one, seats(one, "A-1"))
    granted = one.push().grants
    seals = dict(granted.seals)
    key = one.hq_key
    sealed: list[SeatGrant | NumberGrant] = [*granted.seats, *granted.numbers]
    for grant in sealed:
        signed = seal.grant_bytes(one.holder.tenant_id, one.holder.station_id, 1, grant)
        assert seal.holds(key, signed, seals[grant.id])
    other = seal.grant_bytes(one.holder.tenant_id, one.holder.station_id, 2, granted.seats[0])
    assert not seal.holds(key, other, seals[granted.seats[0].id])
