"""Places returned to several zones: pools are locked in one order, whatever the order of the journals."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, text

from domain.ids import PerformanceId
from domain.rights import GrantId, PlacesGrant
from hq.office import Office
from hq.rights import grants
from hq.storage import ledger_tables
from sync import facts
from sync.line.messages import Acknowledged
from sync.tables import catalogue
from tests.builders import stations as small
from tests.builders.counters import Counter, counter

pytestmark = pytest.mark.house

_LOOKS = 2_000


@pytest.fixture
def one(office: Office, tmp_path: Path) -> Iterator[Counter]:
    with counter(office, tmp_path / "1", 1) as made:
        yield made


def _return_places_of_two(one: Counter) -> tuple[PerformanceId, PerformanceId]:
    """Let a station hold places of two performances, and record the return of those of the later one first."""
    zone = small.zone(one.station, "General").id
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        first, second = map(PerformanceId, sorted(tx.execute(select(catalogue.performance.c.id)).scalars()))
        given = [PlacesGrant(GrantId(UUID(int=9 - i)), show, zone, 20) for i, show in enumerate((first, second))]
        for grant in given:
            grants.grant_places(tx, one.office, one.holder, grant)
        granted = grants.outstanding(tx, [one.holder])[one.holder.station_id]
    one.accept(granted)
    one.append(*(facts.PlacesReturned(grant.id, 5, 5) for grant in reversed(given)))
    return first, second


def _until(condition: Callable[[], bool]) -> None:
    pause = threading.Event()
    assert any(condition() or pause.wait(0.01) for _ in range(_LOOKS))


def _somebody_waits(office: Office) -> bool:
    with office.database.owner() as connection:
        return bool(connection.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one())


def test_whoever_waits_for_one_zone_holds_no_later_one(one: Counter) -> None:
    first, second = _return_places_of_two(one)
    pool = ledger_tables.place_pool.c
    with ThreadPoolExecutor(1) as other:
        with one.office.database.tenant(one.holder.tenant_id) as tx:
            tx.execute(select(pool.granted).where(pool.performance_id == first).with_for_update()).one()
            answer = other.submit(one.push)
            _until(lambda: _somebody_waits(one.office))
            tx.execute(select(pool.granted).where(pool.performance_id == second).with_for_update(nowait=True)).one()
        assert isinstance(answer.result(), Acknowledged)
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        assert list(tx.execute(select(pool.returned)).scalars()) == [5, 5]
