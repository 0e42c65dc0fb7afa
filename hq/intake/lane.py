"""The lane of ordinary pushes: they are prepared on the event loop and recorded in groups by one statement.

Whatever is not ordinary, or turns out not to be when the database compares it, goes to `ingest.receive` unchanged. So
the lane decides nothing: it files no case, grants no right and refuses no push.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from uuid import UUID

import psycopg

from domain.errors import Refused
from hq.intake.gathering import MOST_WAITING, Gathering
from hq.intake.group_commit import MOST_ENTRIES_A_GROUP, MOST_ENTRIES_AT_ONCE, GroupCommit
from hq.intake.ingest import acknowledgement
from hq.intake.lane_recorder import NotOrdinary, Recorder
from hq.intake.lane_rows import Recorded
from hq.intake.ordinary import KnownStation, Ordinary, known_station, ordinary
from hq.journals import rows
from hq.journals.arrivals import Arrived
from hq.office import Office
from hq.storage.batch import NeedsDatabase
from hq.storage.database import DatabaseUnavailable
from hq.storage.ledger import NoSuchRow
from hq.web.busy import Busy
from sync.line.messages import Acknowledged, Grants

log = logging.getLogger(__name__)

GROUPS_AT_ONCE = 2
"""PostgreSQL commits one group while the next is recorded."""
MOST_A_GROUP = 200
MOST_BYTES = 32 << 10
"""The most bytes of the entries of a push: eight sales of four tickets."""
_MOST_FAILURES = 6

_Key = tuple[UUID, UUID]
"""Tenant and station."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    key: _Key
    push: Ordinary
    answer: "asyncio.Future[Acknowledged | None]"
    """None when the group was not recorded."""


class Lane:
    """Answers ordinary pushes, and passes the others on to `pushes`."""

    def __init__(self, office: Office, pushes: GroupCommit) -> None:
        self._office, self._pushes = office, pushes
        self._stations: dict[_Key, KnownStation] = {}
        self._failed: dict[_Key, tuple[int, int]] = {}
        self._look_ups = Gathering[UUID, KnownStation]("stations", self._read_stations)
        self._busy: set[_Key] = set()
        self._waiting: deque[_Waiting] = deque()
        self._recorder = Recorder(office)
        self._at_work: set[asyncio.Task[None]] = set()

    async def put(self, tenant_id: UUID, arrived: Arrived) -> Acknowledged:
        """Receive a push. Raises Busy, and the refusals of receiving."""
        key = tenant_id, arrived.station_id
        if key not in self._busy and _is_short(arrived) and self._may_try(key):
            self._busy.add(key)
            try:
                answer = await self._try(key, arrived)
            finally:
                self._busy.discard(key)
            if answer is not None:
                return answer
        self._stations.pop(key, None)
        return await self._pushes.put(tenant_id, arrived)

    async def aclose(self) -> None:
        """Answer the pushes that wait, and stop."""
        await asyncio.gather(*self._at_work)
        await self._look_ups.aclose()
        await self._pushes.aclose()
        await self._recorder.aclose()

    async def _try(self, key: _Key, arrived: Arrived) -> Acknowledged | None:
        station = self._stations.get(key)
        try:
            if station is None:
                station = await self._look_ups.ask(*key)
            push = ordinary(self._office, station, arrived.push)
        except (NeedsDatabase, Refused):
            return None
        except Exception as error:  # noqa: BLE001  # `receive` keeps such an entry, with its error
            log.info("a push is not ordinary: %s", type(error).__name__)
            return None
        if push is None or len(self._waiting) >= MOST_WAITING:
            return None
        waiting = _Waiting(key, push, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if len(self._at_work) < GROUPS_AT_ONCE:
            self._at_work.add(asyncio.create_task(self._answer_all()))
        return await waiting.answer

    def _may_try(self, key: _Key) -> bool:
        """Whether a push of this station may join a group: each failure in a row keeps it away for twice as long."""
        failures, left = self._failed.get(key, (0, 0))
        if left:
            self._failed[key] = failures, left - 1
        return not left

    def _read_stations(self, tenant_id: UUID, station_ids: Sequence[UUID]) -> list[KnownStation | Refused]:
        with self._office.database.tenant(tenant_id) as tx:
            known = rows.stations(tx, tenant_id, station_ids)
        return [known_station(known[id_]) if id_ in known else NoSuchRow("station") for id_ in station_ids]

    async def _answer_all(self) -> None:
        try:
            while group := self._next_group():
                try:
                    answers = await self._answer(group)
                    for waiting in group:
                        if not waiting.answer.done():  # its caller may have been cancelled
                            self._resolve(waiting, answers)
                except Exception:
                    log.exception("a group is not answered")
                finally:  # no caller may wait for ever
                    for waiting in group:
                        if not waiting.answer.done():
                            waiting.answer.set_exception(Busy("lane", "the group was not answered"))
        finally:
            self._at_work = {task for task in self._at_work if task is not asyncio.current_task()}

    def _resolve(self, waiting: _Waiting, answers: "Mapping[_Key, Acknowledged] | Exception | None") -> None:
        if isinstance(answers, Exception):
            waiting.answer.set_exception(copy(answers))  # a raised exception belongs to one caller
        else:
            waiting.answer.set_result(answers[waiting.key] if answers else None)

    def _next_group(self) -> list[_Waiting]:
        """The oldest push and those of its tenant that fit into one transaction."""
        group: list[_Waiting] = []
        left: deque[_Waiting] = deque()
        entries = 0
        for waiting in self._waiting:
            if waiting.answer.done():  # its caller was cancelled
                continue
            more = len(waiting.push.known)
            same = not group or (waiting.key[0], _books(waiting)) == (group[0].key[0], _books(group[0]))
            if same and len(group) < MOST_A_GROUP and entries + more <= MOST_ENTRIES_A_GROUP:
                group.append(waiting)
                entries += more
            else:
                left.append(waiting)
        self._waiting = left
        return group

    async def _answer(self, group: Sequence[_Waiting]) -> "Mapping[_Key, Acknowledged] | Exception | None":
        """The answers by station; None when nothing was recorded, an error when that is not known."""
        try:
            recorded = await self._recorder.record(group[0].key[0], [waiting.push for waiting in group])
        except DatabaseUnavailable as error:
            self._note_failure(group, error)
            return error
        except Exception as error:  # noqa: BLE001  # every push gets an answer
            self._note_failure(group, error)
            return None
        return self._acknowledge(group, recorded)

    def _acknowledge(self, group: Sequence[_Waiting], recorded: Recorded) -> dict[_Key, Acknowledged]:
        ahead = {one.station_id: one.numbers for one in recorded.ahead}
        answers: dict[_Key, Acknowledged] = {}
        for waiting in group:
            push = waiting.push
            self._failed.pop(waiting.key, None)
            self._stations[waiting.key] = push.station.after(push.judged, ahead[push.station.station_id])
            answers[waiting.key] = acknowledgement(
                self._office, push.judged, Grants(), recorded.feed_head, recorded.open_cases
            )
        return answers

    def _note_failure(self, group: Sequence[_Waiting], error: Exception) -> None:
        is_expected = isinstance(error, (NotOrdinary, DatabaseUnavailable, psycopg.Error))
        log.log(
            logging.INFO if is_expected else logging.ERROR, "%d pushes are recorded one after the other: %s",
            len(group), str(error).partition("\n")[0], exc_info=None if is_expected else error,
        )  # fmt: skip
        for waiting in group:
            self._stations.pop(waiting.key, None)
            failures = min(self._failed.get(waiting.key, (0, 0))[0] + 1, _MOST_FAILURES)
            self._failed[waiting.key] = failures, 2**failures - 1


def _is_short(arrived: Arrived) -> bool:
    """Whether a push is decoded and derived in a moment: the event loop does nothing else meanwhile."""
    entries = arrived.push.entries
    return len(entries) <= MOST_ENTRIES_AT_ONCE and sum(len(entry.body) for entry in entries) <= MOST_BYTES


def _books(waiting: _Waiting) -> object:
    return waiting.push.station.books_closed_through
