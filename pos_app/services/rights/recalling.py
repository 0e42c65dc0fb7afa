"""Recalls: HQ asks for rights back. The station answers by itself with what is free, and shows what it was asked for.

What is sold or in a cart stays; what is freed later goes back with a later round. Without a line the station goes on
selling what it holds: a recall moves no right, only the returns of the journal do.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.catalogue.offering import NotForSale
from domain.ids import PerformanceId, SeatId
from domain.rights import Recall, seats_of
from pos_app.services.rights import in_use, returning
from pos_app.services.rights.returning import AnyReturn
from pos_app.station import Station
from pos_app.storage.catalogue import numbers, recalled_rights
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class RecallNotice:
    """A recall as a person reads it: what for, how much went back, and how much waits in carts.

    `series` is empty but for numbers; `zone` is empty for seats, whose zones may be several.
    """

    reason: str
    received_at: datetime
    returned: int
    waiting: int
    is_seats: bool = False
    series: str = ""
    event: str = ""
    zone: str = ""
    starts_at: datetime | None = None


def receive(station: Station, recalls: Collection[Recall]) -> None:
    """Keep what HQ asks for now."""
    with station.database.read() as tx:
        kept = {known.recall for known in recalled_rights.known(tx) if known.stands}
    if kept != set(recalls):
        with station.database.write() as tx:
            recalled_rights.replace(tx, recalls, station.clock.now())


def answer(station: Station) -> int:
    """Return what HQ asks for and is free; gives the count of what went back, turns apart."""
    with station.database.read() as tx:
        standing = [known.recall for known in recalled_rights.known(tx) if known.stands]
        due = [recall for recall in standing if _free(tx, station, recall)]
    return sum(_answer(station, recall) for recall in due)


def notices(station: Station) -> Sequence[RecallNotice]:
    """What HQ asked for, the latest first."""
    with station.database.read() as tx:
        return [_notice(tx, station, known) for known in recalled_rights.known(tx)]


def mark_seen(station: Station) -> None:
    """Somebody has read the notices."""
    with station.database.write() as tx:
        recalled_rights.mark_seen(tx)


def _answer(station: Station, recall: Recall) -> int:
    with station.database.write() as tx:
        count = _free(tx, station, recall)
        if count:
            returning.append(tx, station, _returns(tx, station, recall, count), None)
            recalled_rights.add_returned(tx, recall.id, count)
    return count


def _free(tx: Tx, station: Station, recall: Recall) -> int:
    """How much of what is asked for can go back now."""
    if recall.series:
        return _over(tx, station, recall)
    assert recall.performance_id is not None
    if recall.zone_id is None:
        return len(_free_seats(tx, station, recall, recall.performance_id))
    zone = recall.performance_id, recall.zone_id
    unused = returning.unsold_places(tx, station, zone) - in_use.places_in_use(tx, station.holder, zone)
    return max(0, min(unused, _over(tx, station, recall)))


def _over(tx: Tx, station: Station, recall: Recall) -> int:
    """How many unused numbers or places the station holds beyond those that it may keep."""
    if recall.series:
        left, _ = numbers.left(tx, station.holder, recall.series)
        return max(0, left - recall.keep)
    assert recall.performance_id is not None
    if recall.zone_id is None:
        return len(seats_of(recall.seats) & returning.unsold_seats(tx, station, recall.performance_id))
    return max(0, returning.unsold_places(tx, station, (recall.performance_id, recall.zone_id)) - recall.keep)


def _free_seats(tx: Tx, station: Station, recall: Recall, performance_id: PerformanceId) -> frozenset[SeatId]:
    unsold = seats_of(recall.seats) & returning.unsold_seats(tx, station, performance_id)
    return unsold - in_use.seats_in_use(tx, station.holder, performance_id)


def _returns(tx: Tx, station: Station, recall: Recall, count: int) -> list[AnyReturn]:
    if recall.series:
        blocks = [block for block in numbers.held(tx, station.holder) if block.series == recall.series]
        return list(returning.tails(blocks, count))
    assert recall.performance_id is not None
    if recall.zone_id is not None:
        return list(returning.places_with_turns(tx, station, (recall.performance_id, recall.zone_id), count))
    free = _free_seats(tx, station, recall, recall.performance_id)
    return list(returning.seats_with_turns(tx, station, recall.performance_id, free))


def _notice(tx: Tx, station: Station, known: recalled_rights.KnownRecall) -> RecallNotice:
    recall = known.recall
    waiting = _over(tx, station, recall) if known.stands else 0
    counts = (recall.reason, known.received_at, known.returned, waiting)
    if recall.performance_id is None:
        return RecallNotice(*counts, series=recall.series)
    try:
        offering = station.catalogue.offering(tx, recall.performance_id)
    except NotForSale:  # the performance left the catalogue
        return RecallNotice(*counts, is_seats=recall.zone_id is None)
    zone = next((zone.name for zone in offering.zones if zone.id == recall.zone_id), "")
    event, starts_at = offering.event.name, offering.performance.starts_at
    return RecallNotice(*counts, is_seats=recall.zone_id is None, event=event, zone=zone, starts_at=starts_at)
