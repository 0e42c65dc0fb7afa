"""Answering questions in groups on threads of their own, so that the event loop is not blocked.

One transaction answers a whole group, which raises throughput and shortens the wait. When a group fails, each of its
questions is answered alone, so that only the failing one gets an error.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from typing import Generic
from uuid import UUID

from domain.errors import Refused, Unavailable
from hq.intake.group_queue import MOST_WAITING, A, Admits, GroupQueue, Q


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
        self._answer = answer
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._queue = GroupQueue[Q, A](
            name, self._answer_on_thread, new_group=new_group, most_waiting=most_waiting, at_once=threads
        )

    async def ask(self, tenant_id: UUID, question: Q) -> A:
        """Answer a question with the next group. Raises Busy, and what answering raises."""
        return await self._queue.ask(tenant_id, question)

    async def aclose(self) -> None:
        """Answer the questions in the queue, and stop."""
        await self._queue.aclose()
        self._threads.shutdown()

    async def _answer_on_thread(self, tenant_id: UUID, group: Sequence[Q]) -> Sequence[A | Exception]:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._answered, tenant_id, group)

    def _answered(self, tenant_id: UUID, group: Sequence[Q]) -> list[A | Exception]:
        try:
            return list(_checked(group, self._answer(tenant_id, group)))
        except Unavailable as error:  # not the fault of a question: every caller must ask again
            return [copy(error) for _ in group]  # a raised exception belongs to one caller
        except Exception as error:  # noqa: BLE001  # every caller must get an answer or an error
            if len(group) == 1:
                return [error]
            return [answer for question in group for answer in self._answered(tenant_id, [question])]


def _checked(group: Sequence[object], answers: Sequence[A | Refused]) -> Sequence[A | Refused]:
    """The answers, if their number is right: otherwise questions would get the answers of others."""
    if len(answers) != len(group):
        raise RuntimeError(f"{len(answers)} answers to {len(group)} questions")
    return answers
