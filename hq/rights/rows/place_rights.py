"""Statements on places of general zones: the pool of a zone, and what each grant took from it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select, text, update

from domain.rights import Holder, PlacesGrant
from hq.storage import ledger, ledger_tables
from sync.tables.transaction import Tx

_place_pool, _place_right = ledger_tables.place_pool, ledger_tables.place_right
_pool = _place_pool.c
_TAKE_PLACES = (
    update(_place_pool)
    .values(granted=_pool.granted + bindparam("places"), capacity=bindparam("capacity_now"))
    .where(
        *ledger.OF_POOL,
        _pool.granted - _pool.returned + _pool.beyond + bindparam("places") <= bindparam("capacity_now"),
    )
    .returning(_pool.granted)
)
_LEFT: Any = select(bindparam("capacity_now") - _pool.granted + _pool.returned - _pool.beyond).where(*ledger.OF_POOL)
_TAKE_AGAIN = (
    update(_place_pool)
    .values(
        granted=_pool.granted + bindparam("places"),
        capacity=func.greatest(_pool.capacity, _pool.granted - _pool.returned + bindparam("places")),
    )
    .where(*ledger.OF_POOL)
)
_RETURN_PLACES = update(_place_pool).values(returned=_pool.returned + bindparam("places")).where(*ledger.OF_POOL)

_HELD = text("""
    SELECT coalesce(sum(granted - returned), 0) AS held,
        coalesce(sum(granted - returned) FILTER (WHERE asked = 1), 0) AS asked, (
            SELECT coalesce(sum(sold), 0) FROM zone_sold
            WHERE tenant_id = :tenant AND station_id = :station AND epoch = :of_epoch
            AND performance_id = :performance AND zone_id = :zone
        ) AS sold
    FROM place_right WHERE tenant_id = :tenant AND station_id = :station AND epoch = :of_epoch
    AND performance_id = :performance AND zone_id = :zone
""")


def places_left(tx: Tx, tenant_id: UUID, performance_id: UUID, zone_id: UUID, of: int) -> int:
    """The places that HQ may still grant from a pool of `of` places; all of them while the pool has no row."""
    keys = ledger.pool_keys(tenant_id, performance_id, zone_id)
    left = tx.execute(_LEFT, {**keys, "capacity_now": of}).scalar()
    return of if left is None else max(int(left), 0)


@dataclass(frozen=True, slots=True)
class Held:
    """The places of a zone that a life was granted and did not give back, and those of them that it took by itself.

    `unsold` are those that it has not sold, as far as HQ knows.
    """

    places: int
    asked: int
    unsold: int


def held(tx: Tx, holder: Holder, performance_id: UUID, zone_id: UUID) -> Held:
    """The places of a zone that a life holds."""
    keys = {
        "tenant": holder.tenant_id, "performance": performance_id, "zone": zone_id, "station": holder.station_id,
        "of_epoch": holder.epoch,
    }  # fmt: skip
    row = tx.execute(_HELD, keys).one()
    return Held(int(row.held), int(row.asked), max(0, int(row.held) - int(row.sold)))


def take_places(tx: Tx, tenant_id: UUID, grant: PlacesGrant, of: int) -> int | None:
    """Take places from a zone's pool of `of` places; None when taken, otherwise how many are left."""
    ledger.open_pool(tx, tenant_id, (grant.performance_id, grant.zone_id), of)
    keys = ledger.pool_keys(tenant_id, grant.performance_id, grant.zone_id)
    if tx.execute(_TAKE_PLACES, {**keys, "places": grant.places, "capacity_now": of}).first():
        return None
    return places_left(tx, tenant_id, grant.performance_id, grant.zone_id, of)


def take_places_again(tx: Tx, tenant_id: UUID, grant: PlacesGrant) -> None:
    """Take places that were granted before a restored copy was made level; the pool grows where it is too small.

    Places that came back before this grant are still missing from the copy: their station sends its journal again,
    which returns them.
    """
    of = ledger.capacity(tx, tenant_id, grant.performance_id, grant.zone_id) or 0
    ledger.open_pool(tx, tenant_id, (grant.performance_id, grant.zone_id), of)
    keys = ledger.pool_keys(tenant_id, grant.performance_id, grant.zone_id)
    tx.execute(_TAKE_AGAIN, {**keys, "places": grant.places})


def insert_places(tx: Tx, to: Holder, grant: PlacesGrant, *, asked: bool = False) -> None:
    """Insert a holder's right to places. `asked` is whether the station takes them by itself."""
    tx.insert(_place_right, [{
        "tenant_id": to.tenant_id, "id": grant.id, "station_id": to.station_id, "epoch": to.epoch,
        "performance_id": grant.performance_id, "zone_id": grant.zone_id, "granted": grant.places, "returned": 0,
        "asked": int(asked),
    }])  # fmt: skip


def reduce_right(tx: Tx, holder: Holder, grant_id: UUID, places: int) -> tuple[UUID, UUID] | None:
    """Count places of the holder's grant as returned; its performance and zone, or None when it has not so many."""
    r = _place_right.c
    of_holder = (r.tenant_id == holder.tenant_id, r.station_id == holder.station_id, r.epoch == holder.epoch)
    row = tx.execute(
        update(_place_right)
        .where(*of_holder, r.id == grant_id, r.granted - r.returned >= places)
        .values(returned=r.returned + places)
        .returning(r.performance_id, r.zone_id)
    ).first()
    return None if row is None else (row.performance_id, row.zone_id)


def return_to_pool(tx: Tx, tenant_id: UUID, performance_id: UUID, zone_id: UUID, places: int) -> None:
    """Put places back into the pool."""
    tx.execute(_RETURN_PLACES, {**ledger.pool_keys(tenant_id, performance_id, zone_id), "places": places})
