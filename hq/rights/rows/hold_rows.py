"""Statements on holds at HQ: those of a station that stand, and the rights of a life that they could keep."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, select

from domain.rights import SeatSpan, merged_spans, read_spans
from hq.storage.one_of import one_of
from hq.storage.tables import station_life
from sync.facts.holds import held_place, hold
from sync.facts.rights import seat_lease
from sync.tables.transaction import Tx

_h, _p, _l, _life = hold.c, held_place.c, seat_lease.c, station_life.c
_TENANT: BindParameter[UUID] = bindparam("tenant")
_STANDING = (
    select(
        _h.id, _h.station_id, _h.epoch, _h.expires_at, _p.performance_id, _p.zone_id, _p.seat_id,
        _p.ticket_type_id, _p.quantity,
    )
    .join_from(hold, held_place, (_p.tenant_id == _h.tenant_id) & (_p.hold_id == _h.id))
    .where(_h.tenant_id == _TENANT, one_of(_h.station_id, "stations"), _h.ended_how == "")
    .order_by(_h.id, _p.ordinal)
)  # fmt: skip
_LEASED = select(_l.seats).where(
    _l.tenant_id == _TENANT,
    _l.station_id == bindparam("station"),
    _l.epoch == bindparam("of_epoch"),
    _l.performance_id == bindparam("performance"),
)


_PERFORMANCE = select(_l.performance_id).where(_l.tenant_id == _TENANT, _l.id == bindparam("lease"))


def performance_of(tx: Tx, tenant_id: UUID, grant_id: UUID) -> UUID | None:
    """The performance of a recorded lease of seats."""
    performance_id: UUID | None = tx.execute(_PERFORMANCE, {"tenant": tenant_id, "lease": grant_id}).scalar()
    return performance_id


def standing(tx: Tx, tenant_id: UUID, stations: Collection[UUID]) -> Sequence[Any]:
    """The places of the holds of these stations that have not ended, a row for each line of a hold."""
    return tx.execute(_STANDING, {"tenant": tenant_id, "stations": sorted(stations)}).all()


def leased(tx: Tx, tenant_id: UUID, life: tuple[UUID, int], performance_id: UUID) -> tuple[SeatSpan, ...]:
    """The seats of a performance that a life accepted and did not return, as far as its entries are recorded."""
    keys = {"tenant": tenant_id, "station": life[0], "of_epoch": life[1], "performance": performance_id}
    return merged_spans(span for seats in tx.execute(_LEASED, keys).scalars() for span in read_spans(seats))


def page(
    tx: Tx, tenant_id: UUID, of: tuple[UUID | None, UUID | None], after: UUID | None, limit: int
) -> Sequence[Any]:  # fmt: skip
    """The holds that stand in the present lives of their stations, by id; `of` are a station and a performance."""
    station_id, performance_id = of
    statement = (
        select(hold)
        .join(station_life, (_life.tenant_id == _h.tenant_id) & (_life.station_id == _h.station_id))
        .where(_h.tenant_id == tenant_id, _h.ended_how == "", _life.epoch == _h.epoch)
        .order_by(_h.id)
        .limit(limit)
    )
    if station_id is not None:
        statement = statement.where(_h.station_id == station_id)
    if performance_id is not None:
        of_performance = (_p.tenant_id == _h.tenant_id, _p.hold_id == _h.id, _p.performance_id == performance_id)
        statement = statement.where(select(_p.hold_id).where(*of_performance).exists())
    if after is not None:
        statement = statement.where(_h.id > after)
    return tx.execute(statement).all()


def places(tx: Tx, tenant_id: UUID, hold_ids: Sequence[UUID]) -> Sequence[Any]:
    """The lines of these holds, hold by hold."""
    statement = select(held_place).where(_p.tenant_id == tenant_id, one_of(_p.hold_id, "ids"))
    return tx.execute(statement.order_by(_p.hold_id, _p.ordinal), {"ids": list(hold_ids)}).all()
