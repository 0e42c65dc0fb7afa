"""A private copy of a store that may only be read: SQLite writes beside a store even to read it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from domain.errors import Unavailable
from pos_app import durable
from pos_app.storage.store.database import FILE_NAME
from sync import file_errors

_PARTS = (FILE_NAME, f"{FILE_NAME}-wal")
_TRIES = 3


class StoreInUse(Unavailable):
    """Another account writes the store, so that no copy of it is whole. `what` is the store's folder."""

    code: ClassVar[str] = "ALM-07"


@contextmanager
def copied(profile: Path) -> Iterator[Path]:
    """A folder that only this account may enter, with a copy of the store's files. Raises StoreInUse or OSError."""
    with tempfile.TemporaryDirectory(prefix="taquilla-") as folder:
        for _ in range(_TRIES):
            before = _state(profile)
            for name in before:
                durable.copy(profile / name, Path(folder) / name)
            if _state(profile) == before:
                yield Path(folder)
                return
        raise StoreInUse(str(profile), "the files change")


def _state(profile: Path) -> dict[str, tuple[int, int]]:
    """Size and time of change of each file that exists."""
    known = [name for name in _PARTS if file_errors.exists(profile / name)]
    states = {name: (profile / name).stat() for name in known}
    return {name: (state.st_size, state.st_mtime_ns) for name, state in states.items()}
