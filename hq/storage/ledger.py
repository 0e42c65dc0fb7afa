"""Statements of the ledger that several subjects share: catalogue rows, capacities, and the pool of a zone's places."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Table, bindparam, func, select, update

from domain.catalogue.catalog import ZoneKind
from domain.errors import Refused
from domain.fiscal.series import base_code
from hq.storage import ledger_tables as tables
from sync.tables import catalogue
from sync.tables.transaction import Tx


@dataclass(eq=False)
class NoSuchRow(Refused):
    """The tenant has no such performance, zone, series or station."""

    code: ClassVar[str] = "NOT_FOUND"

    what: str


@dataclass(eq=False)
class UnknownSeries(NoSuchRow):
    """The organisation has no such numbering series. `known` lists the codes of those that it has."""

    what: str = "series"
    series: str = ""
    known: str = ""


_pool = tables.place_pool.c
OF_POOL = (
    _pool.tenant_id == bindparam("tenant"),
    _pool.performance_id == bindparam("performance"),
    _pool.zone_id == bindparam("zone"),
)
"""The condition that selects one pool; `pool_keys` makes its parameters."""
_USE_BEYOND = update(tables.place_pool).values(beyond=_pool.beyond + bindparam("places")).where(*OF_POOL)


def row_exists(tx: Tx, table: Table, tenant_id: UUID, **key: object) -> bool:
    """Whether the tenant has a row with these values."""
    match = [table.c[name] == value for name, value in key.items()]
    return tx.execute(select(table.c.tenant_id).where(table.c.tenant_id == tenant_id, *match)).first() is not None


def require_series(tx: Tx, tenant_id: UUID, code: str) -> None:
    """Raise UnknownSeries unless the organisation has a series with this code, or one whose notes have it."""
    t = catalogue.series.c
    known = tx.execute(select(t.code).where(t.tenant_id == tenant_id).order_by(t.code)).scalars().all()
    if base_code(code, known) is None:
        raise UnknownSeries(series=code, known=", ".join(known) or "-")


def last_epoch(tx: Tx, tenant_id: UUID, station_id: UUID) -> int:
    """The last life of a station that holds a grant; 0 when none does.

    In a restored copy of the database it may be later than the last life that `station_life` knows.
    """
    t = tables.grant.c
    of_station = (t.tenant_id == tenant_id, t.station_id == station_id)
    return int(tx.execute(select(func.coalesce(func.max(t.epoch), 0)).where(*of_station)).scalar_one())


def capacity(tx: Tx, tenant_id: UUID, performance_id: UUID, zone_id: UUID) -> int | None:
    """How many places a general zone of a performance has; None when the performance has no such zone."""
    z, p = catalogue.zone.c, catalogue.performance.c
    return tx.execute(
        select(z.capacity)
        .join(catalogue.performance, (p.tenant_id == z.tenant_id) & (p.event_id == z.event_id))
        .where(z.tenant_id == tenant_id, z.id == zone_id, p.id == performance_id, z.kind == ZoneKind.GENERAL)
    ).scalar()


def open_pool(tx: Tx, tenant_id: UUID, zone: tuple[UUID, UUID], of: int) -> None:
    """Insert the pool of a performance and zone with `of` places, none of them granted, unless it exists."""
    performance_id, zone_id = zone
    tx.insert(tables.place_pool, [{
        "tenant_id": tenant_id, "performance_id": performance_id, "zone_id": zone_id, "capacity": of, "granted": 0,
        "returned": 0, "beyond": 0,
    }])  # fmt: skip


def use_beyond(tx: Tx, tenant_id: UUID, performance_id: UUID, zone_id: UUID, places: int) -> None:
    """Take places from the pool that a station sold without holding them."""
    of = capacity(tx, tenant_id, performance_id, zone_id) or 0
    open_pool(tx, tenant_id, (performance_id, zone_id), of)
    tx.execute(_USE_BEYOND, {**pool_keys(tenant_id, performance_id, zone_id), "places": places})


def pool_keys(tenant_id: UUID, performance_id: UUID, zone_id: UUID) -> dict[str, object]:
    """The parameters of `OF_POOL`."""
    return {"tenant": tenant_id, "performance": performance_id, "zone": zone_id}
