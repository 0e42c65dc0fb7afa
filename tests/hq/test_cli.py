"""The command line: from an empty database to a station with a code, and refusals that name the problem."""

import io
import json
import re
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from hq import cli
from hq.storage.database import Database
from tests.builders.catalogue import SETUP
from tests.builders.processes import HqProcess, free_port, served

ORGANISATION = "Sala de Pruebas"


@pytest.fixture
def environment(database: Database) -> Mapping[str, str]:
    url = database.url.render_as_string(hide_password=False)
    settings = {"TAQUILLA_HQ_SECRET": "ab" * 32, "TAQUILLA_HQ_DATABASE_URL": url, "TAQUILLA_HQ_CONNECTIONS": "2"}
    settings["TAQUILLA_HQ_PORT"] = str(free_port())
    return {**settings, "LANG": "en_US.UTF-8"}


def test_a_station_gets_its_code_in_four_commands(
    environment: Mapping[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse\n"))
    for line in (
        ["tenant", "add", "sala", ORGANISATION],
        ["staff", "add", "ana", "Ana Pérez", "--tenant", "sala"],
        ["load", str(SETUP), "--tenant", "sala"],
        ["station", "add", "1", "--tenant", "sala"],
        ["station", "add", "2", "--tenant", "sala", "--name", "Taquilla 2", "--series", "A"],
    ):
        assert cli.main(line, environment) == 0
    printed = capsys.readouterr().out
    assert len(re.findall(r"^code [A-Z2-7]{5}(-[A-Z2-7]{1,5}){5}$", printed, re.MULTILINE)) == 2
    assert cli.main(["check"], environment) == 0
    assert capsys.readouterr().out.endswith("check: ok\n")


def test_a_code_for_a_station_that_is_active_comes_with_a_warning(
    environment: Mapping[str, str], database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["tenant", "add", "sala", ORGANISATION], environment)
    cli.main(["load", str(SETUP), "--tenant", "sala"], environment)
    again = ["station", "add", "1", "--tenant", "sala"]
    assert cli.main(again, environment) == 0
    assert "warning" not in capsys.readouterr().err
    with database.owner() as connection:
        connection.execute(text("UPDATE station_life SET status = 'active', epoch = 1"))
    assert cli.main(again, environment) == 0
    printed = capsys.readouterr()
    assert printed.err == "warning: station 1 is active: this code ends the copy that sells now\n"
    assert printed.out.startswith("station 1: ")


def test_the_books_of_a_day_are_closed_and_stay_closed(
    environment: Mapping[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["tenant", "add", "sala", ORGANISATION], environment)
    assert cli.main(["books", "close", "2026-01-31", "--tenant", "sala"], environment) == 0
    assert capsys.readouterr().out.endswith("books closed through 2026-01-31\n")
    for day, code in (("2026-01-30", "BOOKS_CLOSED"), ("2999-01-01", "DAY_NOT_OVER")):
        assert cli.main(["books", "close", day, "--tenant", "sala"], environment) == 1
        assert code in capsys.readouterr().err


def test_a_refusal_has_its_code_and_what_it_is_about(
    environment: Mapping[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    for line, message in (
        (
            ["station", "add", "1", "--tenant", "nobody"],
            'UNKNOWN_TENANT: No organisation has the short name "nobody".',
        ),
        (["tenant", "add", "Sala", "x"], "BAD_SLUG"),
    ):
        assert cli.main(line, environment) == 1
        assert message in capsys.readouterr().err


def test_a_tenant_that_is_known_again_changes_nothing_and_numbers_need_an_enrolled_station(
    environment: Mapping[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert cli.main(["tenant", "add", "sala", ORGANISATION], environment) == 0
    marked = tmp_path / "marked.toml"
    marked.write_bytes(b"\xef\xbb\xbf" + SETUP.read_bytes())  # as editors of Windows write it
    assert cli.main(["load", str(marked), "--tenant", "sala"], environment) == 0
    assert cli.main(["load", str(SETUP), "--tenant", "sala"], environment) == 0
    assert cli.main(["block", "grant", "1", "100", "--series", "A", "--tenant", "sala"], environment) == 1
    assert "STATION_STATUS" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", [["block", "grant", "9", "100", "--series", "A"], ["seats", "release", "9", "--reason", "burnt"]]
)
def test_a_number_that_no_station_has_is_refused(
    environment: Mapping[str, str], command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["tenant", "add", "sala", ORGANISATION], environment)
    assert cli.main([*command, "--tenant", "sala"], environment) == 1
    assert "no such station (station 9)" in capsys.readouterr().err


def test_every_problem_of_the_environment_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["serve"], {"TAQUILLA_HQ_PORT": "x", "TAQUILLA_HQ_TYPO": "1"}) == 1
    printed = capsys.readouterr().err
    assert [line.split(":")[0] for line in printed.splitlines()] == [
        "BAD_SETTINGS",
        "TAQUILLA_HQ_SECRET",
        "TAQUILLA_HQ_PORT",
        "TAQUILLA_HQ_TYPO",
    ]


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_that_is_taken_is_told_before_anything_else(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert cli.main([command], {"TAQUILLA_HQ_SECRET": "ab" * 32, "TAQUILLA_HQ_PORT": str(port)}) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("PORT_TAKEN: ")
    assert f"puerto {port} de 127.0.0.1. Deténgalo, o dé otro puerto en TAQUILLA_HQ_PORT" in printed.err


def test_an_address_of_another_machine_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    elsewhere = {"TAQUILLA_HQ_SECRET": "ab" * 32, "TAQUILLA_HQ_HOST": "192.0.2.1", "TAQUILLA_HQ_PORT": "0"}
    assert cli.main(["serve"], elsewhere) == 1
    assert capsys.readouterr().err.startswith("ADDRESS_UNUSABLE: ")


def test_a_check_of_a_database_without_organisations_is_not_ok(
    environment: Mapping[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check"], environment) == 2
    assert capsys.readouterr().out.startswith("check: there is no organisation in this database. Check")


def test_a_database_that_does_not_answer_and_one_that_is_not_ours_are_told_apart(
    environment: Mapping[str, str], empty_database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = {**environment, "TAQUILLA_HQ_DATABASE_URL": "postgresql://me:canary@127.0.0.1:9/none"}
    assert cli.main(["serve"], nowhere) == 1
    printed = capsys.readouterr().err
    assert "DATABASE_UNAVAILABLE" in printed
    assert "may be saved or not" in printed  # nobody knows, when it stopped during a commit
    assert "canary" not in printed
    empty = {**environment, "TAQUILLA_HQ_DATABASE_URL": empty_database.conninfo}
    assert cli.main(["serve"], empty) == 1
    assert "SCHEMA_BEHIND" in capsys.readouterr().err
    assert cli.main(["migrate"], empty) == 0
    with empty_database.owner() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for command in ("serve", "migrate"):
        assert cli.main([command], empty) == 1
        assert "SCHEMA_AHEAD: A newer program migrated the database (9999;" in capsys.readouterr().err


def test_a_file_that_is_not_there_and_another_secret_are_refused(
    environment: Mapping[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["tenant", "add", "sala", ORGANISATION], environment)
    assert cli.main(["load", str(tmp_path / "none.toml"), "--tenant", "sala"], environment) == 1
    assert f"{tmp_path / 'none.toml'}: cannot be read: it does not exist" in capsys.readouterr().err
    wrong = {**environment, "TAQUILLA_HQ_SECRET": "cd" * 32}
    assert cli.main(["check"], wrong) == 1
    assert "WRONG_SECRET" in capsys.readouterr().err


def test_files_of_another_organisation_and_files_with_mistakes_change_nothing(
    environment: Mapping[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["tenant", "add", "otra", "Otra Sala"], environment)
    assert cli.main(["load", str(SETUP), "--tenant", "otra"], environment) == 1
    assert "SETUP_TENANT" in capsys.readouterr().err
    bad = tmp_path / "bad.toml"
    bad.write_text("venue = 1", encoding="utf-8")
    assert cli.main(["load", str(bad), "--tenant", "otra"], environment) == 1
    assert "bad.toml" in capsys.readouterr().err


@pytest.mark.slow
def test_the_program_serves_from_an_empty_folder_and_stops_when_it_is_told(short_folder: Path) -> None:
    """A real process, its own embedded database, a real socket."""
    with served(short_folder) as (url, log):
        answer = httpx.get(f"{url}/readyz", trust_env=False)
        document = httpx.get(f"{url}/v1/openapi.json", trust_env=False).json()
    assert (answer.status_code, answer.text) == (200, "ok")
    assert document["info"] == {"title": "Taquilla HQ", "version": "1"}
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert any(line.get("path") == "/readyz" and line["request_id"] for line in lines)
    assert not (short_folder / "data/postgres/postmaster.pid").exists()


@pytest.mark.parametrize(
    ("slip", "answer"),
    [
        (("J-50012345-0", "J-50012345-1"), (0, "series[1].issuer.rif", "J-50012345-1")),
        (('role = "cashier"', 'role = "boss"'), (1, "staff[1].role", "boss", "cashier, supervisor")),
    ],
    ids=["a warning of a RIF's digit", "a refusal with the roles there are"],
)
def test_a_file_with_a_slip_is_answered_with_the_line_at_fault(
    environment: Mapping[str, str],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    slip: tuple[str, str],
    answer: tuple[Any, ...],
) -> None:
    cli.main(["tenant", "add", "sala", ORGANISATION], environment)
    file = tmp_path / "slip.toml"
    file.write_text(SETUP.read_text(encoding="utf-8").replace(*slip, 1), encoding="utf-8")
    capsys.readouterr()
    code, where, *words = answer
    assert cli.main(["load", str(file), "--tenant", "sala"], environment) == code
    (line,) = (line for line in capsys.readouterr().err.splitlines() if where in line)
    assert all(word in line for word in words)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("settings", "is_warned"),
    [
        ({"TAQUILLA_HQ_HOST": "0.0.0.0"}, True),  # noqa: S104  # what is tested
        ({"TAQUILLA_HQ_HOST": "0.0.0.0", "TAQUILLA_HQ_PROXIES": "127.0.0.1"}, False),  # noqa: S104  # the same
        ({"TAQUILLA_HQ_HOST": "127.0.0.2"}, False),
    ],
)
def test_listening_beyond_this_machine_without_tls_is_warned_about(
    environment: Mapping[str, str], tmp_path: Path, settings: Mapping[str, str], is_warned: bool
) -> None:
    assert cli.main(["migrate"], environment) == 0
    here = "127.0.0.2" if settings["TAQUILLA_HQ_HOST"] == "127.0.0.2" else "127.0.0.1"
    process = HqProcess({**environment, **settings}, tmp_path / "log", int(environment["TAQUILLA_HQ_PORT"]), here)
    try:
        process.start()
    finally:
        process.stop()
    events = [json.loads(line) for line in process.log.read_text(encoding="utf-8").splitlines()]
    warned = [line["event"] for line in events if line["level"] == "warning"]
    assert any("without TLS" in event and "TAQUILLA_HQ_PROXIES" in event for event in warned) is is_warned
