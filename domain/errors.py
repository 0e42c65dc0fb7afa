"""The error tree, drawn once.

    Refused         a rule said no: expected, carries values, the transaction rolls back
    Unavailable     the world said no: HQ, printer, disk; the work stays queued
    anything else   our bug: reaches the window's last handler, which logs and shows it

A refusal lives beside the rule that makes it. `pos_app.ui.wording` says it in the user's language.
"""

from dataclasses import dataclass, fields
from typing import ClassVar


@dataclass(eq=False)
class _Spoken(Exception):
    """An error whose fields are its message: dataclasses do not fill `args`, so `str()` is made here."""

    code: ClassVar[str]

    def __str__(self) -> str:
        values = ", ".join(f"{f.name}={getattr(self, f.name)!r}" for f in fields(self))
        return f"{self.code} {type(self).__name__}({values})"


@dataclass(eq=False)
class Refused(_Spoken):
    """A rule said no. Subclasses carry the values that explain it and a `code` that support can look up."""

    code: ClassVar[str] = "REG-00"


@dataclass(eq=False)
class Unavailable(_Spoken):
    """Something outside did not answer. `may_help` says whether trying again later can work."""

    code: ClassVar[str] = "EXT-00"

    what: str
    cause: str
    may_help: bool = True
