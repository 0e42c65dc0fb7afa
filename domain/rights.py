"""The right to sell: numbers, seats and places that HQ grants to one station at a time."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NewType
from uuid import UUID

from domain.ids import PerformanceId, SeatId, ZoneId

GrantId = NewType("GrantId", UUID)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds rights: a station in one life of its store. The rights of an earlier life are fenced."""

    tenant_id: UUID
    station_id: UUID
    epoch: int


@dataclass(frozen=True, slots=True)
class NumberGrant:
    """Consecutive numbers of a series, `last` included.

    `first_control` is the control number of the first of the forms that come with them, one for each number; empty when
    none come.
    """

    id: GrantId
    series: str
    first: int
    last: int
    first_control: str = ""


@dataclass(frozen=True, slots=True)
class SeatSpan:
    """Seats of a venue's plan by ordinal, `last` included."""

    first: int
    last: int

    def __iter__(self) -> Iterator[SeatId]:
        return map(SeatId, range(self.first, self.last + 1))


@dataclass(frozen=True, slots=True)
class SeatGrant:
    """Numbered seats of one performance: whole sections or rows, or a single seat requested at the counter."""

    id: GrantId
    performance_id: PerformanceId
    seats: tuple[SeatSpan, ...]


@dataclass(frozen=True, slots=True)
class PlacesGrant:
    """A number of places of a general-admission zone of one performance."""

    id: GrantId
    performance_id: PerformanceId
    zone_id: ZoneId
    places: int


@dataclass(frozen=True, slots=True)
class TurnsGrant:
    """Turns in the order of sale of one zone of a performance.

    A turn is the position of a ticket among all tickets of the zone, from 0: it decides which price stage a ticket has
    when a stage ends after a number of tickets.
    """

    id: GrantId
    performance_id: PerformanceId
    zone_id: ZoneId
    turns: tuple[SeatSpan, ...]


@dataclass(frozen=True, slots=True)
class Recall:
    """Rights that HQ asks a living station to return: numbers of a series, seats, or places of a zone.

    Of numbers and places the station may keep `keep` unused ones; of seats it keeps none of `seats`. The right stays
    the station's until its return arrives at HQ.
    """

    id: UUID
    reason: str
    series: str = ""
    performance_id: PerformanceId | None = None
    zone_id: ZoneId | None = None
    seats: tuple[SeatSpan, ...] = ()
    keep: int = 0


@dataclass(frozen=True, slots=True)
class HandedSeats:
    """Seats of a grant that one station gives to another: the grant with HQ's seal on it, and the part as a right."""

    grant: SeatGrant
    certificate: str
    given: SeatGrant


@dataclass(frozen=True, slots=True)
class HandedPlaces:
    """Places of a grant that one station gives to another. `returned` is all that left the grant, these included."""

    grant: PlacesGrant
    certificate: str
    given: PlacesGrant
    returned: int


Grant = NumberGrant | SeatGrant | PlacesGrant | TurnsGrant


def spans(seats: Iterable[int]) -> tuple[SeatSpan, ...]:
    """The seats as the fewest spans, in order."""
    result: list[SeatSpan] = []
    for seat in sorted(set(seats)):
        if result and result[-1].last + 1 == seat:
            result[-1] = SeatSpan(result[-1].first, seat)
        else:
            result.append(SeatSpan(seat, seat))
    return tuple(result)


def merged_spans(parts: Iterable[SeatSpan]) -> tuple[SeatSpan, ...]:
    """The union of spans as the fewest spans, in order. Time grows with the spans, not with the seats in them."""
    result: list[SeatSpan] = []
    for part in sorted((part for part in parts if part.first <= part.last), key=_first):
        if result and part.first <= result[-1].last + 1:
            result[-1] = SeatSpan(result[-1].first, max(result[-1].last, part.last))
        else:
            result.append(part)
    return tuple(result)


def covers_seat(held: Sequence[SeatSpan], seat: int) -> bool:
    """Whether a seat is in one of the spans, which must be sorted and not overlap."""
    place = bisect_right(held, seat, key=_first) - 1
    return place >= 0 and seat <= held[place].last


def _first(span: SeatSpan) -> int:
    return span.first


def seats_of(held: Iterable[SeatSpan]) -> frozenset[SeatId]:
    """The seats in the spans."""
    return frozenset(seat for span in held for seat in span)


def without(held: Iterable[SeatSpan], gone: Iterable[SeatSpan]) -> tuple[SeatSpan, ...]:
    """The spans of `held` without the seats of `gone`. Time grows with the spans, not with the seats in them."""
    away = merged_spans(gone)
    left: list[SeatSpan] = []
    for span in merged_spans(held):
        first = span.first
        place = max(0, bisect_right(away, span.first, key=_first) - 1)
        while place < len(away) and away[place].first <= span.last:
            if first < away[place].first:
                left.append(SeatSpan(first, away[place].first - 1))
            first = max(first, away[place].last + 1)
            place += 1
        if first <= span.last:
            left.append(SeatSpan(first, span.last))
    return tuple(left)


def spans_text(held: Iterable[SeatSpan]) -> str:
    """Spans as a line of text: "0-19,40-44,50"."""
    return ",".join(f"{span.first}-{span.last}" if span.last > span.first else str(span.first) for span in held)


def read_spans(text: str) -> tuple[SeatSpan, ...]:
    """Read the text that `written` makes. Raises ValueError."""
    return tuple(_read_span(part) for part in text.split(",") if part)


def _read_span(part: str) -> SeatSpan:
    # From the second character on: a station may send negative ordinals, which are stored and must be read back.
    dash = part.find("-", 1)
    return SeatSpan(int(part[:dash]), int(part[dash + 1 :])) if dash > 0 else SeatSpan(int(part), int(part))


def turns_to_return(unused: Sequence[int], before: int, after: int, *, in_carts: int = 0) -> Sequence[int]:
    """The turns that go back with seats or places of their zone, when `after` of `before` unsold ones are kept.

    Turns came in the proportion of the places and go back in it, the last ones first. A part of a turn is kept, and so
    are those of tickets in carts: their price was quoted.
    """
    kept = -(-len(unused) * after // before) if before > 0 else 0
    return sorted(unused)[max(kept, in_carts) :]


def time_left(left: int, gone: int, over: timedelta) -> timedelta | None:
    """How long `left` lasts at the rate of `gone` in the time `over`; None when none is used."""
    return over * left // gone if gone else None
