"""Queries of the end of a station's journal, over all lives of its store, and of single positions in it."""

from uuid import UUID

from sqlalchemy import bindparam, select

from pos_app.storage.store.fences import Reached
from sync.facts.documents import fiscal_document
from sync.facts.entry import journal
from sync.tables.position import Position
from sync.tables.transaction import Tx

_END = (
    select(journal.c.epoch, journal.c.seq, journal.c.hash)
    .where(journal.c.tenant_id == bindparam("tenant_id"), journal.c.station_id == bindparam("station_id"))
    .order_by(journal.c.epoch.desc(), journal.c.seq.desc())
    .limit(1)
)
_LAST_DOCUMENT = (
    select(fiscal_document.c.series, fiscal_document.c.number)
    .where(fiscal_document.c.tenant_id == bindparam("tenant_id"))
    .order_by(fiscal_document.c.id.desc())  # UUIDv7 keys are in the order of time, and the primary key has an index
    .limit(1)
)
_AT = select(journal.c.hash).where(
    journal.c.tenant_id == bindparam("tenant_id"),
    journal.c.station_id == bindparam("station_id"),
    journal.c.epoch == bindparam("in_epoch"),
    journal.c.seq == bindparam("at_seq"),
)


def end(tx: Tx, tenant_id: UUID, station_id: UUID) -> Position:
    """The position of the last entry; position 0/0 for an empty journal."""
    row = tx.run(_END, {"tenant_id": tenant_id, "station_id": station_id}).fetchone()
    return Position(row[0], row[1], row[2].hex()) if row else Position(0, 0, "")


def reached(tx: Tx, tenant_id: UUID, station_id: UUID) -> Reached:
    """The position of the last entry, with the printed number of the last document."""
    row = tx.run(_LAST_DOCUMENT, {"tenant_id": tenant_id}).fetchone()
    return Reached(end(tx, tenant_id, station_id), f"{row[0]}-{row[1]:08d}" if row else "")


def holds(tx: Tx, tenant_id: UUID, station_id: UUID, position: Position) -> bool:
    """Whether the journal has the entry with this hash at this position."""
    keys = {"tenant_id": tenant_id, "station_id": station_id, "in_epoch": position.epoch, "at_seq": position.seq}
    row = tx.run(_AT, keys).fetchone()
    return row is not None and row[0].hex() == position.hash
