"""Pushes that come at the same time are committed together; each is answered after its commit.

One commit serves as many stations as are waiting: more pushes a second, and each waits less. A push that breaks a
group is tried by itself, so that it fails nobody else. What is sold now does not wait behind backlogs.
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
MOST_ENTRIES_AT_ONCE = 20
"""Of a push by a station that sells online; one with more tells a backlog."""


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
    """A bounded queue in two lanes, and a thread for each that empties it: short pushes, and those of backlogs."""

    def __init__(self, receive: Receive, *, most_waiting: int = MOST_WAITING) -> None:
        self._receive = receive
        self._most_waiting = most_waiting
        self._short, self._long = deque[_Waiting](), deque[_Waiting]()
        self._changed = threading.Condition()
        self._stopping = False
        self._threads = [
            threading.Thread(target=self._run, args=[lane], name=f"group-commit-{name}")
            for name, lane in (("short", self._short), ("long", self._long))
        ]
        for thread in self._threads:
            thread.start()

    def put(self, tenant_id: UUID, arrived: Arrived) -> "Future[Acknowledged]":
        """Have a push received with the next group. Raises Busy."""
        waiting = _Waiting(tenant_id, arrived)
        lane = self._short if len(arrived.push.entries) <= MOST_ENTRIES_AT_ONCE else self._long
        with self._changed:
            count = len(self._short) + len(self._long)
            if count >= self._most_waiting or self._stopping:
                raise Busy("hq", f"{count} waiting")
            lane.append(waiting)
            self._changed.notify_all()
        return waiting.answer

    def close(self) -> None:
        """Receive what waits, and end."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def _run(self, lane: deque[_Waiting]) -> None:
        while group := self._next_group(lane):
            # One that nobody waits for any more is not received; the others can be given up no longer.
            self._commit([each for each in group if each.answer.set_running_or_notify_cancel()])

    def _next_group(self, lane: deque[_Waiting]) -> list[_Waiting]:
        """The oldest push and those of its tenant that can go with it, one a station; empty at the end."""
        with self._changed:
            self._changed.wait_for(lambda: lane or self._stopping)
            group: list[_Waiting] = []
            left: list[_Waiting] = []
            stations: set[UUID] = set()
            entries = 0
            while lane:
                each = lane.popleft()
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
            lane.extend(left)
            return group

    def _commit(self, group: Sequence[_Waiting]) -> None:
        if not group:
            return
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
