"""All projections made again from the journal: rows are views of facts, and this proves it."""

import hashlib

from sqlalchemy import Table, delete, select, text, update

from pos_app.station import Station
from pos_app.storage import guards
from sync import fact_tables as rows
from sync import journal
from sync import tables as catalogue
from sync.recording import record
from sync.transaction import Tx

PROJECTIONS: tuple[Table, ...] = (
    rows.shift, rows.shift_float, rows.cash_movement, rows.shift_count, rows.shift_difference,
    rows.sale, rows.ticket, rows.payment, rows.change_given, rows.fiscal_document, rows.document_tax,
    rows.sold_seat, rows.zone_sold, rows.reprint, rows.cart_void, rows.paper, rows.till_report,
    catalogue.number_block,
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
        tx.execute(text(f"DROP TRIGGER {trigger}"))
    for table in PROJECTIONS:
        if table is catalogue.number_block:
            tx.execute(update(table).values(next=table.c.first))
        else:
            tx.execute(delete(table))
    entries = 0
    for epoch in journal.epochs(tx, station.tenant_id, station.id):
        for signed in journal.read(tx, station.tenant_id, station.id, epoch):
            record(tx, signed.read())
            entries += 1
    for statement in guards.STATEMENTS:
        if statement.startswith("CREATE TRIGGER"):
            tx.execute(text(statement))
    return entries


def digests(tx: Tx) -> dict[str, str]:
    """A hash of every projection's rows as they are stored, in the order of their keys."""
    return {table.name: _digest(tx, table) for table in PROJECTIONS}


_ROWS = {table.name: select(table).order_by(*table.primary_key) for table in PROJECTIONS}


def _digest(tx: Tx, table: Table) -> str:
    digest = hashlib.sha256()
    for row in tx.run(_ROWS[table.name], {}):
        digest.update(repr(row).encode())
    return digest.hexdigest()
