"""How a set-up file names labels: as they are, in single quotes, or with `*` for any characters."""

import re
from collections.abc import Sequence

_QUOTED = re.compile(r"'(?:[^']|'')+'")


def unquoted(written: str) -> str | None:
    """The label within single quotes, in which '' stands for one quote; None for a text that is not quoted whole."""
    return written[1:-1].replace("''", "'") if _QUOTED.fullmatch(written) else None


def readings(written: str) -> tuple[str, ...]:
    """The labels that a text may mean: itself, and what its quotes hold."""
    inside = unquoted(written)
    return (written,) if inside is None else (inside, written)


def label_among(written: str, known: Sequence[str]) -> str | None:
    """The known label that a text names; None when there is none."""
    return next((label for label in readings(written) if label in known), None)


def named(written: str, names: Sequence[str]) -> set[int]:
    """The indexes of the names that a text names: the name itself, and without one those that match it with `*`."""
    label = label_among(written, names)
    if label is not None:
        return {i for i, name in enumerate(names) if name == label}
    if unquoted(written) is not None:
        return set()
    pattern = re.compile(".*".join(map(re.escape, written.split("*"))), re.DOTALL)
    return {i for i, name in enumerate(names) if pattern.fullmatch(name)}


def row_range(written: str, known: Sequence[str]) -> Sequence[str]:
    """The rows that a text names: one row, or "A..F" for those from A to F in the order of `known`; else none."""
    whole = label_among(written, known)
    if whole is not None:
        return (whole,)
    for dots in re.finditer(r"(?=\.\.)", written):
        first = label_among(written[: dots.start()], known)
        last = label_among(written[dots.start() + 2 :], known)
        if first is not None and last is not None:
            return known[known.index(first) : known.index(last) + 1]
    return ()
