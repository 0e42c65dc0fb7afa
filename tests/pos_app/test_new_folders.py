"""A folder that a command writes into is made in one that exists: above a disk that is not mounted nothing is made."""

from contextlib import closing
from pathlib import Path

import pytest

from pos_app import cli, settings
from pos_app.settings import Settings
from pos_app.vault import ENVIRONMENT_KEY, VaultKind
from tests.builders import stations


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with closing(stations.new_station(tmp_path / "profile").database):
        settings.write(tmp_path / "profile", Settings(vault=VaultKind.ENVIRONMENT))
    monkeypatch.setenv(ENVIRONMENT_KEY, stations.ROOT_SECRET.hex())
    return tmp_path / "profile"


@pytest.mark.parametrize("command", ["backup", "evidence"])
def test_nothing_is_made_on_a_disk_that_is_not_mounted(
    profile: Path, tmp_path: Path, command: str, capfd: pytest.CaptureFixture[str]
) -> None:
    disk = tmp_path / "disk"
    assert cli.main([command, str(profile), str(disk / "taquilla")]) == cli.REFUSED
    assert str(disk) in capfd.readouterr().err
    assert not disk.exists()
    disk.mkdir()
    assert cli.main([command, str(profile), str(disk / "taquilla")]) == 0
    assert any((disk / "taquilla").iterdir())


@pytest.mark.parametrize("command", ["verify", "rebuild", "reopen", "logs", "backup"])
def test_a_folder_without_a_station_is_refused_in_the_same_words(
    tmp_path: Path, command: str, capfd: pytest.CaptureFixture[str]
) -> None:
    more = [str(tmp_path / "copies")] if command == "backup" else []
    assert cli.main([command, str(tmp_path / "none"), *more]) == cli.REFUSED
    assert capfd.readouterr().err.startswith(f"ARR-02: La carpeta {tmp_path / 'none'} no contiene una taquilla.")
    assert not any(tmp_path.iterdir())
