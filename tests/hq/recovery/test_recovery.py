"""A database restored from an older copy: no right granted since that copy is granted to another."""

from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select, update

from domain.conflicts.differences import Matter
from domain.rights import SeatSpan
from hq.books.check import check
from hq.catalogue import feed
from hq.catalogue.publish import publish
from hq.conflicts import cases
from hq.journals import lives
from hq.office import Office
from hq.people.accounts import Author
from hq.recovery.recovery import recover
from hq.rights import grants
from hq.rights.grants import AlreadyGranted, Numbers
from hq.stations import enrolment, stations
from hq.storage import ledger_tables
from hq.storage.issue_log import NOWHERE, IssueLog
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from pos_app.storage.store import sync_state
from sync import facts
from sync.journal import public_key
from sync.line.messages import OpenEpoch, epoch_words
from sync.tables import catalogue as shared
from tests.builders import stations as small
from tests.builders.counters import Counter, Counters, counter
from tests.hq.recovery.copies import BLOCK, PutBack, Safe, move_to, numbers, open_cases, seats

pytestmark = pytest.mark.house


def test_what_was_given_since_the_copy_is_nobody_elses(counters: Counters, safe: Safe, put_back: PutBack) -> None:
    one, two = counters
    copy = safe.copy_of(one.office)
    one.grant(numbers=BLOCK, seats=["A-1", "A-2"], places=30)
    one.sell_seats("A-1", "A-2")
    one.sell_places(3)
    one.push()

    restored = put_back(one.office, copy)
    assert restored.incarnation != one.office.incarnation
    assert numbers(restored, two).first == numbers(one.office, two).first
    with pytest.raises(AlreadyGranted):
        seats(restored, two, "A-2", "A-3")
    move_to(restored, one)
    report = check(restored, one.holder.tenant_id)
    assert (report.ok, report.findings) == (True, ())
    assert open_cases(restored, one.holder.tenant_id) == 0


def test_a_sale_from_a_catalogue_that_was_lost_is_not_derived_from_another_one(
    counters: Counters, safe: Safe, put_back: PutBack
) -> None:
    one, two = counters
    copy = safe.copy_of(one.office)
    one.grant(numbers=BLOCK, places=30)
    two.grant(numbers=BLOCK)
    lost = change_prices(one.office, one, 1500)
    with one.station.database.write() as tx:
        tx.execute(update(shared.zone).values(base_price=1500))
        sync_state.move(tx, one.office.incarnation, lost)
        catalogue_changed(tx)
    one.sell_places(1)

    restored = put_back(one.office, copy)
    assert change_prices(restored, one, 900) > lost
    move_to(restored, one)
    with restored.database.tenant(one.holder.tenant_id) as tx:
        (case,) = cases.open_cases(tx, one.holder.tenant_id)
    (claim,) = case.claims
    assert [difference.matter for difference in claim.differences] == [Matter.CATALOGUE]
    assert claim.expected is None


def change_prices(office: Office, of: Counter, price: int) -> int:
    """HQ publishes another price of every zone; returns the cursor of the feed's last change."""
    tenant_id = of.holder.tenant_id
    with office.database.tenant(tenant_id) as tx:
        rows = [{**row, "base_price": price} for row in tx.execute(select(shared.zone)).mappings()]
        publish(tx, tenant_id, office.clock.now(), {shared.zone: rows})
        return feed.head(tx, tenant_id)


def test_a_turn_given_since_the_copy_is_nobody_elses(counters: Counters, safe: Safe, put_back: PutBack) -> None:
    """The presale of the numbered zone has four tickets; a quarter of its seats brings one of them."""
    one, two = counters
    copy = safe.copy_of(one.office)
    one.grant(numbers=BLOCK)
    one.grant(seats=[f"A-{seat}" for seat in range(1, 11)])
    restored = put_back(one.office, copy)
    seats(restored, two, *(f"B-{seat}" for seat in range(1, 11)))
    t = ledger_tables.turn_right.c
    with restored.database.tenant(one.holder.tenant_id) as tx:
        holders = {row.turn: row.station_id for row in tx.execute(select(t.turn, t.station_id))}
    assert holders == {0: one.holder.station_id, 1: two.holder.station_id}


def test_without_the_log_the_same_number_is_given_twice(counters: Counters, safe: Safe) -> None:
    """Shows that the tests above would fail without the log."""
    one, two = counters
    copy = safe.copy_of(one.office)
    one.grant(numbers=BLOCK)
    restored = recover(safe.opened(one.office, copy, NOWHERE))
    assert numbers(restored, two).first == 1


def test_a_seat_that_came_back_since_the_copy_is_of_whoever_had_it_last(
    counters: Counters, safe: Safe, issued: IssueLog
) -> None:
    one, two = counters
    one.grant(seats=["A-1", "A-2"])
    lease = one.last_accepted(facts.SeatsAccepted)
    one.push()
    copy = safe.copy_of(one.office)
    back = small.seat_id("A-2")
    one.append(facts.SeatsReturned(grant_id=lease, seats=(SeatSpan(back, back),)))
    one.push()
    two.grant(numbers=BLOCK, seats=["A-2"])
    two.sell_seats("A-2")

    restored = recover(safe.opened(one.office, copy, issued))
    move_to(restored, two)
    move_to(restored, one)
    assert open_cases(restored, one.holder.tenant_id) == 0
    t = ledger_tables.seat_right.c
    with restored.database.tenant(one.holder.tenant_id) as tx:
        holders = {row.seat_id: row.station_id for row in tx.execute(select(t.seat_id, t.station_id))}
    assert holders == {small.seat_id("A-1"): one.holder.station_id, back: two.holder.station_id}


def test_a_life_that_began_since_the_copy_is_begun_again(counters: Counters, safe: Safe, put_back: PutBack) -> None:
    one, _ = counters
    by, key = Author(one.holder.tenant_id, None), Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    copy = safe.copy_of(one.office)
    request = OpenEpoch(
        one.holder.epoch, public_key(key), key.sign(epoch_words(one.holder.station_id, one.holder.epoch)).hex()
    )
    with one.office.database.tenant(by.tenant_id) as tx:
        stations.approve_epoch(tx, one.office, by, one.holder.station_id, one.holder.epoch, "disco restaurado")
        enrolment.open_epoch(tx, one.office, one.holder, request)
    second = replace(one.holder, epoch=one.holder.epoch + 1)
    with one.office.database.tenant(by.tenant_id) as tx:
        grants.grant_numbers(tx, one.office, second, Numbers("A", BLOCK))

    restored = put_back(one.office, copy)
    with restored.database.tenant(by.tenant_id) as tx:
        view = stations.view(tx, by.tenant_id, one.holder.station_id)
        assert view.epoch == second.epoch
        assert [block.last for block in grants.outstanding(tx, [second])[second.station_id].numbers] == [BLOCK]


def test_a_station_made_known_since_the_copy_is_known_again_with_what_it_holds(
    office: Office, tmp_path: Path, safe: Safe, put_back: PutBack
) -> None:
    copy = safe.copy_of(office)
    with counter(office, tmp_path / "1", 1) as one:
        one.grant(numbers=BLOCK)
        restored = put_back(office, copy)
        move_to(restored, one)
        assert check(restored, one.holder.tenant_id).ok
        assert numbers(restored, one).first > BLOCK


def test_what_a_station_holds_that_hq_does_not_know_any_more_stays_fenced(
    counters: Counters, safe: Safe, put_back: PutBack
) -> None:
    one, two = counters
    copy = safe.copy_of(one.office)
    numbers(one.office, one)
    numbers(one.office, two)
    by = Author(one.holder.tenant_id, None)
    restoring = safe.opened(one.office, copy, NOWHERE)
    with restoring.database.tenant(by.tenant_id) as tx:
        lost = stations.StatusChange(lives.StationStatus.LOST, "no está")
        stations.set_status(tx, restoring, by, one.holder.station_id, lost)
    restored = put_back(one.office, copy)
    with restored.database.tenant(by.tenant_id) as tx:
        assert grants.outstanding(tx, [one.holder]) == {}
    assert [partition.whole for partition in check(restored, by.tenant_id).partitions] == [True]
