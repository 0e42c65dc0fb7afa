"""The rows that a tenant may read as they are: its catalogue, and what its stations did."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Integer, Table, select, tuple_
from sqlalchemy.engine import RowMapping

from hq.people.permissions import Permission
from sync.facts.documents import document_tax, fiscal_document
from sync.facts.sales import payment, sale
from sync.facts.shifts import shift, till_report
from sync.tables import catalogue
from sync.tables.column_types import Day, Id
from sync.tables.transaction import Tx

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """A list that the API gives: its name in the path, its table, and what reading it needs."""

    name: str
    table: Table
    permission: Permission

    @property
    def keys(self) -> tuple[Column[Any], ...]:
        """What its rows are told apart by, within the tenant."""
        return tuple(column for column in self.table.primary_key.columns if column.name != "tenant_id")

    @property
    def columns(self) -> tuple[Column[Any], ...]:
        """What is told of a row."""
        return tuple(column for column in self.table.columns if column.name != "tenant_id")


COLLECTIONS = tuple(
    Collection(name, table, permission)
    for permission, tables in (
        (
            Permission.READ_CATALOGUE,
            {
                "venues": catalogue.venue,
                "sections": catalogue.section,
                "seats": catalogue.seat,
                "events": catalogue.event,
                "performances": catalogue.performance,
                "zones": catalogue.zone,
                "zone-sections": catalogue.zone_section,
                "price-stages": catalogue.price_stage,
                "place-modifiers": catalogue.place_modifier,
                "ticket-types": catalogue.ticket_type,
                "withheld-seats": catalogue.withheld_seat,
                "taxes": catalogue.tax_rate,
                "rates": catalogue.exchange_rate,
                "series": catalogue.series,
            },
        ),
        (
            Permission.READ_SALES,
            {
                "shifts": shift,
                "sales": sale,
                "payments": payment,
                "documents": fiscal_document,
                "document-taxes": document_tax,
                "till-reports": till_report,
            },
        ),
    )
    for name, table in tables.items()
)
"""Cashiers are not among them: their rows hold what a PIN is checked against."""


def page(tx: Tx, tenant_id: UUID, of: Collection, after: Key | None, most: int) -> list[RowMapping]:
    """Rows in the order of their keys, from the one after `after`."""
    statement = select(*of.columns).where(of.table.c.tenant_id == tenant_id).order_by(*of.keys).limit(most)
    if after is not None:
        statement = statement.where(tuple_(*of.keys) > tuple_(*after, types=[key.type for key in of.keys]))
    return list(tx.execute(statement).mappings())


def read_key(of: Collection, texts: list[str]) -> Key:
    """A key from its texts. Raises ValueError."""
    return tuple(_read(column, said) for column, said in zip(of.keys, texts, strict=True))


def _read(column: Column[Any], said: str) -> object:
    if isinstance(column.type, Id):
        return UUID(said)
    if isinstance(column.type, Day):
        return date.fromisoformat(said)
    if isinstance(column.type, Integer):
        number = int(said)
        if not 0 <= number < 1 << 31:
            raise ValueError(said)
        return number
    return said
