"""The time of fiscal documents, which never goes back within a series."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from domain.errors import Refused


@dataclass(eq=False)
class ClockMovedBack(Refused):
    """The clock is behind the last document; a supervisor must accept it before the next one is issued."""

    code: ClassVar[str] = "REL-01"

    now: datetime
    last: datetime


CLOCK_TOLERANCE = timedelta(minutes=2)
"""How far a clock may be set back, as time servers do, without a supervisor."""


def fiscal_time(now: datetime, last: datetime | None, *, accepted: bool) -> datetime:
    """The instant that a document carries: never before the last one of its series (docs/fiscal-rules.md F26).

    `accepted`: a supervisor accepted a clock that is further behind than CLOCK_TOLERANCE. Raises ClockMovedBack.
    """
    if last is None or now >= last:
        return now
    if last - now > CLOCK_TOLERANCE and not accepted:
        raise ClockMovedBack(now, last)
    return last
