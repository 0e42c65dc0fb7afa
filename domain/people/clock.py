"""The hybrid logical clock that orders edits: the time in milliseconds, and a counter (Kulkarni and others, 2014)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COUNTER_BITS = 16
_LAST_COUNT = (1 << _COUNTER_BITS) - 1
_LAST_MS = (1 << 47) - 1


@dataclass(frozen=True, slots=True, order=True)
class Reading:
    """A reading of the clock: milliseconds since 1970 in 47 bits, and a counter within one of them in 16 bits."""

    ms: int
    counter: int = 0

    @property
    def packed(self) -> int:
        """The reading as one number of 63 bits, as rows store it."""
        return self.ms << _COUNTER_BITS | self.counter

    @property
    def is_possible(self) -> bool:
        """Whether the reading fits into its bits."""
        return 0 <= self.ms <= _LAST_MS and 0 <= self.counter <= _LAST_COUNT


NEVER = Reading(0)
"""Before every reading of an edit."""


def unpacked(stored: int) -> Reading:
    """The reading that `packed` made a number of."""
    return Reading(stored >> _COUNTER_BITS, stored & _LAST_COUNT)


def reading(now: datetime, last: Reading = NEVER) -> Reading:
    """A reading at `now` that is greater than `last`, the greatest one known of what is edited."""
    return max(Reading(_ms(now)), unpacked(last.packed + 1))


def capped(read: Reading, received_at: datetime) -> Reading:
    """A reading as it counts where it was received: at most the end of the millisecond in which it was.

    So a clock that is ahead wins over edits before it was received, and over none after.
    """
    return min(read, Reading(_ms(received_at), _LAST_COUNT))


def _ms(now: datetime) -> int:
    return (now - _EPOCH) // timedelta(milliseconds=1)
