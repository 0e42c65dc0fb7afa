"""Backups of a running station: deciding when one is due, making it and journalling it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from domain.errors import Unavailable
from pos_app import durable, keyring_name
from pos_app.settings import FILE_NAME, BackupSettings
from pos_app.station import Station
from pos_app.storage.copies import backup as files
from pos_app.storage.copies import backup_state
from pos_app.storage.copies.backup import Backup, Wanted
from pos_app.storage.copies.backup_state import BackupState
from pos_app.storage.store import fences, heads
from pos_app.vault import SEALED_KEY
from sync import file_errors, journal
from sync.facts import BackupMade, BackupReason

_RETRY_AFTER = timedelta(minutes=5)
FOLDER = "backups"


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """Where backups are written, how often one is due without a Z, and how many of each reason are kept."""

    folder: Path
    every: timedelta
    keep: dict[BackupReason, int]
    is_ours: bool
    """Whether the folder is the program's own, so that it is created when it is missing.

    A folder named in the settings is not created: it is missing when its disk is not plugged in.
    """

    @classmethod
    def of(cls, profile: Path, settings: BackupSettings) -> "BackupPlan":
        """The plan that the profile's settings describe."""
        folder = Path(settings.folder) if settings.folder else profile / FOLDER
        keep = {BackupReason.SCHEDULE: settings.keep, BackupReason.Z: settings.keep_z}
        return cls(folder, timedelta(minutes=settings.every_min), keep, is_ours=not settings.folder)


def due(station: Station, plan: BackupPlan) -> BackupReason | None:
    """The reason to make a backup now; None when none is due.

    A backup is due when a Z is in no backup yet, or when entries have been in none for the plan's interval. A fenced
    store is not backed up, and after a failure the next attempt waits five minutes.
    """
    now = station.clock.now()
    with station.database.read() as tx:
        state = backup_state.read(tx)
        if fences.current(tx) is not None:
            return None
        end = heads.end(tx, station.tenant_id, station.id)
        z_number = backup_state.last_z_number(tx)
    # A clock that was set back must neither block backups nor make them due at every look, hence both bounds.
    if state.failed_at is not None and state.failed_at <= now < state.failed_at + _RETRY_AFTER:
        return None
    if z_number > state.z_number:
        return BackupReason.Z
    if (end.epoch, end.seq) == (state.epoch, state.seq):
        return None
    is_over = state.made_at is None or not state.made_at <= now < state.made_at + plan.every
    return BackupReason.SCHEDULE if is_over else None


def make_due(station: Station, plan: BackupPlan, reason: BackupReason, pause: Callable[[], None]) -> None:
    """Make a backup that is due and delete the oldest ones. A failure is recorded, for `health` to show it."""
    try:
        if plan.is_ours:
            durable.make_folder(plan.folder)
        make(station, plan.folder, reason, pause)
        files.prune(plan.folder, station.author, plan.keep)
    except OSError as error:
        cause = str(error.filename or plan.folder)
        _note_failure(station, cause)
        raise files.BackupFailed("backup", cause) from error
    except Unavailable as error:
        _note_failure(station, error.cause)
        raise


def make(
    station: Station, folder: Path, reason: BackupReason = BackupReason.ASKED, pause: Callable[[], None] = lambda: None
) -> Backup:
    """Make a checked and signed backup while sales go on, and journal it. Raises DiskFull, BackupFailed, StoreFenced.

    `pause` is called after each step of the copy.
    """
    profile = station.database.path.parent
    wanted = Wanted(
        reason, station.clock.now(), _text(profile / FILE_NAME), _text(profile / SEALED_KEY), keyring_name.read(profile)
    )
    with station.database.read() as tx:
        z_number = backup_state.last_z_number(tx)  # read before the copy: a Z taken meanwhile gets its own backup
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
    """The time since the last backup; None without one."""
    return now - state.made_at if state.made_at else None


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8-sig") if file_errors.exists(file) else ""
