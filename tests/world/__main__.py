"""Command line of the simulated worlds: replays one world (`--seed N`) or runs new ones (`--hours H`)."""

import argparse
import logging
import sys
import time
from collections import Counter

from tests import engines
from tests.world import totals
from tests.world.grounds import prepared
from tests.world.story import Outcome, run_world


def main() -> int:
    """Run the worlds that the options name and print what happened; 1 when a checker found anything wrong."""
    arguments = argparse.ArgumentParser(prog="python -m tests.world", description=__doc__)
    arguments.add_argument("--seed", type=int, help="run this world and print its story")
    arguments.add_argument("--seeds", type=int, default=0, help="run this many worlds, from seed --first on")
    arguments.add_argument("--first", type=int, default=1, help="the first seed of --seeds and --hours")
    arguments.add_argument("--hours", type=float, default=0.0, help="run new worlds for this many hours")
    options = arguments.parse_args()
    logging.disable(logging.CRITICAL)  # the faults of a world are logged as errors, which is no news here
    engines.share()
    with prepared() as grounds:
        if options.seed is not None:
            outcome = run_world(grounds, options.seed)
            _write(*outcome.story)
            return _conclude([outcome])
        end, seed, outcomes = time.monotonic() + options.hours * 3600, options.first, []
        while seed < options.first + options.seeds or time.monotonic() < end:
            outcome = run_world(grounds, seed)
            outcomes.append(outcome)
            _print_outcome(outcome)
            seed += 1
        return _conclude(outcomes)


def _write(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()


def _print_outcome(outcome: Outcome) -> None:
    _write(f"seed {outcome.seed}: {outcome.counts.get('sales', 0)} sales, {len(outcome.findings)} wrong")
    for finding in outcome.findings:
        _write(f"    {finding}")
    if outcome.findings:
        _write(f"    replay: make world SEED={outcome.seed}")


def _conclude(outcomes: list[Outcome]) -> int:
    counts = sum((Counter(outcome.counts) for outcome in outcomes), Counter[str]())
    wrong = [outcome.seed for outcome in outcomes if outcome.findings]
    _write(f"{len(outcomes)} seeds, {totals.summary(counts)}")
    for outcome in outcomes:
        for finding in outcome.findings:
            _write(f"seed {outcome.seed}: {finding}")
    _write(f"wrong in {wrong}" if wrong else "ok")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
