"""What a shift lacks: sales that were made after the copy that this store was put back to."""

from uuid import UUID

from sqlalchemy import func, select

from domain.ids import ShiftId
from pos_app.storage.store import heads, journal_rows
from sync import journal
from sync.facts import RestoreDetected
from sync.facts.documents import fiscal_document
from sync.facts.shifts import shift
from sync.tables.position import Position, epoch_of, pack
from sync.tables.transaction import Tx

_SECOND = 2
"""The entry of a life that says what the store lacked when it began, after the one that opens the life."""


def sales(tx: Tx, tenant_id: UUID, station_id: UUID, shift_id: ShiftId) -> int:
    """The sales that this store may lack of the time of a shift, as far as a witness or HQ knew of them; mostly 0.

    Their cash is in the drawer and not in what is expected. What came back from HQ is not lacking any more. Where only
    the number of entries is known, each of them may have been a sale.
    """
    s = shift.c
    span = select(s.opened_position, s.closed_position).where(s.tenant_id == tenant_id, s.id == shift_id)
    row = tx.execute(span).one()
    lives = [epoch for epoch in journal.epochs(tx, tenant_id, station_id) if epoch > epoch_of(row.opened_position)]
    if row.closed_position is not None:
        lives = [epoch for epoch in lives if epoch <= epoch_of(row.closed_position)]
    return sum(_lost_before(tx, tenant_id, station_id, epoch) for epoch in lives)


def since(tx: Tx, tenant_id: UUID, station_id: UUID, epoch: int) -> int:
    """The entries, or documents, that the store may lack of a life and those after it; 0 when it lacks none."""
    later = (other for other in journal.epochs(tx, tenant_id, station_id) if other > epoch)
    return sum(_lost_before(tx, tenant_id, station_id, other) for other in later)


def _lost_before(tx: Tx, tenant_id: UUID, station_id: UUID, epoch: int) -> int:
    if journal.head(tx, tenant_id, station_id, epoch).seq < _SECOND:
        return 0
    detected = journal_rows.fact_at(tx, tenant_id, station_id, (epoch, _SECOND))
    if not isinstance(detected, RestoreDetected) or detected.known is None:
        return 0
    if heads.holds(tx, tenant_id, station_id, detected.known):
        return 0
    if detected.documents is not None:
        return max(detected.documents - _came_back(tx, tenant_id, detected.found), 0)
    held = journal.head(tx, tenant_id, station_id, detected.known.epoch).seq
    return max(detected.known.seq - held, 1)  # another branch holds as many entries or more, and lacks at least one


def _came_back(tx: Tx, tenant_id: UUID, copy_end: Position) -> int:
    """The documents of the ended life after the end of the copy."""
    d = fiscal_document.c
    after, upto = pack(copy_end.epoch, copy_end.seq), pack(copy_end.epoch + 1, 0)
    counted = select(func.count()).where(d.tenant_id == tenant_id, d.position > after, d.position < upto)
    return int(tx.execute(counted).scalar_one())
