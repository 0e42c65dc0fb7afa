"""The station's clock, the only place where the program reads the time. Tests use a fake one."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Returns the present instant."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant."""
        return datetime.now(UTC)  # noqa: TID251  # the one place where time is read
