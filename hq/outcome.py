"""The outcome of a command of `taquilla-hq`: what it prints, and its exit code."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.calendar import CARACAS
from resources.texts import text

OK, REFUSED, WRONG, NOT_STARTED = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """Lines for the standard output, warnings for the standard error, and the exit code."""

    lines: Sequence[str]
    warnings: Sequence[str] = ()
    exit_code: int = OK


def listed(columns: str, rows: Iterable[Sequence[object]]) -> Outcome:
    """A table with a title for each column, given by the keys of the titles; a line that says so when it is empty."""
    titles = [text(f"hq.column.{column}") for column in columns.split()]
    table = [titles, *([str(value) for value in row] for row in rows)]
    if len(table) == 1:
        return Outcome([text("hq.none")])
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return Outcome(
        ["  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)).rstrip() for row in table]
    )


def moment(at: datetime | None) -> str:
    """An instant in Caracas: 2026-11-21 19:00, as commands read it; a dash for none."""
    return f"{at.astimezone(CARACAS):%Y-%m-%d %H:%M}" if at else "-"
