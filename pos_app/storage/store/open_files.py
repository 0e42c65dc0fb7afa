"""The identity of a store's open files: a file that is deleted or replaced goes on working, and is lost at the end."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from domain.errors import Refused


@dataclass(eq=False)
class StoreReplaced(Refused):
    """A file of the store was deleted, moved or replaced while the program had it open."""

    code: ClassVar[str] = "ALM-08"

    path: str


class OpenFiles:
    """Device and inode of each file of an open store, from its first transaction on."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = tuple(map(str, paths))
        self._known: dict[str, tuple[int, int]] = {}

    def check(self) -> None:
        """Check that each name still leads to the file that is open. Raises StoreReplaced.

        SQLite keeps its log and its index while a connection is open, so neither goes away by itself.
        """
        for path in self._paths:
            try:
                state = os.stat(path)  # noqa: PTH116  # before every sale: a Path costs as much as the call
            except OSError:
                if path in self._known:
                    raise StoreReplaced(path) from None
                continue
            if self._known.setdefault(path, (state.st_dev, state.st_ino)) != (state.st_dev, state.st_ino):
                raise StoreReplaced(path)

    def forget(self) -> None:
        """Take the files as they are at the next check, because all connections were closed."""
        self._known.clear()
