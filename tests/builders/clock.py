"""A clock for tests, and the instants at which they begin."""

from datetime import UTC, datetime, timedelta

SATURDAY = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
"""11:00 in Caracas, the day of the small house's concert."""
START = SATURDAY
"""The beginning of HQ's tests: stations and HQ agree on the time."""


class FakeClock:
    """A clock that shows the same instant until a test moves it."""

    def __init__(self, at: datetime = SATURDAY) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def advance(self, **by: float) -> None:
        """Move the clock by a timedelta: seconds=1, hours=-2."""
        self.at += timedelta(**by)
