"""Entries that were kept and not recorded, tried again: a newer program may know them, or what they lacked has come.

Nothing is asked of the station: the bytes that it signed are here.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from domain.errors import Refused
from hq.office import Office
from hq.services import conflicts
from hq.services.arrivals import Life, life_of
from hq.services.entry_states import EntryState, Waiting, note, waiting
from hq.services.ingest import attempt, lock_stations
from sync import journal, position
from sync.facts import Entry
from sync.transaction import Tx


def run_again(office: Office, tenant_id: UUID) -> int:
    """Record what can be recorded now, and judge the cases that time has ripened; says how many entries it was."""
    at = office.clock.now()
    with office.database.tenant(tenant_id) as tx:
        stations = sorted({each.station_id for each in waiting(tx, tenant_id)})
        rows = lock_stations(tx, tenant_id, stations)
        waits = [each for each in waiting(tx, tenant_id) if each.station_id in rows]
        recorded = _record_all(tx, _readable(tx, rows, waits, at))
        for life, entry in recorded:
            note(tx, life, entry.seq, EntryState.APPLIED)
        conflicts.assess(tx, tenant_id, at)
    return len(recorded)


def _readable(tx: Tx, rows: Mapping[UUID, Any], waits: Sequence[Waiting], at: datetime) -> list[tuple[Life, Entry]]:
    found = []
    for each in waits:
        row = rows[each.station_id]
        try:
            entry = journal.entry_at(tx, row.tenant_id, each.station_id, position.pack(each.epoch, each.seq))
        except (msgspec.ValidationError, Refused):
            continue
        if entry is not None:
            found.append((life_of(tx, row, each.epoch, at), entry))
    return found


def _record_all(tx: Tx, known: list[tuple[Life, Entry]]) -> list[tuple[Life, Entry]]:
    """In the order of the chains, and once more while one made room for another."""
    recorded: list[tuple[Life, Entry]] = []
    while known:
        failed = [each for each in known if attempt(tx, [each])]
        if len(failed) == len(known):
            break
        recorded += [each for each in known if each not in failed]
        known = failed
    return recorded
