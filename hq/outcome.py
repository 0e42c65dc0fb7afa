"""The outcome of a command of `taquilla-hq`: what it prints, and its exit code."""

from collections.abc import Sequence
from dataclasses import dataclass

OK, REFUSED, WRONG, NOT_STARTED = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """Lines for the standard output, warnings for the standard error, and the exit code."""

    lines: Sequence[str]
    warnings: Sequence[str] = ()
    exit_code: int = OK
