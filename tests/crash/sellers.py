"""Sellers that are killed, and checks of the stores that they leave."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from pos_app import startup
from pos_app.services.proof.verify import verify
from pos_app.settings import read
from pos_app.station import Station
from pos_app.vault import KeyMissing
from tests.source_tree import ROOT

KILLED = -9


@dataclass(frozen=True, slots=True)
class Forge:
    """A process that has imported everything and forks sellers (tests/crash/forge.py)."""

    process: "subprocess.Popen[str]"

    def sell(self, profile: Path, *, delay_ms: int, since: str = "start", sale: int = 0, statement: int = 0) -> int:
        """Run a seller and kill it `delay_ms` after its "start" or its "first" number; returns its exit code.

        It is killed earlier at that statement of that write transaction; 0 is no transaction.
        """
        assert self.process.stdin
        assert self.process.stdout
        print(since, delay_ms, sale, statement, profile, file=self.process.stdin, flush=True)
        return int(self.process.stdout.readline())


@contextmanager
def forge() -> Iterator[Forge]:
    """Start the process, and end it after the last round."""
    command = [sys.executable, "-m", "tests.crash.forge"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Forge(process)
        assert process.stdin
        process.stdin.close()
        process.wait()


@contextmanager
def opened(profile: Path) -> Iterator[Station]:
    """The store as the next start finds it; opening runs `quick_check`."""
    keys = startup.load_keys(profile, read(profile), str, create=False)
    station = startup.open_station(profile, keys)
    with closing(station.database):
        yield station


def printed(profile: Path) -> list[int]:
    """The printed numbers, in order; a seller killed at the very start printed none."""
    file = profile / "printed"
    return [int(line.rpartition("-")[2]) for line in file.read_text().splitlines()] if file.exists() else []


def numbers(station: Station) -> tuple[list[int], int]:
    """Numbers of the documents in the store, and the next number of the block."""
    with station.database.read() as tx:
        issued = list(tx.execute(text("SELECT number FROM fiscal_document ORDER BY number")).scalars())
        return issued, tx.execute(text("SELECT next FROM number_block")).scalar() or 1


def assert_consistent(profile: Path, rounds: int) -> int:
    """No number is lost, repeated or skipped, and at most one a round was stored and not printed.

    Returns how many documents the store has.
    """
    on_paper = printed(profile)
    if not startup.is_set_up(profile):  # killed before the profile recorded how its key is kept
        assert on_paper == []
        return 0
    try:
        with opened(profile) as station:
            issued, following = numbers(station)
    except (startup.NotSetUp, KeyMissing):  # killed while the profile was being made
        assert on_paper == []
        return 0
    assert issued == list(range(1, len(issued) + 1))
    assert following == len(issued) + 1
    assert on_paper == sorted(set(on_paper))
    assert set(on_paper) <= set(issued)
    assert len(issued) - len(on_paper) <= rounds
    return len(issued)


def assert_whole(profile: Path) -> None:
    """`verify` finds no fault: chain, signatures, sums and rows."""
    with opened(profile) as station:
        verdict = verify(station)
    assert verdict.ok, verdict.finding
