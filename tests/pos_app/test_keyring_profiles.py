"""Profiles whose key is in the system's keyring: folders of one name, renamed folders, older releases, locked rings."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path

import pytest
from keyring.backends.chainer import ChainerBackend
from keyring.errors import InitError, KeyringLocked

from pos_app import cli, keyring_name, running, settings, startup, vault
from pos_app.keyring_vault import KeyringVault, NoVault
from pos_app.storage.store import fences, identity
from tests.builders import catalogue
from tests.builders.keyrings import MemoryKeyring, installed

OK, REFUSED = 0, 1
_DISMISSED = import_module("secretstorage.exceptions").PromptDismissedException  # a library of keyring's, not of ours
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeyring]:
    made = MemoryKeyring()
    with installed(monkeypatch, made):
        yield made


def set_up(folder: Path, no: int) -> Path:
    """The small house with a station of this number."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{no}.toml"
    file.write_text(catalogue.SETUP.read_text(encoding="utf-8").replace("no = 1\n", f"no = {no}\n"), encoding="utf-8")
    return file


def loaded(profile: Path, no: int) -> Path:
    file = set_up(profile.parent, no)
    assert cli.main(["load", str(file), "--profile", str(profile)]) == OK
    return profile


def secret(profile: Path) -> bytes:
    return startup.load_keys(profile, settings.read(profile), str, create=False).signing_key.private_bytes_raw()


def as_older_release(profile: Path, ring: MemoryKeyring, root: bytes) -> None:
    """Name the entry by the folder, as older releases did."""
    (profile / keyring_name.FILE_NAME).unlink()
    ring.kept.clear()
    KeyringVault(profile.name).save(root)


def fenced(profile: Path) -> bool:
    """Whether a start of the station fences it."""
    at_work = running.start(profile, str)
    with at_work.station.database.read() as tx:
        fence = fences.current(tx)
    at_work.stop()
    return fence is not None


def test_two_folders_of_one_name_have_two_keys(tmp_path: Path, ring: MemoryKeyring) -> None:
    one, other = loaded(tmp_path / "a" / "caja", 1), loaded(tmp_path / "b" / "caja", 2)
    assert secret(one) != secret(other)
    assert len(ring.kept) == 2


def test_a_second_store_of_one_station_has_a_key_of_its_own(tmp_path: Path, ring: MemoryKeyring) -> None:
    """A profile for practice must not make the real one look like an older copy."""
    one, other = loaded(tmp_path / "a" / "caja", 1), loaded(tmp_path / "b" / "caja", 1)
    assert secret(one) != secret(other)
    assert [fenced(one), fenced(other), fenced(one)] == [False, False, False]


def test_a_renamed_folder_keeps_its_key(tmp_path: Path, ring: MemoryKeyring) -> None:
    profile = loaded(tmp_path / "caja", 1)
    assert not fenced(profile)
    moved = profile.rename(tmp_path / "otra")
    assert cli.main(["verify", str(moved)]) == OK
    assert not fenced(moved)


def test_an_older_copy_is_fenced_although_a_namesake_ran_since(tmp_path: Path, ring: MemoryKeyring) -> None:
    one, other = loaded(tmp_path / "a" / "caja", 1), loaded(tmp_path / "b" / "caja", 2)
    shutil.copytree(one, tmp_path / "older")
    assert cli.main(["backup", str(one), str(tmp_path)]) == OK  # an entry that the older copy lacks
    assert not fenced(one)
    assert not fenced(other)
    shutil.rmtree(one)
    shutil.move(tmp_path / "older", one)
    assert fenced(one)


def test_two_stations_with_one_key_have_two_witnesses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(vault.ENVIRONMENT_KEY, "ab" * 32)
    profiles = []
    for no in (1, 2):
        profiles.append(tmp_path / str(no))
        file = set_up(tmp_path / "files", no)
        assert cli.main(["load", str(file), "--profile", str(profiles[-1]), "--vault", "environment"]) == OK
    shutil.copytree(profiles[0], tmp_path / "older")
    assert cli.main(["backup", str(profiles[0]), str(tmp_path)]) == OK
    assert [fenced(profile) for profile in profiles] == [False, False]
    assert fenced(tmp_path / "older")


def test_entries_of_an_older_release_are_copied_once(tmp_path: Path, ring: MemoryKeyring) -> None:
    """Two stores of one folder name shared their entry: both must still open."""
    profile = loaded(tmp_path / "caja", 1)
    root = KeyringVault(keyring_name.read(profile)).load()
    assert root is not None
    as_older_release(profile, ring, root)
    assert cli.main(["verify", str(profile)]) == OK
    assert not fenced(profile)
    moved = profile.rename(tmp_path / "otra")
    with closing(startup.open_station(moved, vault.Secrets.derive(root)).database) as database, database.read() as tx:
        life = identity.fetch(tx)
    assert life is not None
    assert keyring_name.read(moved) == str(life.station_id)
    assert not fenced(moved)
    assert KeyringVault("caja").load() == root


def test_an_entry_with_another_secret_is_never_replaced(tmp_path: Path, ring: MemoryKeyring) -> None:
    profile = loaded(tmp_path / "caja", 1)
    name = keyring_name.read(profile)
    root = KeyringVault(name).load()
    assert root is not None
    as_older_release(profile, ring, root)
    KeyringVault(name).save(bytes(32))
    assert not fenced(profile)
    assert KeyringVault(name).load() == bytes(32)
    assert not fenced(profile.rename(tmp_path / "otra"))


def test_a_backup_is_restored_into_a_folder_of_any_name(tmp_path: Path, ring: MemoryKeyring) -> None:
    profile = loaded(tmp_path / "caja", 1)
    assert cli.main(["backup", str(profile), str(tmp_path)]) == OK
    target = tmp_path / "nueva"
    assert cli.main(["restore", str(target), str(next(tmp_path.glob("taquilla-*.db"))), "--accept-loss"]) == OK
    assert cli.main(["verify", str(target)]) == OK


def test_a_backup_finds_its_key_among_those_of_other_stations(tmp_path: Path, ring: MemoryKeyring) -> None:
    """The folder's name and the station's are names of other entries; only the signature tells which key it is."""
    own, practice = loaded(tmp_path / "a" / "caja", 1), loaded(tmp_path / "b" / "caja", 1)
    (tmp_path / "copias").mkdir()
    for kept in (own, practice):
        assert cli.main(["backup", str(kept), str(tmp_path / "copias" / kept.parent.name)]) == OK
    KeyringVault("nueva").save(b"\x07" * 32)  # what an older release kept for another folder of this name
    for kept in (own, practice):
        copy = next((tmp_path / "copias" / kept.parent.name).glob("taquilla-*.db"))
        target = tmp_path / kept.parent.name / "nueva"
        assert cli.main(["restore", str(target), str(copy), "--accept-loss"]) == OK
        assert secret(target) == secret(kept)
        assert cli.main(["verify", str(target)]) == OK


def test_a_backup_whose_key_the_keyring_lacks_restores_nothing(
    tmp_path: Path, ring: MemoryKeyring, capfd: Capture
) -> None:
    profile = loaded(tmp_path / "caja", 1)
    assert cli.main(["backup", str(profile), str(tmp_path)]) == OK
    copy = next(tmp_path.glob("taquilla-*.db"))
    ring.kept.clear()
    assert cli.main(["restore", str(tmp_path / "nueva"), str(copy)]) == REFUSED
    assert capfd.readouterr().err.startswith("CLA-03: ")
    KeyringVault("nueva").save(b"\x07" * 32)
    assert cli.main(["restore", str(tmp_path / "nueva"), str(copy)]) == REFUSED
    assert capfd.readouterr().err.startswith("RES-04: ")
    assert not (tmp_path / "nueva" / keyring_name.FILE_NAME).exists()


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyringLocked("Failed to unlock the collection!"), "CLA-06"),
        (_DISMISSED("dismissed"), "CLA-06"),
        (InitError("Failed to create the collection"), "CLA-04"),
        (TimeoutError("no reply"), "CLA-04"),
        (ConnectionRefusedError(111, "Connection refused"), "CLA-04"),
    ],
)
def test_a_keyring_that_does_not_open_is_a_message(
    tmp_path: Path, ring: MemoryKeyring, capfd: Capture, error: Exception, code: str
) -> None:
    profile = loaded(tmp_path / "caja", 1)
    ring.error = error
    for command in (["verify", str(profile)], ["load", str(catalogue.SETUP), "--profile", str(tmp_path / "nueva")]):
        assert cli.main(command) == REFUSED
        assert capfd.readouterr().err.startswith(f"{code}: ")


def test_the_safe_keyrings_of_a_chain_are_used(ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    class Plain(MemoryKeyring):
        """It would store secrets in clear."""

    class Chain(ChainerBackend):
        backends = (Plain(), ring)

    chain = Chain()  # type: ignore[no-untyped-call]  # keyring's own
    with installed(monkeypatch, chain):
        KeyringVault("till").save(bytes(32))
        assert KeyringVault("till").load() == bytes(32)
    assert list(ring.kept) == [("taquilla", "till")]
    monkeypatch.setattr(Chain, "backends", (Plain(),))
    with installed(monkeypatch, chain), pytest.raises(NoVault) as caught:
        KeyringVault("till").save(bytes(32))
    assert "Plain" in caught.value.backend
