"""Holds: places kept for a named purpose until a time. Nobody sells them meanwhile, except to whom they are kept for.

A hold keeps places that its station holds a right to. Its time is in the journal: when it is over, the station records
the end, and only then are the places sold again. A hold that was taken into a cart waits for that cart.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from domain.errors import Refused
from domain.ids import CustomerId, HoldId
from domain.people.staff import Cashier, NotAllowed, Permission
from domain.sale.cart import CartLine, Customer, EmptyCart
from domain.sale.sale import Place

LONGEST_TEXT = 80
"""Characters of the name and of the note: a line of the slip has room for them."""
LONGEST_PHONE = 20
SHORTEST = timedelta(minutes=1)
_WALK_IN = Customer()


class HoldPurpose(StrEnum):
    """What places are held for."""

    CUSTOMER = "customer"
    PRESS = "press"
    SPONSOR = "sponsor"
    HOUSE = "house"


class HoldLength(StrEnum):
    """How long places are held, as it is chosen at the counter."""

    HALF_HOUR = "half_hour"
    TWO_HOURS = "two_hours"
    DAY = "day"
    SHOW = "show"
    """Until an hour before the first performance, or until it starts in the last hour."""


_LASTS = {
    HoldLength.HALF_HOUR: timedelta(minutes=30),
    HoldLength.TWO_HOURS: timedelta(hours=2),
    HoldLength.DAY: timedelta(days=1),
}
_BEFORE_SHOW = timedelta(hours=1)


class HoldEnd(StrEnum):
    """How a hold ended."""

    SOLD = "sold"
    RELEASED = "released"
    """Somebody released it, with a reason."""
    EXPIRED = "expired"
    REPLACED = "replaced"
    """Its places, with others or fewer, are in a hold that was made in its stead."""


@dataclass(eq=False)
class NobodyNamed(Refused):
    """A hold for somebody outside of the house needs a name."""

    code: ClassVar[str] = "APA-01"


@dataclass(eq=False)
class BadHoldTime(Refused):
    """A hold ends after now, and at the latest when its first performance starts."""

    code: ClassVar[str] = "APA-02"

    latest: datetime


@dataclass(eq=False)
class HoldIsOver(Refused):
    """The hold has ended; its places may be sold to others."""

    code: ClassVar[str] = "APA-03"

    number: int


@dataclass(eq=False)
class HoldInCart(Refused):
    """The hold is in a cart that is being sold."""

    code: ClassVar[str] = "APA-04"

    number: int


@dataclass(eq=False)
class CartBegun(Refused):
    """The cashier has another cart, which must be sold, held or emptied first."""

    code: ClassVar[str] = "APA-06"


@dataclass(eq=False)
class BadHoldText(Refused):
    """The name, telephone or note has characters that cannot be printed, or more than `longest`."""

    code: ClassVar[str] = "APA-05"

    part: str
    longest: int


@dataclass(frozen=True, slots=True)
class Held:
    """For whom and why places are held. `customer` is named on the document when they are sold."""

    purpose: HoldPurpose
    name: str = ""
    phone: str = ""
    note: str = ""
    customer: Customer = _WALK_IN
    customer_id: CustomerId | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """Places of the station that are kept until `expires_at`. `number` is its number at the station, on the slip."""

    id: HoldId
    number: int
    lines: tuple[CartLine, ...]
    held_for: Held
    expires_at: datetime

    @property
    def places(self) -> int:
        """The number of places."""
        return sum(line.quantity for line in self.lines)


def has_any(hold: Hold, sold: Iterable[CartLine | Place]) -> bool:
    """Whether one of these lines of a cart, or places of tickets, is kept by the hold."""
    kept = {(line.performance_id, line.zone_id, line.seat_id) for line in hold.lines}
    return any((one.performance_id, one.zone_id, one.seat_id) in kept for one in sold)


def check_held_for(held_for: Held) -> None:
    """Check what was typed. Raises NobodyNamed or BadHoldText."""
    if held_for.purpose is not HoldPurpose.HOUSE and not held_for.name:
        raise NobodyNamed
    texts = (("name", held_for.name, LONGEST_TEXT), ("phone", held_for.phone, LONGEST_PHONE),
             ("note", held_for.note, LONGEST_TEXT))  # fmt: skip
    for part, text, longest in texts:
        if len(text) > longest or not text.isprintable():
            raise BadHoldText(part, longest)


def permission_for(purpose: HoldPurpose) -> Permission:
    """The permission to hold places for a purpose: those that are not for a customer are the house's to give."""
    return Permission.HOLD if purpose is HoldPurpose.CUSTOMER else Permission.HOLD_HOUSE


def must_release(cashier: Cashier, made_by: object, approved_by: Cashier | None) -> None:
    """Check who releases a hold: whoever made it, or somebody with the permission. Raises NotAllowed."""
    approver = approved_by or cashier
    if not approver.may(Permission.RELEASE_HOLD) and not (cashier.may(Permission.HOLD) and cashier.id == made_by):
        raise NotAllowed(Permission.RELEASE_HOLD)


def check_time(expires_at: datetime, now: datetime, starts: Collection[datetime]) -> None:
    """Check the end of a hold. `starts` are the starts of its performances. Raises EmptyCart or BadHoldTime."""
    if not starts:
        raise EmptyCart
    latest = min(starts)
    if not now + SHORTEST <= expires_at <= latest:
        raise BadHoldTime(latest)


def ends_at(length: HoldLength, now: datetime, latest: datetime) -> datetime:
    """The end of a hold that begins now; `latest` is when its first performance starts."""
    if length is HoldLength.SHOW:
        return latest - _BEFORE_SHOW if latest - _BEFORE_SHOW >= now + SHORTEST else latest
    return min(now + _LASTS[length], latest)


def extended(hold: Hold, by: timedelta, now: datetime, starts: Collection[datetime]) -> datetime:
    """The end of a hold that gets more time, at most the start of its first performance.

    Raises HoldIsOver for a hold whose time is over, or BadHoldTime when it cannot last longer.
    """
    if hold.expires_at <= now:
        raise HoldIsOver(hold.number)
    latest = min(starts)
    until = min(hold.expires_at + by, latest)
    if until <= hold.expires_at:
        raise BadHoldTime(latest)
    return until


class HoldFlaw(StrEnum):
    """What is wrong with the end or the extension of a hold."""

    NOT_HELD = "not_held"
    """No hold of this life of the store is standing under this id."""
    TOO_EARLY = "too_early"
    """It is said to have expired before its time."""
    NOT_LONGER = "not_longer"
    """An extension does not end later than the hold does."""
    SOLD = "sold"
    """It is said to have been sold without a sale that names it."""


def flaw_of_extension(expires_at: datetime | None, until: datetime) -> HoldFlaw | None:
    """What is wrong with an extension of a hold that lasts until `expires_at`, None without such a hold."""
    if expires_at is None:
        return HoldFlaw.NOT_HELD
    return None if until > expires_at else HoldFlaw.NOT_LONGER


def flaw_of_end(expires_at: datetime | None, how: HoldEnd, at: datetime) -> HoldFlaw | None:
    """What is wrong with the end, at an instant, of a hold that lasts until `expires_at`, None without such a hold."""
    if expires_at is None:
        return HoldFlaw.NOT_HELD
    if how is HoldEnd.SOLD:
        return HoldFlaw.SOLD
    return HoldFlaw.TOO_EARLY if how is HoldEnd.EXPIRED and at < expires_at else None
