"""A database put back from an older copy: nothing that was entrusted since then is given to another."""

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from domain.rights import GrantId, NumberGrant, SeatGrant, SeatSpan, spans
from hq.keys import KeySeal
from hq.office import Office, open_office
from hq.services import conflicts, enrolment, grants, stations
from hq.services.accounts import Author
from hq.services.check import check
from hq.services.grants import AlreadyEntrusted, Numbers
from hq.services.recovery import IssueLogGap, recover
from hq.storage import ledger_tables
from hq.storage.database import Database, TenantTx
from hq.storage.issue_log import NOWHERE, IssueLog
from sync import facts
from sync.journal import public_key
from sync.messages import OpenEpoch, Wants, epoch_words
from tests.hq.counters import Counter, counter, house
from tests.hq.offices import FixedClock
from tests.log_guard import LogGuard
from tests.pos_app import stations as small

_names = count(1)
BLOCK = 10


@dataclass
class Safe:
    """Copies of HQ's database, as a server's backup would make them."""

    stack: ExitStack

    def copy_of(self, office: Office) -> str:
        """A copy of the database as it is now; its name."""
        name = f"copy_{next(_names)}"
        self._run(office, f'CREATE DATABASE {name} TEMPLATE "{office.database.url.database}" STRATEGY file_copy')
        self.stack.callback(self._run, office, f"DROP DATABASE {name} WITH (FORCE)")
        return name

    def opened(self, office: Office, name: str, issued: IssueLog) -> Office:
        """HQ over a copy."""
        url = office.database.url.set(database=name).render_as_string(hide_password=False)
        database = self.stack.enter_context(closing(Database(url)))
        return open_office(database, office.clock, random.Random(name).randbytes, KeySeal(bytes(32)), issued)  # noqa: S311  # the same in every run

    @staticmethod
    def _run(office: Office, statement: str) -> None:
        office.database.close()  # a database that somebody is connected to is not copied
        url = office.database.url.set(drivername="postgresql", database="postgres")
        with closing(psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)) as connection:
            connection.execute(statement.encode())


@pytest.fixture
def safe() -> Iterator[Safe]:
    with ExitStack() as stack:
        yield Safe(stack)


@pytest.fixture
def issued(tmp_path: Path) -> IssueLog:
    return IssueLog(tmp_path / "issued.log")


@pytest.fixture
def office(database: Database, clock: FixedClock, issued: IssueLog) -> Office:
    """HQ that writes an issue log; opened, as a program opens it."""
    return recover(open_office(database, clock, random.Random(0).randbytes, KeySeal(bytes(32)), issued))  # noqa: S311  # the same in every run


Counters = tuple[Counter, Counter]
PutBack = Callable[[Office, str], Office]


@pytest.fixture
def put_back(safe: Safe, issued: IssueLog, log_guard: LogGuard) -> PutBack:
    """HQ is opened over an older copy of its database, and says so."""
    log_guard.expect("the database was put back")
    return lambda office, copy: recover(safe.opened(office, copy, issued))


@pytest.fixture
def counters(office: Office, tmp_path: Path) -> Iterator[Counters]:
    house(office)
    with ExitStack() as open_stores:
        one, two = (open_stores.enter_context(counter(office, tmp_path / str(no), no)) for no in (1, 2))
        yield one, two


def numbers(office: Office, to: Counter) -> NumberGrant:
    with office.database.tenant(to.holder.tenant_id) as tx:
        return grants.grant_numbers(tx, office, to.holder, Numbers("A", BLOCK))


def stop_after_writing(tx: TenantTx) -> None:
    """The program ends with the lines on the disk and the transaction open."""
    write = tx.last

    def stop() -> None:
        write()
        raise KeyboardInterrupt

    tx.last = stop


def stopped_before_the_commit(*to: Counter) -> None:
    office = to[0].office
    with office.database.tenant(to[0].holder.tenant_id) as tx:
        for each in to:
            grants.grant_numbers(tx, office, each.holder, Numbers("A", BLOCK))
        stop_after_writing(tx)


def seats(office: Office, to: Counter, *names: str) -> SeatGrant:
    performance = small.offering(to.station).performance.id
    grant = SeatGrant(GrantId(office.ids.new()), performance, spans(map(small.seat_id, names)))
    with office.database.tenant(to.holder.tenant_id) as tx:
        return grants.grant_seats(tx, office, to.holder, grant)


def went_over_to(office: Office, each: Counter) -> None:
    """The counter asks the HQ that was put back where it stands, and tells what is missing there."""
    each.office = office
    each.pushed_to = each.open_session().acknowledged
    each.push()


def open_cases(office: Office, tenant_id: UUID) -> int:
    with office.database.tenant(tenant_id) as tx:
        return conflicts.count_open(tx, tenant_id)


def test_what_was_given_since_the_copy_is_nobody_elses(counters: Counters, safe: Safe, put_back: PutBack) -> None:
    one, two = counters
    copy = safe.copy_of(one.office)
    one.entrust(numbers=BLOCK, seats=["A-1", "A-2"], places=30)
    one.sell_seats("A-1", "A-2")
    one.sell_places(3)
    one.push()

    restored = put_back(one.office, copy)
    assert restored.incarnation != one.office.incarnation
    assert numbers(restored, two).first == numbers(one.office, two).first
    with pytest.raises(AlreadyEntrusted):
        seats(restored, two, "A-2", "A-3")
    went_over_to(restored, one)
    report = check(restored, one.holder.tenant_id)
    assert (report.ok, report.findings) == (True, ())
    assert open_cases(restored, one.holder.tenant_id) == 0


def test_without_the_log_the_same_number_is_given_twice(counters: Counters, safe: Safe) -> None:
    """Why there is a log: the tests above would see it missing."""
    one, two = counters
    copy = safe.copy_of(one.office)
    one.entrust(numbers=BLOCK)
    restored = recover(safe.opened(one.office, copy, NOWHERE))
    assert numbers(restored, two).first == 1


def test_a_seat_that_came_back_since_the_copy_is_of_whoever_had_it_last(
    counters: Counters, safe: Safe, issued: IssueLog
) -> None:
    one, two = counters
    one.entrust(seats=["A-1", "A-2"])
    lease = one.last_accepted(facts.SeatsAccepted)
    one.push()
    copy = safe.copy_of(one.office)
    back = small.seat_id("A-2")
    one.append(facts.SeatsReturned(grant_id=lease, seats=(SeatSpan(back, back),)))
    one.push()
    two.entrust(numbers=BLOCK, seats=["A-2"])
    two.sell_seats("A-2")

    restored = recover(safe.opened(one.office, copy, issued))
    went_over_to(restored, two)
    went_over_to(restored, one)
    assert open_cases(restored, one.holder.tenant_id) == 0
    t = ledger_tables.seat_right.c
    with restored.database.tenant(one.holder.tenant_id) as tx:
        holders = {row.seat_id: row.station_id for row in tx.execute(select(t.seat_id, t.station_id))}
    assert holders == {small.seat_id("A-1"): one.holder.station_id, back: two.holder.station_id}


def test_a_grant_that_was_never_committed_gives_its_line_to_the_next(
    counters: Counters, safe: Safe, issued: IssueLog
) -> None:
    one, two = counters
    copy = safe.copy_of(one.office)
    with pytest.raises(KeyboardInterrupt):
        stopped_before_the_commit(one)
    assert numbers(one.office, two).first == 1

    restored = recover(safe.opened(one.office, copy, issued))
    assert rights(restored, one.holder.tenant_id) == {(two.holder.station_id, 1)}
    assert numbers(restored, one).first == BLOCK + 1


def rights(office: Office, tenant_id: UUID) -> set[tuple[UUID, int]]:
    t = ledger_tables.number_right.c
    with office.database.tenant(tenant_id) as tx:
        return {(row.station_id, row.first) for row in tx.execute(select(t.station_id, t.first))}


def test_a_grant_that_was_cut_off_at_its_commit_is_given_after_all(counters: Counters) -> None:
    one, _ = counters
    with pytest.raises(KeyboardInterrupt):
        stopped_before_the_commit(one)
    again = recover(one.office)
    assert again.incarnation == one.office.incarnation
    assert rights(again, one.holder.tenant_id) == {(one.holder.station_id, 1)}
    assert recover(again) == again


def test_a_life_that_began_since_the_copy_is_begun_again(counters: Counters, safe: Safe, put_back: PutBack) -> None:
    one, _ = counters
    by, key = Author(one.holder.tenant_id, None), Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    copy = safe.copy_of(one.office)
    said = OpenEpoch(
        one.holder.epoch, public_key(key), key.sign(epoch_words(one.holder.station_id, one.holder.epoch)).hex()
    )
    with one.office.database.tenant(by.tenant_id) as tx:
        stations.approve_epoch(tx, one.office, by, one.holder.station_id, one.holder.epoch, "disco restaurado")
        enrolment.open_epoch(tx, one.office, one.holder, said)
    second = replace(one.holder, epoch=one.holder.epoch + 1)
    with one.office.database.tenant(by.tenant_id) as tx:
        grants.grant_numbers(tx, one.office, second, Numbers("A", BLOCK))

    restored = put_back(one.office, copy)
    with restored.database.tenant(by.tenant_id) as tx:
        view = stations.view(tx, by.tenant_id, one.holder.station_id)
        assert view.epoch == second.epoch
        assert [each.last for each in grants.outstanding(tx, [second])[second.station_id].numbers] == [BLOCK]


def test_a_log_that_lacks_a_line_opens_nothing(counters: Counters, safe: Safe, issued: IssueLog) -> None:
    one, two = counters
    copy = safe.copy_of(one.office)
    for each in (one, two, one):
        numbers(one.office, each)
    assert issued.file is not None
    lines = issued.file.read_bytes().splitlines(keepends=True)
    issued.file.write_bytes(b"".join([*lines[:-2], lines[-1]]))
    with pytest.raises(IssueLogGap):
        recover(safe.opened(one.office, copy, issued))


def test_a_line_that_a_power_cut_ended_does_not_spoil_the_next(
    counters: Counters, safe: Safe, put_back: PutBack, issued: IssueLog
) -> None:
    one, two = counters
    copy = safe.copy_of(one.office)
    numbers(one.office, one)
    assert issued.file is not None
    with issued.file.open("ab") as file:
        file.write(b'0123456789abcdef {"tenant":"')
    numbers(one.office, two)
    restored = put_back(one.office, copy)
    assert rights(restored, one.holder.tenant_id) == {(one.holder.station_id, 1), (two.holder.station_id, BLOCK + 1)}


def test_a_log_that_begins_later_covers_no_copy_from_before(
    counters: Counters, safe: Safe, issued: IssueLog, log_guard: LogGuard
) -> None:
    one, two = counters
    copy = safe.copy_of(one.office)
    numbers(one.office, one)
    assert issued.file is not None
    issued.file.unlink()
    log_guard.expect("the issue log begins here")
    numbers(recover(one.office), two)
    with pytest.raises(IssueLogGap):
        recover(safe.opened(one.office, copy, issued))


def test_two_lines_of_one_transaction_come_to_nothing_together(
    counters: Counters, safe: Safe, issued: IssueLog
) -> None:
    one, two = counters
    copy = safe.copy_of(one.office)
    with pytest.raises(KeyboardInterrupt):
        stopped_before_the_commit(one, two)
    numbers(one.office, two)
    restored = recover(safe.opened(one.office, copy, issued))
    assert rights(restored, one.holder.tenant_id) == {(two.holder.station_id, 1)}


def test_a_station_made_known_since_the_copy_is_known_again_with_what_it_holds(
    office: Office, tmp_path: Path, safe: Safe, put_back: PutBack
) -> None:
    house(office)
    copy = safe.copy_of(office)
    with counter(office, tmp_path / "1", 1) as one:
        one.entrust(numbers=BLOCK)
        restored = put_back(office, copy)
        went_over_to(restored, one)
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
        lost = stations.StatusChange(stations.StationStatus.LOST, "no está")
        stations.set_status(tx, restoring, by, one.holder.station_id, lost)
    restored = put_back(one.office, copy)
    with restored.database.tenant(by.tenant_id) as tx:
        assert grants.outstanding(tx, [one.holder]) == {}
    assert [each.whole for each in check(restored, by.tenant_id).partitions] == [True]


def test_what_stations_did_is_taken_although_the_issue_log_cannot_be_written(
    counters: Counters, issued: IssueLog, log_guard: LogGuard
) -> None:
    one, _ = counters
    one.entrust(numbers=BLOCK, places=30)
    one.push()
    one.sell_places(2)
    assert issued.file is not None
    issued.file.unlink()
    issued.file.mkdir()
    log_guard.expect("nothing is entrusted")
    place = small.offering(one.station).performance.id, small.zone(one.station, "General").id, 5
    said = one.push(wants=Wants(places=(place,)))
    assert said.acknowledged == one.pushed_to
    assert said.grants.places == ()
