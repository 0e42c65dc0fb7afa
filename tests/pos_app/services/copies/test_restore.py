"""Restore: only a valid backup of the same station, no loss without consent, and the old store is kept."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from domain.errors import Refused
from pos_app import startup
from pos_app.services.copies import fencing, restore
from pos_app.services.copies.restore import NewerBackup, PresentUnreadable, Request, Restored, WouldLose
from pos_app.services.proof.verify import verify
from pos_app.station import Station
from pos_app.storage.copies import backup as files
from pos_app.storage.copies.backup import Backup, NotABackup, OfAnotherStation
from pos_app.storage.store.database import FILE_NAME
from pos_app.storage.store.fences import FenceCause, StoreFenced
from pos_app.vault import Secrets
from tests.builders import stations
from tests.builders.clock import SATURDAY
from tests.builders.stations import attempt, cash_ves, general_cart, sell
from tests.builders.witness import MemoryWitness
from tests.pos_app.services.copies.copies import certified, copied, started, witness_now
from tests.pos_app.services.copies.test_backup import close_day
from tests.pos_app.snapshots import count, refused

OTHER = Secrets.derive(bytes([9] * 32))


@pytest.fixture
def made(till: Station, tmp_path: Path) -> Backup:
    """A backup after one sale; two more sales and a Z follow it."""
    sell(till, general_cart(till, 1))
    backup = copied(till, tmp_path / "copies")
    sell(till, general_cart(till, 1))
    sell(till, general_cart(till, 1))
    close_day(till)
    return backup


@pytest.fixture
def profile(till: Station, made: Backup) -> Path:
    """The profile of the closed till."""
    till.database.close()
    return till.database.path.parent


def restored(profile: Path, backup: Backup, *witnesses: MemoryWitness, accept_loss: bool = False) -> Restored:
    return restore.restore(Request(profile, backup, accept_loss), stations.keys(), witnesses, SATURDAY)


def untouched(profile: Path, attempt: Callable[[], object], why: type[Exception]) -> Exception:
    before = {file.name: file.read_bytes() for file in profile.iterdir() if file.is_file()}
    with pytest.raises(why) as caught:
        attempt()
    assert {file.name: file.read_bytes() for file in profile.iterdir() if file.is_file()} == before
    assert not (profile / restore.ASIDE).exists()
    return caught.value


def test_a_newer_store_is_not_replaced_and_what_would_be_lost_is_said(profile: Path, made: Backup) -> None:
    error = untouched(profile, lambda: restored(profile, made), WouldLose)
    assert isinstance(error, WouldLose)
    assert (error.count, error.documents, error.closings) == (7, ("A-00000002…A-00000003",), ("Z 1",))
    assert error.entries == ("1/13…1/19",)


def test_a_loss_that_was_agreed_to_leaves_the_store_before_it_aside(profile: Path, made: Backup) -> None:
    done = restored(profile, made, accept_loss=True)
    assert done.missing.document_count == 2
    assert (done.fence.cause, done.fence.present.document) == (FenceCause.RESTORED, "A-00000001")
    assert done.fence.known
    assert done.fence.known.document == "A-00000003"
    with started(profile) as (station, fence):
        assert fence == done.fence
        assert count(station, "sale") == 1
        refused(station, attempt(station, general_cart(station, 1), cash_ves("10000")), StoreFenced)
    assert done.aside
    with started(done.aside) as (aside, fence):
        assert (fence, count(aside, "sale"), verify(aside).ok) == (None, 3, True)


def test_no_number_is_issued_twice_after_a_restore(profile: Path, made: Backup) -> None:
    """Not before HQ opens a new life, and not in it: a new life begins without rights of the one before."""
    restored(profile, made, accept_loss=True)
    with started(profile) as (station, _):
        refused(station, attempt(station, general_cart(station, 1), cash_ves("10000")), StoreFenced)
        born = fencing.open_epoch(station, *certified(station, 2))
        assert verify(born).ok
        refused(born, attempt(born, general_cart(born, 1), cash_ves("10000")), Refused)


def test_a_witness_counts_when_the_store_is_gone(till: Station, profile: Path, made: Backup) -> None:
    witness = MemoryWitness()
    with started(profile) as (station, _):
        witness_now(station, witness)
    (profile / FILE_NAME).unlink()
    error = untouched(profile, lambda: restored(profile, made, witness), WouldLose)
    assert isinstance(error, WouldLose)
    assert (error.count, error.entries, error.documents) == (7, ("1/13…1/19",), ())
    done = restored(profile, made, witness, accept_loss=True)
    assert done.aside is None
    assert done.fence.known
    assert done.fence.known.document == "A-00000003"


def test_a_store_restored_where_nobody_knows_of_a_later_one_is_stopped_too(
    profile: Path, made: Backup, tmp_path: Path
) -> None:
    """A new machine cannot prove that no sale followed the backup."""
    empty = tmp_path / "new machine"
    empty.mkdir()
    done = restored(empty, made)
    assert (done.missing.entry_count, done.fence.known, done.aside) == (0, None, None)
    with started(empty) as (station, fence):
        assert fence
        assert verify(station).ok


@pytest.mark.parametrize("flaw", ["cut short", "one bit", "longer", "empty"])
def test_a_damaged_copy_is_refused(profile: Path, made: Backup, flaw: str) -> None:
    content = bytearray(made.path.read_bytes())
    if flaw == "one bit":
        content[len(content) // 2] ^= 1
    damaged = {"cut short": content[:-100], "one bit": content, "longer": content + b"x", "empty": bytearray()}[flaw]
    made.path.write_bytes(damaged)
    untouched(profile, lambda: restored(profile, made, accept_loss=True), NotABackup)


@pytest.mark.parametrize("flaw", ["cut short", "garbled", "gone", "copy gone"])
def test_a_damaged_manifest_is_refused(made: Backup, flaw: str) -> None:
    manifest = made.path.with_suffix(".manifest")
    if flaw == "cut short":
        manifest.write_bytes(manifest.read_bytes()[:-10])
    if flaw == "garbled":
        manifest.write_bytes(b"\x00\xff" * 50)
    if flaw == "gone":
        manifest.unlink()
    if flaw == "copy gone":
        made.path.unlink()
    with pytest.raises(NotABackup):
        files.read(made.path, stations.keys().signing_key)


def test_a_manifest_that_was_changed_is_refused(made: Backup) -> None:
    manifest = made.path.with_suffix(".manifest")
    manifest.write_bytes(manifest.read_bytes().replace(b"A-00000001", b"A-00000009"))
    with pytest.raises(OfAnotherStation):
        files.read(manifest, stations.keys().signing_key)


def test_the_backup_of_another_station_is_refused(made: Backup) -> None:
    with pytest.raises(OfAnotherStation):
        files.read(made.path, OTHER.signing_key)


@pytest.mark.parametrize("whose", ["tenant", "station"])
def test_a_backup_of_another_name_under_the_same_key_is_refused(
    tmp_path: Path, profile: Path, made: Backup, whose: str
) -> None:
    with started(profile) as (station, _):
        tenant_id = station.ids.new() if whose == "tenant" else station.tenant_id
        station_id = station.ids.new() if whose == "station" else station.id
    other = startup.create_station(tmp_path / "other", stations.keys(), tenant_id, station_id, stations.surroundings())
    with closing(other.database):
        stranger = copied(other, tmp_path / "strange")
    untouched(profile, lambda: restored(profile, stranger, accept_loss=True), OfAnotherStation)


def test_a_copy_exchanged_for_another_of_the_same_station_is_refused(
    profile: Path, made: Backup, tmp_path: Path
) -> None:
    with started(profile) as (station, _):
        later = copied(station, tmp_path / "later")
    made.path.write_bytes(later.path.read_bytes())
    untouched(profile, lambda: restored(profile, made, accept_loss=True), NotABackup)


@pytest.mark.parametrize(("part", "other"), [("seq", 9), ("seq", 1_000), ("hash", "00" * 32)])
def test_a_copy_whose_journal_ends_elsewhere_than_its_manifest_says_is_refused(
    profile: Path, made: Backup, part: str, other: int | str
) -> None:
    """A holder of the station's key can sign a manifest for any copy, so the copy itself is checked."""
    head = msgspec.structs.replace(made.manifest.head, **{part: other})
    forged = replace(made, manifest=msgspec.structs.replace(made.manifest, head=head))
    error = untouched(profile, lambda: restored(profile, forged, accept_loss=True), NotABackup)
    assert isinstance(error, NotABackup)
    assert error.flaw == "head"


def test_a_present_store_that_cannot_be_read_is_not_thrown_away(profile: Path, made: Backup) -> None:
    store = profile / FILE_NAME
    store.write_bytes(b"\x00" * 4096 + store.read_bytes()[4096:])
    untouched(profile, lambda: restored(profile, made), PresentUnreadable)
    damaged = store.read_bytes()
    done = restored(profile, made, accept_loss=True)
    assert done.aside
    assert (done.aside / FILE_NAME).read_bytes() == damaged
    with started(profile) as (station, _):
        assert verify(station).ok


def test_a_backup_of_a_newer_program_is_refused(profile: Path, made: Backup) -> None:
    newer = replace(made, manifest=msgspec.structs.replace(made.manifest, revision="9999"))
    untouched(profile, lambda: restored(profile, newer, accept_loss=True), NewerBackup)
