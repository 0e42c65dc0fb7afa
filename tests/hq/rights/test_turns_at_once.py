"""Two stations that ask for the last turns of a presale at one moment: each gets what the other leaves."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from domain.rights import GrantId, TurnsGrant, seats_of
from hq.office import Office
from hq.rights import grants
from hq.rights.grants import NotEnoughPlaces
from pos_app.demo.patience import until
from tests.builders import stations as small
from tests.builders.counters import Counter, Counters, two_counters

pytestmark = pytest.mark.house

PRESALE = 4


@pytest.fixture
def counters(office: Office, tmp_path: Path) -> Iterator[Counters]:
    with two_counters(office, tmp_path) as (one, two):
        yield one, two


def empty(one: Counter, grant_id: int) -> TurnsGrant:
    show, zone = small.offering(one.station), small.zone(one.station, "Platea")
    return TurnsGrant(GrantId(UUID(int=grant_id)), show.performance.id, zone.id, ())


def ask(one: Counter, grant: TurnsGrant, count: int) -> set[int]:
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        return set(seats_of(grants.grant_turns(tx, one.office, one.holder, grant, count).turns))


def somebody_waits(one: Counter) -> bool:
    with one.office.database.owner() as connection:
        return bool(connection.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one())


@pytest.mark.parametrize(
    ("first", "second", "left"), [(2, 2, {2, 3}), (2, 4, {2, 3}), (3, 1, {3}), (1, 2, {1, 2})]
)  # fmt: skip
def test_the_later_of_two_gets_the_turns_that_are_left(
    counters: Counters, first: int, second: int, left: set[int]
) -> None:
    one, two = counters
    wanted = empty(two, 2)
    with ThreadPoolExecutor(1) as other:
        with one.office.database.tenant(one.holder.tenant_id) as tx:
            grants.grant_turns(tx, one.office, one.holder, empty(one, 1), first)
            later = other.submit(ask, two, wanted, second)
            until(lambda: somebody_waits(one), "the second station waits for the first one")
        assert later.result(30) == left


def test_only_when_none_is_left_the_later_one_is_refused(counters: Counters) -> None:
    one, two = counters
    wanted = empty(two, 2)
    with ThreadPoolExecutor(1) as other:
        with one.office.database.tenant(one.holder.tenant_id) as tx:
            grants.grant_turns(tx, one.office, one.holder, empty(one, 1), PRESALE)
            later = other.submit(ask, two, wanted, 1)
            until(lambda: somebody_waits(one), "the second station waits for the first one")
        with pytest.raises(NotEnoughPlaces):
            later.result(30)


def test_turns_of_one_that_gave_up_go_to_the_other(counters: Counters) -> None:
    one, two = counters
    wanted = empty(two, 2)
    with ThreadPoolExecutor(1) as other:

        def give_up() -> None:
            """Take two turns, and fail before the commit while the other station waits for them."""
            with one.office.database.tenant(one.holder.tenant_id) as tx:
                grants.grant_turns(tx, one.office, one.holder, empty(one, 1), 2)
                waiting.append(other.submit(ask, two, wanted, 2))
                until(lambda: somebody_waits(one), "the second station waits for the first one")
                raise ConnectionResetError

        waiting: list[Future[set[int]]] = []
        with pytest.raises(ConnectionResetError):
            give_up()
        assert waiting[0].result(30) == {0, 1}
