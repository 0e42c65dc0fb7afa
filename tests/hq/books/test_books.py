"""Closed books stay closed: a sale of a closed day that arrives later is a case and a supplement."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from domain.calendar import CARACAS
from domain.conflicts.cases import ConflictKind
from hq.audit import act_journal
from hq.audit.acts import BooksClosed
from hq.books import books
from hq.books.books import BooksStayClosed, DayNotOver
from hq.books.consolidation import consolidate
from hq.journals.arrivals import lock_stations
from hq.journals.lives import StationStatus
from hq.office import Office
from hq.people.accounts import Author
from hq.stations.stations import StatusChange, set_status
from hq.storage.database import DatabaseUnavailable
from pos_app.demo.patience import until
from sync.tables.catalogue import conflict_case
from tests.builders.clock import SATURDAY, FakeClock
from tests.builders.counters import Counter, counter

pytestmark = pytest.mark.house

DAY = SATURDAY.astimezone(CARACAS).date()


@pytest.fixture
def one(office: Office, tmp_path: Path) -> Iterator[Counter]:
    """A station that holds numbers and places; at HQ it is one day later."""
    assert isinstance(office.clock, FakeClock)
    office.clock.at = SATURDAY + timedelta(days=1)
    with counter(office, tmp_path / "1", 1) as made:
        made.grant(numbers=30, places=10)
        yield made


def close(one: Counter, day: date, waiting: str = "0") -> None:
    by = Author(one.holder.tenant_id, None)
    with one.office.database.tenant(by.tenant_id) as tx:
        tx.execute(text(f"SET LOCAL lock_timeout = '{waiting}'"))
        books.close(tx, one.office, by, day)


def cases(one: Counter) -> list[tuple[str, str]]:
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        return [(row.kind, row.state) for row in tx.execute(select(conflict_case.c.kind, conflict_case.c.state))]


def test_a_sale_of_a_closed_day_stands_and_is_a_supplement(one: Counter) -> None:
    one.sell_places(1)
    one.push()
    close(one, DAY)
    later = one.sell_places(2)
    one.push()
    assert cases(one) == [(ConflictKind.CLOSED_PERIOD, "closed")]
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        totals = consolidate(tx, one.holder.tenant_id)
    (supplement,) = totals.supplements
    assert (supplement.name, supplement.count) == (DAY.isoformat(), 1)
    assert supplement.amount == later.document.grand_total


def test_a_lost_station_that_tells_of_a_closed_day_is_seen_by_a_supervisor(one: Counter) -> None:
    by = Author(one.holder.tenant_id, None)
    one.sell_places(1)
    close(one, DAY)
    with one.office.database.tenant(by.tenant_id) as tx:
        set_status(tx, one.office, by, one.holder.station_id, StatusChange(StationStatus.LOST, "robada"))
    one.push()
    assert cases(one) == [(ConflictKind.LATE, "open")]


def test_a_day_is_closed_once_it_is_over_and_never_opened_again(one: Counter) -> None:
    with pytest.raises(DayNotOver):
        close(one, DAY + timedelta(days=1))
    close(one, DAY)
    close(one, DAY)
    with pytest.raises(BooksStayClosed):
        close(one, DAY - timedelta(days=1))
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        assert books.closed_through(tx, one.holder.tenant_id) == DAY
        acts = [act.entry.body for act in act_journal.read(tx, one.holder.tenant_id, after=0, most=100)]
    assert acts.count(BooksClosed(DAY)) == 1


def test_books_are_not_closed_while_a_sale_of_the_day_comes_in(one: Counter) -> None:
    """Otherwise a push that read the day before it was closed would be recorded after it without a case."""
    holder, by = one.holder, Author(one.holder.tenant_id, None)
    with one.office.database.tenant(by.tenant_id) as push:
        lock_stations(push, holder.tenant_id, [holder.station_id])
        with pytest.raises(DatabaseUnavailable):
            close(one, DAY, waiting="100ms")
    close(one, DAY)


def test_a_push_that_comes_while_books_are_closed_knows_that_they_are(one: Counter) -> None:
    holder, by = one.holder, Author(one.holder.tenant_id, None)
    database = one.office.database

    def day_of_a_push() -> date | None:
        with database.tenant(by.tenant_id) as tx:
            life = lock_stations(tx, holder.tenant_id, [holder.station_id])[holder.station_id]
            closed_through: date | None = life.books_closed_through
            return closed_through

    def somebody_waits() -> bool:
        with database.owner() as connection:
            return bool(connection.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar())

    with ThreadPoolExecutor(1) as other, database.tenant(by.tenant_id) as tx:
        books.close(tx, one.office, by, DAY)
        pushed = other.submit(day_of_a_push)
        until(somebody_waits, "the push")
        tx.connection.commit()
        assert pushed.result() == DAY
