"""`taquilla load` on a store with staff asks for the PIN of one of its supervisors: real processes at a terminal."""

import os
import pty
import re
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

import pytest

from domain.people.staff import NotAllowed, Permission
from pos_app import settings, startup
from pos_app.services.setup import load_setup
from pos_app.station import Station
from sync import journal, setup
from sync.facts import SetupLoaded
from tests.builders import stations
from tests.builders.catalogue import SETUP
from tests.source_tree import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals")


def load(profile: Path, file: Path, answers: Sequence[str] = (), language: str = "es") -> tuple[int, str]:
    """Run the command at a terminal of its own and type; the exit code and what was shown."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "pos_app", "load", str(file), "--profile", str(profile), "--vault", "open"], cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "LANG": f"{language}_VE.UTF-8"},
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    shown, left = "", list(answers)
    with suppress(OSError):
        while part := os.read(ours, 4096):
            shown += part.decode()
            if left and ("PIN del supervisor: " in shown or "PIN of the supervisor: " in shown):
                os.write(ours, left.pop(0).encode() + b"\n")
    os.close(ours)
    return process.wait(timeout=60), shown


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    code, shown = load(tmp_path / "caja", SETUP)
    assert code == 0, shown
    assert "PIN" not in shown, "a new store needs none"
    return tmp_path / "caja"


@pytest.fixture
def cheaper(tmp_path: Path) -> Path:
    """The set-up with another rate and, for Rosa, the PIN of Ana, as a cashier would write it."""
    file = tmp_path / "small.toml"
    file.write_text(changed(), encoding="utf-8")
    return file


def changed() -> str:
    """The text of that set-up."""
    text = SETUP.read_text(encoding="utf-8")
    hashes = re.findall(r"\$argon2id\$[^\"]+", text)
    assert len(hashes) == 3
    return text.replace(hashes[2], hashes[0]).replace('value = "857.00580000"', 'value = "860"')


def loaded(profile: Path) -> list[str | None]:
    """Who loaded each set-up, by name."""
    keys = startup.load_keys(profile, settings.read(profile), str, create=False)
    station = startup.open_station(profile, keys)
    with closing(station.database):
        with station.database.read() as tx:
            entries = [e.read() for e in journal.read(tx, station.tenant_id, station.id, 1)]
        names = {stations.cashier(station, name).id: name for name in ("ana", "luis", "rosa")}
        return [names[e.actor] if e.actor else None for e in entries if isinstance(e.body, SetupLoaded)]


def test_a_supervisor_of_the_store_loads(profile: Path, cheaper: Path) -> None:
    code, shown = load(profile, cheaper, ["9999"])
    assert code == 0, shown
    assert "9999" not in shown
    assert loaded(profile) == [None, "rosa"]


@pytest.mark.parametrize("pin", ["1111", "0000", ""])
def test_a_cashier_and_the_pin_of_the_file_do_not(profile: Path, cheaper: Path, pin: str) -> None:
    code, shown = load(profile, cheaper, [pin])
    assert code == 1
    assert "PIN-05" in shown
    assert loaded(profile) == [None]


def test_the_prompt_is_in_the_language_of_the_system(profile: Path, cheaper: Path) -> None:
    code, shown = load(profile, cheaper, ["9999"], language="en")
    assert code == 0
    assert "PIN of the supervisor" in shown


def test_without_a_terminal_nothing_is_loaded(profile: Path, cheaper: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pos_app", "load", str(cheaper), "--profile", str(profile)], cwd=ROOT, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, input="9999\n", capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert "PIN-06" in done.stderr
    assert loaded(profile) == [None]


def test_no_caller_changes_a_store_with_staff_without_a_supervisor(station: Station) -> None:
    content = setup.read(changed(), on=station.today())
    for by in (None, stations.ana(station)):
        with pytest.raises(NotAllowed) as caught:
            load_setup.load(station, content, name="other.toml", sha256="00", by=by)
        assert caught.value.permission is Permission.LOAD_SETUP
    assert load_setup.load(station, content, name="other.toml", sha256="00", by=stations.rosa(station)) > 0
