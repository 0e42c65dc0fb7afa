"""Queries of the zones of a show with their sections, price stages and price modifiers."""

from uuid import UUID

from sqlalchemy import RowMapping, Table, select

from domain.catalogue.catalog import Zone
from domain.ids import EventId, TenantId
from sync.tables import catalogue
from sync.tables.catalogue_values import zone_of
from sync.tables.transaction import Tx


def zones(tx: Tx, tenant_id: TenantId, event_id: EventId) -> tuple[Zone, ...]:
    """The zones of a show, in four statements whatever their number."""
    t = catalogue.zone
    rows = tx.execute(
        select(t).where(t.c.tenant_id == tenant_id, t.c.event_id == event_id).order_by(t.c.ordinal)
    ).mappings()
    covered = _of_zones(tx, tenant_id, event_id, catalogue.zone_section)
    stages = _of_zones(tx, tenant_id, event_id, catalogue.price_stage)
    modifiers = _of_zones(tx, tenant_id, event_id, catalogue.place_modifier)
    return tuple(
        zone_of(row, covered.get(row["id"], ()), stages.get(row["id"], ()), modifiers.get(row["id"], ()))
        for row in rows
    )


def _of_zones(tx: Tx, tenant_id: TenantId, event_id: EventId, table: Table) -> dict[UUID, list[RowMapping]]:
    """Rows of a table that belong to the zones of a show, grouped by zone, in the order of their keys."""
    zone = catalogue.zone.c
    by_zone: dict[UUID, list[RowMapping]] = {}
    statement = (
        select(table)
        .join(catalogue.zone, (zone.tenant_id == table.c.tenant_id) & (zone.id == table.c.zone_id))
        .where(table.c.tenant_id == tenant_id, zone.event_id == event_id)
        .order_by(*table.primary_key)
    )
    for row in tx.execute(statement).mappings():
        by_zone.setdefault(row["zone_id"], []).append(row)
    return by_zone
