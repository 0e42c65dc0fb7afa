"""Rights that end: returned by the station's own journal, or fenced because a life of the station ended."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import itemgetter
from uuid import UUID

from domain.ids import PerformanceId
from domain.rights import Holder, SeatSpan, covers_seat, merged_spans
from hq.audit import act_journal
from hq.audit.acts import SeatsReleased
from hq.live import availability
from hq.office import Office
from hq.people.accounts import Author
from hq.rights.rows import issued_grants, number_rights, place_rights, seat_rights, turn_rights
from hq.rights.rows.number_rights import Voided
from sync.tables.transaction import Tx

RETURNED = "returned"
"""The reason of numbers that are void because their station returned them."""


def fence(tx: Tx, ended: Holder, reason: str, at: datetime) -> None:
    """Fence the rights of a life that ended: its unused numbers are void for this reason, its seats in quarantine.

    Sales of that life that HQ does not have yet are accepted later: their numbers count as issued late.
    """
    for grant_id, series, first, last in number_rights.unused_numbers(tx, ended):
        _void(tx, ended.tenant_id, Voided(series, first, last, grant_id, reason), at)
    number_rights.fence_blocks(tx, ended)
    seat_rights.quarantine_seats(tx, ended)
    turn_rights.quarantine_turns(tx, ended)
    issued_grants.fence_grants(tx, ended)


def release_seats(tx: Tx, office: Office, by: Author, station_id: UUID, reason: str) -> int:
    """Take seats of a station's ended lives out of quarantine unless HQ knows them as sold; returns how many.

    Their turns come along, also where places have no seats. The act is audited because it takes a risk: a sale of such
    a seat may still arrive, and is then a conflict.
    """
    performances = seat_rights.delete_quarantined_seats(tx, by.tenant_id, station_id)
    released = len(performances)
    performances += turn_rights.delete_quarantined_turns(tx, by.tenant_id, station_id)
    if performances:
        act_journal.append(tx, office, by.tenant_id, SeatsReleased(station_id, released, reason), by.account_id)
        availability.notify_freed(tx, by.tenant_id, map(PerformanceId, performances))
    return released


def return_numbers(tx: Tx, holder: Holder, grant_id: UUID, returned: tuple[int, int], at: datetime) -> None:
    """Void the tail of a block, first and last number, that its holder returned."""
    series = number_rights.series_of_block(tx, holder, grant_id, returned)
    if series is not None:
        _void(tx, holder.tenant_id, Voided(series, *returned, grant_id, RETURNED), at)


def return_seats(tx: Tx, holder: Holder, grant_id: UUID, returned: Sequence[SeatSpan]) -> None:
    """Give back to HQ the seats of a grant that its holder returned."""
    spans = merged_spans(returned)
    # Iterates over the held seats, never over the spans: a station may name a span of any length.
    gone = [seat for seat in seat_rights.held_seats(tx, holder, grant_id) if covers_seat(spans, seat)]
    performance_id = seat_rights.delete_seats_of_grant(tx, holder, grant_id, gone) if gone else None
    if performance_id is not None:
        availability.notify_freed(tx, holder.tenant_id, [PerformanceId(performance_id)])


def return_turns(tx: Tx, holder: Holder, grant_id: UUID, returned: Sequence[SeatSpan]) -> None:
    """Give back to HQ the turns of a grant that its holder returned and no recorded ticket has."""
    back = merged_spans(returned)
    gone = [turn for turn in turn_rights.held_turns(tx, holder, grant_id) if covers_seat(back, turn)]
    performance_id = turn_rights.delete_turns_of_grant(tx, holder, grant_id, gone) if gone else None
    if performance_id is not None:
        availability.notify_freed(tx, holder.tenant_id, [PerformanceId(performance_id)])


def return_places(tx: Tx, tenant_id: UUID, returned: Iterable[tuple[Holder, UUID, int]]) -> None:
    """Give back to HQ the places that stations returned: holder, grant id and count."""
    by_zone: defaultdict[tuple[UUID, UUID], int] = defaultdict(int)
    for holder, grant_id, places in sorted(returned, key=itemgetter(1)):
        zone = place_rights.reduce_right(tx, holder, grant_id, places)
        if zone:
            by_zone[zone] += places
    # Pools are locked in one order, so that two groups of pushes cannot deadlock.
    for zone, places in sorted(by_zone.items()):
        place_rights.return_to_pool(tx, tenant_id, *zone, places)
    availability.notify_freed(tx, tenant_id, [PerformanceId(performance_id) for performance_id, _ in by_zone])


def _void(tx: Tx, tenant_id: UUID, voided: Voided, at: datetime) -> None:
    if voided.first <= voided.last:  # a block that is used up has no unused numbers
        number_rights.insert_void(tx, tenant_id, voided, at)
