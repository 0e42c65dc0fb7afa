"""One payment reference that two stations send at the same moment: neither transaction sees the row of the other."""

import asyncio
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from hq.conflicts.cases import count_open
from hq.conflicts.rows import evidence
from hq.intake import ingest, lane_rows
from hq.journals.arrivals import Arrived
from hq.office import Office
from tests.builders import stations as small
from tests.builders.counters import Counters, two_counters
from tests.builders.twins import twins

pytestmark = pytest.mark.house


@pytest.fixture
def counters(office: Office, tmp_path: Path) -> Iterator[Counters]:
    with two_counters(office, tmp_path) as (one, two):
        for each in (one, two):
            each.grant(numbers=400, places=30)
            each.push()
        yield one, two


def sold_with_one_reference(counters: Counters) -> list[Arrived]:
    for each in counters:
        small.sell(each.station, small.general_cart(each.station, 1), small.pago_movil("8570.06", "123456789012"))
    return [Arrived(one.holder.station_id, one.next_push()) for one in counters]


def is_awaited(office: Office) -> bool:
    """Whether a transaction waits for an advisory lock of another one."""
    with office.database.platform() as tx:
        waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return bool(tx.execute(waiting).scalar_one())


def wait_until_awaited(office: Office) -> None:
    """The first transaction ends only when the other one waits for it, or after 30 seconds."""
    until, pause = time.monotonic() + 30, threading.Event()
    while not is_awaited(office) and time.monotonic() < until:
        pause.wait(0.02)


def cases_of(office: Office, counters: Counters) -> int:
    tenant_id = counters[0].holder.tenant_id
    with office.database.tenant(tenant_id) as tx:
        return count_open(tx, tenant_id)


def test_two_threads_of_receive_open_a_case(
    office: Office, counters: Counters, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = sold_with_one_reference(counters)
    ask, held = evidence.payments_by_ending, list[bool]()

    def hold_the_first(*asked: Any) -> Sequence[Any]:
        answer = ask(*asked)
        if not held:
            held.append(True)
            wait_until_awaited(office)
        return answer

    monkeypatch.setattr(evidence, "payments_by_ending", hold_the_first)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda one: ingest.receive(office, counters[0].holder.tenant_id, [one]), sent))
    assert cases_of(office, counters) == 1


def test_two_groups_of_the_lane_open_a_case(
    office: Office, counters: Counters, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant_id, notify, first_waits = counters[0].holder.tenant_id, lane_rows.notify, asyncio.Event()
    with twins(office, monkeypatch) as both:
        for each in counters:
            each.sell_places(1)
        both.push(*counters)  # reads the catalogue, which stays in memory
        sent = sold_with_one_reference(counters)

        async def hold_the_first(*notices: Any) -> None:
            if not first_waits.is_set():
                first_waits.set()
                await asyncio.to_thread(wait_until_awaited, both.other)
            await notify(*notices)

        async def put_both() -> None:
            first = asyncio.create_task(both.lane.put(tenant_id, sent[0]))
            await first_waits.wait()
            await asyncio.gather(first, both.lane.put(tenant_id, sent[1]))

        monkeypatch.setattr(lane_rows, "notify", hold_the_first)
        both.runner.run(put_both())
        assert cases_of(both.other, counters) == 1
