"""Backups and restores that are really killed: no partial file passes for a backup, and a store always exists."""

import shutil
from pathlib import Path

import pytest

from benchmarks import sell_loop
from pos_app import startup
from pos_app.services.copies import backup as backups
from pos_app.services.copies.restore import ASIDE
from pos_app.settings import read
from pos_app.storage.copies import backup as files
from pos_app.storage.store import fences
from tests.crash.copying import run
from tests.crash.sellers import KILLED, assert_whole, numbers, opened

SALES_BEFORE, SALES_AFTER = 3, 2
MOMENTS = range(1, 33)
"""A backup makes about this many calls that open, rename or remove files; a restore some more."""
SOME = [pytest.param(moment, marks=[] if moment % 4 == 1 else pytest.mark.slow) for moment in MOMENTS]


@pytest.fixture(scope="module")
def sold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile with a backup beside it, and two sales since."""
    folder = tmp_path_factory.mktemp("sold")
    profile, copies = folder / "profile", folder / "copies"
    sell_loop.run(profile, SALES_BEFORE, lambda _: None)
    copies.mkdir()
    with opened(profile) as station:
        backups.make(station, copies)
    sell_loop.run(profile, SALES_AFTER, lambda _: None)
    return folder


def sales(profile: Path) -> int:
    with opened(profile) as station:
        issued, _ = numbers(station)
    invoices = issued["M"]
    assert issued == {"M": list(range(1, len(invoices) + 1))}
    return len(invoices)


def good(folder: Path, profile: Path) -> list[Path]:
    """The manifests of a folder's backups, after unpacking each of them as proof that it is whole."""
    keys = startup.load_keys(profile, read(profile), str, create=False)
    manifests = sorted(folder.glob("*.manifest"))
    for manifest in manifests:
        files.take_out(files.read(manifest, keys.signing_key), folder / "taken")
        (folder / "taken").unlink()
    return manifests


@pytest.mark.parametrize("moment", SOME)
def test_a_backup_killed_at_any_moment_is_none_or_whole(sold: Path, tmp_path: Path, moment: int) -> None:
    profile, folder = tmp_path / "profile", tmp_path / "copies"
    shutil.copytree(sold / "profile", profile)
    folder.mkdir()
    ended = run("backup", profile, folder, moment)
    assert (ended, len(good(folder, profile))) in {(KILLED, 0), (KILLED, 1), (0, 1)}
    assert sales(profile) == SALES_BEFORE + SALES_AFTER
    assert_whole(profile)


@pytest.mark.parametrize("moment", SOME)
def test_a_restore_killed_at_any_moment_leaves_the_one_store_or_the_other(
    sold: Path, tmp_path: Path, moment: int
) -> None:
    profile, backup = tmp_path / "profile", next((sold / "copies").glob("*.db"))
    shutil.copytree(sold / "profile", profile)
    ended = run("restore", profile, backup, moment)
    with opened(profile) as station, station.database.read() as tx:
        fence = fences.current(tx)
    count = sales(profile)
    assert (count, fence is None) in {(SALES_BEFORE + SALES_AFTER, True), (SALES_BEFORE, False)}
    assert ended == KILLED or count == SALES_BEFORE
    assert_whole(profile)
    if count == SALES_BEFORE:
        assert kept_aside(profile) == SALES_BEFORE + SALES_AFTER


def test_the_moments_reach_from_the_first_to_the_last(sold: Path, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    shutil.copytree(sold / "profile", profile)
    assert run("backup", profile, tmp_path, MOMENTS[0]) == KILLED
    assert run("backup", profile, tmp_path, MOMENTS[-1]) == 0
    assert run("restore", profile, next((sold / "copies").glob("*.db")), MOMENTS[0]) == KILLED
    assert run("restore", profile, next((sold / "copies").glob("*.db")), MOMENTS[-1]) == 0


def test_a_restore_that_was_killed_is_done_by_the_next_one(sold: Path, tmp_path: Path) -> None:
    profile, backup = tmp_path / "profile", next((sold / "copies").glob("*.db"))
    shutil.copytree(sold / "profile", profile)
    for moment in (4, 9, 14):
        run("restore", profile, backup, moment)
    assert run("restore", profile, backup, 0) == 0
    assert sales(profile) == SALES_BEFORE


def kept_aside(profile: Path) -> int:
    """The number of sales in the store that the restore kept aside, which must be whole."""
    aside = next((profile / ASIDE).iterdir())
    for name in ("profile.toml", "open.key"):
        shutil.copy(profile / name, aside / name)
    assert_whole(aside)
    return sales(aside)
