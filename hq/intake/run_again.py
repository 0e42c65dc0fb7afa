"""Entries that were kept and not recorded, tried again: a newer program may know them, or what they lacked has come.

Nothing is asked of the station: the bytes that it signed are here. What it did after them was recorded without them,
and is recorded once more in its order: a number taken from a block that HQ did not know had moved nothing.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, select, tuple_

from domain.errors import Refused
from hq.conflicts import cases
from hq.intake.ingest import Known, attempt, record_together
from hq.journals.arrivals import life_of, lock_stations
from hq.journals.entry_states import EntryState, Waiting, note, waiting
from hq.office import Office
from sync.facts import Entry
from sync.facts.entry import journal
from sync.tables import canonical
from sync.tables.transaction import Tx

MOST_AT_ONCE = 500
"""Entries of one station in a transaction: what it pushes meanwhile waits for the end of it."""
_Place = tuple[int, int]
"""Epoch and number."""


def run_again(office: Office, tenant_id: UUID) -> int:
    """Record what can be recorded now, and judge the cases that time has ripened; says how many entries it was."""
    with office.database.tenant(tenant_id) as tx:
        waits = waiting(tx, tenant_id)
    recorded = 0
    for station_id, mine in groupby(waits, key=attrgetter("station_id")):
        places = [_place(each) for each in mine]
        for start in range(0, len(places), MOST_AT_ONCE):
            with office.database.tenant(tenant_id) as tx:
                chain = _Chain(tx, office, tenant_id, station_id)
                recorded += chain.run_again(places[start : start + MOST_AT_ONCE])
    with office.database.tenant(tenant_id) as tx:
        cases.assess(tx, tenant_id, office.clock.now())
    return recorded


class _Chain:
    """What one station told in all its lives, locked while the transaction is open."""

    def __init__(self, tx: Tx, office: Office, tenant_id: UUID, station_id: UUID) -> None:
        self._tx, self._at = tx, office.clock.now()
        self._keys = {"tenant": tenant_id, "station": station_id}
        self._row = lock_stations(tx, tenant_id, [station_id])[station_id]
        self._waiting = {_place(each) for each in waiting(tx, tenant_id, station_id)}

    def run_again(self, places: Sequence[_Place]) -> int:
        """Try what still waits of these places, in their order; says how many were recorded."""
        mine = sorted(self._waiting.intersection(places))
        recorded = [known for known in self._read(_THESE, places=mine) if attempt(self._tx, [known]) is None]
        for life, entry in recorded:
            note(self._tx, life, entry.seq, EntryState.APPLIED)
        if recorded:
            done = [(entry.epoch, entry.seq) for _, entry in recorded]
            self._waiting.difference_update(done)
            self._record_what_came_after(done[0])
        return len(recorded)

    def _record_what_came_after(self, place: _Place) -> None:
        """Their rows only: what followed from them at HQ has followed."""
        while later := self._tx.execute(_LATER, {**self._keys, "in_epoch": place[0], "no": place[1]}).all():
            place = (later[-1].epoch, later[-1].seq)
            recorded = [row for row in later if (row.epoch, row.seq) not in self._waiting]
            record_together(self._tx, list(self._known(recorded)))

    def _read(self, statement: Any, **keys: object) -> list[Known]:
        return list(self._known(self._tx.execute(statement, {**self._keys, **keys}).all()))

    def _known(self, rows: Sequence[Any]) -> Iterator[Known]:
        """The entries that this program can read."""
        for epoch, group in groupby(rows, key=attrgetter("epoch")):
            life = life_of(self._tx, self._row, epoch, self._at)
            for row in group:
                with suppress(msgspec.ValidationError, Refused):
                    yield life, canonical.decode(bytes(row.body), Entry)


def _place(waits: Waiting) -> _Place:
    return waits.epoch, waits.seq


_entry = journal.c
_OWN = (
    select(_entry.epoch, _entry.seq, _entry.body)
    .where(_entry.tenant_id == bindparam("tenant"), _entry.station_id == bindparam("station"))
    .order_by(_entry.epoch, _entry.seq)
)
_AT = tuple_(_entry.epoch, _entry.seq)
_THESE = _OWN.where(_AT.in_(bindparam("places", expanding=True)))
_LATER = _OWN.where(tuple_(bindparam("in_epoch"), bindparam("no")) < _AT).limit(MOST_AT_ONCE)
