"""Backups: complete, signed, checked and made while sales go on; a failed one leaves no file and health shows it."""

import resource
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from pos_app import startup
from pos_app.services import health
from pos_app.services.copies import backup
from pos_app.services.copies.backup import BackupPlan
from pos_app.services.copies.backup_thread import BackupThread, Stopped
from pos_app.services.proof.verify import verify
from pos_app.services.till import shifts, till_reports
from pos_app.settings import BackupSettings
from pos_app.station import Station
from pos_app.storage.copies import backup as files
from pos_app.storage.copies import copies
from pos_app.storage.copies.backup import BackupFailed
from pos_app.storage.store.database import FILE_NAME, DiskFull
from sync.facts import BackupReason
from tests.builders import stations
from tests.builders.clock import SATURDAY
from tests.builders.counts import NONE_LEFT
from tests.builders.stations import clock_of, general_cart, sell
from tests.pos_app.services.copies.copies import copied
from tests.pos_app.snapshots import count, kinds


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "copies"
    made.mkdir()
    return made


@pytest.fixture
def plan(till: Station) -> BackupPlan:
    return BackupPlan.of(till.database.path.parent, BackupSettings(keep=2, keep_z=1))


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Make writes beyond this file size fail as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def close_day(till: Station) -> None:
    ana, rosa = stations.ana(till), stations.rosa(till)
    shifts.count(till, ana, NONE_LEFT)
    shifts.close_shift(till, ana, "sin contar", approved_by=rosa)
    till_reports.take_z(till, rosa)
    stations.open_shift(till)


def make_due(till: Station, plan: BackupPlan) -> BackupReason | None:
    reason = backup.due(till, plan)
    if reason is not None:
        backup.make_due(till, plan, reason, lambda: None)
    clock_of(till).advance(seconds=1)
    return reason


def reasons(plan: BackupPlan) -> list[str]:
    return sorted(file.stem.rpartition("-")[2] for file in plan.folder.glob("*.manifest"))


def test_a_backup_is_a_whole_store_that_verifies(full: Station, folder: Path, tmp_path: Path) -> None:
    made = copied(full, folder)
    assert sorted(file.suffix for file in folder.iterdir()) == [".db", ".manifest"]
    profile = tmp_path / "elsewhere"
    profile.mkdir()
    files.take_out(made, profile / FILE_NAME)
    station = startup.open_station(profile, stations.keys(), stations.surroundings())
    with closing(station.database):
        verdict = verify(station)
        assert (verdict.ok, verdict.head_seq) == (True, made.manifest.head.seq)
        assert count(station, "sale") == count(full, "sale")


def test_a_backup_says_what_it_is_of(full: Station, folder: Path) -> None:
    made = copied(full, folder)
    assert files.read(made.path, stations.keys().signing_key) == made
    assert made.manifest.document == "A-00000004"
    assert (made.manifest.tenant, made.manifest.station) == (full.tenant_id, full.id)
    assert kinds(full)[-1] == "backup_made/1"
    assert made.manifest.head.seq == len(kinds(full)) - 1


def test_nothing_of_a_backup_can_be_read_without_the_key(full: Station, folder: Path) -> None:
    content = copied(full, folder).path.read_bytes()
    assert b"SQLite" not in content
    assert b"Zambrano" not in content


def test_sales_made_during_a_backup_go_on_and_do_not_make_it_begin_again(till: Station, folder: Path) -> None:
    sell(till, general_cart(till, 1))
    steps: list[None] = []

    def sell_meanwhile() -> None:
        steps.append(None)
        if len(steps) <= 5:
            sell(till, general_cart(till, 1))

    copies.copy(till.database, folder / "copy.db", sell_meanwhile, pages=8)
    pages = (folder / "copy.db").stat().st_size // 4096
    assert len(steps) <= pages // 8 + 2
    assert count(till, "sale") == 6
    assert verify(till).ok


@pytest.mark.parametrize("room", [0, 4_096, 100_000])
def test_a_full_disk_leaves_no_backup_and_no_harm(till: Station, folder: Path, room: int) -> None:
    sell(till, general_cart(till, 1))
    with files_of_at_most(room), pytest.raises((DiskFull, BackupFailed)):
        backup.make(till, folder)
    assert list(folder.iterdir()) == []
    assert "backup_made/1" not in kinds(till)
    sell(till, general_cart(till, 1))
    assert verify(till).ok


def test_a_disk_that_is_not_there_fails_the_backup_and_health_shows_it(till: Station, tmp_path: Path) -> None:
    plan = BackupPlan.of(tmp_path, BackupSettings(folder=str(tmp_path / "usb")))
    with pytest.raises(BackupFailed):
        make_due(till, plan)
    shown = health.read(till).backup
    assert (shown.failed_at, shown.cause) == (SATURDAY, str(tmp_path / "usb"))
    assert not (tmp_path / "usb").exists()
    assert backup.due(till, plan) is None
    clock_of(till).advance(minutes=6)
    assert backup.due(till, plan) is BackupReason.SCHEDULE
    (tmp_path / "usb").mkdir()
    make_due(till, plan)
    shown = health.read(till).backup
    assert (shown.failed_at, shown.cause) == (None, "")


def test_a_backup_is_due_every_hour_when_something_happened(till: Station, plan: BackupPlan) -> None:
    assert make_due(till, plan) is BackupReason.SCHEDULE
    clock_of(till).advance(minutes=90)
    assert make_due(till, plan) is None
    sell(till, general_cart(till, 1))
    assert make_due(till, plan) is BackupReason.SCHEDULE
    sell(till, general_cart(till, 1))
    assert make_due(till, plan) is None
    clock_of(till).advance(minutes=60)
    assert make_due(till, plan) is BackupReason.SCHEDULE


def test_a_clock_that_went_back_does_not_stop_the_backups(till: Station, plan: BackupPlan) -> None:
    make_due(till, plan)
    sell(till, general_cart(till, 1))
    clock_of(till).advance(days=-30)
    assert backup.due(till, plan) is BackupReason.SCHEDULE


def test_each_z_is_followed_by_a_backup(till: Station, plan: BackupPlan) -> None:
    make_due(till, plan)
    sell(till, general_cart(till, 1))
    close_day(till)
    assert make_due(till, plan) is BackupReason.Z
    assert make_due(till, plan) is None


def test_the_oldest_of_each_kind_go_and_what_was_asked_for_stays(till: Station, plan: BackupPlan) -> None:
    plan.folder.mkdir()
    copied(till, plan.folder)
    for _ in range(3):
        clock_of(till).advance(hours=2)
        sell(till, general_cart(till, 1))
        make_due(till, plan)
        close_day(till)
        make_due(till, plan)
    assert reasons(plan) == ["asked", "schedule", "schedule", "z"]
    assert len(list(plan.folder.glob("*.db"))) == 4
    newest = max(file for file in plan.folder.glob("*-z.manifest"))
    assert files.read(newest, stations.keys().signing_key).manifest.document == "A-00000003"


def test_what_an_interrupted_backup_left_is_cleared_away(till: Station, plan: BackupPlan) -> None:
    make_due(till, plan)
    whole = next(plan.folder.glob("*.db"))
    left = [whole.with_name(whole.name.replace("2026", "2025")), whole.with_name(whole.name + ".part")]
    for file in left:
        file.write_bytes(b"half")
    sell(till, general_cart(till, 1))
    clock_of(till).advance(hours=1)
    make_due(till, plan)
    assert not any(file.exists() for file in left)
    assert whole.exists()


def test_health_says_how_much_is_in_no_backup(till: Station, plan: BackupPlan) -> None:
    before = health.read(till)
    assert (before.backup.made_at, before.facts_in_no_backup) == (None, len(kinds(till)))
    make_due(till, plan)
    after = health.read(till)
    assert (after.backup.made_at, after.facts_in_no_backup) == (SATURDAY, 0)
    assert backup.age(after.backup, till.clock.now()) == timedelta(seconds=1)
    sell(till, general_cart(till, 1))
    assert health.read(till).facts_in_no_backup == 1


def test_the_thread_makes_what_is_due_and_ends_when_told(till: Station, plan: BackupPlan) -> None:
    thread = BackupThread(till, plan)
    thread.start()
    while not list(plan.folder.glob("*.manifest")):
        thread._stopping.wait(0.02)
    thread.stop()
    assert reasons(plan) == ["schedule"]


def test_a_station_that_is_closed_gives_up_its_backup(till: Station, folder: Path) -> None:
    thread = BackupThread(till, BackupPlan.of(folder, BackupSettings()))
    thread._stopping.set()
    with pytest.raises(Stopped):
        backup.make(till, folder, pause=thread._pause)
    assert list(folder.iterdir()) == []
    assert verify(till).ok
