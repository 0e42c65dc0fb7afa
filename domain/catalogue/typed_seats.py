"""The name of a seat as somebody types it where there is no map: C-12, C12, c 12, 1-13."""

import re

from domain.typed_text import plain

_SEPARATED = re.compile(r"(.+?)\s*[-./,: ]\s*([^\s\-./,:]+)")
_LONGEST = 12
"""Of row and number together. Longer texts without a sign between them are names and codes."""


def seat_names(text: str) -> frozenset[tuple[str, str]]:
    """The rows and numbers that a text may name, in capitals and as they were typed; empty for another text.

    Without a sign between them, a row ends where a letter is next to a digit: nobody can know how 113 is parted.
    """
    typed = plain(text)
    parted = _SEPARATED.fullmatch(typed)
    if parted is not None:
        pairs = [(parted[1], parted[2])]
    elif len(typed) <= _LONGEST:
        ends = (i for i in range(1, len(typed)) if typed.isalnum() and typed[i - 1].isdigit() != typed[i].isdigit())
        pairs = [(typed[:i], typed[i:]) for i in ends]
    else:
        pairs = []
    return frozenset(name for row, number in pairs for name in ((row, number), (row.upper(), number.upper())))
