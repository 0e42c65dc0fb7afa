"""Questions answered in groups: a cancelled caller harms no other, and a failing question fails alone."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import ClassVar
from uuid import UUID

import pytest

from domain.errors import Refused
from hq.intake.gathering import Gathering
from hq.intake.group_commit import MOST_ENTRIES_A_GROUP, MOST_ENTRIES_AT_ONCE, GroupCommit
from hq.journals.arrivals import Arrived
from hq.web.busy import Busy
from sync.line.messages import Acknowledged, Grants, Push, PushedEntry
from tests.builders.clock import START

ONE, OTHER = UUID(int=1), UUID(int=2)
TIMEOUT_S = 20.0
ODD = 13
FORGOTTEN = 14


@dataclass
class Oracle:
    """Answers each question with itself, group by group, once `may_answer` is set."""

    may_answer: threading.Event = field(default_factory=threading.Event)
    begun: threading.Event = field(default_factory=threading.Event)
    groups: list[tuple[UUID, list[int]]] = field(default_factory=list)

    def answer(self, tenant_id: UUID, asked: Sequence[int]) -> list[int | Refused]:
        self.begun.set()
        assert self.may_answer.wait(TIMEOUT_S)
        self.groups.append((tenant_id, list(asked)))
        if ODD in asked:
            raise ZeroDivisionError
        return [Silence() if question < 0 else question for question in asked if question != FORGOTTEN]


@dataclass(eq=False)
class Silence(Refused):
    """The oracle gives no answer."""

    code: ClassVar[str] = "SILENCE"


@asynccontextmanager
async def gathering(oracle: Oracle, most_waiting: int = 100) -> AsyncIterator[Gathering[int, int]]:
    async with aclosing(Gathering("oracle", oracle.answer, most_waiting=most_waiting)) as made:
        try:
            yield made
        finally:
            oracle.may_answer.set()


async def first_is_being_answered(made: Gathering[int, int], oracle: Oracle) -> "asyncio.Task[int]":
    """A question that is being answered, so that later ones wait."""
    task = asyncio.ensure_future(made.ask(ONE, 0))
    assert await asyncio.to_thread(oracle.begun.wait, TIMEOUT_S)
    return task


def run(story: Callable[[], Awaitable[None]]) -> None:
    async def with_timeout() -> None:
        async with asyncio.timeout(TIMEOUT_S):
            await story()

    asyncio.run(with_timeout())


def test_what_waits_is_answered_together_by_tenant() -> None:
    oracle = Oracle()

    async def story() -> None:
        async with gathering(oracle) as made:
            first = await first_is_being_answered(made, oracle)
            others = [asyncio.ensure_future(made.ask(who, i)) for i, who in enumerate([ONE, OTHER, ONE, OTHER], 1)]
            await asyncio.sleep(0)
            oracle.may_answer.set()
            assert await asyncio.gather(first, *others) == [0, 1, 2, 3, 4]

    run(story)
    assert oracle.groups == [(ONE, [0]), (ONE, [1, 3]), (OTHER, [2, 4])]


def test_whoever_gives_up_waiting_takes_nothing_from_the_others() -> None:
    oracle = Oracle()

    async def story() -> None:
        async with gathering(oracle) as made:
            first = await first_is_being_answered(made, oracle)
            given_up, other = asyncio.ensure_future(made.ask(ONE, 1)), asyncio.ensure_future(made.ask(ONE, 2))
            await asyncio.sleep(0)
            first.cancel()
            given_up.cancel()
            oracle.may_answer.set()
            assert await other == 2

    run(story)
    assert oracle.groups == [(ONE, [0]), (ONE, [2])]


def test_a_question_that_breaks_its_group_fails_alone() -> None:
    oracle = Oracle()

    async def story() -> None:
        async with gathering(oracle) as made:
            first = await first_is_being_answered(made, oracle)
            asked = [asyncio.ensure_future(made.ask(ONE, question)) for question in (1, ODD, -1, 2)]
            await asyncio.sleep(0)
            oracle.may_answer.set()
            one, odd, refused, two = await asyncio.gather(*asked, return_exceptions=True)
            assert (await first, one, two) == (0, 1, 2)
            assert isinstance(odd, ZeroDivisionError)
            assert isinstance(refused, Silence)

    run(story)


def test_whoever_is_forgotten_hears_of_it_and_nobody_gets_the_answer_of_another() -> None:
    oracle = Oracle()
    oracle.may_answer.set()

    async def story() -> None:
        async with gathering(oracle) as made:
            asked = [asyncio.ensure_future(made.ask(ONE, question)) for question in (1, FORGOTTEN, 2)]
            one, forgotten, two = await asyncio.gather(*asked, return_exceptions=True)
            assert (one, two) == (1, 2)
            assert isinstance(forgotten, RuntimeError)

    run(story)


def test_more_than_may_wait_are_told_so() -> None:
    oracle = Oracle()

    async def story() -> None:
        async with gathering(oracle, most_waiting=1) as made:
            first = await first_is_being_answered(made, oracle)
            second = asyncio.ensure_future(made.ask(ONE, 1))
            await asyncio.sleep(0)
            with pytest.raises(Busy):
                await made.ask(ONE, 2)
            oracle.may_answer.set()
            assert (await first, await second) == (0, 1)

    run(story)


def test_what_waits_at_the_end_is_answered_and_nothing_after_it() -> None:
    oracle = Oracle()

    async def story() -> None:
        made = Gathering("oracle", oracle.answer)
        first = await first_is_being_answered(made, oracle)
        second = asyncio.ensure_future(made.ask(ONE, 1))
        await asyncio.sleep(0)
        oracle.may_answer.set()
        await made.aclose()
        assert (await first, await second) == (0, 1)
        with pytest.raises(Busy):
            await made.ask(ONE, 2)

    run(story)


@dataclass
class Books:
    """Receives pushes group by group, once `may_answer` is set."""

    may_answer: threading.Event = field(default_factory=threading.Event)
    begun: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    groups: list[list[int]] = field(default_factory=list)

    def receive(self, tenant_id: UUID, arrived: Sequence[Arrived]) -> list[Acknowledged | Refused]:
        self.begun.release()
        assert self.may_answer.wait(TIMEOUT_S)
        self.groups.append([one.station_id.int for one in arrived])
        return [Acknowledged(1, 1, 0, "", tenant_id, START, 0, Grants(), 0) for _ in arrived]


def push_of(station: int, entries: int = 1) -> Arrived:
    return Arrived(UUID(int=station), Push(1, "", 1, 1, 0, 0, (PushedEntry(b"", b""),) * entries))


def committed(arrived: Sequence[Arrived]) -> list[list[int]]:
    """The groups in which these pushes are committed when all arrive while each lane commits another push."""
    books = Books()

    async def story() -> None:
        async with aclosing(GroupCommit(books.receive)) as pushes:
            lanes = [push_of(100), push_of(200, MOST_ENTRIES_AT_ONCE + 1)]
            first = [asyncio.ensure_future(pushes.put(ONE, push)) for push in lanes]
            for _ in lanes:
                assert await asyncio.to_thread(books.begun.acquire, timeout=TIMEOUT_S)
            others = [asyncio.ensure_future(pushes.put(ONE, push)) for push in arrived]
            await asyncio.sleep(0)
            books.may_answer.set()
            assert len(await asyncio.gather(*first, *others)) == len(lanes) + len(arrived)

    run(story)
    return sorted(group for group in books.groups if group not in ([100], [200]))


def test_each_station_is_once_in_a_group() -> None:
    assert committed([push_of(1), push_of(2), push_of(1)]) == [[1], [1, 2]]


def test_what_is_sold_now_does_not_wait_behind_backlogs() -> None:
    assert committed([push_of(1, MOST_ENTRIES_AT_ONCE + 1), push_of(2), push_of(3)]) == [[1], [2, 3]]


def test_backlogs_together_are_not_more_than_one_transaction_bears() -> None:
    half = MOST_ENTRIES_A_GROUP // 2
    assert committed([push_of(1, half), push_of(2, half), push_of(3, half)]) == [[1, 2], [3]]
