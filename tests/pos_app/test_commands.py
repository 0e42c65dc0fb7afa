"""The command line: what the commands print, and their exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pos_app import cli, vault
from tests.builders import catalogue
from tests.source_tree import ROOT

OK, REFUSED, WRONG = 0, 1, 2
Capture = pytest.CaptureFixture[str]


def load(profile: Path, *files: Path) -> int:
    return cli.main(["load", *map(str, files), "--profile", str(profile), "--vault", "open"])


@pytest.fixture
def profile(tmp_path: Path, capfd: Capture) -> Path:
    made = tmp_path / "taquilla"
    assert load(made, catalogue.SETUP) == OK
    capfd.readouterr()
    return made


def written(folder: Path, old: str, new: str, name: str = "changed.toml") -> Path:
    """The small set-up with a change."""
    text = catalogue.SETUP.read_text(encoding="utf-8")
    assert old in text
    file = folder / name
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file


def judged(profile: Path, capfd: Capture) -> dict[str, object]:
    report: dict[str, object] = json.loads(capfd.readouterr().out)
    assert profile.exists()
    return report


def test_a_loaded_profile_verifies(profile: Path, capfd: Capture) -> None:
    assert cli.main(["verify", str(profile)]) == OK
    assert capfd.readouterr().out.startswith("verify: ok")
    assert cli.main(["verify", str(profile), "--json"]) == OK
    report = judged(profile, capfd)
    assert (report["ok"], report["finding"], report["numbers_held"]) == (True, None, 35)


def test_a_damaged_store_is_told_in_json_too(profile: Path, capfd: Capture) -> None:
    with (profile / "station.db").open("r+b") as file:
        file.seek(40_960)
        file.write(b"\xff" * 8_192)
    assert cli.main(["verify", str(profile), "--json"]) == REFUSED
    report = judged(profile, capfd)
    assert (report["ok"], report["finding"]["flaw"]) == (False, "ALM-02")  # type: ignore[index]  # an object in JSON


def test_a_foreign_file_is_told_in_json_too(profile: Path, capfd: Capture) -> None:
    (profile / "station.db").write_bytes(b"something else")
    assert cli.main(["verify", str(profile), "--json"]) == REFUSED
    report = judged(profile, capfd)
    assert (report["ok"], report["finding"]["flaw"]) == (False, "ALM-01")  # type: ignore[index]  # the same


def test_a_folder_without_a_station_is_refused(tmp_path: Path, capfd: Capture) -> None:
    for command in (["verify", str(tmp_path)], ["rebuild", str(tmp_path)]):
        assert cli.main(command) == REFUSED
        assert capfd.readouterr().err.startswith("ARR-02: ")
    assert not (tmp_path / "station.db").exists()


def test_a_profile_is_rebuilt(profile: Path, capfd: Capture) -> None:
    assert cli.main(["rebuild", str(profile)]) == OK
    assert "10 registros" in capfd.readouterr().out
    assert cli.main(["verify", str(profile)]) == OK


@pytest.mark.parametrize("given", ["", "secreto"])
def test_a_key_that_is_none_is_told_with_the_way_to_make_one(
    tmp_path: Path, capfd: Capture, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.setenv(vault.ENVIRONMENT_KEY, given)
    command = ["enrol", str(tmp_path / "p"), "http://127.0.0.1:9", "AAAAA", "--vault", "environment"]
    assert cli.main(command) == REFUSED
    errors = capfd.readouterr().err
    assert errors.startswith("CLA-05: TAQUILLA_STATION_KEY falta, o no son 64 dígitos hexadecimales.")
    assert "openssl rand -hex 32" in errors
    assert "secreto" not in errors


def test_every_file_that_cannot_be_read_is_named_and_nothing_is_made(tmp_path: Path, capfd: Capture) -> None:
    latin = tmp_path / "latin.toml"
    latin.write_bytes("name = 'Íñigo'".encode("latin-1"))
    assert load(tmp_path / "p", tmp_path / "nothing.toml", latin, tmp_path) == REFUSED
    lines = capfd.readouterr().err.splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        str(tmp_path / "nothing.toml"),
        str(latin),
        str(tmp_path),
        "SET-01",
    ]
    assert not (tmp_path / "p").exists()


def test_every_problem_of_a_file_is_told_and_nothing_is_made(tmp_path: Path, capfd: Capture) -> None:
    file = written(tmp_path, "fee = 2", "fees = 2\nprices = 1")
    assert load(tmp_path / "p", file) == REFUSED
    errors = capfd.readouterr().err
    assert "event[1].zone[1].fees" in errors
    assert "event[1].zone[1].prices" in errors
    assert not (tmp_path / "p").exists()


def test_two_files_of_one_name_are_two_files(tmp_path: Path, capfd: Capture) -> None:
    text = catalogue.SETUP.read_text(encoding="utf-8")
    house, _, show = text.partition("[[venue]]")
    for folder, part in (("a", house), ("b", f"[[venue]]{show}")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.toml").write_text(part, encoding="utf-8")
    assert load(tmp_path / "p", tmp_path / "a" / "x.toml", tmp_path / "b" / "x.toml") == OK
    assert capfd.readouterr().err == ""


def test_a_wrong_rif_digit_is_told_and_loaded(tmp_path: Path, capfd: Capture) -> None:
    assert load(tmp_path / "p", written(tmp_path, "J-50012345-0", "J-50012345-1")) == OK
    assert "series[1].issuer.rif" in capfd.readouterr().err


def test_a_wrong_role_is_refused_with_the_roles_there_are(tmp_path: Path, capfd: Capture) -> None:
    assert load(tmp_path / "p", written(tmp_path, 'role = "cashier"', 'role = "boss"')) == REFUSED
    (line,) = (line for line in capfd.readouterr().err.splitlines() if "staff[1].role" in line)
    assert "boss" in line
    assert "cashier, supervisor" in line


def test_a_wrong_rif_structure_is_refused(tmp_path: Path, capfd: Capture) -> None:
    assert load(tmp_path / "p", written(tmp_path, "J-50012345-0", "J-5001234")) == REFUSED
    assert "series[1].issuer.rif" in capfd.readouterr().err


def test_a_terminal_without_accents_gets_the_rest() -> None:
    narrow = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-m", "pos_app", "verify", "nada"], cwd=ROOT, env=narrow, capture_output=True, check=False
    )
    assert done.returncode == REFUSED
    assert b"Cargue primero un archivo de configuraci" in done.stderr


def test_a_byte_order_mark_is_skipped(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_bytes(b"\xef\xbb\xbf" + catalogue.SETUP.read_bytes())
    assert load(tmp_path / "p", file) == OK


def test_files_of_another_organisation_or_station_are_named_so(profile: Path, tmp_path: Path, capfd: Capture) -> None:
    other = written(tmp_path, 'name = "Sala de Pruebas"', 'name = "Sala Ajena"')
    assert load(profile, other) == REFUSED
    assert capfd.readouterr().err.startswith("organisation: los archivos son de otra organización: Sala Ajena")
    assert load(profile, written(tmp_path, "no = 1\n", "no = 2\n")) == REFUSED
    assert capfd.readouterr().err.startswith("station: los archivos son de otra taquilla: Taquilla 1")
