"""Shifts that were opened in a quarantined branch and continue in the store's next life."""

from collections.abc import Collection
from contextlib import suppress
from uuid import UUID

import msgspec

from domain.errors import Refused
from hq.journals import rows
from sync.facts import Entry, ShiftClosed, ShiftOpened
from sync.tables import canonical
from sync.tables.transaction import Tx


def open_shifts(tx: Tx, tenant_id: UUID, station_ids: Collection[UUID]) -> list[Entry]:
    """The entries that opened a shift in the branches of these stations and that no entry there closed."""
    entries: list[Entry] = []
    for row in rows.quarantined(tx, tenant_id, station_ids):
        with suppress(msgspec.DecodeError, Refused):  # an entry of a newer program, or one too deep
            entries.append(canonical.decode(bytes(row.body), Entry))
    closed = {entry.body.shift_id for entry in entries if isinstance(entry.body, ShiftClosed)}
    return [entry for entry in entries if isinstance(entry.body, ShiftOpened) and entry.body.shift.id not in closed]
