"""The refusal of a queue that is full, or whose answer failed."""

from dataclasses import dataclass
from typing import ClassVar

from domain.errors import Unavailable


@dataclass(eq=False)
class Busy(Unavailable):
    """HQ's queue is full, or the answer of its queue failed. Try again in a moment."""

    code: ClassVar[str] = "BUSY"
