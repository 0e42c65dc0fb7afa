"""What is asked while one group is being answered waits, and is answered as the next group.

One transaction serves as many as are waiting: more answers a second, and each waits less. A question that breaks a
group is answered by itself, so that it fails nobody else.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar
from uuid import UUID

from domain.errors import Refused, Unavailable

Q = TypeVar("Q")
A = TypeVar("A")
Admits = Callable[[Q], bool]
"""Whether a question goes with those that were admitted before it."""

MOST_WAITING = 2_000


@dataclass(eq=False)
class Busy(Unavailable):
    """More waits than HQ takes in; nothing of this one was kept. Try again in a moment."""

    code: ClassVar[str] = "BUSY"


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[Q, A]):
    tenant_id: UUID
    question: Q
    answer: "asyncio.Future[A]"


class Gathering(Generic[Q, A]):
    """A bounded queue, and threads that answer it group by group while the loop goes on."""

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
        """The answer, which came with the next group. Raises Busy and what answering raises."""
        if self._closed or len(self._waiting) >= self._most_waiting:
            raise Busy(self._name, f"{len(self._waiting)} waiting")
        loop = asyncio.get_running_loop()
        each: _Waiting[Q, A] = _Waiting(tenant_id, question, loop.create_future())
        self._waiting.append(each)
        if len(self._at_work) < self._most_at_work:
            self._at_work.add(loop.create_task(self._answer_all()))
        return await each.answer

    async def aclose(self) -> None:
        """Answer what waits, and end."""
        self._closed = True
        await asyncio.gather(*self._at_work)
        self._threads.shutdown()

    async def _answer_all(self) -> None:
        try:
            while group := self._next_group():
                try:
                    await self._answer_one(group)
                finally:  # whatever ended it: nobody waits for ever
                    for each in group:
                        if not each.answer.done():
                            each.answer.set_exception(Busy(self._name, "the group came to nothing"))
        finally:
            self._at_work = {task for task in self._at_work if task is not asyncio.current_task()}

    async def _answer_one(self, group: Sequence[_Waiting[Q, A]]) -> None:
        answers = await asyncio.get_running_loop().run_in_executor(self._threads, self._answered, group)
        for each, answer in zip(group, answers, strict=True):
            if each.answer.done():  # given up meanwhile
                continue
            if isinstance(answer, Exception):
                each.answer.set_exception(answer)
            else:
                each.answer.set_result(answer)

    def _next_group(self) -> list[_Waiting[Q, A]]:
        """The oldest question and those of its tenant that go with it; what nobody waits for any more is left out."""
        group: list[_Waiting[Q, A]] = []
        left: deque[_Waiting[Q, A]] = deque()
        admits = self._new_group()
        for each in self._waiting:
            if each.answer.done():
                continue
            same_tenant = not group or each.tenant_id == group[0].tenant_id
            if same_tenant and (admits(each.question) or not group):
                group.append(each)
            else:
                left.append(each)
        self._waiting = left
        return group

    def _answered(self, group: Sequence[_Waiting[Q, A]]) -> list[A | Exception]:
        try:
            answers = self._answer(group[0].tenant_id, [each.question for each in group])
            return list(_one_each(group, answers))
        except Unavailable as error:  # the world, not a question: all of them are to be asked again
            return [copy(error) for _ in group]  # each raises its own
        except Exception as error:  # noqa: BLE001  # whatever it is, it is told to whoever waits: nobody waits for ever
            if len(group) == 1:
                return [error]
            return [answer for each in group for answer in self._answered([each])]


def _one_each(group: Sequence[object], answers: Sequence[A | Refused]) -> Sequence[A | Refused]:
    """Nobody is left without an answer, and nobody gets another's."""
    if len(answers) != len(group):
        raise RuntimeError(f"{len(answers)} answers to {len(group)} questions")
    return answers
