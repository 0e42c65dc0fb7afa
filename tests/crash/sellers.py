"""Sellers that are killed, and checks of the stores that they leave."""

import subprocess
import sys
from collections.abc import Iterable, Iterator
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
SALES, ALL_ACTS = "sales", "all"
"""What a seller does: sales alone, or with refunds, exchanges and reissues of their tickets."""

Numbers = dict[str, list[int]]
"""The numbers of documents by series, in order."""


@dataclass(frozen=True, slots=True)
class Forge:
    """A process that has imported everything and forks sellers (tests/crash/forge.py)."""

    process: "subprocess.Popen[str]"

    def sell(
        self,
        profile: Path,
        *,
        delay_ms: int,
        since: str = "start",
        write: int = 0,
        statement: int = 0,
        acts: str = SALES,
    ) -> int:
        """Run a seller and kill it `delay_ms` after its "start" or its "first" number; returns its exit code.

        It is killed earlier at that statement of that write transaction; 0 is no transaction.
        """
        assert self.process.stdin
        assert self.process.stdout
        print(acts, since, delay_ms, write, statement, profile, file=self.process.stdin, flush=True)
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


def printed(profile: Path) -> Numbers:
    """The printed numbers; a seller killed at the very start printed none."""
    file = profile / "printed"
    lines = file.read_text().splitlines() if file.exists() else []
    return _by_series((series, int(number)) for series, _, number in (line.rpartition("-") for line in lines))


def numbers(station: Station) -> tuple[Numbers, dict[str, int]]:
    """Numbers of the documents in the store, and the next number of each series that has a block."""
    with station.database.read() as tx:
        issued = tx.execute(text("SELECT series, number FROM fiscal_document ORDER BY series, number"))
        following = tx.execute(text("SELECT series, next FROM number_block"))
        return _by_series((row.series, row.number) for row in issued), {row.series: row.next for row in following}


def assert_consistent(profile: Path, rounds: int) -> int:
    """No number of any series is lost, repeated or skipped, and at most one act a round was stored and not printed.

    Returns how many documents the store has.
    """
    on_paper = printed(profile)
    if not startup.is_set_up(profile):  # killed before the profile recorded how its key is kept
        assert on_paper == {}
        return 0
    try:
        with opened(profile) as station:
            issued, following = numbers(station)
    except (startup.NotSetUp, KeyMissing):  # killed while the profile was being made
        assert on_paper == {}
        return 0
    for series, stored in issued.items():
        assert stored == list(range(1, len(stored) + 1))
        assert following[series] == len(stored) + 1
    for series, kept in on_paper.items():
        assert kept == sorted(set(kept))
        assert set(kept) <= set(issued[series])
        assert len(issued[series]) - len(kept) <= rounds  # an act issues at most one document of a series
    assert all(following[series] == 1 for series in following.keys() - issued.keys())
    return sum(map(len, issued.values()))


def _by_series(documents: Iterable[tuple[str, int]]) -> Numbers:
    grouped: Numbers = {}
    for series, number in documents:
        grouped.setdefault(series, []).append(number)
    return grouped


def assert_whole(profile: Path) -> None:
    """`verify` finds no fault: chain, signatures, sums and rows."""
    with opened(profile) as station:
        verdict = verify(station)
    assert verdict.ok, verdict.finding
