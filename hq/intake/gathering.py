"""Answering questions in groups: those that arrive while a group is answered form the next group.

One transaction answers a whole group, which raises throughput and shortens the wait. When a group fails, each of its
questions is answered alone, so that only the failing one gets an error.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from domain.errors import Refused, Unavailable
from hq.web.busy import Busy

Q = TypeVar("Q")
A = TypeVar("A")
Admits = Callable[[Q], bool]
"""Whether a question joins the group of those that were admitted before it."""

MOST_WAITING = 2_000


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[Q, A]):
    tenant_id: UUID
    question: Q
    answer: "asyncio.Future[A]"


class Gathering(Generic[Q, A]):
    """A bounded queue of questions, and threads that answer them group by group without blocking the event loop."""

    def __init__(
        self,
        name: str,
        answer: Callable[[UUID, Sequence[Q]], Sequence[A | Refused]],
        *,
        new_group: Callable[[], Admits[Q]] = lambda: lambda _question: True,
        most_waiting: int = MOST_WAITING,
        threads: int = 1,
    ) -> None:
        self._name, self._answer, self._new_group, self._most_waiting = name, answer, new_group, most_waiting
        self._waiting: deque[_Waiting[Q, A]] = deque()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._most_at_work = threads
        self._at_work: set[asyncio.Task[None]] = set()
        self._closed = False

    async def ask(self, tenant_id: UUID, question: Q) -> A:
        """Answer a question with the next group. Raises Busy, and what answering raises."""
        if self._closed or len(self._waiting) >= self._most_waiting:
            raise Busy(self._name, f"{len(self._waiting)} waiting")
        loop = asyncio.get_running_loop()
        waiting: _Waiting[Q, A] = _Waiting(tenant_id, question, loop.create_future())
        self._waiting.append(waiting)
        if len(self._at_work) < self._most_at_work:
            self._at_work.add(loop.create_task(self._answer_all()))
        return await waiting.answer

    async def aclose(self) -> None:
        """Answer the questions in the queue, and stop."""
        self._closed = True
        await asyncio.gather(*self._at_work)
        self._threads.shutdown()

    async def _answer_all(self) -> None:
        try:
            while group := self._next_group():
                try:
                    await self._answer_one(group)
                finally:  # also after cancellation: no caller may wait for ever
                    for waiting in group:
                        if not waiting.answer.done():
                            waiting.answer.set_exception(Busy(self._name, "the group was not answered"))
        finally:
            self._at_work = {task for task in self._at_work if task is not asyncio.current_task()}

    async def _answer_one(self, group: Sequence[_Waiting[Q, A]]) -> None:
        answers = await asyncio.get_running_loop().run_in_executor(self._threads, self._answered, group)
        for waiting, answer in zip(group, answers, strict=True):
            if waiting.answer.done():  # its caller was cancelled
                continue
            if isinstance(answer, Exception):
                waiting.answer.set_exception(answer)
            else:
                waiting.answer.set_result(answer)

    def _next_group(self) -> list[_Waiting[Q, A]]:
        """The oldest question and those of its tenant that may join it. Drops questions whose caller was cancelled."""
        group: list[_Waiting[Q, A]] = []
        left: deque[_Waiting[Q, A]] = deque()
        admits = self._new_group()
        for waiting in self._waiting:
            if waiting.answer.done():
                continue
            same_tenant = not group or waiting.tenant_id == group[0].tenant_id
            if same_tenant and (admits(waiting.question) or not group):
                group.append(waiting)
            else:
                left.append(waiting)
        self._waiting = left
        return group

    def _answered(self, group: Sequence[_Waiting[Q, A]]) -> list[A | Exception]:
        try:
            answers = self._answer(group[0].tenant_id, [waiting.question for waiting in group])
            return list(_checked(group, answers))
        except Unavailable as error:  # not the fault of a question: every caller must ask again
            return [copy(error) for _ in group]  # a raised exception belongs to one caller
        except Exception as error:  # noqa: BLE001  # every caller must get an answer or an error
            if len(group) == 1:
                return [error]
            return [answer for waiting in group for answer in self._answered([waiting])]


def _checked(group: Sequence[object], answers: Sequence[A | Refused]) -> Sequence[A | Refused]:
    """The answers, if their number is right: otherwise questions would get the answers of others."""
    if len(answers) != len(group):
        raise RuntimeError(f"{len(answers)} answers to {len(group)} questions")
    return answers
