"""What HQ knows of the rights that entries name: its grants, and what the same journals did with them before."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select, text

from hq.storage.ledger_tables import grant
from hq.storage.one_of import one_of
from hq.storage.tables import hq_key
from sync.facts.rights import allotment, number_block, seat_lease, turn_lease
from sync.facts.sales import zone_sold
from sync.tables.transaction import Tx

_GRANTS = select(grant).where(grant.c.tenant_id == bindparam("tenant"), one_of(grant.c.id, "ids"))
_TABLES = {"numbers": number_block, "seats": seat_lease, "places": allotment, "turns": turn_lease}
_TAKEN = {
    kind: select(table).where(table.c.tenant_id == bindparam("tenant"), one_of(table.c.id, "ids"))
    for kind, table in _TABLES.items()
}
_KEYS = select(hq_key.c.public_key).where(hq_key.c.tenant_id == bindparam("tenant"))
_a, _z = allotment.c, zone_sold.c
_ALLOTTED = select(func.coalesce(func.sum(_a.granted - _a.returned), 0)).where(
    _a.tenant_id == bindparam("tenant"),
    _a.station_id == bindparam("station"),
    _a.epoch == bindparam("of_epoch"),
    _a.performance_id == bindparam("performance"),
    _a.zone_id == bindparam("zone"),
)
_SOLD_PLACES = select(func.coalesce(func.sum(_z.sold), 0)).where(
    _z.tenant_id == bindparam("tenant"),
    _z.station_id == bindparam("station"),
    _z.epoch == bindparam("of_epoch"),
    _z.performance_id == bindparam("performance"),
    _z.zone_id == bindparam("zone"),
)
# Only tickets of the station itself: a seat that it holds may have been sold by another one without a right to it.
_SOLD_SEATS = text("""
    SELECT s.seat_id FROM sold_seat s
    JOIN ticket t ON t.tenant_id = :tenant AND t.id = s.ticket_id
    JOIN sale ON sale.tenant_id = :tenant AND sale.id = t.sale_id AND sale.station_id = :station
    WHERE s.tenant_id = :tenant AND s.performance_id = :performance AND s.seat_id = ANY(:seats)
""")


def granted(tx: Tx, tenant_id: UUID, grant_ids: Iterable[UUID]) -> dict[UUID, Any]:
    """HQ's grants with these ids, by id."""
    rows = tx.execute(_GRANTS, {"tenant": tenant_id, "ids": sorted(grant_ids)})
    return {row.id: row for row in rows}


def taken(tx: Tx, tenant_id: UUID, kind: str, grant_ids: Collection[UUID]) -> dict[UUID, Mapping[str, Any]]:
    """The rows that accepted grants of this kind have, as far as HQ has the journals, by id."""
    if not grant_ids:
        return {}
    rows = tx.execute(_TAKEN[kind], {"tenant": tenant_id, "ids": sorted(grant_ids)}).mappings()
    return {row["id"]: dict(row) for row in rows}


def public_keys(tx: Tx, tenant_id: UUID) -> list[str]:
    """Every public key with which HQ ever sealed for the tenant, in hex."""
    return list(tx.execute(_KEYS, {"tenant": tenant_id}).scalars())


def places_left(tx: Tx, tenant_id: UUID, zone: tuple[UUID, int, UUID, UUID]) -> int:
    """The places of a zone that a life holds and has not sold: station, epoch, performance, zone."""
    station, epoch, performance, zone_id = zone
    keys = {"tenant": tenant_id, "station": station, "of_epoch": epoch, "performance": performance, "zone": zone_id}
    allotted = int(tx.execute(_ALLOTTED, keys).scalar_one())
    return allotted - int(tx.execute(_SOLD_PLACES, keys).scalar_one())


def sold_seats(tx: Tx, tenant_id: UUID, station_id: UUID, performance_id: UUID, seats: Sequence[int]) -> set[int]:
    """Those of these seats that the station itself sold."""
    keys = {"tenant": tenant_id, "station": station_id, "performance": performance_id, "seats": list(seats)}
    return set(tx.execute(_SOLD_SEATS, keys).scalars())
