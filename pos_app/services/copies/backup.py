"""Backups of a running station: when one is due, making it, noting in the journal that it was made."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from domain.errors import Unavailable
from pos_app.settings import FILE_NAME, BackupSettings
from pos_app.station import Station
from pos_app.storage.copies import backup as files
from pos_app.storage.copies import backup_state
from pos_app.storage.copies.backup import Backup, Wanted
from pos_app.storage.copies.backup_state import BackupState
from pos_app.storage.store import fences, heads
from pos_app.vault import SEALED_KEY
from sync import journal
from sync.facts import BackupMade, BackupReason

_TRY_AGAIN = timedelta(minutes=5)
FOLDER = "backups"


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """Where copies go, how often one is due without a Z, and how many of each kind stay."""

    folder: Path
    every: timedelta
    keep: dict[BackupReason, int]
    is_ours: bool
    """The folder is made when it is missing. One that was named is not: a disk that is not plugged in has none."""

    @classmethod
    def of(cls, profile: Path, settings: BackupSettings) -> "BackupPlan":
        """What the profile's settings ask for."""
        folder = Path(settings.folder) if settings.folder else profile / FOLDER
        keep = {BackupReason.SCHEDULE: settings.keep, BackupReason.Z: settings.keep_z}
        return cls(folder, timedelta(minutes=settings.every_min), keep, is_ours=not settings.folder)


def due(station: Station, plan: BackupPlan) -> BackupReason | None:
    """Whether a copy is to be made now: there is a Z in none yet, or facts in none for long enough."""
    now = station.clock.now()
    with station.database.read() as tx:
        state = backup_state.read(tx)
        if fences.current(tx) is not None:
            return None
        end = heads.end(tx, station.tenant_id, station.id)
        z_number = backup_state.last_z_number(tx)
    if state.failed_at is not None and state.failed_at <= now < state.failed_at + _TRY_AGAIN:
        return None
    if z_number > state.z_number:
        return BackupReason.Z
    if (end.epoch, end.seq) == (state.epoch, state.seq):
        return None
    waited = state.made_at is None or not state.made_at <= now < state.made_at + plan.every
    return BackupReason.SCHEDULE if waited else None


def make_due(station: Station, plan: BackupPlan, reason: BackupReason, pause: Callable[[], None]) -> None:
    """Make a copy that is due and let go of the oldest. One that fails is noted, for health to show it."""
    try:
        if plan.is_ours:
            plan.folder.mkdir(parents=True, exist_ok=True)
        make(station, plan.folder, reason, pause)
        files.prune(plan.folder, station.author, plan.keep)
    except OSError as error:
        _note_failure(station, str(plan.folder))
        raise files.BackupFailed("backup", str(plan.folder)) from error
    except Unavailable as error:
        _note_failure(station, error.cause)
        raise


def make(
    station: Station, folder: Path, reason: BackupReason = BackupReason.ASKED, pause: Callable[[], None] = lambda: None
) -> Backup:
    """Copy the store, checked and signed, while others sell. Raises DiskFull, BackupFailed, StoreFenced."""
    profile = station.database.path.parent
    wanted = Wanted(reason, station.clock.now(), _text(profile / FILE_NAME), _text(profile / SEALED_KEY))
    with station.database.read() as tx:
        z_number = backup_state.last_z_number(tx)  # before the copy: a Z taken meanwhile gets its own
    made = files.make(station.database, station.author, folder, wanted, pause)
    fact = BackupMade(name=made.path.name, reason=reason, sha256=made.manifest.sha256, head=made.manifest.head)
    with station.database.write() as tx:
        head = journal.append(tx, station.author, fact, at=wanted.at, actor=None)
        backup_state.save(tx, BackupState(wanted.at, z_number, station.author.epoch, head.seq))
    return made


def _note_failure(station: Station, cause: str) -> None:
    with station.database.write() as tx:
        state = backup_state.read(tx)
        backup_state.save(tx, replace(state, failed_at=station.clock.now(), cause=cause))


def age(state: BackupState, now: datetime) -> timedelta | None:
    """How long ago the last copy was made; None when there is none."""
    return now - state.made_at if state.made_at else None


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""
