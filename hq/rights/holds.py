"""The holds that stand at stations, as far as HQ has their journals."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from hq.rights.rows import hold_rows as rows
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class HeldLine:
    """Places of one zone of a performance: one numbered seat, or `places` without one."""

    performance_id: UUID
    zone_id: UUID
    seat_id: int | None
    places: int


@dataclass(frozen=True, slots=True)
class HoldView:
    """A hold of the present life of a station that has not ended. Past `expires_at` the station has yet to end it."""

    id: UUID
    station_id: UUID
    number: int
    purpose: str
    name: str
    phone: str
    note: str
    made_at: datetime
    expires_at: datetime
    made_by: UUID | None
    lines: tuple[HeldLine, ...]


def page(
    tx: Tx, tenant_id: UUID, of: tuple[UUID | None, UUID | None], after: UUID | None, limit: int
) -> list[HoldView]:  # fmt: skip
    """The standing holds of a station and a performance, each of them any when None, by id."""
    holds = rows.page(tx, tenant_id, of, after, limit)
    return list(_views(holds, rows.places(tx, tenant_id, [one.id for one in holds])))


def _views(holds: Iterable[Any], places: Iterable[Any]) -> Iterator[HoldView]:
    lines = {hold_id: list(group) for hold_id, group in groupby(places, key=attrgetter("hold_id"))}
    for one in holds:
        yield HoldView(
            id=one.id,
            station_id=one.station_id,
            number=one.number,
            purpose=one.purpose,
            name=one.name,
            phone=one.phone,
            note=one.note,
            made_at=one.made_at,
            expires_at=one.expires_at,
            made_by=one.made_by,
            lines=tuple(
                HeldLine(line.performance_id, line.zone_id, line.seat_id, line.quantity)
                for line in lines.get(one.id, ())
            ),
        )
