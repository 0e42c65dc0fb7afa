"""Messages of the seat map: the state of every seat of a performance, and notices of what has changed."""

from domain.ids import PerformanceId, ZoneId
from domain.rights import SeatSpan
from sync.line.messages import Message


class ZoneCount(Message, frozen=True):
    """A zone of a performance: tickets sold by all stations, and the places of a general zone that HQ may grant.

    `turn` is the first turn that HQ may grant; None without any.
    """

    zone_id: ZoneId
    sold: int
    places: int = 0
    turn: int | None = None


class SeatsChanged(Message, frozen=True):
    """Live notice: seats that were sold, granted or freed in a performance, and the present counters of its zones.

    A seat that is freed is neither sold nor granted from then on: HQ grants it to whoever asks.
    """

    performance_id: PerformanceId
    sold: tuple[SeatSpan, ...] = ()
    freed: tuple[SeatSpan, ...] = ()
    zones: tuple[ZoneCount, ...] = ()
    granted: tuple[SeatSpan, ...] = ()


class Availability(Message, frozen=True):
    """The state of every seat of a performance: two bits a seat of the plan, four seats a byte, lowest bits first.

    0 is a seat that HQ may grant, 1 sold, 2 withheld, 3 granted to a station and not sold, also to one that was lost.
    """

    performance_id: PerformanceId
    seats: int
    states: bytes
    zones: tuple[ZoneCount, ...]
