"""Queries of turns in the order of sale: those that this life of the station holds and has not used."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from domain.ids import PerformanceId, ZoneId
from domain.rights import GrantId, Holder, SeatSpan, read_spans, seats_of
from sync.facts.rights import turn_lease
from sync.facts.sales import sold_turn
from sync.tables.transaction import Tx

_HELD = select(turn_lease.c.turns).where(
    turn_lease.c.tenant_id == bindparam("tenant"),
    turn_lease.c.station_id == bindparam("station"),
    turn_lease.c.epoch == bindparam("of_epoch"),
    turn_lease.c.performance_id == bindparam("performance"),
    turn_lease.c.zone_id == bindparam("zone"),
)
_USED = select(sold_turn.c.turn).where(
    sold_turn.c.tenant_id == bindparam("tenant"),
    sold_turn.c.performance_id == bindparam("performance"),
    sold_turn.c.zone_id == bindparam("zone"),
)


@dataclass(frozen=True, slots=True)
class LeasedTurns:
    """The turns of a grant that were not returned, used ones included."""

    id: GrantId
    performance_id: PerformanceId
    zone_id: ZoneId
    turns: tuple[SeatSpan, ...]

    @property
    def place(self) -> tuple[PerformanceId, ZoneId]:
        """The performance and the zone."""
        return self.performance_id, self.zone_id


def leases(tx: Tx, holder: Holder) -> tuple[LeasedTurns, ...]:
    """The leases of turns of this life, by the grant's identifier."""
    t = turn_lease.c
    of_life = (t.tenant_id == holder.tenant_id, t.station_id == holder.station_id, t.epoch == holder.epoch)
    rows = tx.execute(select(t.id, t.performance_id, t.zone_id, t.turns).where(*of_life).order_by(t.id))
    return tuple(
        LeasedTurns(GrantId(row.id), PerformanceId(row.performance_id), ZoneId(row.zone_id), read_spans(row.turns))
        for row in rows
    )


def unused(tx: Tx, holder: Holder, performance_id: PerformanceId, zone_id: ZoneId) -> list[int]:
    """The turns of a zone that this life holds and no ticket has, in order."""
    place = {"tenant": holder.tenant_id, "performance": performance_id, "zone": zone_id}
    life = {**place, "station": holder.station_id, "of_epoch": holder.epoch}
    held = {turn for row in tx.run(_HELD, life).fetchall() for turn in seats_of(read_spans(row[0]))}
    if not held:
        return []
    return sorted(held.difference(row[0] for row in tx.run(_USED, place).fetchall()))
