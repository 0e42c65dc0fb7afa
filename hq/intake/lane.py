"""The lane of ordinary pushes: they are prepared on the event loop and recorded in groups by one statement.

Whatever is not ordinary, or turns out not to be when the database compares it, goes to `ingest.receive` unchanged. So
the lane decides nothing: it files no case, grants no right and refuses no push.
"""

import logging
from collections.abc import Sequence
from copy import copy
from datetime import date
from uuid import UUID

import psycopg

from domain.errors import Refused
from hq.intake.gathering import Gathering
from hq.intake.group_commit import MOST_ENTRIES_A_GROUP, MOST_ENTRIES_AT_ONCE, GroupCommit
from hq.intake.group_queue import Admits, GroupQueue
from hq.intake.ingest import acknowledgement
from hq.intake.lane_recorder import NotOrdinary, Recorder
from hq.intake.lane_rows import RecordedGroup
from hq.intake.ordinary import KnownStation, Ordinary, known_station, ordinary
from hq.journals import rows
from hq.journals.arrivals import Arrived
from hq.office import Office
from hq.storage.batch import NeedsDatabase
from hq.storage.database import DatabaseUnavailable
from hq.storage.ledger import NoSuchRow
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


class Lane:
    """Answers ordinary pushes, and passes the others on to `pushes`."""

    def __init__(self, office: Office, pushes: GroupCommit) -> None:
        self._office, self._pushes = office, pushes
        self._stations: dict[_Key, KnownStation] = {}
        self._failed: dict[_Key, tuple[int, int]] = {}
        self._look_ups = Gathering[UUID, KnownStation]("stations", self._read_stations)
        self._busy: set[_Key] = set()
        self._recorder = Recorder(office)
        self._groups = GroupQueue[Ordinary, Acknowledged | None](
            "lane", self._answer, new_group=_one_transaction, at_once=GROUPS_AT_ONCE
        )

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
        """Answer the pushes that wait, and take no others."""
        await self._groups.aclose()
        await self._look_ups.aclose()
        await self._pushes.aclose()
        await self._recorder.aclose()

    async def _try(self, key: _Key, arrived: Arrived) -> Acknowledged | None:
        """The answer to a push that was recorded here, None for any other. Raises DatabaseUnavailable or Busy."""
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
        if push is None or not self._groups.has_room:
            return None
        return await self._groups.ask(key[0], push)

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

    async def _answer(self, tenant_id: UUID, group: Sequence[Ordinary]) -> Sequence[Acknowledged | Exception | None]:
        """An answer to each push: None when nothing was recorded, an error when that is not known."""
        try:
            recorded = await self._recorder.record(tenant_id, group)
        except DatabaseUnavailable as error:
            self._note_failure(group, error)
            return [copy(error) for _ in group]  # a raised exception belongs to one caller
        except Exception as error:  # noqa: BLE001  # every push gets an answer
            self._note_failure(group, error)
            return [None] * len(group)
        for push in group:
            self._stations.pop(_key(push), None)  # whatever follows, they are not as they were
        return [self._acknowledge(push, recorded) for push in group]

    def _acknowledge(self, push: Ordinary, recorded: RecordedGroup) -> Acknowledged:
        key = _key(push)
        answer = acknowledgement(self._office, push.judged, Grants(), recorded.feed_head, recorded.open_cases)
        self._failed.pop(key, None)
        self._stations[key] = push.station.after(push.judged, recorded.ahead[push.station.station_id])
        return answer

    def _note_failure(self, group: Sequence[Ordinary], error: Exception) -> None:
        is_expected = isinstance(error, (NotOrdinary, DatabaseUnavailable, psycopg.Error))
        # Without its text: the text of an error of PostgreSQL may quote values of rows.
        log.log(
            logging.INFO if is_expected else logging.ERROR, "%d pushes are recorded one after the other: %s",
            len(group), _reason(error), exc_info=None if is_expected else error,
        )  # fmt: skip
        for push in group:
            key = _key(push)
            self._stations.pop(key, None)
            failures = min(self._failed.get(key, (0, 0))[0] + 1, _MOST_FAILURES)
            self._failed[key] = failures, 2**failures - 1


def _reason(error: Exception) -> str:
    """Why a group was not recorded, in our own words or by the type of the error."""
    name = type(error).__name__
    if isinstance(error, NotOrdinary):
        return f"{name}: {error}"
    if isinstance(error, psycopg.errors.RaiseException):  # raised by the function of the lane
        return f"{name}: {error.diag.message_primary}"
    return name


def _is_short(arrived: Arrived) -> bool:
    """Whether a push is decoded and derived in a moment: the event loop does nothing else meanwhile."""
    entries = arrived.push.entries
    return len(entries) <= MOST_ENTRIES_AT_ONCE and sum(len(entry.body) for entry in entries) <= MOST_BYTES


def _key(push: Ordinary) -> _Key:
    return push.station.tenant_id, push.station.station_id


def _one_transaction() -> Admits[Ordinary]:
    """Admit pushes that one transaction can record: of one day of closed books, and not too many."""
    books: date | None = None
    pushes = entries = 0

    def admits(push: Ordinary) -> bool:
        nonlocal books, pushes, entries
        closed, more = push.station.books_closed_through, len(push.known)
        if pushes and (closed != books or pushes == MOST_A_GROUP or entries + more > MOST_ENTRIES_A_GROUP):
            return False
        books, pushes, entries = closed, pushes + 1, entries + more
        return True

    return admits
