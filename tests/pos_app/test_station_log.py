"""The station's log, written by processes: JSON lines, files that rotate, nothing about people, an export."""

import json
import logging
import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pos_app import cli, running, settings, station_log, vault
from pos_app.settings import Settings
from pos_app.vault import VaultKind
from tests.builders import ordinary, stations

OK, REFUSED = 0, 1
Capture = pytest.CaptureFixture[str]
PRIVATE = ("Zulay", "V-12345678", "12345678", "04121234567", "+584121234567", "987654321", "9173", "Ana Rond")
SELLS = """
import logging, sys
from pathlib import Path
from domain.errors import Refused
from domain.sale.cart import Customer
from pos_app import running
from pos_app.ui.app import LastResort
from PySide6.QtWidgets import QApplication
from pos_app.ui.main_window import MainWindow
from pos_app.ui.sign_in.view import SignInView

profile = Path(sys.argv[1])
at_work = running.start(profile, str)
application = QApplication(["taquilla"])
last = LastResort(MainWindow(SignInView()))
log = logging.getLogger("pos_app.services.anything")
customer = Customer(name="Zulay", document="V-12345678")
try:
    typed = f"cannot sell to {customer} for 987654321 with PIN 9173 and 04121234567"
    raise ValueError(typed) from RuntimeError("Ana Rondón 9173")
except ValueError as error:
    last.caught(type(error), error, error.__traceback__)
    log.warning("a sale broke off: %s", error)
    logging.getLogger("some.library").warning("bad value %s", "V-12345678")
    logging.getLogger("some.library").warning("bad value V-12345678")
class Taken(Refused):
    code = "PAG-99"
    def __str__(self): return "987654321 Zulay"
log.warning("refused: %s", Taken())
log.warning("the printer wrote %s", "987654321")
at_work.stop()
"""


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(vault.ENVIRONMENT_KEY, stations.ROOT_SECRET.hex())
    made = tmp_path / "caja"
    stations.new_station(made).database.close()
    settings.write(made, Settings(vault=VaultKind.ENVIRONMENT))
    return made


def lines(profile: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in station_log.path_of(profile).read_text(encoding="utf-8").splitlines()]


def test_a_log_holds_codes_types_and_places_and_nothing_about_people(profile: Path) -> None:
    done = ordinary.run("-c", SELLS, profile)
    assert done.returncode == OK, done.stderr
    text = station_log.path_of(profile).read_text(encoding="utf-8")
    assert [word for word in PRIVATE if word in text] == []
    events = {str(line["event"]): line for line in lines(profile)}
    assert {"the station stopped", "refused: PAG-99 Taken", "a sale broke off: ValueError"} <= set(events)
    errors = events["a defect reached the last resort"]["errors"]
    assert isinstance(errors, list)
    assert [error["error"] for error in errors] == ["ValueError", "RuntimeError"]
    assert "<module>" in errors[0]["trace"][0]
    assert {"timestamp", "level", "logger", "thread"} <= set(lines(profile)[0])


def test_the_export_of_a_day_of_sales_has_nothing_about_people(profile: Path, tmp_path: Path) -> None:
    assert ordinary.run("-c", SELLS, profile).returncode == OK
    target = tmp_path / "soporte.zip"
    assert cli.main(["logs", str(profile), "--export", str(target)]) == OK
    with zipfile.ZipFile(target) as archive:
        text = " ".join(archive.read(name).decode() for name in archive.namelist())
    assert "the station stopped" in text
    assert [word for word in PRIVATE if word in text] == []


def test_a_start_that_is_refused_is_logged(profile: Path) -> None:
    (profile / "station.db").write_bytes(b"something else")
    done = ordinary.run("-c", SELLS, profile)
    assert done.returncode != OK
    assert any("ALM-01 ForeignDatabase" in str(line["event"]) for line in lines(profile))


def test_a_defect_of_a_command_names_the_log(profile: Path) -> None:
    environment = {**os.environ, vault.ENVIRONMENT_KEY: stations.ROOT_SECRET.hex()}
    broken = "import sys; from pos_app import cli, startup; startup.is_set_up = None; sys.exit(cli.main())"
    done = ordinary.run("-c", broken, "verify", profile, environment=environment)
    assert done.stderr.startswith("DEF-00: El programa encontró un defecto")
    assert str(station_log.path_of(profile)) in done.stderr
    assert "Traceback" not in done.stderr
    assert lines(profile)[-1]["event"] == "a defect ended the command"


def test_files_rotate_and_are_private(tmp_path: Path) -> None:
    attached = station_log.attach(tmp_path)
    for _ in range(20):
        logging.getLogger("pos_app.test").info("x" * 200_000)
    station_log.detach(attached)
    written = station_log.files(tmp_path)
    assert len(written) > 2
    assert written[0] == station_log.path_of(tmp_path)
    assert {stat.S_IMODE(file.stat().st_mode) for file in written} == {0o600}
    assert max(file.stat().st_size for file in written) <= station_log.LARGEST_BYTES


def test_a_log_that_cannot_be_written_stops_no_station(profile: Path, expect_log: Callable[[str], None]) -> None:
    (profile / station_log.FOLDER).write_text("a file is in the way")
    expect_log("cannot write the station's log")
    running.start(profile, str).stop()


def test_a_log_is_exported_for_support(profile: Path, tmp_path: Path, capfd: Capture) -> None:
    running.start(profile, str).stop()
    target = tmp_path / "soporte.zip"
    assert cli.main(["logs", str(profile), "--export", str(target)]) == OK
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist() == ["about.json", "logs/station.log"]
        about = json.loads(archive.read("about.json"))
    assert about["software"].startswith("taquilla ")
    assert "station.db" in about["files"]
    assert cli.main(["logs", str(profile)]) == OK
    assert "the station stopped" in capfd.readouterr().out


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_station_that_never_ran_has_no_log_yet(
    profile: Path, tmp_path: Path, capfd: Capture, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("LC_ALL", f"{language}_US.UTF-8")
    expected = {"es": "todavía no tiene registro", "en": "has no log yet"}[language]
    target = tmp_path / "soporte.zip"
    for more in ([], ["--export", str(target)]):
        assert cli.main(["logs", str(profile), *more]) == OK
        printed = capfd.readouterr()
        assert expected in printed.out
        assert printed.err == ""
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist() == ["about.json"]
        assert "station.db" in json.loads(archive.read("about.json"))["files"]


def test_a_folder_without_a_profile_is_refused(tmp_path: Path, capfd: Capture) -> None:
    assert cli.main(["logs", str(tmp_path)]) == REFUSED
    assert capfd.readouterr().err.startswith("ARR-02: ")
