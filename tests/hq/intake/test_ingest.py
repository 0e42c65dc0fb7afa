"""Receiving pushes: every authentic entry is recorded once, and none is lost."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Table, func, select

from hq.books.check import check
from hq.conflicts import cases
from hq.intake import ingest
from hq.intake.run_again import run_again
from hq.journals.arrivals import Arrived, EntriesMissing, Fork, OldRequest, Rewind, WrongSession
from hq.journals.entry_states import EntryState, waiting
from hq.journals.lives import StationStatus
from hq.office import Office
from hq.stations.stations import view
from hq.storage import ledger_tables
from sync.facts import Entry
from sync.facts.entry import journal
from sync.facts.sales import sale, sold_seat, ticket
from sync.facts.shifts import shift as shift_table
from sync.line.messages import Acknowledged, Push, PushedEntry
from sync.line.push import BadChain, BadSignature, Link
from sync.tables.catalogue import conflict_case
from tests.builders.clock import FakeClock
from tests.builders.counters import Counter, Counters, two_counters

pytestmark = pytest.mark.house

READ = Link.read


@pytest.fixture
def counters(office: Office, tmp_path: Path) -> Iterator[Counters]:
    """Two counters of the small house, with numbers, seats and places."""
    with two_counters(office, tmp_path) as (one, two):
        one.grant(numbers=30, seats=["A-1", "A-2", "A-3", "A-4"], places=20)
        two.grant(numbers=30, seats=["B-1", "B-2", "B-3", "B-4"], places=20)
        yield one, two


def count(one: Counter, table: Table) -> int:
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        return int(tx.execute(select(func.count()).select_from(table)).scalar_one())


def status(one: Counter) -> StationStatus:
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        return view(tx, one.holder.tenant_id, one.holder.station_id).status


def signed_again(one: Counter, entry: PushedEntry, old: bytes, new: bytes) -> PushedEntry:
    """Another entry with the number of this one, signed by the station itself."""
    body = entry.body.replace(old, new)
    assert body != entry.body
    return PushedEntry(body, one.station.author.key.sign(hashlib.sha256(body).digest()))


def with_last(sent: Push, entry: PushedEntry) -> Push:
    return msgspec.structs.replace(sent, entries=(*sent.entries[:-1], entry))


def read_without_sales(link: Link) -> Entry:
    if link.kind == "sale_recorded/1":
        raise msgspec.ValidationError(link.kind)
    return READ(link)


def test_hq_has_what_the_stations_sold(counters: Counters) -> None:
    one, two = counters
    one.sell_seats("A-1", "A-2")
    one.sell_places(3)
    two.sell_places(5)
    assert one.push().acknowledged == one.next_push().top
    two.push()
    assert count(one, sale) == 3
    assert count(one, ticket) == 10
    assert count(one, ledger_tables.issued_number) == 3
    assert count(one, sold_seat) == 2


def test_a_lost_reply_does_not_sell_twice(counters: Counters) -> None:
    one, _ = counters
    one.sell_places(3)
    first = one.push()
    again = one.push(after=0)
    assert again.acknowledged == first.acknowledged
    assert again.head_hash == first.head_hash
    assert count(one, sale) == 1
    assert count(one, journal) == first.acknowledged


def test_the_same_request_twice_is_refused_and_changes_nothing(counters: Counters) -> None:
    one, _ = counters
    one.sell_places(3)
    sent = one.next_push()
    assert isinstance(one.send(sent), Acknowledged)
    assert isinstance(one.send(sent), OldRequest)
    assert count(one, sale) == 1


def test_a_request_of_an_older_session_is_refused(counters: Counters) -> None:
    one, _ = counters
    late = one.next_push()
    one.open_session()
    assert isinstance(one.send(late), WrongSession)
    assert count(one, journal) == 0


def test_a_push_with_a_hole_says_where_to_go_on(counters: Counters) -> None:
    one, _ = counters
    answer = one.send(one.next_push(after=2))
    assert isinstance(answer, EntriesMissing)
    assert answer.expected == 0


def test_pieces_of_any_size_make_the_same_whole(counters: Counters) -> None:
    one, _ = counters
    for places in (1, 2, 3):
        one.sell_places(places)
    while one.push(most=2).acknowledged < one.next_push().top:
        pass
    assert count(one, sale) == 3
    assert one.push().head_hash == head_hash(one)


def head_hash(one: Counter) -> str:
    with one.station.database.read() as tx:
        return str(tx.execute(select(journal.c.hash).order_by(journal.c.seq.desc()).limit(1)).scalar_one().hex())


def test_stations_are_received_together_and_answered_apart(counters: Counters) -> None:
    one, two = counters
    one.sell_places(3)
    two.sell_places(4)
    wrong = msgspec.structs.replace(two.next_push(), session="of somebody else")
    arrived = [Arrived(one.holder.station_id, one.next_push()), Arrived(two.holder.station_id, wrong)]
    good, bad = ingest.receive(one.office, one.holder.tenant_id, arrived)
    assert isinstance(good, Acknowledged)
    assert isinstance(bad, WrongSession)
    assert count(one, sale) == 1


def test_another_entry_in_a_known_place_freezes_the_station_and_keeps_both(counters: Counters) -> None:
    one, _ = counters
    one.sell_places(3)
    one.push()
    sent = one.next_push(after=0)
    forged = with_last(sent, signed_again(one, sent.entries[-1], b'"General"', b'"Platino"'))
    answer = one.send(forged)
    assert isinstance(answer, Fork)
    assert answer.seq == len(sent.entries)
    assert status(one) is StationStatus.FROZEN
    assert count(one, ledger_tables.quarantine) == 1
    assert count(one, sale) == 1


def test_a_frozen_station_still_tells_what_it_sold_and_gets_nothing(counters: Counters) -> None:
    one, _ = counters
    one.push()
    sent = one.next_push(after=0)
    one.send(with_last(sent, signed_again(one, sent.entries[-1], b'"places":20', b'"places":90')))
    assert status(one) is StationStatus.FROZEN
    one.sell_places(3)
    assert one.push().grants.numbers == ()
    assert count(one, sale) == 1


def test_a_store_that_was_put_back_freezes_the_station(counters: Counters) -> None:
    one, _ = counters
    one.sell_places(3)
    one.push()
    sent = msgspec.structs.replace(one.next_push(), after=2, top=2, entries=())
    answer = one.send(sent)
    assert isinstance(answer, Rewind)
    assert answer.acknowledged == one.pushed_to
    assert status(one) is StationStatus.FROZEN


def test_what_the_key_did_not_sign_is_refused_whole(counters: Counters) -> None:
    one, two = counters
    one.sell_places(3)
    sent = one.next_push()
    other = two.station.author.key.sign(hashlib.sha256(sent.entries[-1].body).digest())
    forged = with_last(sent, PushedEntry(sent.entries[-1].body, other))
    assert isinstance(one.send(forged), BadSignature)
    assert count(one, journal) == 0


def test_an_epoch_begins_with_the_key_that_was_enrolled(counters: Counters) -> None:
    one, _ = counters
    sent = one.next_push()
    key = one.station.author.key.public_key().public_bytes_raw().hex().encode()
    first = signed_again(one, sent.entries[0], key, b"00" * 32)
    assert isinstance(one.send(msgspec.structs.replace(sent, entries=(first,))), BadChain)


def test_the_fact_of_a_newer_program_waits_and_stops_nobody(counters: Counters) -> None:
    one, _ = counters
    sent = one.next_push()
    newer = signed_again(one, sent.entries[-1], b"places_accepted/1", b"places_accepted/9")
    assert isinstance(one.send(with_last(sent, newer)), Acknowledged)
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        (entry,) = waiting(tx, one.holder.tenant_id)
    assert (entry.seq, entry.state) == (len(sent.entries), EntryState.DEFERRED)
    assert count(one, shift_table) == 1


def test_what_waited_is_recorded_when_the_program_knows_it(counters: Counters, monkeypatch: pytest.MonkeyPatch) -> None:
    """The older program cannot decode a sale. The newer one can: the sale counts, its seat is sold, its case closed."""
    one, _ = counters
    one.sell_seats("A-1")
    with monkeypatch.context() as older:
        older.setattr(Link, "read", read_without_sales)
        one.push()
    tenant_id = one.holder.tenant_id
    with one.office.database.tenant(tenant_id) as tx:
        assert [entry.state for entry in waiting(tx, tenant_id)] == [EntryState.DEFERRED]
    assert (count(one, sale), count(one, sold_seat)) == (0, 0)
    assert [run_again(one.office, tenant_id) for _ in range(2)] == [1, 0]
    with one.office.database.tenant(tenant_id) as tx:
        assert waiting(tx, tenant_id) == []
        assert list(tx.execute(select(conflict_case.c.kind, conflict_case.c.state))) == [("C13", "closed")]
    assert (count(one, sale), count(one, sold_seat)) == (1, 1)
    assert check(one.office, tenant_id).ok


def test_an_entry_that_nobody_knows_yet_waits_on_and_is_asked_about_after_a_day(counters: Counters) -> None:
    one, _ = counters
    sent = one.next_push()
    one.send(with_last(sent, signed_again(one, sent.entries[-1], b"places_accepted/1", b"places_accepted/9")))
    tenant_id = one.holder.tenant_id
    assert run_again(one.office, tenant_id) == 0
    with one.office.database.tenant(tenant_id) as tx:
        assert cases.open_cases(tx, tenant_id) == ()
    assert isinstance(one.office.clock, FakeClock)
    one.office.clock.advance(hours=25)
    run_again(one.office, tenant_id)
    with one.office.database.tenant(tenant_id) as tx:
        (case,) = cases.open_cases(tx, tenant_id)
    assert case.needs_supervisor


def test_an_entry_whose_rows_do_not_fit_fails_alone(counters: Counters) -> None:
    """A sale of a shift that no entry opened is stored with its error; the sale of the other station is recorded."""
    one, two = counters
    one.sell_places(3)
    two.sell_places(4)
    sent = one.next_push()
    shift = one.station.database
    with shift.read() as tx:
        shift_id = str(tx.execute(select(shift_table.c.id)).scalar_one()).encode()
    broken = with_last(
        sent, signed_again(one, sent.entries[-1], b'"shift_id":"' + shift_id, b'"shift_id":"' + b"0" * 8 + shift_id[8:])
    )
    arrived = [Arrived(one.holder.station_id, broken), Arrived(two.holder.station_id, two.next_push())]
    answers = ingest.receive(one.office, one.holder.tenant_id, arrived)
    assert all(isinstance(answer, Acknowledged) for answer in answers)
    assert count(one, sale) == 1
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        (entry,) = waiting(tx, one.holder.tenant_id)
    assert entry.state is EntryState.UNPROCESSABLE
    assert count(one, journal) == sum(answer.acknowledged for answer in answers if isinstance(answer, Acknowledged))


def test_numbers_are_refilled_below_half_a_block_and_told_until_they_are_taken(counters: Counters) -> None:
    one, _ = counters
    granted = one.push().grants
    assert [(n.first, n.last) for n in granted.numbers] == [(61, 260)]
    assert one.push().grants == granted
    one.accept(granted)
    assert one.push().grants.numbers == ()


def test_an_unknown_station_is_refused(counters: Counters) -> None:
    one, _ = counters
    stranger = replace(one.holder, station_id=one.holder.tenant_id)
    (answer,) = ingest.receive(one.office, one.holder.tenant_id, [Arrived(stranger.station_id, one.next_push())])
    assert not isinstance(answer, Acknowledged)
