"""Pushes that come at the same time are committed together; each is answered after its commit.

One commit serves as many stations as are waiting: more pushes a second, and each waits less. A push that breaks a
group is tried by itself, so that it fails nobody else.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import ClassVar
from uuid import UUID

from domain.errors import Refused, Unavailable
from hq.services.arrivals import Arrived
from sync.messages import Acknowledged

Receive = Callable[[UUID, Sequence[Arrived]], Sequence[Acknowledged | Refused]]

MOST_WAITING = 2_000
MOST_ENTRIES_A_GROUP = 1_000
WRITERS = 2


@dataclass(eq=False)
class Busy(Unavailable):
    """More pushes wait than HQ takes in; nothing of this one was kept. Try again in a moment."""

    code: ClassVar[str] = "BUSY"


@dataclass(frozen=True, slots=True)
class _Waiting:
    tenant_id: UUID
    arrived: Arrived
    answer: "Future[Acknowledged]" = field(default_factory=Future)


class GroupCommit:
    """A bounded queue and the threads that empty it."""

    def __init__(self, receive: Receive, *, writers: int = WRITERS, most_waiting: int = MOST_WAITING) -> None:
        self._receive = receive
        self._most_waiting = most_waiting
        self._waiting: deque[_Waiting] = deque()
        self._changed = threading.Condition()
        self._stopping = False
        self._threads = [threading.Thread(target=self._run, name=f"group-commit-{i}") for i in range(writers)]
        for thread in self._threads:
            thread.start()

    def put(self, tenant_id: UUID, arrived: Arrived) -> "Future[Acknowledged]":
        """Have a push received with the next group. Raises Busy."""
        waiting = _Waiting(tenant_id, arrived)
        with self._changed:
            if len(self._waiting) >= self._most_waiting or self._stopping:
                raise Busy("hq", f"{len(self._waiting)} waiting")
            self._waiting.append(waiting)
            self._changed.notify()
        return waiting.answer

    def close(self) -> None:
        """Receive what waits, and end."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        while group := self._next_group():
            self._commit(group)

    def _next_group(self) -> list[_Waiting]:
        """The oldest push and those of its tenant that can go with it, one a station; empty at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._stopping)
            group: list[_Waiting] = []
            left: deque[_Waiting] = deque()
            stations: set[UUID] = set()
            entries = 0
            while self._waiting:
                each = self._waiting.popleft()
                fits = not group or (
                    each.tenant_id == group[0].tenant_id
                    and each.arrived.station_id not in stations
                    and entries + len(each.arrived.push.entries) <= MOST_ENTRIES_A_GROUP
                )
                if fits:
                    group.append(each)
                    stations.add(each.arrived.station_id)
                    entries += len(each.arrived.push.entries)
                else:
                    left.append(each)
            self._waiting = left
            return group

    def _commit(self, group: Sequence[_Waiting]) -> None:
        try:
            answers = self._receive(group[0].tenant_id, [each.arrived for each in group])
        except Exception as error:  # noqa: BLE001  # whatever it is, it is told to whoever waits: nobody waits for ever
            if len(group) == 1:
                group[0].answer.set_exception(error)
                return
            for each in group:
                self._commit([each])
            return
        for each, answer in zip(group, answers, strict=True):
            if isinstance(answer, Refused):
                each.answer.set_exception(answer)
            else:
                each.answer.set_result(answer)
