"""Tables whose rows the API lists as they are: the catalogue and what stations recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Integer, Table
from sqlalchemy.engine import RowMapping

from hq.books.rows import records as rows
from hq.books.rows.records import Key
from hq.people.permissions import Permission
from sync.facts.documents import document_tax, fiscal_document
from sync.facts.sales import payment, sale
from sync.facts.shifts import shift, till_report
from sync.tables import catalogue
from sync.tables.column_types import Day, Id
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Collection:
    """A list of the API: its name in the path, its table, and the permission to read it."""

    name: str
    table: Table
    permission: Permission

    @property
    def keys(self) -> tuple[Column[Any], ...]:
        """The columns that identify a row within its tenant."""
        return rows.key_columns(self.table)

    @property
    def columns(self) -> tuple[Column[Any], ...]:
        """The columns of a row in the list."""
        return rows.own_columns(self.table)


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
"""Cashiers are left out: their rows hold the hashes of their PINs."""


def page(tx: Tx, tenant_id: UUID, of: Collection, after: Key | None, most: int) -> Sequence[RowMapping]:
    """At most `most` rows by key, from the first one after the key `after`."""
    return rows.page(tx, tenant_id, of.table, after, most)


def read_key(of: Collection, texts: list[str]) -> Key:
    """Parse a key from its texts, one for each column. Raises ValueError."""
    return tuple(_read(column, text) for column, text in zip(of.keys, texts, strict=True))


def _read(column: Column[Any], text: str) -> object:
    if isinstance(column.type, Id):
        return UUID(text)
    if isinstance(column.type, Day):
        return date.fromisoformat(text)
    if isinstance(column.type, Integer):
        number = int(text)
        if not 0 <= number < 1 << 31:
            raise ValueError(text)
        return number
    return text
