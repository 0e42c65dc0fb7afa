"""What a life goes on with that began in a branch which HQ keeps aside: the shift that was open there."""

from collections.abc import Collection
from contextlib import suppress
from uuid import UUID

import msgspec
from sqlalchemy import select

from domain.errors import Refused
from hq.storage.ledger_tables import quarantine
from sync.facts import Entry, ShiftClosed, ShiftOpened
from sync.tables import canonical
from sync.tables.transaction import Tx


def open_shifts(tx: Tx, tenant_id: UUID, station_ids: Collection[UUID]) -> list[Entry]:
    """The openings of shifts that were not closed in the branches of these stations."""
    q = quarantine.c
    mine = (q.tenant_id == tenant_id, q.station_id.in_(station_ids))
    entries: list[Entry] = []
    for body in tx.execute(select(q.body).where(*mine).order_by(q.station_id, q.epoch, q.seq)).scalars():
        with suppress(msgspec.ValidationError, Refused):  # of a newer program
            entries.append(canonical.decode(bytes(body), Entry))
    closed = {entry.body.shift_id for entry in entries if isinstance(entry.body, ShiftClosed)}
    return [entry for entry in entries if isinstance(entry.body, ShiftOpened) and entry.body.shift.id not in closed]
