"""Seats and places: what may be sold here, and what is gone."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select

from domain.catalog import Seat
from domain.ids import PerformanceId, SeatId, ZoneId
from domain.seats import SeatState
from sync.fact_tables import sold_seat, zone_sold
from sync.tables import allotment, seat_lease, withheld_seat
from sync.transaction import Tx


@dataclass(frozen=True, slots=True)
class SeatRights:
    """Seats held or killed, and the sections entrusted to this station."""

    withheld: Mapping[SeatId, SeatState]
    sections: frozenset[int]

    def state(self, seat: Seat) -> SeatState:
        """What an unsold seat is to this station."""
        if seat.id in self.withheld:
            return self.withheld[seat.id]
        return SeatState.FREE if seat.section_no in self.sections else SeatState.ELSEWHERE


_SOLD_SEAT = select(sold_seat.c.ticket_id).where(
    sold_seat.c.tenant_id == bindparam("tenant_id"),
    sold_seat.c.performance_id == bindparam("performance_id"),
    sold_seat.c.seat_id == bindparam("seat_id"),
)

_SOLD = select(zone_sold.c.sold).where(
    zone_sold.c.tenant_id == bindparam("tenant_id"),
    zone_sold.c.performance_id == bindparam("performance_id"),
    zone_sold.c.zone_id == bindparam("zone_id"),
)

_ENTRUSTED = select(allotment.c.granted - allotment.c.returned).where(
    allotment.c.tenant_id == bindparam("tenant_id"),
    allotment.c.station_id == bindparam("station_id"),
    allotment.c.performance_id == bindparam("performance_id"),
    allotment.c.zone_id == bindparam("zone_id"),
)


def is_sold(tx: Tx, tenant_id: UUID, performance_id: PerformanceId, seat_id: SeatId) -> bool:
    """Whether a seat is gone."""
    keys = {"tenant_id": tenant_id, "performance_id": performance_id, "seat_id": seat_id}
    return tx.run(_SOLD_SEAT, keys).fetchone() is not None


def sold_seats(tx: Tx, tenant_id: UUID, performance_id: PerformanceId) -> list[int]:
    """Every seat of a performance that is gone."""
    statement = select(sold_seat.c.seat_id).where(
        sold_seat.c.tenant_id == tenant_id, sold_seat.c.performance_id == performance_id
    )
    return list(tx.execute(statement).scalars())


def rights(tx: Tx, station: tuple[UUID, UUID], performance_id: PerformanceId) -> SeatRights:
    """What this station may sell of a performance (`station` is tenant and station)."""
    tenant_id, station_id = station
    withheld = tx.execute(
        select(withheld_seat.c.seat_id, withheld_seat.c.state).where(
            withheld_seat.c.tenant_id == tenant_id, withheld_seat.c.performance_id == performance_id
        )
    )
    leased = tx.execute(
        select(seat_lease.c.section_no).where(
            seat_lease.c.tenant_id == tenant_id,
            seat_lease.c.station_id == station_id,
            seat_lease.c.performance_id == performance_id,
        )
    )
    return SeatRights({SeatId(row.seat_id): SeatState(row.state) for row in withheld}, frozenset(leased.scalars()))


def sold(tx: Tx, tenant_id: UUID, performance_id: PerformanceId, zone_id: ZoneId) -> int:
    """Tickets sold in a zone of a performance."""
    row = tx.run(_SOLD, {"tenant_id": tenant_id, "performance_id": performance_id, "zone_id": zone_id}).fetchone()
    return int(row[0]) if row else 0


def entrusted(tx: Tx, station: tuple[UUID, UUID], performance_id: PerformanceId, zone_id: ZoneId) -> int:
    """General-admission places this station may sell in all."""
    keys = {
        "tenant_id": station[0], "station_id": station[1], "performance_id": performance_id, "zone_id": zone_id,
    }  # fmt: skip
    row = tx.run(_ENTRUSTED, keys).fetchone()
    return int(row[0]) if row else 0
