"""The whole station through its real screens: the day that `make demo` plays where there is no display."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Play the day once, in a process of its own, as a person without a display would."""
    out = tmp_path_factory.mktemp("day")
    environment = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    done = subprocess.run(
        [sys.executable, "-m", "pos_app", "demo", "--out", str(out)],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=110, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return out, done.stdout.splitlines()


def test_the_day_ends_with_a_store_that_verifies(day: tuple[Path, list[str]]) -> None:
    assert day[1][-1] == "verify: ok"


def test_each_step_of_the_day_is_told_in_a_line(day: tuple[Path, list[str]]) -> None:
    steps = [line for line in day[1] if line.startswith("· ")]
    assert len(steps) == 12


def test_three_people_are_introduced_with_their_pins(day: tuple[Path, list[str]]) -> None:
    assert sum("PIN" in line for line in day[1]) == 4


def test_the_change_came_in_two_currencies(day: tuple[Path, list[str]]) -> None:
    assert any("US$ 6,00 + Bs. 231,37" in line.replace("\u00a0", " ") for line in day[1])


def test_the_new_roll_brings_only_the_papers_that_were_missing(day: tuple[Path, list[str]]) -> None:
    assert any("3 papeles" in line for line in day[1])


def test_every_paper_came_out_once(day: tuple[Path, list[str]]) -> None:
    # Three sales of 1 + 2, 1 + 3 and 1 + 4 papers, a copy of 1 + 3, an X and a Z.
    assert len(list((day[0] / "papers").glob("*.png"))) == 3 + 4 + 5 + 4 + 2


def test_no_ticket_was_printed_twice_but_as_copy(day: tuple[Path, list[str]]) -> None:
    codes = [code for file in sorted((day[0] / "papers").glob("*.png")) for code in _codes(file)]
    assert len(codes) == 2 + 3 + 3 + 4
    assert len(set(codes)) == 2 + 3 + 4


def test_screens_papers_and_store_are_left_behind(day: tuple[Path, list[str]]) -> None:
    out, _ = day
    assert len(list((out / "screens").glob("*.png"))) >= 10
    assert len(list((out / "papers").glob("*.pdf"))) >= 18
    assert (out / "station" / "station.db").exists()


def _codes(picture: Path) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(Image.open(picture).convert("L"))]
