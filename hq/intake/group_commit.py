"""Pushes that come at the same time are committed together; each is answered after its commit.

What is sold now does not wait behind backlogs: they go in a lane of their own.
"""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from domain.errors import Refused
from hq.intake.gathering import MOST_WAITING, Admits, Gathering
from hq.journals.arrivals import Arrived
from sync.line.messages import Acknowledged

Receive = Callable[[UUID, Sequence[Arrived]], Sequence[Acknowledged | Refused]]

MOST_ENTRIES_A_GROUP = 1_000
MOST_ENTRIES_AT_ONCE = 20
"""Of a push by a station that sells online; one with more tells a backlog."""
SHORT_AT_ONCE = 2
"""Groups of short pushes: PostgreSQL commits one while the next is read."""


class GroupCommit:
    """Two lanes: short pushes, and those of backlogs; so many may wait in each."""

    def __init__(self, receive: Receive, *, most_waiting: int = MOST_WAITING) -> None:
        lane = partial(Gathering[Arrived, Acknowledged], answer=receive, new_group=_one_a_station)
        self._short = lane("pushes-short", most_waiting=most_waiting, threads=SHORT_AT_ONCE)
        self._long = lane("pushes-long", most_waiting=most_waiting)

    async def put(self, tenant_id: UUID, arrived: Arrived) -> Acknowledged:
        """Have a push received with the next group. Raises Busy and what receiving refuses."""
        lane = self._short if len(arrived.push.entries) <= MOST_ENTRIES_AT_ONCE else self._long
        return await lane.ask(tenant_id, arrived)

    async def aclose(self) -> None:
        """Receive what waits, and end."""
        await self._short.aclose()
        await self._long.aclose()


def _one_a_station() -> Admits[Arrived]:
    """A station's next push builds on the one before it; and a transaction is not without end."""
    stations: set[UUID] = set()
    entries = 0

    def admits(arrived: Arrived) -> bool:
        nonlocal entries
        many = len(arrived.push.entries)
        if arrived.station_id in stations or entries + many > MOST_ENTRIES_A_GROUP:
            return False
        stations.add(arrived.station_id)
        entries += many
        return True

    return admits
