"""States of entries that HQ stored without recording them; a newer program runs them again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.conflicts.cases import EntryPosition
from domain.ids import StationId
from hq.journals import rows
from hq.journals.arrivals import Life
from sync.tables.transaction import Tx

_LONGEST_ERROR = 500


class EntryState(StrEnum):
    """The state of an entry that was not recorded when it arrived."""

    DEFERRED = "deferred"
    """Its kind is unknown to this program."""
    UNPROCESSABLE = "unprocessable"
    """Its kind is known, but its rows or their consequences fail."""
    APPLIED = "applied"
    """It was recorded when it was run again."""
    REFUSED = "refused"
    """HQ does not believe it: it is kept, it changes nothing, and it is never run again."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry that is not recorded yet, and why."""

    station_id: UUID
    epoch: int
    seq: int
    state: EntryState
    error: str
    noted_at: datetime


def note(tx: Tx, life: Life, seq: int, state: EntryState, error: str = "") -> Waiting:
    """Store the state of an entry."""
    noted = Waiting(life.station_id, life.epoch, seq, state, error[:_LONGEST_ERROR], life.at)
    rows.write_entry_state(tx, life.holder, seq, (state, noted.error), noted.noted_at)
    return noted


def applied_positions(tx: Tx, tenant_id: UUID) -> frozenset[EntryPosition]:
    """The positions of all entries that were recorded when they were run again."""
    applied = rows.entries_in_state(tx, tenant_id, EntryState.APPLIED)
    return frozenset(EntryPosition(StationId(row.station_id), row.epoch, row.seq) for row in applied)


def waiting(tx: Tx, tenant_id: UUID, station_id: UUID | None = None) -> Sequence[Waiting]:
    """The entries that are not recorded yet, of one station or of all (None), in the order of the chains."""
    return _in_states(tx, tenant_id, station_id, (EntryState.DEFERRED, EntryState.UNPROCESSABLE))


def refused(tx: Tx, tenant_id: UUID, station_id: UUID | None = None) -> Sequence[Waiting]:
    """The entries that HQ does not believe, of one station or of all (None), in the order of the chains."""
    return _in_states(tx, tenant_id, station_id, (EntryState.REFUSED,))


def accepted(tx: Tx, tenant_id: UUID, station_id: UUID | None = None) -> Sequence[Waiting]:
    """The refused settlements that a person at HQ accepted since, as `refused` gives them."""
    places = rows.accepted_settlements(tx, tenant_id)
    return [one for one in refused(tx, tenant_id, station_id) if (one.station_id, one.epoch, one.seq) in places]


def _in_states(tx: Tx, tenant_id: UUID, station_id: UUID | None, states: Sequence[EntryState]) -> Sequence[Waiting]:
    return [
        Waiting(row.station_id, row.epoch, row.seq, EntryState(row.state), row.error, row.noted_at)
        for row in rows.entries_in_states(tx, tenant_id, station_id, states)
    ]
