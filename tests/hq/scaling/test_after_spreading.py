"""HQ on tables that were spread while they had rows: it sells, checks and keeps organisations apart as before."""

from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from hq.books.check import check
from hq.books.consolidation import consolidate
from hq.office import Office
from hq.scaling import distribution
from hq.setup import organisations
from hq.storage.database import Database
from hq.storage.guards import APPEND_ONLY
from hq.storage.tables import tenant
from sync.facts.entry import journal
from tests.builders.clock import FakeClock
from tests.builders.counters import two_counters
from tests.builders.office import office_on
from tests.builders.tenants import TEATRO

pytestmark = pytest.mark.house


@pytest.fixture
def office(with_citus: Database, clock: FakeClock) -> Office:
    """HQ on a database whose tables were spread with the small house in them."""
    planned = distribution.plan(with_citus)
    distribution.carry_out(with_citus, planned, lambda _number, _step: None)
    return office_on(with_citus, clock, 0)


def test_it_takes_sales_and_its_books_hold(office: Office, tmp_path: Path) -> None:
    with two_counters(office, tmp_path) as counters:
        for counter, seat in zip(counters, ("A-1", "B-1"), strict=True):
            counter.grant(numbers=20, seats=[seat], places=10)
            counter.sell_seats(seat)
            counter.sell_places(2)
            counter.push()
        tenant_id = counters[0].holder.tenant_id
    with office.database.tenant(tenant_id) as tx:
        assert consolidate(tx, tenant_id).stations[0].count == 2
    assert check(office, tenant_id).ok


def test_organisations_stay_apart(office: Office, tmp_path: Path) -> None:
    organisations.make(office, TEATRO)
    with two_counters(office, tmp_path) as (one, _):
        one.grant(numbers=20, places=10)
        one.sell_places(1)
        one.push()
        tenant_id = one.holder.tenant_id
    for own, entries in ((TEATRO.id, False), (tenant_id, True)):
        with office.database.tenant(own) as tx:
            assert list(tx.execute(select(tenant.c.tenant_id)).scalars()) == [own]
            assert bool(tx.execute(select(journal.c.seq)).first()) is entries
    with office.database.owner() as connection:
        connection.execute(text("SET LOCAL ROLE taquilla_app"))
        assert connection.execute(select(journal)).all() == []


def test_what_was_written_once_never_changes(office: Office) -> None:
    for table in APPEND_ONLY:
        with pytest.raises(DBAPIError, match="permission denied"), office.database.tenant(TEATRO.id) as tx:
            tx.execute(text(f"TRUNCATE {table}"))
    with office.database.owner() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text("DELETE FROM hq_journal"))
