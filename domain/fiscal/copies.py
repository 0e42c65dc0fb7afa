"""Copies of documents: why one is asked for (docs/fiscal-rules.md F25)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class CopyCause(StrEnum):
    """Why a document is printed again."""

    LOST = "lost"
    UNREADABLE = "unreadable"
    ASKED_FOR = "asked_for"
    """The customer wants a second one."""
    NOT_PRINTED = "not_printed"
    """The printer did not say whether the paper came out, and nobody has it."""
    OTHER = "other"


COPY_CAUSES: Final = (CopyCause.LOST, CopyCause.UNREADABLE, CopyCause.ASKED_FOR, CopyCause.OTHER)
"""The causes that a person chooses among, in the order in which screens list them."""


@dataclass(frozen=True, slots=True)
class CopyReason:
    """The cause of a copy with its words, which OTHER needs; no cause where none is asked."""

    cause: CopyCause | None = None
    note: str = ""


NO_REASON: Final = CopyReason()
