"""Entries that cannot be recorded: they are stored with their error and delay no other entry."""

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import func, select, text

from hq.books.check import check
from hq.conflicts import cases
from hq.journals.entry_states import EntryState, waiting
from hq.office import Office
from hq.storage.database import DatabaseUnavailable
from sync import journal
from sync.facts import SaleRecorded
from sync.facts.sales import sale
from sync.line.messages import Acknowledged, Push, PushedEntry
from tests.builders import stations as small
from tests.builders.counters import Counter, Counters, two_counters
from tests.hq.test_upkeep import cannot_be_judged

pytestmark = pytest.mark.house

IN_THE_FEED = (rb'("document":\{)', rb'"catalogue":99,\1')
IN_EUROS = (rb'"fee":\{"currency":"[A-Z]+"', b'"fee":{"currency":"EUR"')
WITHOUT_STEPS = (rb'"steps":\[[^\]]*\]', b'"steps":[]')


@pytest.fixture
def counters(office: Office, tmp_path: Path) -> Iterator[Counters]:
    """Two counters of the small house, with numbers, seats and places."""
    with two_counters(office, tmp_path) as (one, two):
        one.grant(numbers=30, seats=["A-1", "A-2"], places=20)
        two.grant(numbers=30, seats=["B-1", "B-2"], places=20)
        yield one, two


def sales(one: Counter) -> list[SaleRecorded]:
    author = one.station.author
    with one.station.database.read() as tx:
        entries = [entry.read().body for entry in journal.read(tx, author.tenant_id, author.station_id, author.epoch)]
    return [body for body in entries if isinstance(body, SaleRecorded)]


def with_last(one: Counter, *changes: tuple[bytes, bytes]) -> Push:
    """The next push with a changed last entry, signed by the station itself."""
    sent = one.next_push()
    body = sent.entries[-1].body
    for pattern, becomes in changes:
        body, count = re.subn(pattern, becomes, body)
        assert count, pattern
    signed = PushedEntry(body, one.station.author.key.sign(hashlib.sha256(body).digest()))
    return msgspec.structs.replace(sent, entries=(*sent.entries[:-1], signed))


def states(one: Counter) -> list[EntryState]:
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        return [entry.state for entry in waiting(tx, one.holder.tenant_id)]


def sold(one: Counter) -> int:
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        return int(tx.execute(select(func.count()).select_from(sale)).scalar_one())


def test_a_sale_whose_consequences_fail_is_kept_and_its_station_goes_on(
    counters: Counters, expect_log: Callable[[str], None]
) -> None:
    """Its fee has another currency than its price, so they have no sum."""
    expect_log("an entry is kept and not recorded")
    one, _ = counters
    one.sell_places(1)
    one.sell_places(2)
    assert isinstance(one.send(with_last(one, IN_THE_FEED, IN_EUROS)), Acknowledged)
    assert (states(one), sold(one)) == ([EntryState.UNPROCESSABLE], 1)
    assert check(one.office, one.holder.tenant_id).waiting == 1


def test_two_sales_under_one_id_do_not_stop_whoever_sold_the_seat_too(counters: Counters) -> None:
    one, two = counters
    two.sell_seats("B-1")
    two.sell_seats("B-2")
    first, second = sales(two)
    same_sale = (str(second.sale.id).encode(), str(first.sale.id).encode())
    other_seat = (b'"seat_id":%d' % small.seat_id("B-2"), b'"seat_id":%d' % small.seat_id("A-1"))
    assert isinstance(two.send(with_last(two, same_sale, other_seat)), Acknowledged)
    one.sell_seats("A-1")
    assert isinstance(one.push(), Acknowledged)
    assert sold(one) == 2


def test_a_ticket_that_hq_has_of_another_station_stops_nobody(counters: Counters) -> None:
    one, two = counters
    one.sell_places(2)
    two.sell_places(1)
    one.push()
    known, repeated = sales(one)[0].sale.tickets[0].id, sales(two)[0].sale.tickets[0].id
    assert isinstance(two.send(with_last(two, (str(repeated).encode(), str(known).encode()))), Acknowledged)
    assert (states(one), sold(one)) == ([], 1)
    two.pushed_to, two.session = two.next_push().top, ""
    one.sell_places(1)
    one.push()
    assert sold(one) == 2


def test_a_price_without_its_steps_is_compared_as_a_whole(counters: Counters) -> None:
    one, _ = counters
    one.sell_places(2)
    assert isinstance(one.send(with_last(one, IN_THE_FEED, WITHOUT_STEPS)), Acknowledged)
    assert (states(one), sold(one)) == ([], 1)


def test_a_dispute_that_cannot_be_judged_keeps_no_other_open(counters: Counters) -> None:
    """A push judges only the disputes that it touches; the upkeep judges the rest."""
    one, two = counters
    cannot_be_judged(one.office, one.holder.tenant_id)
    one.sell_seats("A-1")
    two.sell_seats("B-1")
    other_seat = (b'"seat_id":%d' % small.seat_id("B-1"), b'"seat_id":%d' % small.seat_id("A-1"))
    one.push()
    assert isinstance(two.send(with_last(two, other_seat)), Acknowledged)
    assert (states(one), sold(one)) == ([], 2)
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        kinds = {case.contested.kind for case in cases.open_cases(tx, one.holder.tenant_id)}
    assert kinds == {"C1", "C6", "C15"}  # the seat was not the second station's to sell


def test_what_fails_of_the_world_is_no_flaw_of_the_entry(counters: Counters) -> None:
    """After a deadlock no part of the push is stored, and the same push succeeds when sent again."""
    one, _ = counters
    one.sell_seats("A-1")
    with one.office.database.owner() as connection:
        connection.execute(text(_DEADLOCK))
    with pytest.raises(DatabaseUnavailable):
        one.push()
    assert (states(one), sold(one)) == ([], 0)
    with one.office.database.owner() as connection:
        connection.execute(text("DROP TRIGGER circle ON sold_seat"))
    one.push()
    assert (states(one), sold(one)) == ([], 1)


_DEADLOCK = """
    CREATE FUNCTION circle() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'as PostgreSQL says it' USING ERRCODE = 'deadlock_detected'; END $$;
    CREATE TRIGGER circle BEFORE INSERT ON sold_seat FOR EACH ROW EXECUTE FUNCTION circle()
"""
