"""What a terminal shows and asks: the station password, the PIN of a supervisor, and how far long work has come."""

import getpass
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, TextIO, TypeVar

from domain.errors import Refused
from pos_app.ui import wording

_T = TypeVar("_T")
_CLEAR_LINE = "\r\x1b[K"


class Cancelled(Refused):
    """Ctrl-C ended the work before its end: it changed nothing."""

    code: ClassVar[str] = "CAN-01"


def watched(work: Callable[[Callable[[int, int], None]], _T]) -> _T:
    """Do work on all entries of a journal, which reports how many it has read and how many there are.

    The progress is on standard error when that is a terminal. Raises Cancelled at Ctrl-C: `work` must leave everything
    as it was when an exception ends it.
    """
    terminal = sys.stderr if sys.stderr.isatty() else None

    def show(read: int, total: int) -> None:
        _write_over(terminal, wording.text("cli.progress", read=read, total=total))

    try:
        return work(show)
    except KeyboardInterrupt:
        raise Cancelled from None
    finally:
        _write_over(terminal, "")


def _write_over(terminal: TextIO | None, text: str) -> None:
    """Write in place of the terminal's last line."""
    if terminal is not None:
        terminal.write(_CLEAR_LINE + text)
        terminal.flush()


@dataclass(eq=False)
class NoTerminal(Refused):
    """A command has to ask for a PIN, and there is no terminal to ask at."""

    code: ClassVar[str] = "PIN-06"


def ask_pin() -> str:
    """Prompt for the PIN of a supervisor. Raises NoTerminal where nobody can answer."""
    if not sys.stdin.isatty():
        raise NoTerminal
    return getpass.getpass(wording.text("cli.pin"))


def ask_password() -> str:
    """Prompt for the station password. Raises KeyMissing without a terminal, where a service would wait for ever."""
    if not sys.stdin.isatty():
        from pos_app.vault import KeyMissing  # noqa: PLC0415  # loads the cryptography

        raise KeyMissing("terminal")
    return getpass.getpass(wording.text("cli.password"))
