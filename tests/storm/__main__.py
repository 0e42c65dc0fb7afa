"""Command line of the storms: one storm (`--seed N`), or one after another for some minutes (`--minutes N`)."""

import argparse
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.storm.weather import short_folder, storm

_SELLERS, _ACTS = 3, 12


def main() -> int:
    """Run storms and print what happened in each; the exit code is 1 at the first one with a flaw."""
    arguments = argparse.ArgumentParser(prog="python -m tests.storm", description=__doc__)
    arguments.add_argument("--seed", type=int, default=1, help="the first storm")
    arguments.add_argument(
        "--minutes", type=float, default=0.0, help="run one storm after another for this many minutes"
    )
    options = arguments.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the processes started here are ended as well
    end, seed = time.monotonic() + options.minutes * 60, options.seed
    with tempfile.TemporaryDirectory() as home:
        _move_to(Path(home))
        while seed == options.seed or time.monotonic() < end:
            with short_folder() as folder:
                outcome = storm(folder, seed, sellers=_SELLERS, acts_wanted=_ACTS)
                sys.stdout.writelines(f"{line}\n" for line in (outcome, *outcome.flaws))
                sys.stdout.flush()
                if outcome.flaws:
                    sys.exit(f"the logs are in {folder}")
            seed += 1
    return 0


def _move_to(home: Path) -> None:
    """Keep the stations away from the real profile."""
    os.environ["HOME"] = str(home)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        os.environ[name] = str(home / name)


if __name__ == "__main__":
    sys.exit(main())
