"""Queries of the station's seat leases and allotments, which its journal accepted and partly returned."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Table, select

from domain.ids import PerformanceId, ZoneId
from domain.rights import GrantId, Holder, SeatSpan, read_spans
from sync.facts.rights import allotment, number_block, seat_lease, turn_lease
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Leased:
    """The seats of a grant that were not returned."""

    id: GrantId
    performance_id: PerformanceId
    seats: tuple[SeatSpan, ...]


@dataclass(frozen=True, slots=True)
class Allotted:
    """The places of a grant, and how many of them were returned."""

    id: GrantId
    performance_id: PerformanceId
    zone_id: ZoneId
    granted: int
    returned: int

    @property
    def places(self) -> int:
        """How many places of the grant this station still holds, sold ones included."""
        return self.granted - self.returned


def known(tx: Tx, tenant_id: UUID) -> frozenset[UUID]:
    """The identifier of every grant that any life of the store accepted."""
    tables = (number_block, seat_lease, allotment, turn_lease)
    return frozenset(
        grant_id
        for table in tables
        for grant_id in tx.execute(select(table.c.id).where(table.c.tenant_id == tenant_id)).scalars()
    )


def leases(tx: Tx, holder: Holder) -> tuple[Leased, ...]:
    """The leases of this life, by the grant's identifier."""
    t = seat_lease.c
    rows = tx.execute(_of_life(select(t.id, t.performance_id, t.seats), seat_lease, holder))
    return tuple(Leased(GrantId(row.id), PerformanceId(row.performance_id), read_spans(row.seats)) for row in rows)


def allotments(tx: Tx, holder: Holder) -> tuple[Allotted, ...]:
    """The allotments of this life, by the grant's identifier."""
    t = allotment.c
    rows = tx.execute(_of_life(select(t.id, t.performance_id, t.zone_id, t.granted, t.returned), allotment, holder))
    return tuple(
        Allotted(
            GrantId(row.id), PerformanceId(row.performance_id), ZoneId(row.zone_id), row.granted, row.returned,
        )
        for row in rows
    )  # fmt: skip


def _of_life(statement: Select[Any], table: Table, holder: Holder) -> Select[Any]:
    of_holder = (
        table.c.tenant_id == holder.tenant_id,
        table.c.station_id == holder.station_id,
        table.c.epoch == holder.epoch,
    )
    return statement.where(*of_holder).order_by(table.c.id)
