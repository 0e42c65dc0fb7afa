"""What a group of sales shows that cannot be: found by the keys that were taken already, told as claims.

A claim is filed for each side, whichever came first: the cases are judged from the set of claims.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, select, text

from domain.calendar import CARACAS
from domain.conflicts import Claim, ClaimedTicket, ConflictKind, Contested, Position
from domain.ids import PerformanceId, SeatId, StationId, ZoneId
from domain.money import Money
from domain.sale import Ticket
from hq.services import asked_prices, conflicts
from hq.services.arrivals import Life
from hq.storage import ledger, ledger_tables
from hq.storage.batch import insert_many
from sync import journal
from sync.facts import Entry, SaleRecorded
from sync.transaction import Tx

_LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Sold:
    """A sale as it came in."""

    life: Life
    entry: Entry
    fact: SaleRecorded

    @property
    def position(self) -> Position:
        """Where it stands."""
        return Position(StationId(self.entry.station), self.entry.epoch, self.entry.seq)

    @property
    def closed_day(self) -> date | None:
        """The day it belongs to, when its books were closed before it was told."""
        day, closed_through = self.fact.sale.sold_at.astimezone(CARACAS).date(), self.life.books_closed_through
        return day if closed_through and day <= closed_through else None


def look(tx: Tx, tenant_id: UUID, sold: Sequence[Sold]) -> None:
    """File a claim for everything that contradicts what HQ knows."""
    if not sold:
        return
    claims = [
        *_numbers_twice(tx, tenant_id, sold),
        *_numbers_not_held(tx, tenant_id, sold),
        *_seats_twice(tx, tenant_id, sold),
        *_beyond_allotment(tx, tenant_id, sold),
        *_other_prices(tx, tenant_id, sold),
        *_late(sold),
    ]
    if claims:
        conflicts.file_claims(tx, tenant_id, claims)
        conflicts.assess(tx, tenant_id, sold[0].life.at)


def unknown(tx: Tx, entries: Sequence[tuple[Life, int, str]]) -> None:
    """File a claim for each entry that could not be recorded: whose, its place, and why."""
    claims = []
    for life, seq, error in entries:
        position = Position(StationId(life.station_id), life.epoch, seq)
        thing = Contested(ConflictKind.UNKNOWN_ENTRY, entry=position)
        claims.append(Claim(thing, position, life.at, reason=error[:_LONGEST_REASON]))
    if claims:
        life, _, _ = entries[0]
        conflicts.file_claims(tx, life.tenant_id, claims)
        conflicts.assess(tx, life.tenant_id, life.at)


def _late(sold: Sequence[Sold]) -> Iterator[Claim]:
    """Sales of a life that ended, and sales of a day whose books are closed."""
    for each in sold:
        closed = each.closed_day
        if each.life.fenced or closed:
            kind = ConflictKind.LATE if each.life.fenced else ConflictKind.CLOSED_PERIOD
            yield replace(_claim(each, _entry_by_itself(kind, each)), closed_period=closed)


_FIRST = text("""
    SELECT n.series, n.number, n.document_id, n.station_id, n.position
    FROM json_to_recordset(CAST(:told AS json)) AS told(series text, number int8)
    JOIN issued_number n ON n.tenant_id = :tenant AND n.series = told.series AND n.number = told.number
""")


def _numbers_twice(tx: Tx, tenant_id: UUID, sold: Sequence[Sold]) -> Iterator[Claim]:
    taken = insert_many(tx, ledger_tables.issued_number, [
        {"tenant_id": tenant_id, "series": s.fact.document.series, "number": s.fact.document.number,
         "document_id": s.fact.document.id, "station_id": s.entry.station,
         "position": s.entry.position}
        for s in sold
    ])  # fmt: skip
    if taken == len(sold):
        return
    told = [{"series": s.fact.document.series, "number": s.fact.document.number} for s in sold]
    parameters = {"told": msgspec.json.encode(told).decode(), "tenant": tenant_id}
    first = {(row.series, row.number): row for row in tx.execute(_FIRST, parameters)}
    for each in sold:
        row = first[each.fact.document.series, each.fact.document.number]
        if row.document_id != each.fact.document.id:
            thing = _number(ConflictKind.NUMBER_TWICE, each)
            yield _claim(each, thing)
            yield _claim(_read(tx, each.life, row), thing)


def _numbers_not_held(tx: Tx, tenant_id: UUID, sold: Sequence[Sold]) -> Iterator[Claim]:
    blocks = _blocks(tx, tenant_id, {each.entry.station for each in sold})
    for each in sold:
        document = each.fact.document
        mine = blocks.get((each.entry.station, each.entry.epoch, document.series), ())
        if not any(first <= document.number <= last for first, last in mine):
            yield _claim(each, _number(ConflictKind.NUMBER_NOT_HELD, each))


_held = ledger_tables.number_right.c
_BLOCKS = select(_held.station_id, _held.epoch, _held.series, _held.first, _held.last).where(
    _held.tenant_id == bindparam("tenant"), _held.station_id.in_(bindparam("stations", expanding=True))
)


def _blocks(tx: Tx, tenant_id: UUID, stations: set[UUID]) -> dict[tuple[UUID, int, str], list[tuple[int, int]]]:
    found: dict[tuple[UUID, int, str], list[tuple[int, int]]] = {}
    for row in tx.execute(_BLOCKS, {"tenant": tenant_id, "stations": list(stations)}):
        found.setdefault((row.station_id, row.epoch, row.series), []).append((row.first, row.last))
    return found


_CONTESTED = text("""
    SELECT told.ticket_id AS ours, s.ticket_id AS theirs
    FROM json_to_recordset(CAST(:told AS json)) AS told(performance_id uuid, seat_id int4, ticket_id uuid)
    JOIN sold_seat s ON s.tenant_id = :tenant AND s.performance_id = told.performance_id AND s.seat_id = told.seat_id
    WHERE s.ticket_id <> told.ticket_id
""")
_WHERE_SOLD = text("""
    SELECT sale.station_id, sale.position
    FROM ticket t
    JOIN sale ON sale.tenant_id = :tenant AND sale.id = t.sale_id
    WHERE t.tenant_id = :tenant AND t.id = :ticket
""")


def _seats_twice(tx: Tx, tenant_id: UUID, sold: Sequence[Sold]) -> Iterator[Claim]:
    """The seats of this group that somebody else's ticket has; one statement when, as always, there are none."""
    seated = {
        ticket.id: (each, ticket)
        for each in sold
        for ticket in each.fact.sale.tickets
        if ticket.place.seat_id is not None
    }
    if not seated:
        return
    told = [
        {"performance_id": ticket.place.performance_id, "seat_id": ticket.place.seat_id, "ticket_id": ticket.id}
        for _, ticket in seated.values()
    ]
    parameters = {"told": msgspec.json.encode(told).decode(), "tenant": tenant_id}
    for seat in tx.execute(_CONTESTED, parameters).all():
        each, ticket = seated[seat.ours]
        for row in tx.execute(_WHERE_SOLD, {"tenant": tenant_id, "ticket": seat.theirs}).all():
            other = _read(tx, each.life, row)
            place = ticket.place
            thing = Contested(ConflictKind.SEAT_TWICE, performance_id=place.performance_id, seat_id=place.seat_id)
            yield _seat_claim(tx, each, thing, ticket)
            theirs = next((t for t in other.fact.sale.tickets if t.id == seat.theirs), None)
            if theirs:  # two sales under one id have one row: the entry it names may be the other's
                yield _seat_claim(tx, other, thing, theirs)


def _seat_claim(tx: Tx, sold: Sold, thing: Contested, ticket: Ticket) -> Claim:
    t = ledger_tables.seat_right.c
    held = tx.execute(
        select(t.grant_id).where(
            t.tenant_id == sold.entry.tenant,
            t.performance_id == thing.performance_id,
            t.seat_id == thing.seat_id,
            t.station_id == sold.entry.station,
            t.epoch == sold.entry.epoch,
        )
    ).first()
    return replace(_claim(sold, thing), ticket_id=ticket.id, held_right=held is not None)


_BEYOND = text("""
    SELECT sold - (
        SELECT coalesce(sum(granted - returned), 0) FROM place_right a
        WHERE a.tenant_id = :tenant AND a.station_id = :station AND a.epoch = :epoch
        AND a.performance_id = :performance AND a.zone_id = :zone
    ) FROM zone_sold WHERE tenant_id = :tenant AND station_id = :station AND epoch = :epoch
    AND performance_id = :performance AND zone_id = :zone
""")
_Places = tuple[UUID, int, PerformanceId, ZoneId]


def _beyond_allotment(tx: Tx, tenant_id: UUID, sold: Sequence[Sold]) -> Iterator[Claim]:
    """The sales of a station, in the order of its journal, that went beyond the places it held."""
    by_place: dict[_Places, list[tuple[Sold, int]]] = {}
    for each in sold:
        for place, count in _general(each).items():
            by_place.setdefault((each.entry.station, each.entry.epoch, *place), []).append((each, count))
    for key in sorted(by_place):
        station, epoch, performance, zone = key
        keys = {"station": station, "epoch": epoch, "performance": performance, "zone": zone}
        # Tickets that HQ had already, under another life, were not counted again.
        beyond = tx.execute(_BEYOND, {"tenant": tenant_id, **keys}).scalar() or 0
        counted = sum(count for _, count in by_place[key])
        if beyond > 0:
            ledger.use_beyond(tx, tenant_id, performance, zone, min(beyond, counted))
        for each, count in reversed(by_place[key]):
            if beyond <= 0:
                break
            yield _claim(each, Contested(ConflictKind.OVER_CAPACITY, performance, zone))
            beyond -= count


def _general(sold: Sold) -> dict[tuple[PerformanceId, ZoneId], int]:
    counted: dict[tuple[PerformanceId, ZoneId], int] = {}
    for ticket in sold.fact.sale.tickets:
        if ticket.place.seat_id is None:
            place = (ticket.place.performance_id, ticket.place.zone_id)
            counted[place] = counted.get(place, 0) + 1
    return counted


def _other_prices(tx: Tx, tenant_id: UUID, sold: Sequence[Sold]) -> Iterator[Claim]:
    """Sales whose base price or fee is not what the place of the feed they cite asked."""
    zones = {ticket.place.zone_id for each in sold for ticket in each.fact.sale.tickets}
    asked = asked_prices.of(tx, tenant_id, zones)
    for each in sold:
        for ticket in each.fact.sale.tickets:
            was = [price for seq, price in asked.get(ticket.place.zone_id, ()) if seq <= each.fact.catalogue]
            if not each.fact.catalogue or not was:
                continue
            base, fee = was[-1]
            if not ticket.price.amount:  # a courtesy pays none
                fee = Money.zero(fee.currency)
            steps = ticket.price.steps
            asked_first = steps[0].amount if steps else ticket.price.amount
            if (asked_first, ticket.price.fee) != (base, fee):
                paid, expected = asked_first + ticket.price.fee, base + fee
                thing = _entry_by_itself(ConflictKind.PRICE, each)
                yield replace(_claim(each, thing), paid=paid, expected=expected)
                break


def _read(tx: Tx, life: Life, row: Any) -> Sold:
    """The sale of another entry, from its bytes."""
    entry = journal.entry_at(tx, life.tenant_id, row.station_id, row.position)
    assert entry is not None
    assert isinstance(entry.body, SaleRecorded)
    return Sold(life, entry, entry.body)


def _number(kind: ConflictKind, sold: Sold) -> Contested:
    return Contested(kind, series=sold.fact.document.series, number=sold.fact.document.number)


def _entry_by_itself(kind: ConflictKind, sold: Sold) -> Contested:
    return Contested(kind, entry=sold.position)


def _claim(sold: Sold, thing: Contested) -> Claim:
    sale, document = sold.fact.sale, sold.fact.document
    return Claim(
        contested=thing,
        position=sold.position,
        received_at=sold.life.at,
        sold_at=sale.sold_at,
        sale_id=sale.id,
        document_id=document.id,
        document=document.printed_number,
        tickets=tuple(_tickets(sale.tickets)),
    )


def _tickets(tickets: Iterable[Ticket]) -> Iterator[ClaimedTicket]:
    for ticket in tickets:
        place = ticket.place
        seat = f"{place.section} {place.row}-{place.seat}" if place.seat_id is not None else ""
        yield ClaimedTicket(
            id=ticket.id,
            code=ticket.code,
            performance_id=place.performance_id,
            zone_id=place.zone_id,
            zone=place.zone,
            paid=ticket.price.amount + ticket.price.fee,
            seat_id=None if place.seat_id is None else SeatId(place.seat_id),
            seat=seat,
        )
