"""Files that cannot be used: each command, run without rights to them, names path, cause and next step."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from pos_app import cli
from pos_app.ui import wording
from sync import file_errors
from tests.builders import catalogue, ordinary

OK, REFUSED = 0, 1
Capture = pytest.CaptureFixture[str]
Done = subprocess.CompletedProcess[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def profile(folder: Path, capfd: Capture) -> Path:
    made = folder / "caja"
    assert cli.main(["load", str(catalogue.SETUP), "--profile", str(made), "--vault", "open"]) == OK
    assert cli.main(["backup", str(made), str(folder / "copias")]) == OK
    capfd.readouterr()
    return made


def taquilla(*arguments: object) -> Done:
    return ordinary.run("-m", "pos_app", *arguments)


STARTS = """
import sys
from pathlib import Path
from domain.errors import Unavailable
from pos_app import running
from sync import file_errors
from pos_app.ui import wording
try:
    running.start(Path(sys.argv[1]), str)
except (OSError, Unavailable) as error:
    refusal = file_errors.failure(error) if isinstance(error, OSError) else error
    sys.exit(f"{refusal.code}: {wording.refusal(refusal)}")
"""


def assert_refused(done: Done, code: str, path: Path) -> None:
    assert "Traceback" not in done.stderr
    assert done.returncode == REFUSED, done.stderr
    refusals = [line for line in done.stderr.splitlines() if line.startswith(f"{code}: ")]
    assert len(refusals) == 1, done.stderr
    assert str(path) in refusals[0]


def test_the_account_without_rights_runs_commands(folder: Path, profile: Path) -> None:
    assert taquilla("verify", profile).returncode == OK


@pytest.mark.parametrize(
    ("command", "name"),
    [
        *(("verify", name) for name in ("station.db", "profile.toml", "open.key", "")),
        *((command, "station.db") for command in ("rebuild", "reopen", "backup")),
    ],
)
def test_what_may_not_be_read_is_named(folder: Path, profile: Path, command: str, name: str) -> None:
    (profile / name).chmod(0)
    more = [folder / "otra"] if command == "backup" else []
    assert_refused(taquilla(command, profile, *more), "ARC-02", profile / name)


def test_verify_does_not_blame_the_key(folder: Path, profile: Path) -> None:
    (profile / "station.db").chmod(0)
    done = taquilla("verify", profile, "--json")
    assert json.loads(done.stdout)["finding"]["flaw"] == "ARC-02"


@pytest.mark.parametrize("name", ["station.db", "station.lock", "profile.toml", ""])
def test_a_profile_that_may_not_be_written_does_not_start(folder: Path, profile: Path, name: str) -> None:
    (profile / name).chmod(0o555 if not name else 0o444)
    assert_refused(ordinary.run("-c", STARTS, profile), "ARC-02", profile / name)
    assert_refused(taquilla("rebuild", profile), "ARC-02", profile / name)


@pytest.mark.parametrize("name", ["station.db", ""])
def test_a_store_that_may_only_be_read_is_verified(folder: Path, profile: Path, name: str) -> None:
    entries = json.loads(taquilla("verify", profile, "--json").stdout)["entries"]
    before = {file.name: file.stat().st_mtime_ns for file in profile.iterdir()}
    (profile / name).chmod(0o555 if not name else 0o444)
    done = taquilla("verify", profile, "--json")
    assert done.returncode == OK, done.stderr
    assert json.loads(done.stdout)["entries"] == entries
    assert {file.name: file.stat().st_mtime_ns for file in profile.iterdir()} == before


def test_a_flaw_of_a_store_that_may_only_be_read_is_seen(folder: Path, profile: Path) -> None:
    with (profile / "station.db").open("r+b") as file:
        file.seek(40_960)
        file.write(b"\xff" * 8_192)
    (profile / "station.db").chmod(0o444)
    done = taquilla("verify", profile, "--json")
    assert (done.returncode, json.loads(done.stdout)["finding"]["flaw"]) == (REFUSED, "ALM-02")


def test_a_profile_that_cannot_be_made_is_named(folder: Path) -> None:
    closed = folder / "cerrada"
    closed.mkdir(mode=0o555)
    for command in (
        ["load", catalogue.SETUP, "--profile", closed / "caja"],
        ["enrol", closed / "caja", "https://x", "A"],
    ):
        assert_refused(taquilla(*command), "ARC-02", closed / "caja")


def test_a_backup_that_may_not_be_read_is_named(folder: Path, profile: Path) -> None:
    manifest = next((folder / "copias").glob("*.manifest"))
    manifest.chmod(0)
    assert_refused(taquilla("restore", folder / "nueva", manifest), "ARC-02", manifest)
    manifest.chmod(0o400)
    copy = manifest.with_suffix(".db")
    copy.chmod(0)
    done = taquilla("restore", profile, copy, "--accept-loss")
    assert_refused(done, "ARC-02", copy)


def test_a_state_folder_that_may_not_be_used_stops_no_command(folder: Path, profile: Path) -> None:
    state = Path(os.environ["XDG_STATE_HOME"])
    assert state.is_dir()  # made by the load
    state.chmod(0)
    done = taquilla("restore", folder / "nueva", next((folder / "copias").glob("*.db")))
    assert "Traceback" not in done.stderr
    assert taquilla("verify", profile).returncode == OK


def test_a_set_up_file_is_named_with_its_cause(folder: Path) -> None:
    closed = folder / "cerrado.toml"
    closed.write_text("")
    closed.chmod(0)
    done = taquilla("load", closed, folder / "falta.toml", folder, "--profile", folder / "caja")
    assert done.stderr.splitlines()[:3] == [
        f"{closed}: no se puede leer: falta permiso para leerlo",
        f"{folder / 'falta.toml'}: no se puede leer: no existe",
        f"{folder}: no se puede leer: es una carpeta, o su carpeta es un archivo",
    ]


SELLS_IN_A_STORE_THAT_CLOSES = """
import sys
from pathlib import Path
from pos_app.ui import wording
from tests.builders import stations
folder = Path(sys.argv[1])
station = stations.new_station(folder / "caja")
stations.open_shift(station)
station.database.close()
for name in ("caja/station.db", "caja"):
    (folder / name).chmod(0o444 if name.endswith(".db") else 0o555)
try:
    stations.sell(station, stations.general_cart(station, 1))
except Exception as error:
    print(wording.error_message(error).code)
"""


def test_a_store_that_closes_while_it_is_open_is_no_defect(folder: Path) -> None:
    done = ordinary.run("-c", SELLS_IN_A_STORE_THAT_CLOSES, folder)
    (folder / "caja").chmod(0o755)
    assert done.stdout == "ALM-06\n", done.stderr


@pytest.mark.parametrize("language", wording.LANGUAGES)
@pytest.mark.parametrize("number", [13, 30, 2, 28, 20, 5, 24])
def test_each_cause_has_words_and_a_next_step(language: str, number: int) -> None:
    wording.use(language)
    message = wording.refusal(file_errors.failure(OSError(number, os.strerror(number), "/datos/caja")))
    wording.use("es")
    assert "/datos/caja" in message.what
    assert message.todo
    assert message.code.startswith("ARC-")
