"""Queries of holds: those that stand, and the places that they keep. A hold stands in the life that made it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, func, select

from domain.ids import (
    CashierId,
    CustomerId,
    HoldId,
    PerformanceId,
    SeatId,
    TicketTypeId,
    ZoneId,
)
from domain.rights import Holder
from domain.sale.cart import CartLine, Customer
from domain.sale.holds import Held, Hold, HoldPurpose
from sync.facts.holds import held_place, hold
from sync.tables.transaction import Tx

_h, _p = hold.c, held_place.c
_WITH_PLACES = (_p.tenant_id == _h.tenant_id) & (_p.hold_id == _h.id)
_STANDS = (
    _h.tenant_id == bindparam("tenant"),
    _h.station_id == bindparam("station"),
    _h.epoch == bindparam("of_epoch"),
    _h.ended_how == "",
)
_OF_SEAT = (
    select(_h.id)
    .join_from(held_place, hold, _WITH_PLACES)
    .where(*_STANDS, _p.performance_id == bindparam("performance"), _p.seat_id == bindparam("seat"))
)
_PLACES = (
    select(func.coalesce(func.sum(_p.quantity), 0))
    .join_from(held_place, hold, _WITH_PLACES)
    .where(
        *_STANDS, _p.performance_id == bindparam("performance"), _p.zone_id == bindparam("zone"),
        _p.seat_id.is_(None), _h.id != bindparam("but"),
    )
)  # fmt: skip
_NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class StandingHold:
    """A hold that stands, with who made it and when."""

    hold: Hold
    made_by: CashierId | None
    made_at: datetime


def hold_of_seat(tx: Tx, holder: Holder, performance_id: PerformanceId, seat_id: SeatId) -> HoldId | None:
    """The hold that keeps a seat; None without one. On the path of a sale, hence the prepared statement."""
    row = tx.run(_OF_SEAT, {**_of(holder), "performance": performance_id, "seat": seat_id}).fetchone()
    return HoldId(UUID(bytes=row[0])) if row else None


def held_seats(tx: Tx, holder: Holder, performance_id: PerformanceId, but: HoldId | None = None) -> list[SeatId]:
    """Every seat of a performance that is held, but for those of one hold."""
    statement = _standing(_p.seat_id).where(_p.performance_id == performance_id, _p.seat_id.is_not(None))
    if but is not None:
        statement = statement.where(_h.id != but)
    return [SeatId(seat) for seat in tx.execute(statement, _of(holder)).scalars()]


def held_places(
    tx: Tx, holder: Holder, place: tuple[PerformanceId, ZoneId], but: HoldId | None = None
) -> int:  # fmt: skip
    """How many places of a general zone are held, but for those of one hold."""
    keys = {**_of(holder), "performance": place[0], "zone": place[1], "but": but or _NOBODY}
    return int(tx.run(_PLACES, keys).fetchone()[0])


def next_number(tx: Tx, holder: Holder) -> int:
    """One more than the last number of a hold of the station, whatever life made it."""
    last = tx.execute(
        select(func.max(_h.number)).where(_h.tenant_id == holder.tenant_id, _h.station_id == holder.station_id)
    ).scalar()
    return (last or 0) + 1


def standing(tx: Tx, holder: Holder) -> tuple[StandingHold, ...]:
    """The holds that stand, the one that ends first before the others."""
    statement = select(hold).where(*_STANDS).order_by(_h.expires_at, _h.number)
    return _read(tx, holder.tenant_id, tx.execute(statement, _of(holder)).mappings())


def find_standing(tx: Tx, holder: Holder, hold_id: HoldId) -> StandingHold | None:
    """A hold, if it stands."""
    rows = tx.execute(select(hold).where(*_STANDS, _h.id == hold_id), _of(holder)).mappings()
    return next(iter(_read(tx, holder.tenant_id, rows)), None)


def load(tx: Tx, tenant_id: UUID, hold_id: HoldId) -> StandingHold:
    """A hold with its last time, whether it stands or not."""
    rows = tx.execute(select(hold).where(_h.tenant_id == tenant_id, _h.id == hold_id)).mappings()
    return _read(tx, tenant_id, rows)[0]


def due(tx: Tx, holder: Holder, at: datetime) -> tuple[HoldId, ...]:
    """The standing holds whose time is over."""
    statement = select(_h.id).where(*_STANDS, _h.expires_at <= at).order_by(_h.expires_at, _h.number)
    return tuple(HoldId(hold_id) for hold_id in tx.execute(statement, _of(holder)).scalars())


def _read(tx: Tx, tenant_id: UUID, rows: Iterable[Mapping[Any, Any]]) -> tuple[StandingHold, ...]:
    stored = list(rows)
    lines: dict[UUID, list[CartLine]] = {row["id"]: [] for row in stored}
    of_holds = (_p.tenant_id == tenant_id, _p.hold_id.in_(lines))
    for place in tx.execute(select(held_place).where(*of_holds).order_by(_p.hold_id, _p.ordinal)):
        lines[place.hold_id].append(
            CartLine(
                PerformanceId(place.performance_id),
                ZoneId(place.zone_id),
                TicketTypeId(place.ticket_type_id),
                place.quantity,
                None if place.seat_id is None else SeatId(place.seat_id),
            )
        )
    return tuple(_hold(row, tuple(lines[row["id"]])) for row in stored)


def _hold(row: Mapping[Any, Any], lines: tuple[CartLine, ...]) -> StandingHold:
    held_for = Held(
        purpose=HoldPurpose(row["purpose"]),
        name=row["name"],
        phone=row["phone"],
        note=row["note"],
        customer=Customer(row["customer_name"], row["customer_document"]),
        customer_id=CustomerId(row["customer_id"]) if row["customer_id"] else None,
    )
    made_by = CashierId(row["made_by"]) if row["made_by"] else None
    return StandingHold(
        hold=Hold(HoldId(row["id"]), row["number"], lines, held_for, row["expires_at"]),
        made_by=made_by,
        made_at=row["made_at"],
    )


def _standing(*columns: ColumnElement[Any]) -> Select[Any]:
    return select(*columns).join_from(held_place, hold, _WITH_PLACES).where(*_STANDS)


def _of(holder: Holder) -> dict[str, object]:
    return {"tenant": holder.tenant_id, "station": holder.station_id, "of_epoch": holder.epoch}
