"""Notices of one performance gathered for a moment, and encoded once for all subscribers.

The first notice after a quiet moment is due at once; those that follow wait until `GATHER_S` after it, as one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from domain.ids import PerformanceId
from domain.rights import SeatSpan, merged_spans, without
from hq.live.availability import Notice
from sync.line.live_messages import SeatsChanged
from sync.tables import canonical

GATHER_S = 0.5
"""Seconds between two updates of a performance. With the wait for PostgreSQL an update is out within a second."""
_LONGEST = 64 << 10
"""Characters of an update that names the changes. Fetching the whole availability is shorter than a longer one."""

_Key = tuple[UUID, PerformanceId]


@dataclass(frozen=True)
class Update:
    """What subscribers of a tenant receive: a notice, and its text as a server-sent event, made at most once."""

    notice: Notice

    @cached_property
    def event(self) -> str:
        """The event with the changes, or the one to fetch the performance again."""
        if self.notice.changed is not None:
            text = canonical.text(self.notice.changed)
            if len(text) <= _LONGEST:
                return f"event: changed\ndata: {text}\n\n"
        return f'event: look\ndata: {{"performance_id":"{self.notice.performance}"}}\n\n'


@dataclass(slots=True)
class Gathering:
    """The notices that wait, by performance. Times are seconds of one monotonic clock."""

    _waiting: dict[_Key, Notice] = field(default_factory=dict)
    _sent_at: dict[_Key, float] = field(default_factory=dict)

    def add(self, notice: Notice) -> None:
        """Take a notice into account. Notices are added in the order of their commits."""
        key = (notice.tenant, notice.performance)
        before = self._waiting.get(key)
        self._waiting[key] = notice if before is None else _merged(before, notice)

    def due(self, now_s: float) -> Iterator[Update]:
        """Remove and yield what may be sent now."""
        for key, at in list(self._sent_at.items()):
            if now_s - at >= GATHER_S:
                del self._sent_at[key]
        for key in [key for key in self._waiting if key not in self._sent_at]:
            self._sent_at[key] = now_s
            yield Update(self._waiting.pop(key))

    def clear(self) -> None:
        """Forget everything: subscribers were told to fetch the availability."""
        self._waiting.clear()


def _merged(before: Notice, after: Notice) -> Notice:
    """One notice for two: of a seat the later change counts, of a zone the later counters."""
    if before.changed is None or after.changed is None:
        return Notice(after.tenant, after.performance)
    old, new = before.changed, after.changed
    zones = {count.zone_id: count for count in (*old.zones, *new.zones)}
    changed = SeatsChanged(
        after.performance,
        sold=_later(old.sold, new.sold, new.freed),
        freed=_later(old.freed, new.freed, (*new.sold, *new.granted)),
        zones=tuple(zones[zone_id] for zone_id in sorted(zones)),
        granted=_later(old.granted, new.granted, (*new.sold, *new.freed)),
    )
    return Notice(after.tenant, after.performance, changed)


def _later(old: Iterable[SeatSpan], new: Iterable[SeatSpan], gone: Iterable[SeatSpan]) -> tuple[SeatSpan, ...]:
    return merged_spans((*without(old, gone), *new))
