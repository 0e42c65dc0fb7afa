"""Conflicts in a group of pushed sales: each check yields claims, and the cases are judged from the claims.

A claim is filed for each side, so that the cases do not depend on which side HQ received first.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from domain.conflicts.cases import Claim, ConflictKind, Contested, EntryPosition
from domain.ids import PerformanceId, StationId, ZoneId
from domain.rights import Holder
from hq.conflicts import cases
from hq.conflicts.contested_seats import Moved, seats_twice
from hq.conflicts.derived_figures import other_figures
from hq.conflicts.exchange_credits import false_credits
from hq.conflicts.references_twice import references_twice
from hq.conflicts.rights_not_held import rights_not_held
from hq.conflicts.rows import evidence
from hq.journals.arrivals import Life
from hq.journals.issued import Issued, claim_of_document, read_issued
from hq.journals.recorded_sales import RecordedSale, claim_of
from hq.office import Office
from hq.storage import ledger
from sync.facts import Entry
from sync.tables.transaction import Tx

_LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a group of entries issued, sold, moved and returned (seats)."""

    issued: Sequence[Issued] = ()
    sold: Sequence[RecordedSale] = ()
    moved: Sequence[Moved] = ()
    returned: Sequence[Entry] = ()


def file_contradictions(tx: Tx, office: Office, group: Recorded) -> None:
    """File a claim for every document, sale and moved ticket that contradicts what HQ knows, and judge the cases."""
    issued, sold, moved = group.issued, group.sold, group.moved
    lives = [*(one.life for one in issued), *(sale.life for sale in sold), *(ticket.life for ticket in moved)]
    if not lives:
        return
    tenant_id = lives[0].tenant_id
    claims = [
        *_numbers_twice(tx, tenant_id, issued),
        *_numbers_not_held(tx, tenant_id, issued),
        *seats_twice(tx, tenant_id, sold, moved),
        *_beyond_allotment(tx, tenant_id, sold),
        *other_figures(tx, office, tenant_id, sold),
        *false_credits(tx, tenant_id, sold),
        *references_twice(tx, tenant_id, sold),
        *late_claims(sold),
        *rights_not_held(tx, tenant_id, sold, moved, group.returned),
    ]
    if claims:
        touched = cases.file_claims(tx, tenant_id, claims)
        cases.assess(tx, tenant_id, lives[0].at, touched)


def file_unrecorded(tx: Tx, entries: Sequence[tuple[Life, int, str]]) -> None:
    """File a claim for each entry that HQ could not record: its life, its number, and the error."""
    claims = []
    for life, seq, error in entries:
        position = EntryPosition(StationId(life.station_id), life.epoch, seq)
        contested = Contested(ConflictKind.UNKNOWN_ENTRY, entry=position)
        claims.append(Claim(contested, position, life.at, reason=error[:_LONGEST_REASON]))
    if claims:
        life, _, _ = entries[0]
        touched = cases.file_claims(tx, life.tenant_id, claims)
        cases.assess(tx, life.tenant_id, life.at, touched)


def late_claims(sold: Sequence[RecordedSale]) -> Iterator[Claim]:
    """Claims of sales of a life that ended, and sales of a day whose books are closed."""
    for sale in sold:
        closed = sale.closed_day
        if sale.life.fenced or closed:
            kind = ConflictKind.LATE if sale.life.fenced else ConflictKind.CLOSED_PERIOD
            yield replace(claim_of(sale, Contested(kind, entry=sale.position)), closed_period=closed)


def keep_numbers(tx: Tx, tenant_id: UUID, issued: Sequence[Issued]) -> int:
    """Write down that these numbers were printed; returns how many had no document before."""
    return evidence.insert_numbers(tx, number_rows(tenant_id, issued))


def number_rows(tenant_id: UUID, issued: Sequence[Issued]) -> list[dict[str, object]]:
    """The rows of these printed numbers."""
    return [
        {"tenant_id": tenant_id, "series": one.document.series, "number": one.document.number,
         "document_id": one.document.id, "station_id": one.entry.station, "position": one.entry.position}
        for one in issued
    ]  # fmt: skip


def _numbers_twice(tx: Tx, tenant_id: UUID, issued: Sequence[Issued]) -> Iterator[Claim]:
    if keep_numbers(tx, tenant_id, issued) == len(issued):
        return
    numbers = [{"series": one.document.series, "number": one.document.number} for one in issued]
    first = evidence.first_documents(tx, tenant_id, numbers)
    for one in issued:
        row = first[one.document.series, one.document.number]
        if row.document_id != one.document.id:
            contested = _number(ConflictKind.NUMBER_TWICE, one)
            yield claim_of_document(one, contested)
            yield claim_of_document(read_issued(tx, one.life, row), contested)


def _numbers_not_held(tx: Tx, tenant_id: UUID, issued: Sequence[Issued]) -> Iterator[Claim]:
    used = [(one.entry.station, one.entry.epoch, one.document.series, one.document.number) for one in issued]
    not_held = evidence.numbers_not_held(tx, tenant_id, used)
    for one, number in zip(issued, used, strict=True):
        document = one.document
        if number in not_held:
            claim = claim_of_document(one, _number(ConflictKind.NUMBER_NOT_HELD, one))
            # HQ believes an acceptance without its own record of the grant only when its seal proves it.
            seller = Holder(tenant_id, one.entry.station, one.entry.epoch)
            is_proved = evidence.accepted_number(tx, seller, document.series, document.number)
            yield replace(claim, certificate=is_proved)


_Places = tuple[UUID, int, PerformanceId, ZoneId]
"""Station, epoch, performance and zone."""


def _beyond_allotment(tx: Tx, tenant_id: UUID, sold: Sequence[RecordedSale]) -> Iterator[Claim]:
    """The last sales of each station, as many as went beyond the places that it held."""
    by_place: dict[_Places, list[tuple[RecordedSale, int]]] = {}
    for sale in sold:
        for place, count in general_places(sale).items():
            by_place.setdefault((sale.entry.station, sale.entry.epoch, *place), []).append((sale, count))
    if not by_place:
        return
    # Pools are locked in the order of their zones, so that two groups cannot deadlock.
    for key, sold_beyond in sorted(_beyond(tx, tenant_id, by_place), key=_by_zone):
        _, _, performance, zone = key
        # Never more than this group sold: earlier groups have filed their part.
        counted = sum(count for _, count in by_place[key])
        beyond = min(sold_beyond, counted)
        ledger.use_beyond(tx, tenant_id, performance, zone, beyond)
        for sale, count in reversed(by_place[key]):
            if beyond <= 0:
                break
            yield claim_of(sale, Contested(ConflictKind.OVER_CAPACITY, performance, zone))
            beyond -= count


def _by_zone(beyond: tuple[_Places, int]) -> tuple[PerformanceId, ZoneId, UUID, int]:
    (station, epoch, performance, zone), _ = beyond
    return performance, zone, station, epoch


def _beyond(tx: Tx, tenant_id: UUID, places: Iterable[_Places]) -> Iterator[tuple[_Places, int]]:
    """The places of which more were sold than held, and how many more."""
    keys = [
        {"station": station, "epoch": epoch, "performance": performance, "zone": zone}
        for station, epoch, performance, zone in places
    ]
    for row in evidence.places_beyond(tx, tenant_id, keys):
        if row.beyond > 0:
            yield (row.station, row.epoch, PerformanceId(row.performance), ZoneId(row.zone)), int(row.beyond)


def general_places(sold: RecordedSale) -> dict[tuple[PerformanceId, ZoneId], int]:
    """The tickets without a seat of a sale, counted by performance and zone."""
    counted: dict[tuple[PerformanceId, ZoneId], int] = {}
    for ticket in sold.fact.sale.tickets:
        if ticket.place.seat_id is None:
            place = (ticket.place.performance_id, ticket.place.zone_id)
            counted[place] = counted.get(place, 0) + 1
    return counted


def _number(kind: ConflictKind, issued: Issued) -> Contested:
    return Contested(kind, series=issued.document.series, number=issued.document.number)
