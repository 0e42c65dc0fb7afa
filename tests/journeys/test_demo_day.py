"""The whole station through its real screens: the first act of `make demo` without a display."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from pos_app import cli, startup, vault
from pos_app.vault import OpenVault
from tests.pos_app.services.proof.tampering import change

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Play the day once, in a process of its own without a display."""
    out = tmp_path_factory.mktemp("day")
    environment = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    done = subprocess.run(
        [sys.executable, "-m", "pos_app", "demo", "--only", "day", "--out", str(out)],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=280, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return out, done.stdout.splitlines()


def test_the_day_ends_with_a_store_that_verifies(day: tuple[Path, list[str]]) -> None:
    assert day[1][-1] == "verify: ok"


def test_the_verifier_that_stands_alone_says_ok_too(day: tuple[Path, list[str]]) -> None:
    assert day[1][-2].startswith("verify_journal: ok · registros: ")
    assert (day[0] / "evidence" / "manifest.json").exists()


def test_each_step_of_the_day_is_told_in_a_line(day: tuple[Path, list[str]]) -> None:
    steps = [line for line in day[1] if line.startswith("· ")]
    assert len(steps) == 13


def test_three_people_are_introduced_with_their_pins(day: tuple[Path, list[str]]) -> None:
    assert sum("PIN" in line for line in day[1]) == 4


def test_the_change_came_in_two_currencies(day: tuple[Path, list[str]]) -> None:
    assert any("US$ 6,00 + Bs. 231,37" in line.replace("\u00a0", " ") for line in day[1])


def test_two_of_five_tickets_went_back_with_a_credit_note(day: tuple[Path, list[str]]) -> None:
    assert any("dos de las cinco entradas de A-00000003: nota de crédito NCA-00000001" in line for line in day[1])


def test_every_paper_came_out_once(day: tuple[Path, list[str]]) -> None:
    assert any("salen solos los que faltaban: 4 papeles" in line for line in day[1])
    # Three sales of 1 + 2, 1 + 3 and 1 + 5 papers, a copy of 1 + 3, a credit note, an X, the slip of the shift, a Z.
    assert len(list((day[0] / "papers").glob("*.png"))) == 3 + 4 + 6 + 4 + 1 + 3


def test_no_ticket_was_printed_twice_but_as_copy(day: tuple[Path, list[str]]) -> None:
    codes = [code for file in sorted((day[0] / "papers").glob("*.png")) for code in _codes(file)]
    documents = [code for code in codes if code.startswith("VE1:")]
    assert (len(documents), len(set(documents))) == (5, 4)
    assert len(codes) - len(documents) == 2 + 3 + 3 + 5
    assert len(set(codes)) == 4 + 2 + 3 + 5


def test_screens_papers_and_store_are_left_behind(day: tuple[Path, list[str]]) -> None:
    out, _ = day
    assert len(list((out / "screens").glob("*.png"))) >= 10
    assert len(list((out / "papers").glob("*.pdf"))) >= 18
    assert (out / "station" / "station.db").exists()


def swap(table: str, column: str, first: int, second: int) -> tuple[str, ...]:
    return tuple(
        f"UPDATE {table} SET {column} = {new} WHERE {column} = {old}"  # noqa: S608  # names of our own
        for old, new in ((first, 100_000), (second, first), (100_000, second))
    )


@pytest.mark.parametrize(
    ("statements", "finding"),
    [
        (("UPDATE fiscal_document SET total = total + 100 WHERE number = 2",), ("rows_differ", "fiscal_document ")),
        (("UPDATE payment SET amount = amount - 1 WHERE method = 'cash_usd'",), ("rows_differ", "payment ")),
        (("UPDATE journal SET body = replace(body, 'cash_usd', 'cash_eur')",), ("bad_hash", "journal 1/")),
        (("DELETE FROM ticket WHERE id = (SELECT max(id) FROM ticket)",), ("rows_differ", "ticket ")),
        (("DELETE FROM journal WHERE seq = 10",), ("gap", "journal 1/10")),
        (swap("journal", "seq", 10, 11), ("chain_broken", "journal 1/10")),
        (swap("fiscal_document", "number", 1, 2), ("rows_differ", "fiscal_document ")),
        (("UPDATE number_block SET next = next + 1",), ("rows_differ", "number_block ")),
    ],
    ids=[
        *("a total", "a payment", "an amount in the journal", "a deleted row", "a deleted entry"),
        *("swapped entries", "swapped documents", "a skipped number"),
    ],
)
def test_the_store_of_the_day_does_not_verify_once_it_was_tampered_with(
    day: tuple[Path, list[str]],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    statements: tuple[str, ...],
    finding: tuple[str, str],
) -> None:
    profile = shutil.copytree(day[0] / "station", tmp_path / "station")
    assert cli.main(["verify", str(profile), "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["ok"] is True
    station = startup.open_station(profile, vault.secrets(OpenVault(profile), create=False))
    with closing(station.database):
        change(station, *statements)
    assert cli.main(["verify", str(profile), "--json"]) == 2
    verdict = json.loads(capfd.readouterr().out)
    assert (verdict["ok"], verdict["finding"]["flaw"]) == (False, finding[0])
    assert verdict["finding"]["record"].startswith(finding[1])


def _codes(picture: Path) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(Image.open(picture).convert("L"))]
