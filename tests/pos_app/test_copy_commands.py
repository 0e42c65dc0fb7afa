"""The command line of `taquilla backup` and `taquilla restore`."""

import shutil
from pathlib import Path

import pytest

from pos_app import cli, commands, startup
from pos_app.storage.store import witness
from pos_app.vault import SEALED_KEY
from tests.builders import catalogue

OK, REFUSED = 0, 1
Capture = pytest.CaptureFixture[str]
PASSWORD = "sal y arena"


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A profile whose key is sealed by a password."""
    monkeypatch.setattr(commands, "ask_password", lambda: PASSWORD)
    made = tmp_path / "taquilla"
    arguments = ["load", str(catalogue.SETUP), "--profile", str(made), "--vault", "password"]
    assert cli.main(arguments) == OK
    return made


@pytest.fixture
def backup(profile: Path, tmp_path: Path) -> Path:
    (tmp_path / "usb").mkdir()
    assert cli.main(["backup", str(profile), str(tmp_path / "usb" / "copies")]) == OK
    return next((tmp_path / "usb" / "copies").glob("*.db"))


def test_a_backup_says_where_it_is_and_how_far_it_reaches(profile: Path, tmp_path: Path, capfd: Capture) -> None:
    assert cli.main(["backup", str(profile), str(tmp_path)]) == OK
    made = next(tmp_path.glob("*.db"))
    assert capfd.readouterr().out.endswith(f"{made}, hasta el registro 1/10.\n")


def test_a_folder_that_cannot_be_made_is_refused_in_words(profile: Path, tmp_path: Path, capfd: Capture) -> None:
    (tmp_path / "file").write_text("")
    assert cli.main(["backup", str(profile), str(tmp_path / "file" / "copies")]) == REFUSED
    assert capfd.readouterr().err.startswith("RES-05: No se pudo hacer la copia")


def test_a_restore_over_newer_data_says_what_is_missing_and_how_to_go_on(
    profile: Path, backup: Path, capfd: Capture
) -> None:
    assert cli.main(["restore", str(profile), str(backup)]) == REFUSED
    output = capfd.readouterr().err
    assert output.startswith("RES-07: La copia es más vieja")
    assert "--accept-loss" in output
    assert cli.main(["restore", str(profile), str(backup), "--accept-loss"]) == OK
    output = capfd.readouterr().out
    assert "Los datos de antes quedaron en" in output
    assert "la autorice de nuevo" in output
    assert cli.main(["verify", str(profile)]) == OK


def test_a_backup_brings_a_lost_profile_back_with_its_password(profile: Path, backup: Path, tmp_path: Path) -> None:
    machine = tmp_path / "new machine"
    shutil.rmtree(witness.folder())
    assert cli.main(["restore", str(machine), str(backup)]) == OK
    assert (machine / SEALED_KEY).exists()
    assert startup.is_set_up(machine)
    assert cli.main(["verify", str(machine)]) == OK


def test_a_backup_that_is_not_restored_leaves_no_profile_behind(
    profile: Path, backup: Path, tmp_path: Path, capfd: Capture
) -> None:
    backup.write_bytes(backup.read_bytes()[:-1])
    machine = tmp_path / "new machine"
    assert cli.main(["restore", str(machine), str(backup)]) == REFUSED
    assert capfd.readouterr().err.startswith("RES-03")
    assert [file.name for file in machine.iterdir()] in ([], ["station.lock"])
