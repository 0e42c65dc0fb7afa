"""The row that holds the outcome of the last backup."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from domain.till.till_report import ReportKind
from pos_app.storage.tables import backup_state
from sync.facts.shifts import till_report
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class BackupState:
    """The last backup, made at `made_at`, and the failure of a later attempt.

    `epoch` and `seq` are the journal's end after the backup was journalled, `z_number` the last Z that it contains.
    `failed_at` and `cause` are empty after a successful attempt.
    """

    made_at: datetime | None = None
    z_number: int = 0
    epoch: int = 0
    seq: int = 0
    failed_at: datetime | None = None
    cause: str = ""


def read(tx: Tx) -> BackupState:
    """The state of the last backup; the default state before the first one."""
    row = tx.execute(select(backup_state)).first()
    if row is None:
        return BackupState()
    return BackupState(row.made_at, row.z_number, row.epoch, row.seq, row.failed_at, row.cause)


def save(tx: Tx, state: BackupState) -> None:
    """Replace the state."""
    tx.upsert(backup_state, [{
        "only": 1, "made_at": state.made_at, "z_number": state.z_number, "epoch": state.epoch, "seq": state.seq,
        "failed_at": state.failed_at, "cause": state.cause,
    }])  # fmt: skip


def last_z_number(tx: Tx) -> int:
    """The number of the last Z report in the store, 0 before the first."""
    statement = select(till_report.c.number).where(till_report.c.kind == ReportKind.Z)
    return tx.execute(statement.order_by(till_report.c.number.desc()).limit(1)).scalar() or 0
