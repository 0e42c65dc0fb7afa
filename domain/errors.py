"""The error tree, drawn once.

    Refused         a rule does not allow the act: expected, carries values, the transaction rolls back
    Unavailable     HQ, a printer or a disk did not answer: the work stays queued
    anything else   a defect of the program: reaches the window's last handler, which logs and shows it

A refusal is defined beside the rule that raises it. `pos_app.ui.wording` translates it for the cashier; the first line
of its docstring is the sentence that HQ returns.
"""

from dataclasses import dataclass, fields
from typing import ClassVar


@dataclass(eq=False)
class _Coded(Exception):
    """An error with a code, whose fields are its message."""

    code: ClassVar[str]

    def __str__(self) -> str:
        # A dataclass does not fill `Exception.args`, from which `str()` would be made.
        values = ", ".join(f"{f.name}={getattr(self, f.name)!r}" for f in fields(self))
        return f"{self.code} {type(self).__name__}({values})"


@dataclass(eq=False)
class Refused(_Coded):
    """A rule does not allow this. Subclasses carry the values that explain it and a `code` for support."""

    code: ClassVar[str] = "REG-00"


@dataclass(eq=False)
class Unavailable(_Coded):
    """Something outside of the program did not answer. `may_help` is whether trying again later can work."""

    code: ClassVar[str] = "EXT-00"

    what: str
    cause: str
    may_help: bool = True
