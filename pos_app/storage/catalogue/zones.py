"""Queries of the zones of a show with their sections, price stages and price modifiers."""

from uuid import UUID

from sqlalchemy import RowMapping, Table, select

from domain.catalogue.catalog import PlaceModifier, PriceStage, Zone, ZoneKind, ZoneState
from domain.ids import EventId, TenantId, ZoneId
from domain.money.money import Currency, Money
from domain.money.taxes import TaxCategory
from sync.tables import catalogue
from sync.tables.shared import LIST_SEPARATOR
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
        Zone(
            id=ZoneId(row["id"]),
            event_id=event_id,
            name=row["name"],
            kind=ZoneKind(row["kind"]),
            base_price=Money(row["base_price"], Currency(row["currency"])),
            fee=Money(row["fee"], Currency(row["currency"])),
            tax=TaxCategory(row["tax"]),
            tax_included=row["tax_included"],
            capacity=row["capacity"],
            section_nos=frozenset(part["section_no"] for part in covered.get(row["id"], ())),
            stages=tuple(_stage(part) for part in stages.get(row["id"], ())),
            modifiers=tuple(_modifier(part) for part in modifiers.get(row["id"], ())),
            state=ZoneState(row["state"]),
        )
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


def _stage(row: RowMapping) -> PriceStage:
    return PriceStage(row["name"], row["percent"], row["until"], row["up_to_sold"])


def _modifier(row: RowMapping) -> PlaceModifier:
    return PlaceModifier(
        label=row["label"],
        percent=row["percent"],
        section_nos=frozenset(int(no) for no in row["section_nos"].split(LIST_SEPARATOR)),
        rows=_names(row["rows"]),
        numbers=_names(row["numbers"]),
    )


def _names(joined: str) -> frozenset[str]:
    return frozenset(joined.split(LIST_SEPARATOR)) if joined else frozenset()
