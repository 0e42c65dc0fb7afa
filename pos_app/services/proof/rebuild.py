"""Rebuilding all projections from the journal, and comparing the stored ones with the rebuilt ones."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from pos_app.station import Station
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from pos_app.storage.sales import sales
from pos_app.storage.store import guards, projections
from pos_app.storage.store.projections import Values
from sync import journal
from sync.facts import Entry, SaleRecorded
from sync.recording import record
from sync.tables.transaction import Tx

_ID_BYTES = 16
_LONGEST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that differs from the journal: its table and key, and the columns with both values."""

    record: str
    detail: str


def rebuild(station: Station) -> int:
    """Rebuild every projection in one transaction, and return the number of entries read."""
    with station.database.write() as tx:
        entries = replay(tx, station)
        catalogue_changed(tx)  # rights are projections too, and the cache holds them
    return entries


def first_difference(station: Station) -> Difference | None:
    """Rebuild in a transaction that is rolled back, and compare with the stored rows; None when all are equal."""
    with station.database.trial() as tx:
        live = digests(tx)
        replay(tx, station)
        rebuilt = digests(tx)
    table = next((name for name in projections.NAMES if live[name] != rebuilt[name]), None)
    return _first_row(station, table) if table is not None else None


def replay(tx: Tx, station: Station) -> int:
    """Empty the projections and record every entry again, in the caller's transaction."""
    with guards.without_triggers(tx):
        projections.delete_all(tx)
        return _record_all(tx, station)


def _record_all(tx: Tx, station: Station) -> int:
    entries = 0
    for epoch in journal.epochs(tx, station.tenant_id, station.id):
        for signed in journal.read(tx, station.tenant_id, station.id, epoch):
            record_again(tx, signed.read())
            entries += 1
    return entries


def record_again(tx: Tx, entry: Entry) -> None:
    """Write the rows of a journal entry, and those that only a station has."""
    record(tx, entry)
    if isinstance(entry.body, SaleRecorded):
        # The station's index of used payment references is its own, so `record` does not write it.
        sales.use_references(tx, entry.body.sale)


def digests(tx: Tx) -> dict[str, str]:
    """The hash of each projection's rows as they are stored, in the order of their keys."""
    return {name: _digest(tx, name) for name in projections.NAMES}


def _digest(tx: Tx, table: str) -> str:
    digest = hashlib.sha256()
    for row in projections.rows(tx, table):
        digest.update(repr(row).encode())
    return digest.hexdigest()


def _first_row(station: Station, table: str) -> Difference:
    """The first row that differs, by key. Both versions of the table are in memory: only damaged stores pay for it."""
    with station.database.trial() as tx:
        live = _by_key(tx, table)
        replay(tx, station)
        rebuilt = _by_key(tx, table)
    key = next(key for key in (*rebuilt, *live) if live.get(key) != rebuilt.get(key))
    name = f"{table} {'/'.join(_shown(value) for value in key)}"
    if key not in live:
        return Difference(name, "missing; the journal has it")
    if key not in rebuilt:
        return Difference(name, "not in the journal")
    return Difference(name, ", ".join(_changes(table, live[key], rebuilt[key])))


def _by_key(tx: Tx, table: str) -> dict[Values, Values]:
    return {projections.key_of(table, row): row for row in projections.rows(tx, table)}


def _changes(table: str, live: Values, rebuilt: Values) -> Iterator[str]:
    for column, stored, journalled in zip(projections.columns(table), live, rebuilt, strict=True):
        # 1 and 1.0 are equal in Python and not the same value in the store.
        if stored != journalled or type(stored) is not type(journalled):
            yield f"{column} is {_shown(stored)}, the journal says {_shown(journalled)}"


def _shown(value: object) -> str:
    """A stored value in readable form, shortened."""
    if isinstance(value, bytes) and len(value) == _ID_BYTES:
        return str(UUID(bytes=value))
    return (value.hex() if isinstance(value, bytes) else str(value))[:_LONGEST_SHOWN]
