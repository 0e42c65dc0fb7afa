"""The SQL of setting up an organisation and of retiring parts of its catalogue."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Table, func, select

from domain.calendar import CARACAS
from domain.ids import CashierId
from hq.storage.ledger_tables import number_series
from hq.storage.tables import hq_key, tenant
from sync.tables import catalogue
from sync.tables.transaction import Tx

_MAKING_A_TENANT = 0x544E4E54
"""The advisory lock of creating a tenant. No index keeps short names unique over several servers."""


def lock_tenants(tx: Tx) -> None:
    """Make others who create a tenant wait until the transaction ends."""
    tx.execute(select(func.pg_advisory_xact_lock(_MAKING_A_TENANT)))


def tenants_with(tx: Tx, tenant_id: UUID, slug: str) -> Sequence[Row[Any]]:
    """Id and short name of every tenant that has this id or this short name."""
    either = (tenant.c.slug == slug) | (tenant.c.tenant_id == tenant_id)
    return tx.execute(select(tenant.c.tenant_id, tenant.c.slug).where(either)).all()


def insert_tenant(tx: Tx, row: Mapping[str, object]) -> None:
    """Insert a tenant, unless one has its id."""
    tx.insert(tenant, [row])


def has_key(tx: Tx, tenant_id: UUID) -> bool:
    """Whether the tenant has a signing key."""
    return tx.execute(select(hq_key.c.id).where(hq_key.c.tenant_id == tenant_id)).first() is not None


def pin_hashes(tx: Tx, tenant_id: UUID) -> dict[CashierId, str]:
    """The PIN hash of every cashier of the tenant."""
    t = catalogue.cashier.c
    cashiers = tx.execute(select(t.id, t.pin_hash).where(t.tenant_id == tenant_id))
    return {CashierId(row.id): row.pin_hash for row in cashiers}


def catalogue_row(tx: Tx, tenant_id: UUID, table: Table, row_id: UUID) -> dict[str, object] | None:
    """A row of a catalogue table by its id, locked until the transaction ends."""
    statement = select(table).where(table.c.tenant_id == tenant_id, table.c.id == row_id).with_for_update()
    row = tx.execute(statement).mappings().first()
    return dict(row) if row else None


def cashier_names(tx: Tx, tenant_id: UUID) -> list[tuple[UUID, str]]:
    """The id and name of each person of the staff."""
    t = catalogue.cashier.c
    return [(row.id, row.name) for row in tx.execute(select(t.id, t.name).where(t.tenant_id == tenant_id))]


def names_of_parts(tx: Tx, tenant_id: UUID, table: Table) -> list[tuple[UUID, str]]:
    """The id of each zone or ticket type, and its name behind that of its event."""
    part, e = table.c, catalogue.event.c
    statement = (
        select(part.id, part.name, e.name.label("event"))
        .join(catalogue.event, (e.tenant_id == part.tenant_id) & (e.id == part.event_id))
        .where(part.tenant_id == tenant_id)
    )
    return [(row.id, f"{row.event}/{row.name}") for row in tx.execute(statement)]


def active_ticket_types(tx: Tx, tenant_id: UUID, event_id: object) -> set[UUID]:
    """The ticket types of an event that are sold, locked until the transaction ends."""
    t = catalogue.ticket_type.c
    statement = select(t.id).where(t.tenant_id == tenant_id, t.event_id == event_id, t.active).with_for_update()
    return set(tx.execute(statement).scalars())


def performance_names(tx: Tx, tenant_id: UUID) -> list[tuple[UUID, str]]:
    """The id of each performance, and its local day and hour behind the name of its event."""
    p, e = catalogue.performance.c, catalogue.event.c
    statement = (
        select(p.id, p.starts_at, e.name)
        .join(catalogue.event, (e.tenant_id == p.tenant_id) & (e.id == p.event_id))
        .where(p.tenant_id == tenant_id)
    )
    return [(row.id, f"{row.name}/{row.starts_at.astimezone(CARACAS):%Y-%m-%d %H:%M}") for row in tx.execute(statement)]


def people(tx: Tx, tenant_id: UUID) -> Sequence[Row[Any]]:
    """Name, role and use of each person of the staff, those in use first."""
    t = catalogue.cashier.c
    statement = select(t.name, t.role, t.active).where(t.tenant_id == tenant_id)
    return tx.execute(statement.order_by(t.active.desc(), t.name, t.id)).all()


def performances(tx: Tx, tenant_id: UUID) -> Sequence[Row[Any]]:
    """Each performance with the name of its event, by time."""
    p, e = catalogue.performance.c, catalogue.event.c
    statement = (
        select(p.id, p.starts_at, p.state, e.name.label("event"))
        .join(catalogue.event, (e.tenant_id == p.tenant_id) & (e.id == p.event_id))
        .where(p.tenant_id == tenant_id)
        .order_by(p.starts_at, e.name, p.id)
    )
    return tx.execute(statement).all()


def zones(tx: Tx, tenant_id: UUID) -> Sequence[Row[Any]]:
    """Each zone with its price and the name of its event, in the order of the event."""
    z, e = catalogue.zone.c, catalogue.event.c
    statement = (
        select(z.id, z.name, z.currency, z.base_price, z.state, e.name.label("event"))
        .join(catalogue.event, (e.tenant_id == z.tenant_id) & (e.id == z.event_id))
        .where(z.tenant_id == tenant_id)
        .order_by(e.name, z.event_id, z.ordinal)
    )
    return tx.execute(statement).all()


def ticket_types(tx: Tx, tenant_id: UUID) -> Sequence[Row[Any]]:
    """Each ticket type with its percentage and the name of its event, in the order of the event."""
    t, e = catalogue.ticket_type.c, catalogue.event.c
    statement = (
        select(t.id, t.name, t.percent, t.active, e.name.label("event"))
        .join(catalogue.event, (e.tenant_id == t.tenant_id) & (e.id == t.event_id))
        .where(t.tenant_id == tenant_id)
        .order_by(e.name, t.event_id, t.ordinal)
    )
    return tx.execute(statement).all()


def series_with_next(tx: Tx, tenant_id: UUID) -> Sequence[Row[Any]]:
    """Each series with its issuer and the next number that is granted to no station."""
    s, n = catalogue.series.c, number_series.c
    statement = (
        select(s.code, s.medium, s.issuer_name, s.issuer_rif, func.coalesce(n.next_free, 1).label("next_free"))
        .outerjoin(number_series, (n.tenant_id == s.tenant_id) & (n.code == s.code))
        .where(s.tenant_id == tenant_id)
        .order_by(s.code)
    )
    return tx.execute(statement).all()
