"""The order of a timeline: by journal position within a station, by a hybrid clock between stations.

A station's clock may go back, its journal does not. So an entry counts as not earlier than any entry before it in the
journal of its station, and as not later than HQ received it. Between stations these instants decide.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from domain.timeline.events import Place

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stamp:
    """When and where something happened. `place` is None for what no station wrote down, and `key` names it."""

    at: datetime
    place: Place | None = None
    received_at: datetime | None = None
    key: str = ""


def in_order(stamps: Iterable[Stamp]) -> list[Stamp]:
    """The stamps, the oldest first."""
    known = sorted(stamps, key=_by_position)
    last: dict[object, datetime] = {}
    effective: list[tuple[datetime, str, int, int, Stamp]] = []
    for stamp in known:
        at = min(stamp.at, stamp.received_at) if stamp.received_at else stamp.at
        if stamp.place is None:
            effective.append((at, stamp.key, 0, 0, stamp))
            continue
        at = max(at, last.get(stamp.place.station_id, _NEVER))
        last[stamp.place.station_id] = at
        effective.append((at, str(stamp.place.station_id), stamp.place.epoch, stamp.place.seq, stamp))
    return [stamp for *_, stamp in sorted(effective, key=lambda one: one[:-1])]


def _by_position(stamp: Stamp) -> tuple[str, int, int]:
    place = stamp.place
    return (str(place.station_id), place.epoch, place.seq) if place else ("", 0, 0)
