"""Statements on `turn_right`: the turns in the order of sale of a zone, each granted to one holder at most."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, exists, func, select, update

from domain.rights import Holder, TurnsGrant
from hq.storage import ledger_tables
from hq.storage.batch import insert_many
from sync.facts.sales import sold_turn
from sync.tables import catalogue
from sync.tables.transaction import Tx

_turn_right = ledger_tables.turn_right
_right, _sold = _turn_right.c, sold_turn.c
_z, _p, _stage = catalogue.zone.c, catalogue.performance.c, catalogue.price_stage.c
_in_zone, _e, _seat = catalogue.zone_section.c, catalogue.event.c, catalogue.seat.c
_IS_SOLD = exists().where(
    _sold.tenant_id == _right.tenant_id,
    _sold.performance_id == _right.performance_id,
    _sold.zone_id == _right.zone_id,
    _sold.turn == _right.turn,
)
_CAPS = (
    select(_z.id, _z.capacity, _stage.up_to_sold)
    .select_from(catalogue.performance)
    .join(catalogue.zone, (_z.tenant_id == _p.tenant_id) & (_z.event_id == _p.event_id))
    .join(catalogue.price_stage, (_stage.tenant_id == _z.tenant_id) & (_stage.zone_id == _z.id))
    .where(
        _p.tenant_id == bindparam("tenant"), _p.id == bindparam("performance"), _stage.up_to_sold.is_not(None)
    )
)  # fmt: skip
_SECTIONS = (
    select(_in_zone.zone_id, _seat.id)
    .select_from(catalogue.performance)
    .join(catalogue.event, (_e.tenant_id == _p.tenant_id) & (_e.id == _p.event_id))
    .join(catalogue.zone, (_z.tenant_id == _p.tenant_id) & (_z.event_id == _p.event_id))
    .join(catalogue.zone_section, (_in_zone.tenant_id == _z.tenant_id) & (_in_zone.zone_id == _z.id))
    .join(
        catalogue.seat,
        (_seat.tenant_id == _p.tenant_id) & (_seat.venue_id == _e.venue_id) & (_seat.section_no == _in_zone.section_no),
    )
    .where(_p.tenant_id == bindparam("tenant"), _p.id == bindparam("performance"))
)


@dataclass(slots=True)
class CappedZone:
    """A zone with price stages that end after so many tickets, and the number of its places."""

    capacity: int
    caps: list[int]


def capped_zones(tx: Tx, tenant_id: UUID, performance_id: UUID) -> dict[UUID, CappedZone]:
    """The zones of a performance with such stages."""
    zones: dict[UUID, CappedZone] = {}
    for row in tx.execute(_CAPS, {"tenant": tenant_id, "performance": performance_id}):
        zones.setdefault(row.id, CappedZone(row.capacity, [])).caps.append(row.up_to_sold)
    return zones


def zone_of_seats(tx: Tx, tenant_id: UUID, performance_id: UUID) -> dict[int, UUID]:
    """The zone of each seat that a performance sells."""
    rows = tx.execute(_SECTIONS, {"tenant": tenant_id, "performance": performance_id})
    return {row.id: row.zone_id for row in rows}


def granted_turns(tx: Tx, tenant_id: UUID, performance_id: UUID, zone_id: UUID) -> set[int]:
    """The turns of a zone that somebody holds or has used."""
    return set(tx.execute(select(_right.turn).where(*_of_zone(tenant_id, performance_id, zone_id))).scalars())


def insert_turns(tx: Tx, to: Holder, grant: TurnsGrant, turns: Sequence[int], *, asked: bool = False) -> list[int]:
    """Insert a right to each of these turns that nobody holds, for a grant; returns those, in order.

    `asked` is whether the station takes them by itself.
    """
    insert_many(tx, _turn_right, [
        {"tenant_id": to.tenant_id, "performance_id": grant.performance_id, "zone_id": grant.zone_id, "turn": turn,
         "grant_id": grant.id, "station_id": to.station_id, "epoch": to.epoch, "quarantined": 0,
         "asked": int(asked)}
        for turn in turns
    ])  # fmt: skip
    of_grant = (_right.tenant_id == to.tenant_id, _right.grant_id == grant.id)
    return list(tx.execute(select(_right.turn).where(*of_grant).order_by(_right.turn)).scalars())


def delete_turns(tx: Tx, tenant_id: UUID, performance_id: UUID, zone_id: UUID, turns: Iterable[int]) -> None:
    """Delete the rights to these turns of a zone, whoever holds them."""
    tx.execute(
        delete(_turn_right).where(*_of_zone(tenant_id, performance_id, zone_id), _right.turn.in_(list(turns)))
    )  # fmt: skip


def held_turns(tx: Tx, holder: Holder, grant_id: UUID) -> list[int]:
    """The turns of a holder's grant that no recorded ticket has and that did not come back."""
    return list(tx.execute(select(_right.turn).where(*_of_grant(holder, grant_id), ~_IS_SOLD)).scalars())


def unsold_asked_turns(tx: Tx, holder: Holder, performance_id: UUID, zone_id: UUID) -> int:
    """How many turns of a zone a life took by itself that no recorded ticket has."""
    of_life = (_right.station_id == holder.station_id, _right.epoch == holder.epoch, _right.asked == 1)
    of_zone = _of_zone(holder.tenant_id, performance_id, zone_id)
    return int(tx.execute(select(func.count()).where(*of_zone, *of_life, ~_IS_SOLD)).scalar_one())


def delete_turns_of_grant(tx: Tx, holder: Holder, grant_id: UUID, turns: Iterable[int]) -> UUID | None:
    """Delete the rights to these turns of a holder's grant, and return its performance; None when nobody held them."""
    of_grant = (*_of_grant(holder, grant_id), _right.turn.in_(list(turns)))
    return tx.execute(delete(_turn_right).where(*of_grant).returning(_right.performance_id)).scalars().first()


def quarantine_turns(tx: Tx, ended: Holder) -> None:
    """Put all turns of a life in quarantine."""
    of_life = (
        _right.tenant_id == ended.tenant_id, _right.station_id == ended.station_id, _right.epoch == ended.epoch
    )  # fmt: skip
    tx.execute(update(_turn_right).values(quarantined=1).where(*of_life))


def delete_quarantined_turns(tx: Tx, tenant_id: UUID, station_id: UUID) -> list[UUID]:
    """Delete the rights to the turns in quarantine of a station that no recorded ticket has.

    Returns the performance of each turn.
    """
    of_station = (_right.tenant_id == tenant_id, _right.station_id == station_id, _right.quarantined == 1)
    statement = delete(_turn_right).where(*of_station, ~_IS_SOLD).returning(_right.performance_id)
    return list(tx.execute(statement).scalars())


def _of_grant(holder: Holder, grant_id: UUID) -> tuple[Any, ...]:
    return (
        _right.tenant_id == holder.tenant_id, _right.grant_id == grant_id, _right.station_id == holder.station_id,
        _right.epoch == holder.epoch,
    )  # fmt: skip


def _of_zone(tenant_id: UUID, performance_id: UUID, zone_id: UUID) -> tuple[Any, ...]:
    return (
        _right.tenant_id == tenant_id, _right.performance_id == performance_id, _right.zone_id == zone_id
    )  # fmt: skip
