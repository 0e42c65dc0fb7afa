"""The right to sell: numbers, seats and places that HQ entrusts to one station at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NewType
from uuid import UUID

from domain.ids import PerformanceId, SeatId, ZoneId

GrantId = NewType("GrantId", UUID)


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


def spans(seats: Iterable[int]) -> tuple[SeatSpan, ...]:
    """The seats as the fewest spans, in order."""
    found: list[SeatSpan] = []
    for seat in sorted(set(seats)):
        if found and found[-1].last + 1 == seat:
            found[-1] = SeatSpan(found[-1].first, seat)
        else:
            found.append(SeatSpan(seat, seat))
    return tuple(found)


def seats_of(held: Iterable[SeatSpan]) -> frozenset[SeatId]:
    """The seats that spans name."""
    return frozenset(seat for span in held for seat in span)


def without(held: Iterable[SeatSpan], gone: Iterable[SeatSpan]) -> tuple[SeatSpan, ...]:
    """The spans that remain when some seats are given back."""
    return spans(seats_of(held) - seats_of(gone))
