"""The clock of fiscal documents: it never goes back inside a series."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from domain.errors import Refused


@dataclass(eq=False)
class ClockMovedBack(Refused):
    """The clock is behind the last document; a supervisor must look at it before the next one."""

    code: ClassVar[str] = "REL-01"

    now: datetime
    last: datetime


CLOCK_TOLERANCE = timedelta(minutes=2)


def fiscal_time(now: datetime, last: datetime | None, *, accepted: bool) -> datetime:
    """The instant a document carries: never before the last one of its series (docs/fiscal-rules.md F26).

    A clock further behind than the tolerance stops fiscal issue until a supervisor accepts it. Raises ClockMovedBack.
    """
    if last is None or now >= last:
        return now
    if last - now > CLOCK_TOLERANCE and not accepted:
        raise ClockMovedBack(now, last)
    return last
