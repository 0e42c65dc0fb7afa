"""What a group of sales shows that cannot be: found by the keys that were taken already, told as claims.

A claim is filed for each side, whichever came first: the cases are judged from the set of claims.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, select, text

from domain.conflicts.cases import Claim, ConflictKind, Contested, Position
from domain.ids import PerformanceId, StationId, ZoneId
from domain.money.money import Money
from hq.conflicts import asked_prices, cases
from hq.conflicts.contested_seats import Moved, seats_twice
from hq.journals.arrivals import Life
from hq.journals.sold import Sold, claim_of, read_sale
from hq.storage import ledger, ledger_tables
from hq.storage.batch import insert_many
from hq.storage.one_of import one_of
from sync.tables.transaction import Tx

_LONGEST_REASON = 500


def look(tx: Tx, tenant_id: UUID, sold: Sequence[Sold], moved: Sequence[Moved] = ()) -> None:
    """File a claim for everything that contradicts what HQ knows."""
    if not sold and not moved:
        return
    claims = [
        *_numbers_twice(tx, tenant_id, sold),
        *_numbers_not_held(tx, tenant_id, sold),
        *seats_twice(tx, tenant_id, sold, moved),
        *_beyond_allotment(tx, tenant_id, sold),
        *_other_prices(tx, tenant_id, sold),
        *_late(sold),
    ]
    if claims:
        touched = cases.file_claims(tx, tenant_id, claims)
        cases.assess(tx, tenant_id, sold[0].life.at if sold else moved[0].life.at, touched)


def unknown(tx: Tx, entries: Sequence[tuple[Life, int, str]]) -> None:
    """File a claim for each entry that could not be recorded: whose, its place, and why."""
    claims = []
    for life, seq, error in entries:
        position = Position(StationId(life.station_id), life.epoch, seq)
        thing = Contested(ConflictKind.UNKNOWN_ENTRY, entry=position)
        claims.append(Claim(thing, position, life.at, reason=error[:_LONGEST_REASON]))
    if claims:
        life, _, _ = entries[0]
        touched = cases.file_claims(tx, life.tenant_id, claims)
        cases.assess(tx, life.tenant_id, life.at, touched)


def _late(sold: Sequence[Sold]) -> Iterator[Claim]:
    """Sales of a life that ended, and sales of a day whose books are closed."""
    for each in sold:
        closed = each.closed_day
        if each.life.fenced or closed:
            kind = ConflictKind.LATE if each.life.fenced else ConflictKind.CLOSED_PERIOD
            yield replace(claim_of(each, _entry_by_itself(kind, each)), closed_period=closed)


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
            yield claim_of(each, thing)
            yield claim_of(read_sale(tx, each.life, row), thing)


def _numbers_not_held(tx: Tx, tenant_id: UUID, sold: Sequence[Sold]) -> Iterator[Claim]:
    blocks = _blocks(tx, tenant_id, {each.entry.station for each in sold})
    for each in sold:
        document = each.fact.document
        mine = blocks.get((each.entry.station, each.entry.epoch, document.series), ())
        if not any(first <= document.number <= last for first, last in mine):
            yield claim_of(each, _number(ConflictKind.NUMBER_NOT_HELD, each))


_held = ledger_tables.number_right.c
_BLOCKS = select(_held.station_id, _held.epoch, _held.series, _held.first, _held.last).where(
    _held.tenant_id == bindparam("tenant"), one_of(_held.station_id, "stations")
)


def _blocks(tx: Tx, tenant_id: UUID, stations: set[UUID]) -> dict[tuple[UUID, int, str], list[tuple[int, int]]]:
    found: dict[tuple[UUID, int, str], list[tuple[int, int]]] = {}
    for row in tx.execute(_BLOCKS, {"tenant": tenant_id, "stations": list(stations)}):
        found.setdefault((row.station_id, row.epoch, row.series), []).append((row.first, row.last))
    return found


_BEYOND = text("""
    SELECT told.station, told.epoch, told.performance, told.zone, z.sold - (
        SELECT coalesce(sum(granted - returned), 0) FROM place_right a
        WHERE a.tenant_id = :tenant AND a.station_id = told.station AND a.epoch = told.epoch
        AND a.performance_id = told.performance AND a.zone_id = told.zone
    ) AS beyond
    FROM json_to_recordset(CAST(:told AS json)) AS told(station uuid, epoch int4, performance uuid, zone uuid)
    JOIN zone_sold z ON z.tenant_id = :tenant AND z.station_id = told.station AND z.epoch = told.epoch
        AND z.performance_id = told.performance AND z.zone_id = told.zone
""")
_Places = tuple[UUID, int, PerformanceId, ZoneId]


def _beyond_allotment(tx: Tx, tenant_id: UUID, sold: Sequence[Sold]) -> Iterator[Claim]:
    """The sales of a station, in the order of its journal, that went beyond the places it held."""
    by_place: dict[_Places, list[tuple[Sold, int]]] = {}
    for each in sold:
        for place, count in _general(each).items():
            by_place.setdefault((each.entry.station, each.entry.epoch, *place), []).append((each, count))
    if not by_place:
        return
    # Tickets that HQ had already, under another life, were not counted again.
    for key, sold_beyond in sorted(_beyond(tx, tenant_id, by_place), key=_by_zone):
        _, _, performance, zone = key
        counted = sum(count for _, count in by_place[key])
        beyond = min(sold_beyond, counted)
        ledger.use_beyond(tx, tenant_id, performance, zone, beyond)
        for each, count in reversed(by_place[key]):
            if beyond <= 0:
                break
            yield claim_of(each, Contested(ConflictKind.OVER_CAPACITY, performance, zone))
            beyond -= count


def _by_zone(beyond: tuple[_Places, int]) -> tuple[PerformanceId, ZoneId, UUID, int]:
    (station, epoch, performance, zone), _ = beyond
    return performance, zone, station, epoch


def _beyond(tx: Tx, tenant_id: UUID, places: Iterable[_Places]) -> Iterator[tuple[_Places, int]]:
    """By how much more was sold than was held, where it was."""
    told = [{"station": each[0], "epoch": each[1], "performance": each[2], "zone": each[3]} for each in places]
    for row in tx.execute(_BEYOND, {"tenant": tenant_id, "told": msgspec.json.encode(told).decode()}):
        if row.beyond > 0:
            yield (row.station, row.epoch, PerformanceId(row.performance), ZoneId(row.zone)), int(row.beyond)


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
                yield replace(claim_of(each, thing), paid=paid, expected=expected)
                break


def _number(kind: ConflictKind, sold: Sold) -> Contested:
    return Contested(kind, series=sold.fact.document.series, number=sold.fact.document.number)


def _entry_by_itself(kind: ConflictKind, sold: Sold) -> Contested:
    return Contested(kind, entry=sold.position)
