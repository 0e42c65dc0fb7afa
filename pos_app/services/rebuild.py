"""All projections made again from the journal: rows are views of facts, and this proves it."""

import hashlib

from sqlalchemy import Table, delete, select, text, update

from domain.payments import reference_key
from domain.sale import Sale
from pos_app.station import Station
from pos_app.storage import guards, sales
from pos_app.storage.tables import payment_reference
from sync import fact_tables as rows
from sync import journal
from sync import tables as catalogue
from sync.facts import SaleRecorded
from sync.recording import record
from sync.transaction import Tx

PROJECTIONS: tuple[Table, ...] = (
    rows.shift, rows.shift_float, rows.cash_movement, rows.shift_count, rows.shift_difference,
    rows.sale, rows.ticket, rows.payment, rows.change_given, rows.fiscal_document, rows.document_tax,
    rows.sold_seat, rows.zone_sold, rows.reprint, rows.cart_void, rows.paper, rows.till_report,
    catalogue.number_block, payment_reference,
)  # fmt: skip
"""Every table that facts move. Blocks are granted, and only their `next` is made by facts."""


def rebuild(station: Station) -> int:
    """Make every projection again, in one transaction; says how many entries were read."""
    with station.database.write() as tx:
        return replay(tx, station)


def replay(tx: Tx, station: Station) -> int:
    """Empty the projections and record every entry again, in the caller's transaction."""
    tx.execute(text("PRAGMA defer_foreign_keys = ON"))
    for trigger in guards.TRIGGERS:
        tx.execute(text(f"DROP TRIGGER IF EXISTS {trigger}"))
    for table in PROJECTIONS:
        if table is catalogue.number_block:
            tx.execute(update(table).values(next=table.c.first))
        else:
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
            entry = signed.read()
            record(tx, entry)
            if isinstance(entry.body, SaleRecorded):
                _use_references(tx, entry.body.sale)
            entries += 1
    return entries


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
