"""One PostgreSQL for all forks of a process: its connections belong to none of them, its databases to one each."""

import gc
import os
from collections.abc import Iterator
from contextlib import closing
from itertools import count

import psycopg

from tests.builders import databases
from tests.builders.databases import Databases

_EACH = 1_000
_NAMES = "SELECT datname FROM pg_database WHERE datname ~ '_[0-9]+$'"


def let_go() -> None:
    """Close the connections of what was made so far: a fork must not use them."""
    for made in _made():
        made.close()
        made._free.clear()


def number_apart() -> None:
    """In a fork: number its databases by its process, as every fork begins with the same count."""
    databases._numbers = count(os.getpid() * _EACH)


def drop_those_of(process: int) -> None:
    """After a fork: drop the databases that it made."""
    for url in {made._server.url() for made in _made()}:
        with closing(psycopg.connect(url, autocommit=True)) as connection:
            for (name,) in connection.execute(_NAMES).fetchall():
                if int(name.rpartition("_")[2]) // _EACH == process:
                    connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _made() -> Iterator[Databases]:
    yield from [made for made in gc.get_objects() if isinstance(made, Databases)]
