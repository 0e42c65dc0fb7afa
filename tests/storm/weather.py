"""A storm: stations sell over a faulty line while processes are killed and started again; then the faults end."""

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pos_app.demo.patience import until
from tests.storm.books import flaws
from tests.storm.ground import Ground, ground
from tests.storm.rough_line import Fate

_ROUGH = 30
_MORE_SALES, _MORE_ENTRIES = 8, 60
Act = Callable[[Ground], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened in a storm, and its flaws."""

    seed: int
    sales: int
    acts: Sequence[str]
    met: Mapping[Fate, int]
    flaws: Sequence[str]

    def __str__(self) -> str:
        met = ", ".join(f"{count} {fate}" for fate, count in sorted(self.met.items()))
        return f"seed {self.seed}: {self.sales} sales; {', '.join(self.acts)}; {met}; {len(self.flaws)} wrong"


@contextmanager
def short_folder() -> Iterator[Path]:
    """A folder with a path short enough for a socket's; removed unless an exception is raised."""
    made = Path(tempfile.mkdtemp(prefix="storm-"))
    yield made
    shutil.rmtree(made)


def storm(folder: Path, seed: int, *, sellers: int, acts_wanted: int) -> Outcome:
    """Run a storm over new processes; every kind of act happens once before one is repeated."""
    chance = random.Random(seed)  # noqa: S311  # the same order from the same seed
    acts: list[str] = []
    with ground(folder, seed, sellers) as over:
        _wait_for_progress(over)
        over.line.rough = _ROUGH
        kinds = _kinds(over)
        while len(acts) < acts_wanted:
            for name in chance.sample(sorted(kinds), min(len(kinds), acts_wanted - len(acts))):
                _wait_for_progress(over)
                kinds[name](over)
                acts.append(name)
        _wait_for_progress(over)
        ended = _calm(over)
        failed = [f"station {no} ended with {code}" for no, code in enumerate(ended, 1) if code]
        sales = sum(seller.printed() for seller in over.sellers)
        return Outcome(seed, sales, acts, dict(over.line.met), [*failed, *flaws(over)])


def _kinds(over: Ground) -> dict[str, Act]:
    return {
        "postgres killed": _kill_postgres,
        **{f"hq {no} killed": partial(_kill_hq, which=no - 1) for no in range(1, len(over.hqs) + 1)},
        **{f"station {no} killed": partial(_kill_station, which=no - 1) for no in range(1, len(over.sellers) + 1)},
    }


def _kill_postgres(over: Ground) -> None:
    over.cluster.kill()
    over.cluster.start()


def _kill_hq(over: Ground, which: int) -> None:
    over.hqs[which].kill()
    over.hqs[which].start()


def _kill_station(over: Ground, which: int) -> None:
    over.sellers[which].kill()
    over.sellers[which].start()


def _wait_for_progress(over: Ground) -> None:
    """Wait until every station sold and HQ received entries: all have recovered from the last act."""
    printed = [seller.printed() for seller in over.sellers]
    entries = over.cluster.entries()

    def all_progressed() -> bool:
        sold = all(s.printed() >= before + _MORE_SALES for s, before in zip(over.sellers, printed, strict=True))
        return sold and over.cluster.entries() >= entries + _MORE_ENTRIES

    until(all_progressed, "progress")


def _calm(over: Ground) -> list[int]:
    """End the faults and the sales and let every station synchronise; returns the exit codes."""
    over.line.rough = 0
    for seller in over.sellers:
        seller.finish()
    return [seller.wait() for seller in over.sellers]
