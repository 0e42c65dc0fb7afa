"""`python -m tests.storm --minutes N` goes on from seed to seed; `--seed N` is one storm."""

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
    """Say what came of each; end with 1 at the first after which something is wrong."""
    arguments = argparse.ArgumentParser(prog="python -m tests.storm", description=__doc__)
    arguments.add_argument("--seed", type=int, default=1, help="the first storm")
    arguments.add_argument("--minutes", type=float, default=0.0, help="go on for so many minutes")
    asked = arguments.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # told to stop, it stops what it started as well
    end, seed = time.monotonic() + asked.minutes * 60, asked.seed
    with tempfile.TemporaryDirectory() as home:
        _move_to(Path(home))
        while seed == asked.seed or time.monotonic() < end:
            with short_folder() as folder:
                told = storm(folder, seed, sellers=_SELLERS, acts_wanted=_ACTS)
                sys.stdout.writelines(f"{line}\n" for line in (told, *told.flaws))
                sys.stdout.flush()
                if told.flaws:
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
