"""Committing pushes in groups: those that arrive together share a transaction, and each is answered after its commit.

Backlogs have a queue of their own, so that sales of this moment do not wait behind them.
"""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from domain.errors import Refused
from hq.intake.gathering import Gathering
from hq.intake.group_queue import MOST_WAITING, Admits
from hq.journals.arrivals import Arrived
from sync.line.messages import Acknowledged

Receive = Callable[[UUID, Sequence[Arrived]], Sequence[Acknowledged | Refused]]

MOST_ENTRIES_A_GROUP = 1_000
MOST_ENTRIES_AT_ONCE = 20
"""The most entries of a short push, as a station that sells online sends it. A longer push is a backlog."""
SHORT_AT_ONCE = 2
"""Groups of short pushes that run at once: PostgreSQL commits one while the next is decoded."""


class GroupCommit:
    """Two queues, for short pushes and for backlogs. `most_waiting` limits the queue of each."""

    def __init__(self, receive: Receive, *, most_waiting: int = MOST_WAITING) -> None:
        queue = partial(Gathering[Arrived, Acknowledged], answer=receive, new_group=_one_a_station)
        self._short = queue("pushes-short", most_waiting=most_waiting, threads=SHORT_AT_ONCE)
        self._long = queue("pushes-long", most_waiting=most_waiting)

    async def put(self, tenant_id: UUID, arrived: Arrived) -> Acknowledged:
        """Receive a push with the next group. Raises Busy, and the refusals of receiving."""
        queue = self._short if len(arrived.push.entries) <= MOST_ENTRIES_AT_ONCE else self._long
        return await queue.ask(tenant_id, arrived)

    async def aclose(self) -> None:
        """Receive the pushes in the queues, and stop."""
        await self._short.aclose()
        await self._long.aclose()


def _one_a_station() -> Admits[Arrived]:
    """Admit one push of each station, because its next push builds on it, and a limited number of entries."""
    stations: set[UUID] = set()
    entries = 0

    def admits(arrived: Arrived) -> bool:
        nonlocal entries
        more = len(arrived.push.entries)
        if arrived.station_id in stations or entries + more > MOST_ENTRIES_A_GROUP:
            return False
        stations.add(arrived.station_id)
        entries += more
        return True

    return admits
