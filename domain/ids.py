"""Typed identifiers, made from a clock and a source of random bytes that are passed in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NewType
from uuid import UUID

TenantId = NewType("TenantId", UUID)
StationId = NewType("StationId", UUID)
CashierId = NewType("CashierId", UUID)
VenueId = NewType("VenueId", UUID)
EventId = NewType("EventId", UUID)
PerformanceId = NewType("PerformanceId", UUID)
ZoneId = NewType("ZoneId", UUID)
TicketTypeId = NewType("TicketTypeId", UUID)
SeatId = NewType("SeatId", int)
"""The seat's ordinal in its venue's plan: 0-based, dense, never reused. Arrays of seats are indexed by it."""
CartId = NewType("CartId", UUID)
SaleId = NewType("SaleId", UUID)
TicketId = NewType("TicketId", UUID)
PaymentId = NewType("PaymentId", UUID)
DocumentId = NewType("DocumentId", UUID)
ShiftId = NewType("ShiftId", UUID)
ReportId = NewType("ReportId", UUID)
JobId = NewType("JobId", UUID)
RefundId = NewType("RefundId", UUID)
CustomerId = NewType("CustomerId", UUID)
HoldId = NewType("HoldId", UUID)
GiftId = NewType("GiftId", UUID)

_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_KSUID_EPOCH_S = 1_400_000_000
_UNIX_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND, _SECOND = timedelta(milliseconds=1), timedelta(seconds=1)
_KSUID_LENGTH = 27
_NINE_DIGITS = 62**9


def uuid7(at: datetime, random_bytes: bytes) -> UUID:
    """A UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then 74 of the 80 random bits passed in."""
    unix_ms = (at - _UNIX_EPOCH) // _MILLISECOND
    tail = int.from_bytes(random_bytes[:10])
    value = (unix_ms << 80) | tail
    # The version (7) and the variant (binary 10) replace 6 of the random bits.
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return UUID(int=value)


def ksuid(at: datetime, random_bytes: bytes) -> str:
    """A KSUID: 32 bits of seconds since 2014-05-13 and 128 random bits, as 27 base62 characters."""
    seconds = (at - _UNIX_EPOCH) // _SECOND - _KSUID_EPOCH_S
    value = (seconds << 128) | int.from_bytes(random_bytes[:16])
    # Nine digits at a time: arithmetic on small integers is several times faster.
    digits = []
    for _ in range(_KSUID_LENGTH // 9):
        value, part = divmod(value, _NINE_DIGITS)
        for _ in range(9):
            part, digit = divmod(part, 62)
            digits.append(_BASE62[digit])
    return "".join(reversed(digits))


@dataclass(frozen=True, slots=True)
class Ids:
    """Makes identifiers. `random` returns n random bytes: from the system in a program, from a seed in a test."""

    now: Callable[[], datetime]
    random: Callable[[int], bytes]

    def new(self) -> UUID:
        """A time-ordered key."""
        return uuid7(self.now(), self.random(10))

    def ticket_code(self) -> str:
        """A public ticket code that cannot be guessed: 27 letters and digits."""
        return ksuid(self.now(), self.random(16))
