"""Problems of set-up files. They are collected, so that all of them are reported at once."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from textwrap import shorten
from typing import ClassVar

from domain.errors import Refused
from resources.texts import text

_LONGEST_DETAIL, _LONGEST_ALLOWED = 80, 200


class Flaw(StrEnum):
    """A kind of problem: of the files alone, of files that contradict the store, and of what files leave out.

    The last ones are warnings.
    """

    UNREADABLE = "unreadable"
    NOT_TOML = "not_toml"
    UNKNOWN_KEY = "unknown_key"
    MISSING = "missing"
    WRONG_TYPE = "wrong_type"
    BAD_TEXT = "bad_text"
    BAD_VALUE = "bad_value"
    BAD_AMOUNT = "bad_amount"
    BAD_RIF = "bad_rif"
    RIF_DIGIT = "rif_digit"
    BAD_PIN = "bad_pin"
    SHORT_PIN = "short_pin"
    DUPLICATE = "duplicate"
    UNKNOWN_REFERENCE = "unknown_reference"
    AMBIGUOUS_REFERENCE = "ambiguous_reference"
    SECTION_IN_TWO_ZONES = "section_in_two_zones"
    STAGES_OVERLAP = "stages_overlap"
    BLOCKS_OVERLAP = "blocks_overlap"
    RATES_OVERLAP = "rates_overlap"
    BEYOND_FORMS = "beyond_forms"
    FORMS_OVERLAP = "forms_overlap"
    CONTROLS_OVERLAP = "controls_overlap"

    OTHER_ORGANISATION = "other_organisation"
    OTHER_STATION = "other_station"
    BLOCK_CHANGED = "block_changed"
    SERIES_IN_USE = "series_in_use"
    SEAT_MOVED = "seat_moved"
    SEAT_REMOVED = "seat_removed"
    SEAT_SOLD = "seat_sold"
    ZONE_SOLD = "zone_sold"
    BELOW_SOLD = "below_sold"

    NO_LONGER_NAMED = "no_longer_named"
    NO_LONGER_SOLD = "no_longer_sold"
    RESCHEDULED = "rescheduled"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem and its place, such as `teatro.toml: event[1].zone[3].price`.

    `detail` is the wrong value, and `allowed` what may stand there, in the language of the files.
    """

    where: str
    what: Flaw
    detail: str = ""
    allowed: str = ""


@dataclass(eq=False)
class BadSetup(Refused):
    """The set-up files have problems; nothing was loaded."""

    code: ClassVar[str] = "SET-01"

    problems: tuple[Problem, ...]


@dataclass(eq=False)
class SetupConflict(Refused):
    """The set-up files contradict what was issued or sold; nothing was loaded."""

    code: ClassVar[str] = "SET-02"

    problems: tuple[Problem, ...]


def sentence(problem: Problem) -> str:
    """A problem for a person, in the language in use. The detail of an unreadable file is the code of its error."""
    detail = problem.detail
    if problem.what is Flaw.UNREADABLE:
        detail = text(f"values.file_error.{detail}")
    words = f"{problem.where}: {text(f'values.flaw.{problem.what}')} {detail}".rstrip()
    return f"{words} · {text('values.allowed', allowed=problem.allowed)}" if problem.allowed else words


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of set-up files: the day that relative days are counted from, and the problems so far."""

    on: date
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def note(self, where: str, what: Flaw, detail: object = "", allowed: str = "") -> None:
        """Add a problem, which keeps the files from being loaded."""
        self.problems.append(Problem(where, what, str(detail)[:_LONGEST_DETAIL], shorten(allowed, _LONGEST_ALLOWED)))

    def warn(self, where: str, what: Flaw, detail: object = "") -> None:
        """Add a warning, which does not keep the files from being loaded."""
        self.warnings.append(Problem(where, what, str(detail)[:_LONGEST_DETAIL]))
