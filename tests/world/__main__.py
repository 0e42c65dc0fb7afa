"""`python -m tests.world --seed N` replays a world and tells its story; `--hours H` goes on from seed to seed."""

import argparse
import logging
import sys
import time
from collections import Counter

from tests import engines
from tests.world import totals
from tests.world.grounds import prepared
from tests.world.story import Told, live


def main() -> int:
    """Say what came of it; the exit code says whether anything was wrong."""
    arguments = argparse.ArgumentParser(prog="python -m tests.world", description=__doc__)
    arguments.add_argument("--seed", type=int, help="live through this world and print its story")
    arguments.add_argument("--seeds", type=int, default=0, help="so many worlds from --first on")
    arguments.add_argument("--first", type=int, default=1)
    arguments.add_argument("--hours", type=float, default=0.0, help="go on for so many hours")
    asked = arguments.parse_args()
    logging.disable(logging.CRITICAL)
    engines.share()
    with prepared() as grounds:
        if asked.seed is not None:
            told = live(grounds, asked.seed)
            _write(*told.story)
            return _conclude([told])
        end, seed, done = time.monotonic() + asked.hours * 3600, asked.first, []
        while seed < asked.first + asked.seeds or time.monotonic() < end:
            told = live(grounds, seed)
            done.append(told)
            _say(told)
            seed += 1
        return _conclude(done)


def _write(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()


def _say(told: Told) -> None:
    _write(f"seed {told.seed}: {told.counts.get('sales', 0)} sales, {len(told.findings)} wrong")
    for finding in told.findings:
        _write(f"    {finding}")
    if told.findings:
        _write(f"    replay: make world SEED={told.seed}")


def _conclude(done: list[Told]) -> int:
    counts = sum((Counter(told.counts) for told in done), Counter[str]())
    wrong = [told.seed for told in done if told.findings]
    _write(f"{len(done)} seeds, {totals.of(counts)}")
    for told in done:
        for finding in told.findings:
            _write(f"seed {told.seed}: {finding}")
    _write(f"wrong in {wrong}" if wrong else "ok")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
