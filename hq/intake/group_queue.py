"""Bounded queues of questions that are answered in groups: those that arrive while one is answered form the next."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from hq.web.busy import Busy

log = logging.getLogger(__name__)

Q = TypeVar("Q")
A = TypeVar("A")
Admits = Callable[[Q], bool]
"""Whether a question joins the group of those that were admitted before it. The first of a group always does."""

MOST_WAITING = 2_000


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[Q, A]):
    tenant_id: UUID
    question: Q
    answer: "asyncio.Future[A]"


class GroupQueue(Generic[Q, A]):
    """Gives each group of one tenant to `answer`, at most `at_once` groups at a time.

    `answer` returns one answer or error for each question. When it raises, every caller of the group gets Busy.
    """

    def __init__(
        self,
        name: str,
        answer: Callable[[UUID, Sequence[Q]], Awaitable[Sequence[A | Exception]]],
        *,
        new_group: Callable[[], Admits[Q]] = lambda: lambda _question: True,
        most_waiting: int = MOST_WAITING,
        at_once: int = 1,
    ) -> None:
        self._name, self._answer, self._new_group = name, answer, new_group
        self._most_waiting, self._at_once = most_waiting, at_once
        self._waiting: deque[_Waiting[Q, A]] = deque()
        self._at_work: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def has_room(self) -> bool:
        """Whether the queue takes another question."""
        return not self._closed and len(self._waiting) < self._most_waiting

    async def ask(self, tenant_id: UUID, question: Q) -> A:
        """Answer a question with the next group. Raises Busy, and the error that is its answer."""
        if not self.has_room:
            raise Busy(self._name, f"{len(self._waiting)} waiting")
        loop = asyncio.get_running_loop()
        waiting: _Waiting[Q, A] = _Waiting(tenant_id, question, loop.create_future())
        self._waiting.append(waiting)
        if len(self._at_work) < self._at_once:
            self._at_work.add(loop.create_task(self._answer_all()))
        return await waiting.answer

    async def aclose(self) -> None:
        """Answer the questions in the queue, and take no others."""
        self._closed = True
        await asyncio.gather(*self._at_work)

    async def _answer_all(self) -> None:
        try:
            while group := self._next_group():
                try:
                    await self._answer_one(group)
                except Exception:
                    log.exception("a group of %s is not answered", self._name)
                finally:  # also after cancellation: no caller may wait for ever
                    for waiting in group:
                        if not waiting.answer.done():
                            waiting.answer.set_exception(Busy(self._name, "the group was not answered"))
        finally:
            self._at_work = {task for task in self._at_work if task is not asyncio.current_task()}

    async def _answer_one(self, group: Sequence[_Waiting[Q, A]]) -> None:
        answers = await self._answer(group[0].tenant_id, [waiting.question for waiting in group])
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
