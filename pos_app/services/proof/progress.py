"""How far a long reading of the journal has come."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called now and then with the number of entries read and of all entries. An exception of it ends the reading."""


def unseen(_read: int, _total: int) -> None:
    """The progress that nobody watches."""
