"""Which holds HQ believes: of places that their life holds, not sold and not kept already, ended as holds end (C15).

What a hold keeps does not come back to HQ while it stands: a return of it is not believed either.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from domain.conflicts.cases import ConflictKind
from domain.conflicts.doubts import Doubt, Why
from domain.ids import HoldId, PerformanceId, SeatId, TicketTypeId, ZoneId
from domain.rights import covers_seat, merged_spans, seats_of, spans, spans_text
from domain.sale.cart import CartLine
from domain.sale.holds import Hold, flaw_of_end, flaw_of_extension
from hq.journals.arrivals import Life
from hq.journals.doubted import Doubted
from hq.rights.holdings import moved_places
from hq.rights.rows import believed_rights
from hq.rights.rows import hold_rows as rows
from sync import facts
from sync.facts import Entry
from sync.tables.transaction import Tx

_Life = tuple[UUID, int]
_Zone = tuple[UUID, int, PerformanceId, ZoneId]
_Seat = tuple[UUID, int, PerformanceId, SeatId]


def doubted_holds(tx: Tx, known: Sequence[tuple[Life, Entry]]) -> list[Doubted]:
    """The acts on holds, and the returns of what they keep, that are not believed, in the order of the chains."""
    named = (facts.HoldMade, facts.HoldExtended, facts.HoldEnded, facts.SeatsReturned, facts.PlacesReturned)
    stations = {life.station_id for life, entry in known if isinstance(entry.body, named)}
    if not stations:
        return []
    return list(_Judge(tx, known[0][0].tenant_id, stations).doubted(known))


@dataclass(slots=True)
class _Standing:
    """A hold as far as entries were read."""

    life: _Life
    expires_at: datetime
    lines: list[CartLine] = field(default_factory=list)


class _Judge:
    """Reads entries in order, and keeps the holds that stand and what their lives can hold."""

    def __init__(self, tx: Tx, tenant_id: UUID, stations: set[UUID]) -> None:
        self._tx, self._tenant_id = tx, tenant_id
        self._standing: dict[UUID, _Standing] = {}
        self._moved: defaultdict[_Zone, int] = defaultdict(int)
        """Places that the entries read so far accepted, freed (more), sold or returned (less)."""
        self._sold: dict[tuple[UUID, PerformanceId, SeatId], bool] = {}
        self._leased: dict[_Seat, bool] = {}
        for row in rows.standing(tx, tenant_id, stations):
            one = self._standing.setdefault(row.id, _Standing((row.station_id, row.epoch), row.expires_at))
            one.lines.append(
                CartLine(row.performance_id, row.zone_id, TicketTypeId(row.ticket_type_id), row.quantity, row.seat_id)
            )

    def doubted(self, known: Sequence[tuple[Life, Entry]]) -> Iterator[Doubted]:
        """The entries that are not believed."""
        for life, entry in known:
            if (doubt := self._doubt((life.station_id, entry.epoch), entry)) is not None:
                yield Doubted(life, entry, ConflictKind.RIGHT_NOT_HELD, doubt)
            else:
                self._follow((life.station_id, entry.epoch), entry)

    def _doubt(self, life: _Life, entry: Entry) -> Doubt | None:
        match entry.body:
            case facts.HoldMade():
                return self._of_made(life, entry.body.hold)
            case facts.HoldExtended():
                until = self._until(life, entry.body.hold_id)
                return _flawed(until, flaw_of_extension(until, entry.body.expires_at))
            case facts.HoldEnded():
                until = self._until(life, entry.body.hold_id)
                return _flawed(until, flaw_of_end(until, entry.body.how, entry.at))
            case facts.SeatsReturned():
                return self._of_return(life, entry.body)
        return None

    def _of_return(self, life: _Life, fact: facts.SeatsReturned) -> Doubt | None:
        performance_id = rows.performance_of(self._tx, self._tenant_id, fact.grant_id)
        gone = [
            seat
            for of, seat in self._kept_seats(life)
            if of == performance_id and covers_seat(merged_spans(fact.seats), seat)
        ]
        return Doubt(Why.KEPT, "seats", spans_text(spans(gone))) if gone else None

    def _of_made(self, life: _Life, made: Hold) -> Doubt | None:
        kept = self._kept_seats(life)
        wanted: defaultdict[_Zone, int] = defaultdict(int)
        for line in made.lines:
            if line.seat_id is None:
                wanted[*life, line.performance_id, line.zone_id] += line.quantity
                continue
            held = self._is_leased(life, line.performance_id, line.seat_id)
            if (
                not held
                or (line.performance_id, line.seat_id) in kept
                or self._is_sold(life, line.performance_id, line.seat_id)
            ):
                return Doubt(Why.HOLD_NOT_FREE if held else Why.NOT_HELD, "seats", str(line.seat_id))
        for zone, places in wanted.items():
            left = self._places_left(zone)
            if not 0 < places <= left:
                return Doubt(Why.HOLD_NOT_FREE, "places", str(places), str(max(left, 0)))
        return None

    def _follow(self, life: _Life, entry: Entry) -> None:
        """Take an entry into account."""
        self._follow_hold(life, entry)
        if isinstance(entry.body, facts.SeatsAccepted):
            for seat in seats_of(entry.body.grant.seats):
                self._leased[*life, entry.body.grant.performance_id, seat] = True
        elif isinstance(entry.body, facts.PlacesAccepted):
            grant = entry.body.grant
            self._moved[*life, grant.performance_id, grant.zone_id] += grant.places
        for epoch, place, sold in moved_places(entry):
            if place.seat_id is not None:
                self._sold[life[0], place.performance_id, place.seat_id] = sold
            else:
                self._moved[life[0], epoch, place.performance_id, place.zone_id] += -1 if sold else 1

    def _follow_hold(self, life: _Life, entry: Entry) -> None:
        match entry.body:
            case facts.HoldMade():
                made = entry.body.hold
                self._standing[made.id] = _Standing(life, made.expires_at, list(made.lines))
            case facts.HoldExtended():
                self._standing[entry.body.hold_id].expires_at = entry.body.expires_at
            case facts.HoldEnded():
                self._standing.pop(entry.body.hold_id, None)
            case facts.SaleRecorded():
                if entry.body.hold_id is not None:
                    self._standing.pop(entry.body.hold_id, None)

    def _until(self, life: _Life, hold_id: HoldId) -> datetime | None:
        one = self._standing.get(hold_id)
        return one.expires_at if one is not None and one.life == life else None

    def _kept_seats(self, life: _Life) -> frozenset[tuple[PerformanceId, SeatId]]:
        lines = (line for one in self._standing.values() if one.life == life for line in one.lines)
        return frozenset((line.performance_id, line.seat_id) for line in lines if line.seat_id is not None)

    def _places_left(self, zone: _Zone) -> int:
        lines = (line for one in self._standing.values() if one.life == zone[:2] for line in one.lines)
        kept = sum(
            one.quantity for one in lines if one.seat_id is None and (one.performance_id, one.zone_id) == zone[2:]
        )
        return believed_rights.places_left(self._tx, self._tenant_id, zone) + self._moved[zone] - kept

    def _is_leased(self, life: _Life, performance_id: PerformanceId, seat: SeatId) -> bool:
        if (*life, performance_id, seat) in self._leased:
            return True
        return covers_seat(rows.leased(self._tx, self._tenant_id, life, performance_id), seat)

    def _is_sold(self, life: _Life, performance_id: PerformanceId, seat: SeatId) -> bool:
        known = self._sold.get((life[0], performance_id, seat))
        if known is not None:
            return known
        return bool(believed_rights.sold_seats(self._tx, self._tenant_id, life[0], performance_id, [seat]))


def _flawed(until: datetime | None, flaw: object) -> Doubt | None:
    if flaw is None:
        return None
    return Doubt(Why.HOLD_NOT_STANDING if until is None else Why.HOLD_NOT_OVER, claimed=str(flaw))
