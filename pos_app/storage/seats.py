"""Seats and places: what may be sold here, and what is gone."""

from uuid import UUID

from sqlalchemy import bindparam, select, text

from domain.catalog import Seat, SeatKind
from domain.ids import PerformanceId, SeatId, TenantId, VenueId, ZoneId
from domain.seats import SeatState
from sync.fact_tables import sold_seat, zone_sold
from sync.tables import allotment, seat, seat_lease, withheld_seat
from sync.transaction import Tx

_SEAT = text("""
SELECT seat.section_no, seat.row, seat.number, seat.x_mm, seat.y_mm, seat.kind,
  EXISTS (SELECT 1 FROM sold_seat
    WHERE tenant_id = :tenant_id AND performance_id = :performance_id AND seat_id = :seat_id),
  (SELECT state FROM withheld_seat
    WHERE tenant_id = :tenant_id AND performance_id = :performance_id AND seat_id = :seat_id),
  EXISTS (SELECT 1 FROM seat_lease WHERE tenant_id = :tenant_id AND station_id = :station_id
    AND performance_id = :performance_id AND section_no = seat.section_no)
FROM seat WHERE tenant_id = :tenant_id AND venue_id = :venue_id AND id = :seat_id""")

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


def seat_and_state(
    tx: Tx, station: tuple[UUID, UUID], venue_id: VenueId, performance_id: PerformanceId, seat_id: SeatId
) -> tuple[Seat, SeatState] | None:
    """One seat and what it is to this station (`station` is tenant and station); None when there is no such seat."""
    keys = {
        "tenant_id": station[0], "station_id": station[1], "venue_id": venue_id,
        "performance_id": performance_id, "seat_id": seat_id,
    }  # fmt: skip
    row = tx.run(_SEAT, keys).fetchone()
    if row is None:
        return None
    found = Seat(seat_id, row[0], row[1], row[2], row[3], row[4], SeatKind(row[5]))
    return found, _state(sold=bool(row[6]), withheld=row[7], leased=bool(row[8]))


def states(
    tx: Tx, station: tuple[UUID, UUID], performance_id: PerformanceId
) -> tuple[list[int], list[tuple[int, int]], frozenset[int]]:
    """What is not free: sold seats, withheld seats with their state, and the sections this station may sell."""
    tenant_id, station_id = station
    sold = tx.execute(
        select(sold_seat.c.seat_id).where(
            sold_seat.c.tenant_id == tenant_id, sold_seat.c.performance_id == performance_id
        )
    ).scalars()
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
    ).scalars()
    return list(sold), [(row.seat_id, row.state) for row in withheld], frozenset(leased)


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


def withheld_sections(tx: Tx, tenant_id: TenantId, venue_id: VenueId, performance_id: PerformanceId) -> tuple[int, ...]:
    """The section of each seat that is held or killed."""
    statement = (
        select(seat.c.section_no)
        .join(
            withheld_seat,
            (withheld_seat.c.tenant_id == seat.c.tenant_id) & (withheld_seat.c.seat_id == seat.c.id),
        )
        .where(
            seat.c.tenant_id == tenant_id,
            seat.c.venue_id == venue_id,
            withheld_seat.c.performance_id == performance_id,
        )
    )
    return tuple(tx.execute(statement).scalars())


def _state(*, sold: bool, withheld: int | None, leased: bool) -> SeatState:
    if sold:
        return SeatState.SOLD
    if withheld is not None:
        return SeatState(withheld)
    return SeatState.FREE if leased else SeatState.ELSEWHERE
