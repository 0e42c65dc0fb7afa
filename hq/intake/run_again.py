"""Running entries again that HQ stored without recording them: a newer program, or later entries, may help them.

HQ has the signed bytes, so it needs no answer of the station. The later entries of the station were recorded without
these, so they are recorded once more in their order: an entry that used a number of a block that HQ did not know, for
example, did not advance the block.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

import msgspec

from domain.errors import Refused
from hq.conflicts import branches, cases, customer_pairs
from hq.conflicts.settlements import sent_cases
from hq.intake import rows
from hq.intake.ingest import Known, attempt, record_together
from hq.intake.rows import Place
from hq.journals.arrivals import life_of, lock_stations
from hq.journals.entry_states import EntryState, Waiting, accepted, note, refused, waiting
from hq.office import Office
from sync.facts import Entry
from sync.tables import canonical
from sync.tables.transaction import Tx

MOST_AT_ONCE = 500
"""Entries of one station in a transaction. The station's pushes wait until it ends."""


def run_again(office: Office, tenant_id: UUID) -> int:
    """Record the waiting entries that can be recorded now, then judge all disputes, with those of branches.

    Returns how many entries it recorded.
    """
    with office.database.tenant(tenant_id) as tx:
        waiting_entries = sorted(
            [*waiting(tx, tenant_id), *accepted(tx, tenant_id)], key=attrgetter("station_id", "epoch", "seq")
        )  # fmt: skip
    recorded = 0
    for station_id, of_station in groupby(waiting_entries, key=attrgetter("station_id")):
        places = [_place(entry) for entry in of_station]
        for start in range(0, len(places), MOST_AT_ONCE):
            with office.database.tenant(tenant_id) as tx:
                chain = _Chain(tx, office, tenant_id, station_id)
                recorded += chain.run_again(places[start : start + MOST_AT_ONCE])
    with office.database.tenant(tenant_id) as tx:
        branches.file_branches(tx, tenant_id, office.clock.now())
        customer_pairs.file_changed(tx, tenant_id, office.clock.now())
        cases.assess(tx, tenant_id, office.clock.now())
    return recorded


class _Chain:
    """The chains of all lives of one station, locked while the transaction is open."""

    def __init__(self, tx: Tx, office: Office, tenant_id: UUID, station_id: UUID) -> None:
        self._tx, self._office, self._at = tx, office, office.clock.now()
        self._tenant_id, self._station_id = tenant_id, station_id
        self._row = lock_stations(tx, tenant_id, [station_id])[station_id]
        self._accepted = {_place(entry) for entry in accepted(tx, tenant_id, station_id)}
        self._waiting = {_place(entry) for entry in waiting(tx, tenant_id, station_id)} | self._accepted

    def run_again(self, places: Sequence[Place]) -> int:
        """Record the entries at these places that still wait, in their order; returns how many it could record."""
        wanted = sorted(self._waiting.intersection(places))
        stored = rows.entries_at(self._tx, self._tenant_id, self._station_id, wanted)
        recorded = [known for known in list(self._read(stored)) if self._is_recorded(known)]
        for life, entry in recorded:
            note(self._tx, life, entry.seq, EntryState.APPLIED)
        if recorded:
            done = [(entry.epoch, entry.seq) for _, entry in recorded]
            self._waiting.difference_update(done)
            self._record_later_entries(done[0])
        return len(recorded)

    def _is_recorded(self, known: Known) -> bool:
        """Whether an entry can be recorded now, and is. One that HQ does not believe is refused here for good."""
        _, entry = known
        is_accepted = (entry.epoch, entry.seq) in self._accepted
        outcome = attempt(self._tx, self._office, [known], None if is_accepted else sent_cases(self._tx, [known]))
        return outcome.error is None and bool(outcome.judged.believed)

    def _record_later_entries(self, place: Place) -> None:
        """Write the rows of later entries again. Their consequences at HQ happened when they arrived."""
        while later := rows.entries_after(self._tx, self._tenant_id, self._station_id, place, MOST_AT_ONCE):
            place = (later[-1].epoch, later[-1].seq)
            recorded = [row for row in later if (row.epoch, row.seq) not in self._waiting | self._refused()]
            record_together(self._tx, list(self._read(recorded)))

    def _refused(self) -> set[Place]:
        """The entries that HQ does not believe: their rows are never written."""
        return {_place(entry) for entry in refused(self._tx, self._tenant_id, self._station_id)}

    def _read(self, stored: Sequence[Any]) -> Iterator[Known]:
        """Decode the entries that this program knows."""
        for epoch, group in groupby(stored, key=attrgetter("epoch")):
            life = life_of(self._tx, self._row, epoch, self._at)
            for row in group:
                with suppress(msgspec.DecodeError, Refused):
                    yield life, canonical.decode(bytes(row.body), Entry)


def _place(entry: Waiting) -> Place:
    return entry.epoch, entry.seq
