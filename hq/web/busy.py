"""The refusal of a full queue."""

from dataclasses import dataclass
from typing import ClassVar

from domain.errors import Unavailable


@dataclass(eq=False)
class Busy(Unavailable):
    """HQ's queue is full and this request was not processed. Try again in a moment."""

    code: ClassVar[str] = "BUSY"
