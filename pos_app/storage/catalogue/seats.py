"""Queries of seats and general places: what this station may sell, and what was sold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, case, func, select

from domain.catalogue.catalog import Seat
from domain.catalogue.seats import SeatState
from domain.ids import EventId, PerformanceId, SeatId, VenueId, ZoneId, uuid7
from domain.rights import Holder, SeatSpan, covers_seat, merged_spans, read_spans
from sync.facts.rights import allotment, seat_lease
from sync.facts.sales import sold_seat, ticket, zone_sold
from sync.tables.catalogue import event, performance, withheld_seat
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class SeatRights:
    """Seats withheld from sale (held or killed), and the spans of seats granted to this station, in order."""

    withheld: Mapping[SeatId, SeatState]
    leased: tuple[SeatSpan, ...]

    def state(self, seat: Seat) -> SeatState:
        """The state of an unsold seat for this station."""
        if seat.id in self.withheld:
            return self.withheld[seat.id]
        return SeatState.FREE if covers_seat(self.leased, seat.id) else SeatState.ELSEWHERE


@dataclass(frozen=True, slots=True)
class SoldCounts:
    """Tickets sold in a zone of a performance: `in_all` lives, and `here`, in the present life of this station."""

    in_all: int
    here: int


_SOLD_SEAT = select(sold_seat.c.ticket_id).where(
    sold_seat.c.tenant_id == bindparam("tenant_id"),
    sold_seat.c.performance_id == bindparam("performance_id"),
    sold_seat.c.seat_id == bindparam("seat_id"),
)

_IN_THIS_LIFE = (zone_sold.c.station_id == bindparam("station_id")) & (zone_sold.c.epoch == bindparam("of_epoch"))
_SOLD = select(
    func.coalesce(func.sum(zone_sold.c.sold), 0),
    func.coalesce(func.sum(case((_IN_THIS_LIFE, zone_sold.c.sold))), 0),
).where(
    zone_sold.c.tenant_id == bindparam("tenant_id"),
    zone_sold.c.performance_id == bindparam("performance_id"),
    zone_sold.c.zone_id == bindparam("zone_id"),
)


def is_sold(tx: Tx, tenant_id: UUID, performance_id: PerformanceId, seat_id: SeatId) -> bool:
    """Whether a seat of a performance is sold in this store."""
    keys = {"tenant_id": tenant_id, "performance_id": performance_id, "seat_id": seat_id}
    return tx.run(_SOLD_SEAT, keys).fetchone() is not None


def sold_seats(tx: Tx, tenant_id: UUID, performance_id: PerformanceId) -> list[int]:
    """Every sold seat of a performance."""
    statement = select(sold_seat.c.seat_id).where(
        sold_seat.c.tenant_id == tenant_id, sold_seat.c.performance_id == performance_id
    )
    return list(tx.execute(statement).scalars())


def rights(tx: Tx, holder: Holder, performance_id: PerformanceId) -> SeatRights:
    """The seats of a performance that this life of the station may sell, and those withheld from sale."""
    withheld = tx.execute(
        select(withheld_seat.c.seat_id, withheld_seat.c.state).where(
            withheld_seat.c.tenant_id == holder.tenant_id, withheld_seat.c.performance_id == performance_id
        )
    )
    leased = tx.execute(
        select(seat_lease.c.seats).where(
            seat_lease.c.tenant_id == holder.tenant_id,
            seat_lease.c.station_id == holder.station_id,
            seat_lease.c.epoch == holder.epoch,
            seat_lease.c.performance_id == performance_id,
        )
    )
    return SeatRights(
        {SeatId(row.seat_id): SeatState(row.state) for row in withheld},
        merged_spans(span for written in leased.scalars() for span in read_spans(written)),
    )


def sold(tx: Tx, holder: Holder, performance_id: PerformanceId, zone_id: ZoneId) -> SoldCounts:
    """Tickets sold in a zone of a performance."""
    keys = {
        "tenant_id": holder.tenant_id, "station_id": holder.station_id, "of_epoch": holder.epoch,
        "performance_id": performance_id, "zone_id": zone_id,
    }  # fmt: skip
    return SoldCounts(*tx.run(_SOLD, keys).fetchone())


def sold_since(tx: Tx, tenant_id: UUID, at: datetime) -> dict[tuple[PerformanceId, ZoneId], int]:
    """Tickets sold since an instant, by performance and zone. Keys are UUIDv7, so the index skips older rows."""
    t = ticket.c
    rows = tx.execute(
        select(t.performance_id, t.zone_id, func.count().label("tickets"))
        .where(t.tenant_id == tenant_id, t.id >= uuid7(at, bytes(10)))
        .group_by(t.performance_id, t.zone_id)
    )
    return {(PerformanceId(row.performance_id), ZoneId(row.zone_id)): row.tickets for row in rows}


def sold_by_zone(tx: Tx, tenant_id: UUID, event_id: EventId) -> dict[tuple[UUID, UUID], int]:
    """Tickets sold of a show, by performance and zone; a zone without any is left out."""
    c, p = zone_sold.c, performance.c
    statement = (
        select(c.performance_id, c.zone_id, func.sum(c.sold).label("sold"))
        .join(performance, (p.tenant_id == c.tenant_id) & (p.id == c.performance_id))
        .where(c.tenant_id == tenant_id, p.event_id == event_id)
        .group_by(c.performance_id, c.zone_id)
        .having(func.sum(c.sold) > 0)
    )
    rows = tx.execute(statement).mappings()
    return {(row["performance_id"], row["zone_id"]): row["sold"] for row in rows}


def any_sold_in_venue(tx: Tx, tenant_id: UUID, venue_id: VenueId) -> bool:
    """Whether any seat of a venue is sold, for any performance."""
    p, e = performance.c, event.c
    statement = (
        select(sold_seat.c.seat_id)
        .join(performance, (p.tenant_id == sold_seat.c.tenant_id) & (p.id == sold_seat.c.performance_id))
        .join(event, (e.tenant_id == p.tenant_id) & (e.id == p.event_id))
        .where(sold_seat.c.tenant_id == tenant_id, e.venue_id == venue_id)
        .limit(1)
    )
    return tx.execute(statement).first() is not None


def granted(tx: Tx, holder: Holder, performance_id: PerformanceId) -> dict[ZoneId, int]:
    """General-admission places granted to this life of the station, by zone, sold ones included."""
    rows = tx.execute(
        select(allotment.c.zone_id, func.sum(allotment.c.granted - allotment.c.returned).label("places"))
        .where(
            allotment.c.tenant_id == holder.tenant_id,
            allotment.c.station_id == holder.station_id,
            allotment.c.epoch == holder.epoch,
            allotment.c.performance_id == performance_id,
        )
        .group_by(allotment.c.zone_id)
    )
    return {ZoneId(row.zone_id): int(row.places) for row in rows}
