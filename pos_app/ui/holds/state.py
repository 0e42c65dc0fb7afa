"""The state of the screen of holds, and its texts. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from domain.sale.hold_slip import HeldShow
from domain.sale.holds import HoldLength, HoldPurpose
from pos_app.services.selling.holds import ListedHold
from pos_app.ui import wording
from pos_app.ui.frame import Tone

PURPOSES = tuple(HoldPurpose)
LENGTHS = tuple(HoldLength)
REASONS = ("not_come", "cancelled", "our_error")
"""The most frequent reasons to release a hold; the first is the usual one."""
_SOON, _VERY_SOON = timedelta(minutes=2), timedelta(seconds=30)
_MOST_SEATS = 12


class Mode(StrEnum):
    """What the screen is for now."""

    LIST = "list"
    MAKE = "make"
    """The cart is being held: for whom, and until when."""
    RELEASE = "release"
    """The chosen hold is being released: why."""


@dataclass(frozen=True, slots=True, eq=False)
class Focus:
    """The field to focus; each new object sets the focus again."""

    field: str = "table"


@dataclass(frozen=True, slots=True)
class HoldRow:
    """One hold in the list."""

    number: str
    name: str
    purpose: str
    places: str
    until: str
    left: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The texts in the order of the columns."""
        return (self.number, self.name, self.purpose, self.places, self.until, self.left)


@dataclass(frozen=True, slots=True)
class HoldsState:
    """What the screen shows. `ends` are the instants to choose from for the cart, in the order of LENGTHS."""

    mode: Mode = Mode.LIST
    rows: tuple[HoldRow, ...] = ()
    chosen: int = -1
    detail: str = ""
    notes: str = ""
    warning: str = ""
    tone: Tone = Tone.PLAIN
    cart: str = ""
    ends: tuple[datetime, ...] = field(default=())
    focus: Focus | None = None
    has_cart: bool = False
    busy: bool = False


def left_text(until: datetime, now: datetime) -> str:
    """The time that is left: 1:05:00, 12:30, 0:09; empty places of it are never negative."""
    seconds = max(int((until - now).total_seconds()), 0)
    hours, rest = divmod(seconds, 3600)
    days, of_day = divmod(hours, 24)
    if days:
        return wording.text("holds.days", days=days, hours=of_day)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def until_text(at: datetime, now: datetime) -> str:
    """The end of a hold: its time, and its day unless that is today."""
    return wording.time(at) if wording.day_of(at) == wording.day_of(now) else wording.date_and_time(at)


def row_of(one: ListedHold, now: datetime) -> HoldRow:
    """The row of a hold."""
    hold = one.standing.hold
    left = wording.text("holds.in_cart") if one.is_in_cart else left_text(hold.expires_at, now)
    return HoldRow(
        number=wording.number(hold.number),
        name=hold.held_for.name or wording.text("holds.purpose.house"),
        purpose=wording.text(f"holds.purpose.{hold.held_for.purpose}"),
        places=wording.number(hold.places),
        until=until_text(hold.expires_at, now),
        left=left if one.is_in_cart else f"{_mark(hold.expires_at - now)}{left}",
    )


def tone_of(one: ListedHold, now: datetime) -> Tone:
    """How near the end of a hold is."""
    if one.is_in_cart:
        return Tone.PLAIN
    left = one.standing.hold.expires_at - now
    return Tone.ERROR if left <= _VERY_SOON else Tone.ATTENTION if left <= _SOON else Tone.PLAIN


def detail_of(one: ListedHold) -> str:
    """What a hold keeps: shows, zones and seats."""
    return " / ".join(_show(show) for show in one.slip.shows)


def notes_of(one: ListedHold) -> str:
    """Telephone, note, and who made the hold when."""
    held_for = one.standing.hold.held_for
    made = wording.text("holds.made", name=one.slip.maker, at=wording.moment(one.slip.made_at))
    return " · ".join(part for part in (held_for.phone, held_for.note, made) if part)


def reason_text(name: str) -> str:
    """The text that is recorded for a frequent reason: Spanish in every language, so that reports count it as one."""
    return wording.catalogue(wording.LANGUAGES[0], "holds")[f"reason.{name}"]


def _mark(left: timedelta) -> str:
    return "▲ " if left <= _SOON else ""


def _show(show: HeldShow) -> str:
    zones = ", ".join(_zone(zone.zone, zone.quantity, zone.seats) for zone in show.zones)
    return f"{show.event}, {wording.date_and_time(show.starts_at)}: {zones}"


def _zone(zone: str, quantity: int, seats: Sequence[str]) -> str:
    if not seats:
        return f"{wording.number(quantity)} {zone}"
    named = ", ".join(seats[:_MOST_SEATS]) + ("…" if len(seats) > _MOST_SEATS else "")
    return f"{zone} {named}"
