"""Notices of one performance are gathered for half a second and encoded once, whatever the number of subscribers."""

import asyncio
from contextlib import AsyncExitStack, closing
from pathlib import Path
from uuid import UUID

import pytest

from domain.ids import PerformanceId, ZoneId
from domain.rights import SeatSpan
from hq.live.availability import Notice
from hq.live.gathering import GATHER_S, Gathering, Update
from hq.live.notices import Live
from hq.office import Office
from sync.line.live_messages import SeatsChanged, ZoneCount
from sync.tables import canonical
from tests.builders.counters import two_counters

TENANT = UUID(int=1)
SHOW, OTHER = PerformanceId(UUID(int=2)), PerformanceId(UUID(int=3))
STALLS, FLOOR = ZoneId(UUID(int=4)), ZoneId(UUID(int=5))


def sold(*seats: int, show: PerformanceId = SHOW, stalls: int = 0, floor: int = 0) -> Notice:
    zones = (ZoneCount(STALLS, stalls), ZoneCount(FLOOR, floor))
    return Notice(TENANT, show, SeatsChanged(show, tuple(SeatSpan(seat, seat) for seat in seats), zones=zones))


def changes(updates: list[Update]) -> list[SeatsChanged | None]:
    return [update.notice.changed for update in updates]


def test_the_first_sale_after_a_quiet_moment_is_sent_at_once_and_the_next_ones_together() -> None:
    waiting = Gathering()
    waiting.add(sold(1, stalls=1))
    assert [update.notice for update in waiting.due(10.0)] == [sold(1, stalls=1)]
    for seat in range(2, 100):
        waiting.add(sold(seat, stalls=seat))
        assert not list(waiting.due(10.0 + seat / 1_000))
    (changed,) = changes(list(waiting.due(10.0 + GATHER_S)))
    assert changed is not None
    assert changed.sold == (SeatSpan(2, 99),)
    assert changed.zones == (ZoneCount(STALLS, 99), ZoneCount(FLOOR, 0))
    assert not list(waiting.due(20.0))


def test_each_performance_is_gathered_by_itself() -> None:
    waiting = Gathering()
    waiting.add(sold(1))
    assert len(list(waiting.due(0.0))) == 1
    waiting.add(sold(2))
    waiting.add(sold(7, show=OTHER))
    assert [update.notice.performance for update in waiting.due(0.1)] == [OTHER]
    assert [update.notice.performance for update in waiting.due(GATHER_S)] == [SHOW]


def test_of_a_seat_the_later_change_counts() -> None:
    waiting = Gathering()
    one = (SeatSpan(1, 3),)
    for change in (
        SeatsChanged(SHOW, granted=one),
        SeatsChanged(SHOW, sold=(SeatSpan(2, 2),)),
        SeatsChanged(SHOW, freed=(SeatSpan(3, 3),)),
    ):
        waiting.add(Notice(TENANT, SHOW, change))
    (changed,) = changes(list(waiting.due(0.0)))
    assert changed == SeatsChanged(
        SHOW, sold=(SeatSpan(2, 2),), freed=(SeatSpan(3, 3),), granted=(SeatSpan(1, 1),)
    )  # fmt: skip


@pytest.mark.parametrize("lost_first", [True, False])
def test_a_notice_without_changes_makes_subscribers_fetch_again(lost_first: bool) -> None:  # a case
    waiting = Gathering()
    both = [Notice(TENANT, SHOW), sold(1)]
    for notice in both if lost_first else reversed(both):
        waiting.add(notice)
    (update,) = waiting.due(0.0)
    assert update.event == f'event: look\ndata: {{"performance_id":"{SHOW}"}}\n\n'


def test_an_update_that_is_longer_than_the_availability_makes_subscribers_fetch_again() -> None:
    waiting = Gathering()
    waiting.add(sold(*range(0, 60_000, 2)))
    (update,) = waiting.due(0.0)
    assert update.event.startswith("event: look\n")
    assert str(SHOW) in update.event


def test_nothing_is_sent_twice_after_a_gap() -> None:
    waiting = Gathering()
    waiting.add(sold(1))
    waiting.clear()
    assert not list(waiting.due(1.0))


@pytest.mark.house
def test_an_update_is_encoded_once_for_all_lines(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded: list[object] = []

    def counting(value: object) -> str:
        encoded.append(value)
        return text(value)

    text = canonical.text
    monkeypatch.setattr(canonical, "text", counting)

    async def events(tenant_id: UUID, count: int) -> list[str]:
        with closing(Live(office.database)) as live:
            async with AsyncExitStack() as stack:
                queues = [await stack.enter_async_context(live.subscription(tenant_id)) for _ in range(count)]
                for queue in queues:
                    assert await asyncio.wait_for(queue.get(), 5) is None
                one.sell_seats("A-1")
                await asyncio.to_thread(one.push)
                items = [await asyncio.wait_for(queue.get(), 1) for queue in queues]
                return [item.event for item in items if isinstance(item, Update)]

    with two_counters(office, tmp_path) as (one, _):
        one.grant(numbers=30, seats=["A-1"])
        received = asyncio.run(events(one.holder.tenant_id, 20))
    assert len(received) == 20
    assert len(set(received)) == 1
    assert len([value for value in encoded if isinstance(value, SeatsChanged)]) == 1
