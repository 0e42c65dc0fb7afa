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
    """Who holds rights: a station in one life of its store. What another life held is fenced."""

    tenant_id: UUID
    station_id: UUID
    epoch: int


@dataclass(frozen=True, slots=True)
class NumberGrant:
    """Consecutive numbers of a series, `last` included. `first_control` is the form that `first` goes on, or empty."""

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
    """Numbered seats of one performance: whole sections or rows, or a single seat asked for at the counter."""

    id: GrantId
    performance_id: PerformanceId
    seats: tuple[SeatSpan, ...]


@dataclass(frozen=True, slots=True)
class PlacesGrant:
    """So many places of a general-admission zone of one performance."""

    id: GrantId
    performance_id: PerformanceId
    zone_id: ZoneId
    places: int


Grant = NumberGrant | SeatGrant | PlacesGrant


def spans(seats: Iterable[int]) -> tuple[SeatSpan, ...]:
    """The seats as the fewest spans, in order."""
    found: list[SeatSpan] = []
    for seat in sorted(set(seats)):
        if found and found[-1].last + 1 == seat:
            found[-1] = SeatSpan(found[-1].first, seat)
        else:
            found.append(SeatSpan(seat, seat))
    return tuple(found)


def joined(parts: Iterable[SeatSpan]) -> tuple[SeatSpan, ...]:
    """All the seats of these spans as the fewest spans, in order, without counting seat by seat."""
    found: list[SeatSpan] = []
    for part in sorted((part for part in parts if part.first <= part.last), key=_first):
        if found and part.first <= found[-1].last + 1:
            found[-1] = SeatSpan(found[-1].first, max(found[-1].last, part.last))
        else:
            found.append(part)
    return tuple(found)


def names_seat(held: Sequence[SeatSpan], seat: int) -> bool:
    """Whether spans in order name a seat."""
    place = bisect_right(held, seat, key=_first) - 1
    return place >= 0 and seat <= held[place].last


def _first(span: SeatSpan) -> int:
    return span.first


def seats_of(held: Iterable[SeatSpan]) -> frozenset[SeatId]:
    """The seats that spans name."""
    return frozenset(seat for span in held for seat in span)


def without(held: Iterable[SeatSpan], gone: Iterable[SeatSpan]) -> tuple[SeatSpan, ...]:
    """The spans that remain when some seats are given back, without counting seat by seat."""
    away = joined(gone)
    left: list[SeatSpan] = []
    for span in joined(held):
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


def written(held: Iterable[SeatSpan]) -> str:
    """Spans as a line of text: "0-19,40-44,50"."""
    return ",".join(f"{span.first}-{span.last}" if span.last > span.first else str(span.first) for span in held)


def read_spans(text: str) -> tuple[SeatSpan, ...]:
    """What `written` wrote."""
    return tuple(_read_span(part) for part in text.split(",") if part)


def _read_span(part: str) -> SeatSpan:
    dash = part.find("-", 1)  # what a station says of seats that are none is kept, and read again, as well
    return SeatSpan(int(part[:dash]), int(part[dash + 1 :])) if dash > 0 else SeatSpan(int(part), int(part))


def lasts(left: int, gone: int, over: timedelta) -> timedelta | None:
    """How long `left` lasts while as many go as `gone` went in the time `over`; None while none goes."""
    return over * left // gone if gone else None
