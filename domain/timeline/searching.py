"""What a typed text may name: a code, a number, a reference, a phone, a drawer."""

import re
from typing import Final

from domain.payments.reference_use import SHORTEST_END
from domain.payments.tenders import LONGEST_REFERENCE
from domain.people.identity import BadIdentity, parse_phone
from domain.typed_text import compact, plain

MOST_MATCHES: Final = 12
"""The most subjects of one kind that a search lists."""
_SHIFT: Final = re.compile(
    r"(?:(?:turno|shift|caja|gaveta|drawer|till)\s*(?:n[°ºo.]*|#)?\s*)?([0-9]{1,6})", re.IGNORECASE
)


def typed_code(text: str) -> str:
    """A ticket code without spaces and dashes, in small letters; empty for a text that cannot be one."""
    code = compact(text).replace("-", "").lower()
    return code if code.isascii() and code.isalnum() else ""


def typed_reference(text: str) -> str:
    """A payment's reference, or its end of at least four characters; empty for a text that cannot be one."""
    reference = "".join(filter(str.isalnum, plain(text)))
    return reference if reference.isascii() and SHORTEST_END <= len(reference) <= LONGEST_REFERENCE else ""


def typed_phone(text: str) -> str:
    """A phone in the form in which it is kept; empty for another text."""
    try:
        return parse_phone(text)
    except BadIdentity:
        return ""


def typed_shift(text: str) -> int | None:
    """The number of a drawer's shift: "turno 132", "132"; None for another text."""
    match = _SHIFT.fullmatch(plain(text))
    return int(match[1]) if match else None
