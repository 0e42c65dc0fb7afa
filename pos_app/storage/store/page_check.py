"""The check of a store: whole at the start when it is short or needed, otherwise table by table while it sells."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import sqlcipher3.dbapi2 as driver

from domain.errors import Refused

log = logging.getLogger(__name__)

CHECKED_AT_ONCE = 64 << 20
"""Bytes. A store of this size is checked in a quarter of a second; one of a season takes many."""
_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
_LONGEST_SHOWN = 200


@dataclass(eq=False)
class DamagedDatabase(Refused):
    """The store fails its integrity check."""

    code: ClassVar[str] = "ALM-02"

    path: str
    finding: str


class PageCheck:
    """What of a store is not checked yet since it was opened, and the damage that the check found."""

    def __init__(self, path: Path) -> None:
        """To be made before the store is opened: the last clean end of all programs took the log away."""
        self._path = path
        self._whole = _size(path.with_name(f"{path.name}-wal")) > 0 or _size(path) <= CHECKED_AT_ONCE
        self._tables: Iterator[str] = iter(())
        self._damage: DamagedDatabase | None = None

    def begin(self, cursor: Any) -> None:
        """Check the whole store, or list what `go_on` has to check. Raises DamagedDatabase."""
        if self._whole:
            self._check(cursor, "PRAGMA quick_check(1)")
        else:
            self._tables = iter([name for (name,) in cursor.execute(_TABLES).fetchall()])

    def go_on(self, cursor: Any) -> None:
        """Check the next table, if one is left. Damage is kept for `must_be_sound`."""
        table = next(self._tables, None)
        if table is None:
            return
        try:
            self._check(cursor, f"PRAGMA quick_check('{table}')")
        except driver.OperationalError as error:
            log.warning("a table was not checked: %s", error)
        except driver.DatabaseError as error:
            self._damage = DamagedDatabase(str(self._path), str(error)[:_LONGEST_SHOWN])
        except DamagedDatabase as damage:
            self._damage = damage
        if self._damage is not None:
            log.error("the store is damaged: %s", self._damage.finding, extra={"table": table})

    def must_be_sound(self) -> None:
        """Raise DamagedDatabase when damage was found."""
        if self._damage is not None:
            raise self._damage

    def _check(self, cursor: Any, statement: str) -> None:
        finding = cursor.execute(statement).fetchone()[0]
        if finding != "ok":
            raise DamagedDatabase(str(self._path), str(finding)[:_LONGEST_SHOWN])


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
