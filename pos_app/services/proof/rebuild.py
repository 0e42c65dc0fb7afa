"""All projections made again from the journal: rows are views of facts, and this proves it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Table, delete, select, text

from domain.payments.tenders import reference_key
from domain.sale.sale import Sale
from pos_app.station import Station
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from pos_app.storage.sales import sales
from pos_app.storage.store import guards
from pos_app.storage.tables import payment_reference
from sync import journal
from sync.facts import Entry, SaleRecorded
from sync.facts.conflicts import replaced_ticket, settled_case
from sync.facts.documents import document_tax, fiscal_document, paper, reprint
from sync.facts.rates import entered_rate
from sync.facts.rights import allotment, number_block, seat_lease
from sync.facts.sales import cart_void, change_given, sold_seat, ticket, zone_sold
from sync.facts.sales import payment as payment_table
from sync.facts.sales import sale as sale_table
from sync.facts.shifts import cash_movement, shift, shift_count, shift_difference, shift_float, till_report
from sync.recording import record
from sync.tables.transaction import Tx

PROJECTIONS: tuple[Table, ...] = (
    shift, shift_float, cash_movement, shift_count, shift_difference,
    sale_table, ticket, payment_table, change_given, fiscal_document, document_tax,
    sold_seat, zone_sold, reprint, cart_void, paper, till_report,
    number_block, seat_lease, allotment, entered_rate, settled_case, replaced_ticket,
    payment_reference,
)  # fmt: skip
"""Every table that facts make."""
_ID_BYTES = 16
_LONGEST_SHOWN = 80
_Values = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not what the journal says: its table and key, and the columns with what each side says."""

    record: str
    detail: str


def rebuild(station: Station) -> int:
    """Make every projection again, in one transaction; says how many entries were read."""
    with station.database.write() as tx:
        entries = replay(tx, station)
        catalogue_changed(tx)  # the rights were made anew
    return entries


def first_difference(station: Station) -> Difference | None:
    """Rebuild in a transaction that is rolled back, and compare with what stood there; None when all is equal."""
    with station.database.trial() as tx:
        live = digests(tx)
        replay(tx, station)
        rebuilt = digests(tx)
    table = next((table for table in PROJECTIONS if live[table.name] != rebuilt[table.name]), None)
    return _first_row(station, table) if table is not None else None


def replay(tx: Tx, station: Station) -> int:
    """Empty the projections and record every entry again, in the caller's transaction."""
    tx.execute(text("PRAGMA defer_foreign_keys = ON"))
    for trigger in guards.TRIGGERS:
        tx.execute(text(f"DROP TRIGGER IF EXISTS {trigger}"))
    for table in PROJECTIONS:
        tx.execute(delete(table))
    entries = _record_all(tx, station)
    for statement in guards.STATEMENTS:
        if statement.startswith("CREATE TRIGGER"):
            tx.execute(text(statement))
    return entries


def _record_all(tx: Tx, station: Station) -> int:
    entries = 0
    for epoch in journal.epochs(tx, station.tenant_id, station.id):
        for signed in journal.read(tx, station.tenant_id, station.id, epoch):
            record_again(tx, signed.read())
            entries += 1
    return entries


def record_again(tx: Tx, entry: Entry) -> None:
    """Write the rows of an entry that is in the journal, and what the station keeps beside them."""
    record(tx, entry)
    if isinstance(entry.body, SaleRecorded):
        _use_references(tx, entry.body.sale)


def _use_references(tx: Tx, sale: Sale) -> None:
    """The station's own index of what paid already; HQ has none, so `record` does not make it."""
    keys = [reference_key(payment) for payment in sale.payments]
    sales.use_references(tx, [key for key in keys if key is not None], sale.id)


def digests(tx: Tx) -> dict[str, str]:
    """A hash of every projection's rows as they are stored, in the order of their keys."""
    return {table.name: _digest(tx, table) for table in PROJECTIONS}


_ROWS = {table.name: select(table).order_by(*table.primary_key) for table in PROJECTIONS}


def _digest(tx: Tx, table: Table) -> str:
    digest = hashlib.sha256()
    for row in tx.run(_ROWS[table.name], {}):
        digest.update(repr(row).encode())
    return digest.hexdigest()


def _first_row(station: Station, table: Table) -> Difference:
    """Only a store that was tampered with pays for holding a table twice."""
    with station.database.trial() as tx:
        live = _by_key(tx, table)
        replay(tx, station)
        rebuilt = _by_key(tx, table)
    key = next(key for key in (*rebuilt, *live) if live.get(key) != rebuilt.get(key))
    name = f"{table.name} {'/'.join(_shown(value) for value in key)}"
    if key not in live:
        return Difference(name, "missing; the journal has it")
    if key not in rebuilt:
        return Difference(name, "not in the journal")
    return Difference(name, ", ".join(_changes(table, live[key], rebuilt[key])))


def _by_key(tx: Tx, table: Table) -> dict[_Values, _Values]:
    places = [i for i, column in enumerate(table.columns) if column.primary_key and column.name != "tenant_id"]
    rows: list[_Values] = [tuple(row) for row in tx.run(_ROWS[table.name], {})]
    return {tuple(row[i] for i in places): row for row in rows}


def _changes(table: Table, live: _Values, rebuilt: _Values) -> Iterator[str]:
    for column, found, said in zip(table.columns, live, rebuilt, strict=True):
        if found != said or type(found) is not type(said):
            yield f"{column.name} is {_shown(found)}, the journal says {_shown(said)}"


def _shown(value: object) -> str:
    """A value of the store as somebody can read it."""
    if isinstance(value, bytes) and len(value) == _ID_BYTES:
        return str(UUID(bytes=value))
    return (value.hex() if isinstance(value, bytes) else str(value))[:_LONGEST_SHOWN]
