"""The time of fiscal documents, which never goes back within a series."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from domain.errors import Refused


@dataclass(eq=False)
class ClockMovedBack(Refused):
    """The clock is behind the newest known time `last`; a supervisor must accept it before the next document."""

    code: ClassVar[str] = "REL-01"

    now: datetime
    last: datetime


CLOCK_TOLERANCE = timedelta(minutes=2)
"""How far a clock may be set back, as time servers do, without a supervisor."""


def fiscal_time(now: datetime, last: datetime | None, known: datetime | None = None, *, accepted: bool) -> datetime:
    """The instant that a document carries: never before the last one of its series (docs/fiscal-rules.md F26).

    `known` is the newest time known otherwise, from the catalogue, rates, shifts and HQ. `accepted`: a supervisor
    accepted a clock that is further behind either than CLOCK_TOLERANCE. Raises ClockMovedBack.
    """
    newest = newest_of(last, known)
    if newest is not None and newest - now > CLOCK_TOLERANCE and not accepted:
        raise ClockMovedBack(now, newest)
    return now if last is None else max(now, last)


def newest_of(last: datetime | None, known: datetime | None) -> datetime | None:
    """The later of the last document and what is known otherwise; None when neither is known."""
    return max(filter(None, (last, known)), default=None)
