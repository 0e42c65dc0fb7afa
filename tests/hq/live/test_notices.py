"""Every subscriber gets a sale within a second, whichever HQ process received it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest

from domain.ids import PerformanceId
from domain.rights import SeatSpan
from hq.live import routes as live_routes
from hq.live.availability import Notice, availability
from hq.live.gathering import Update
from hq.live.lines import MOST_LINES
from hq.live.notices import LOOK, Live, Pump, Queue
from hq.live.rows import GRANTED, SOLD
from hq.office import Office
from hq.people.tokens import Claims
from hq.rights.fencing import fence
from hq.storage.database import Database
from hq.web.rates import TooManyRequests
from pos_app.services.rights import returning
from sync.line.live_messages import ZoneCount
from tests.builders import stations as small
from tests.builders.clock import FakeClock
from tests.builders.counters import Counters, two_counters

pytestmark = pytest.mark.house


@pytest.fixture
def counters(office: Office, tmp_path: Path) -> Iterator[Counters]:
    with two_counters(office, tmp_path) as (one, two):
        one.grant(numbers=30, seats=["A-1", "A-2", "A-3"], places=20)
        two.grant(numbers=30, seats=["B-1"], places=20)
        yield one, two


async def next_notice(queue: Queue) -> Notice:
    while True:
        item = await asyncio.wait_for(queue.get(), 5)
        if isinstance(item, Update):
            return item.notice


def test_another_process_hears_what_was_sold(counters: Counters) -> None:
    one, _ = counters
    url = one.office.database.url.render_as_string(hide_password=False)

    async def listen() -> Notice:
        with closing(Database(url)) as elsewhere, closing(Live(elsewhere)) as live:
            async with live.subscription(one.holder.tenant_id) as queue:
                assert await asyncio.wait_for(queue.get(), 5) is LOOK  # the connection is open
                one.sell_seats("A-1", "A-2")
                one.sell_places(3)
                await asyncio.to_thread(one.push)
                return await next_notice(queue)

    notice = asyncio.run(listen())
    assert notice.changed
    assert notice.changed.sold == (SeatSpan(0, 1),)
    assert set(notice.changed.zones) == {
        ZoneCount(small.zone(one.station, "Platea").id, sold=2, turn=0),
        ZoneCount(small.zone(one.station, "General").id, sold=3, places=60),
    }


def test_a_push_that_is_refused_tells_nothing(counters: Counters) -> None:
    one, two = counters

    async def listen() -> Notice:
        with closing(Live(one.office.database)) as live:
            async with live.subscription(one.holder.tenant_id) as queue:
                assert await asyncio.wait_for(queue.get(), 5) is LOOK
                one.sell_seats("A-1")
                late = one.next_push()
                one.open_session()
                await asyncio.to_thread(one.send, late)
                two.sell_seats("B-1")
                await asyncio.to_thread(two.push)
                return await next_notice(queue)

    notice = asyncio.run(listen())
    assert notice.changed
    assert notice.changed.sold == (SeatSpan(small.seat_id("B-1"), small.seat_id("B-1")),)


def test_a_grant_is_in_a_notice_and_what_comes_back_is_asked_for(counters: Counters) -> None:
    one, two = counters
    show = small.offering(one.station).performance.id
    d2 = SeatSpan(small.seat_id("D-2"), small.seat_id("D-2"))

    async def listen() -> list[Notice]:
        with closing(Live(one.office.database)) as live:
            async with live.subscription(one.holder.tenant_id) as queue:
                assert await asyncio.wait_for(queue.get(), 5) is LOOK
                await asyncio.to_thread(partial(two.grant, seats=["D-2"], places=10))
                granted = [await next_notice(queue)]
                while not _granted_places(granted[-1]):
                    granted.append(await next_notice(queue))
                two.push()
                returning.return_seats(two.station, small.rosa(two.station), show, [d2])
                await asyncio.to_thread(two.push)
                return [*granted, await next_notice(queue)]

    *granted, back = asyncio.run(listen())
    changed = [notice.changed for notice in granted if notice.changed]
    assert {span for change in changed for span in change.granted} == {d2}
    assert _granted_places(granted[-1]) == [50]
    assert back == Notice(one.holder.tenant_id, show)


def _granted_places(notice: Notice) -> list[int]:
    """What is left of the zone's 60 places, once the grant of some of them is in a notice."""
    return [count.places for count in notice.changed.zones if 0 < count.places < 60] if notice.changed else []


def test_the_whole_says_what_is_sold_and_what_is_granted(counters: Counters) -> None:
    one, two = counters
    one.sell_seats("A-2")
    one.sell_places(4)
    one.push()
    two.push()
    performance = small.offering(one.station).performance.id
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        fence(tx, two.holder, "lost", one.office.clock.now())
        current = availability(tx, one.holder.tenant_id, performance)
    states = {seat: current.states[seat // 4] >> 2 * (seat % 4) & 3 for seat in range(current.seats)}
    assert {seat: state for seat, state in states.items() if state in {SOLD, GRANTED}} == {
        small.seat_id("A-1"): GRANTED,
        small.seat_id("A-2"): SOLD,
        small.seat_id("A-3"): GRANTED,
        small.seat_id("B-1"): GRANTED,
    }
    assert ZoneCount(small.zone(one.station, "General").id, sold=4, places=60) in current.zones


def test_a_line_ends_with_the_token_that_opened_it(counters: Counters, clock: FakeClock) -> None:
    one, _ = counters
    office, now = one.office, int(clock.now().timestamp())
    claims = Claims(aud="station", tid=one.holder.tenant_id, sub=one.holder.station_id, iat=now, exp=now + 600, epo=1)

    async def listen() -> list[object]:
        with closing(Live(office.database)) as live:
            response = await live_routes.events(claims, office, live)
            lines = aiter(response.body_iterator)
            first = await anext(lines)
            clock.advance(seconds=600)
            return [first, *[line async for line in lines]]

    async def listen_for_a_while() -> list[object]:
        return await asyncio.wait_for(listen(), 5)

    assert asyncio.run(listen_for_a_while()) == ["event: look\ndata: {}\n\n"]


def test_one_token_opens_a_few_lines(counters: Counters, clock: FakeClock) -> None:
    one, two = counters
    office, now = one.office, int(clock.now().timestamp())
    own, other = (
        Claims(aud="station", tid=each.holder.tenant_id, sub=each.holder.station_id, iat=now, exp=now + 600, epo=1)
        for each in (one, two)
    )

    async def open_line(live: Live, claims: Claims) -> AsyncIterator[str]:
        response = await live_routes.events(claims, office, live)
        line: AsyncIterator[str] = aiter(response.body_iterator)  # type: ignore[arg-type]  # texts
        await anext(line)
        return line

    async def listen() -> None:
        with closing(Live(office.database)) as live:
            lines = [await open_line(live, own) for _ in range(MOST_LINES)]
            with pytest.raises(TooManyRequests):
                await open_line(live, own)
            await open_line(live, other)
            await lines[0].aclose()  # type: ignore[attr-defined]  # a generator
            await open_line(live, own)

    asyncio.run(listen())


def test_many_subscribers_receive_an_item_in_turns_and_each_its_items_in_order() -> None:
    async def pump() -> tuple[int, list[list[Notice]]]:
        queues: list[Queue] = [asyncio.Queue() for _ in range(1_000)]
        items = [Notice(UUID(int=no), PerformanceId(UUID(int=no))) for no in (1, 2)]
        pumped = Pump(asyncio.get_running_loop())
        for item in items:
            pumped.add(queues, Update(item))
        at_once = sum(not queue.empty() for queue in queues)
        received = [[await asyncio.wait_for(queue.get(), 5) for _ in items] for queue in queues]
        return at_once, [[item.notice for item in some if isinstance(item, Update)] for some in received]

    at_once, received = asyncio.run(pump())
    assert 0 < at_once < 100
    assert received == [received[0]] * 1_000
    assert [notice.tenant.int for notice in received[0]] == [1, 2]
