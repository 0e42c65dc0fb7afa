"""Entries that were kept and not recorded: seen by whoever looks, run again when the program knows more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from domain.conflicts.cases import Position
from domain.ids import StationId
from hq.journals.arrivals import Life
from hq.storage import ledger_tables
from sync.tables.transaction import Tx

_LONGEST_ERROR = 500


class EntryState(StrEnum):
    """Where an entry stands that was not recorded at once."""

    DEFERRED = "deferred"
    """Of a kind that this program does not know."""
    UNPROCESSABLE = "unprocessable"
    """Of a known kind, and its rows do not fit."""
    APPLIED = "applied"
    """Recorded when it was run again."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry that waits, and why."""

    station_id: UUID
    epoch: int
    seq: int
    state: EntryState
    error: str
    noted_at: datetime


def note(tx: Tx, life: Life, seq: int, state: EntryState, error: str = "") -> Waiting:
    """Write down that an entry was not recorded, or that it is now."""
    noted = Waiting(life.station_id, life.epoch, seq, state, error[:_LONGEST_ERROR], life.at)
    tx.upsert(ledger_tables.entry_state, [{
        "tenant_id": life.tenant_id, "station_id": noted.station_id, "epoch": noted.epoch, "seq": seq,
        "state": state, "error": noted.error, "noted_at": noted.noted_at,
    }])  # fmt: skip
    return noted


def applied(tx: Tx, tenant_id: UUID) -> frozenset[Position]:
    """Every entry that waited and does not any more."""
    t = ledger_tables.entry_state.c
    found = tx.execute(
        select(t.station_id, t.epoch, t.seq).where(t.tenant_id == tenant_id, t.state == EntryState.APPLIED)
    )
    return frozenset(Position(StationId(row.station_id), row.epoch, row.seq) for row in found)


def waiting(tx: Tx, tenant_id: UUID, station_id: UUID | None = None) -> Sequence[Waiting]:
    """Every entry that waits, of all stations or of one, in the order of the chains."""
    t = ledger_tables.entry_state.c
    statement = (
        select(t.station_id, t.epoch, t.seq, t.state, t.error, t.noted_at)
        .where(t.tenant_id == tenant_id, t.state != EntryState.APPLIED)
        .order_by(t.station_id, t.epoch, t.seq)
    )
    found = tx.execute(statement if station_id is None else statement.where(t.station_id == station_id))
    return [
        Waiting(row.station_id, row.epoch, row.seq, EntryState(row.state), row.error, row.noted_at) for row in found
    ]
