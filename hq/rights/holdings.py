"""What lives hold of the rights that a group of entries names, entry by entry: accepted, used, returned."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from domain.conflicts.doubts import Why
from domain.ids import PerformanceId, ZoneId
from domain.rights import (
    Grant,
    GrantId,
    NumberGrant,
    PlacesGrant,
    SeatGrant,
    SeatSpan,
    TurnsGrant,
    merged_spans,
    read_spans,
    spans_text,
    without,
)
from domain.sale.sale import Place, Ticket
from hq.rights.grant_kinds import GrantKind
from hq.rights.rows import believed_rights as rows
from sync import facts
from sync.facts import Entry, issued_document
from sync.tables.transaction import Tx

Returned = facts.NumbersReturned | facts.SeatsReturned | facts.PlacesReturned | facts.TurnsReturned
_Zone = tuple[UUID, int, UUID, UUID]
"""Station, epoch, performance and zone."""


@dataclass(slots=True)
class Holding:
    """An accepted grant, and what is left of it.

    `next` and `last` are of numbers: those below `next` are issued, those above `last` returned. `spans` are the seats
    or turns that did not come back, `returned` the places that did.
    """

    station_id: UUID
    epoch: int
    kind: GrantKind
    grant: Grant
    next: int = 0
    last: int = 0
    spans: tuple[SeatSpan, ...] = field(default=())
    returned: int = 0

    def __post_init__(self) -> None:
        match self.grant:
            case NumberGrant():
                self.next, self.last = self.next or self.grant.first, self.last or self.grant.last
            case SeatGrant():
                self.spans = self.spans or self.grant.seats
            case TurnsGrant():
                self.spans = self.spans or self.grant.turns


class Holdings:
    """The rights with some ids: first as recorded, then changed by each entry that is read."""

    def __init__(self, tx: Tx, tenant_id: UUID, grant_ids: Collection[UUID]) -> None:
        self._tx, self._tenant_id = tx, tenant_id
        self._by_id: dict[UUID, Holding] = {
            row["id"]: _READ[kind](row) for kind in _READ for row in rows.taken(tx, tenant_id, kind, grant_ids).values()
        }
        self._left: defaultdict[_Zone, int] = defaultdict(int)
        self._sold: dict[tuple[UUID, UUID, int], bool] = {}
        """Seats that the entries read so far sold (True) or freed (False): station, performance, seat."""

    def find(self, grant_id: UUID) -> Holding | None:
        """The accepted grant with this id."""
        return self._by_id.get(grant_id)

    def accept(self, holding: Holding) -> None:
        """Take a grant that its life accepted."""
        self._by_id[holding.grant.id] = holding
        if isinstance(holding.grant, PlacesGrant):
            self._left[_zone_of(holding)] += holding.grant.places

    def use(self, entry: Entry) -> None:
        """Count what a sale, a settlement or a refund uses and frees."""
        if (document := issued_document(entry.body)) is not None:
            for holding in self._by_id.values():
                if _covers(holding, entry, document.series, document.number):
                    holding.next = max(holding.next, document.number + 1)
        for epoch, place, sold in moved_places(entry):
            self._move((entry.station, epoch), place, sold=sold)

    def give_back(self, held: Holding, fact: Returned) -> Why | None:
        """Return a part of a right; why it cannot be returned, or None."""
        match fact:
            case facts.NumbersReturned():
                if not held.next <= fact.first <= fact.last == held.last:
                    return Why.NOT_HELD
                held.last = fact.first - 1
            case facts.PlacesReturned():
                return self._give_back_places(held, fact)
            case facts.SeatsReturned():
                return self._give_back_spans(held, fact.seats)
            case facts.TurnsReturned():
                return self._give_back_spans(held, fact.turns)
        return None

    def content(self, held: Holding) -> str:
        """What is left of a right, in the notation of `Doubt`."""
        match held.grant:
            case NumberGrant():
                return f"{held.grant.series} {held.next}-{held.last}" if held.next <= held.last else "0"
            case PlacesGrant():
                return str(max(0, min(held.grant.places - held.returned, self._places_left(held))))
            case _:
                return spans_text(held.spans)

    def _give_back_places(self, held: Holding, fact: facts.PlacesReturned) -> Why | None:
        assert isinstance(held.grant, PlacesGrant)
        granted_left = held.grant.places - held.returned
        if fact.returned != held.returned + fact.places or not 0 < fact.places <= granted_left:
            return Why.NOT_HELD
        if fact.places > self._places_left(held):
            return Why.SOLD
        held.returned = fact.returned
        self._left[_zone_of(held)] -= fact.places
        return None

    def _give_back_spans(self, held: Holding, gone: tuple[SeatSpan, ...]) -> Why | None:
        if any(span.first > span.last for span in gone) or without(gone, held.spans):
            return Why.NOT_HELD
        if isinstance(held.grant, SeatGrant) and self._any_sold(held, held.grant.performance_id, gone):
            return Why.SOLD
        held.spans = without(held.spans, gone)
        return None

    def _any_sold(self, held: Holding, performance_id: PerformanceId, gone: tuple[SeatSpan, ...]) -> bool:
        # They are seats of the grant, so their number is limited by what HQ granted.
        seats = [seat for span in merged_spans(gone) for seat in span]
        recorded = rows.sold_seats(self._tx, self._tenant_id, held.station_id, performance_id, seats)
        return any(self._sold.get((held.station_id, performance_id, seat), seat in recorded) for seat in seats)

    def _places_left(self, held: Holding) -> int:
        """The places of the zone that the life holds and has not sold: as recorded, and after the entries read."""
        zone = _zone_of(held)
        return rows.places_left(self._tx, self._tenant_id, zone) + self._left[zone]

    def _move(self, life: tuple[UUID, int], place: Place, *, sold: bool) -> None:
        station, epoch = life
        if place.seat_id is not None:
            self._sold[station, place.performance_id, place.seat_id] = sold
        else:
            self._left[station, epoch, place.performance_id, place.zone_id] += -1 if sold else 1


def moved_places(entry: Entry) -> Iterator[tuple[int, Place, bool]]:
    """The places that an entry takes (True) or frees (False), each with the life that holds it."""
    match entry.body:
        case facts.SaleRecorded() | facts.OrganiserGiftMade():
            yield from ((entry.epoch, ticket.place, True) for ticket in _taken(entry.body))
        case facts.TicketReplaced():
            yield entry.epoch, entry.body.before, False
            yield entry.epoch, entry.body.ticket.place, True
        case facts.TicketReissued():
            change = entry.body.change
            if change.is_moved:
                yield change.epoch, change.before, False
                yield entry.epoch, change.ticket.place, True
        case facts.TicketRevoked():
            yield entry.body.epoch, entry.body.ticket.place, False
        case facts.TicketWithdrawn():
            yield entry.epoch, entry.body.ticket.place, False
        case facts.TicketsRefunded():
            yield from ((back.epoch, back.place, False) for back in entry.body.refund.tickets if back.is_released)


def _taken(fact: facts.SaleRecorded | facts.OrganiserGiftMade) -> tuple[Ticket, ...]:
    return fact.sale.tickets if isinstance(fact, facts.SaleRecorded) else fact.gift.tickets


def _zone_of(held: Holding) -> _Zone:
    assert isinstance(held.grant, PlacesGrant)
    return held.station_id, held.epoch, held.grant.performance_id, held.grant.zone_id


def _covers(held: Holding, entry: Entry, series: str, number: int) -> bool:
    return (
        isinstance(held.grant, NumberGrant)
        and (held.station_id, held.epoch, held.grant.series) == (entry.station, entry.epoch, series)
        and held.grant.first <= number <= held.last
    )


def _block(row: Any) -> Holding:
    # The row has the end after returns; where the block ended before does not matter any more.
    grant = NumberGrant(GrantId(row["id"]), row["series"], row["first"], row["last"], row["first_control"])
    return Holding(row["station_id"], row["epoch"], GrantKind.NUMBERS, grant, row["next"], row["last"])


def _lease(row: Any) -> Holding:
    spans = read_spans(row["seats"])
    grant = SeatGrant(GrantId(row["id"]), PerformanceId(row["performance_id"]), spans)
    return Holding(row["station_id"], row["epoch"], GrantKind.SEATS, grant, spans=spans)


def _allotment(row: Any) -> Holding:
    zone = PerformanceId(row["performance_id"]), ZoneId(row["zone_id"])
    grant = PlacesGrant(GrantId(row["id"]), *zone, row["granted"])
    return Holding(row["station_id"], row["epoch"], GrantKind.PLACES, grant, returned=row["returned"])


def _turns(row: Any) -> Holding:
    spans = read_spans(row["turns"])
    zone = PerformanceId(row["performance_id"]), ZoneId(row["zone_id"])
    return Holding(
        row["station_id"], row["epoch"], GrantKind.TURNS, TurnsGrant(GrantId(row["id"]), *zone, spans), spans=spans
    )


_READ: dict[GrantKind, Callable[[Any], Holding]] = {
    GrantKind.NUMBERS: _block,
    GrantKind.SEATS: _lease,
    GrantKind.PLACES: _allotment,
    GrantKind.TURNS: _turns,
}
