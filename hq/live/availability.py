"""The availability of a performance, packed, and the notice of what a transaction sold."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from domain.ids import PerformanceId
from domain.rights import SeatSpan, spans
from hq.journals.recorded_sales import RecordedSale
from hq.live import rows
from hq.storage.ledger import NoSuchRow
from sync.line.live_messages import Availability, SeatsChanged, ZoneCount
from sync.tables import canonical
from sync.tables.transaction import Tx

CHANNEL = "taquilla_sold"
_LONGEST_NOTICE = 7_900
"""Bytes. PostgreSQL delivers notices of less than 8,000 bytes."""
_SEATS_A_BYTE = 4


class Notice(msgspec.Struct, frozen=True):
    """What a commit sends to every HQ process. Without `changed`, subscribers must ask for the availability."""

    tenant: UUID
    performance: PerformanceId
    changed: SeatsChanged | None = None


def availability(tx: Tx, tenant_id: UUID, performance_id: PerformanceId) -> Availability:
    """The state of every seat, in two bits each, and the counters of each zone. Raises NoSuchRow."""
    count = rows.count_seats(tx, tenant_id, performance_id)
    if count is None:
        raise NoSuchRow("performance")
    packed = bytearray(-(-count // _SEATS_A_BYTE))
    for seat, state in _states(tx, tenant_id, performance_id).items():
        if seat < count:
            packed[seat // _SEATS_A_BYTE] |= state << 2 * (seat % _SEATS_A_BYTE)
    return Availability(performance_id, count, bytes(packed), rows.zone_counts(tx, tenant_id, performance_id))


def notify_sold(tx: Tx, tenant_id: UUID, sold: Sequence[RecordedSale]) -> None:
    """Send a notice for each performance with sales, if and when the transaction commits."""
    for performance_id, taken in sold_seats(sold).items():
        zones = rows.zone_counts(tx, tenant_id, performance_id)
        rows.notify(tx, CHANNEL, sold_notice(tenant_id, performance_id, taken, zones))


def sold_seats(sold: Sequence[RecordedSale]) -> dict[PerformanceId, set[int]]:
    """The seats that these sales took, by performance; none of one whose tickets have no seat."""
    seats: dict[PerformanceId, set[int]] = {}
    for sale in sold:
        for ticket in sale.fact.sale.tickets:
            taken = seats.setdefault(ticket.place.performance_id, set())
            if ticket.place.seat_id is not None:
                taken.add(ticket.place.seat_id)
    return dict(sorted(seats.items()))


def sold_notice(
    tenant_id: UUID, performance_id: PerformanceId, seats: Iterable[int], zones: tuple[ZoneCount, ...]
) -> str:
    """The text of the notice of sold seats, with the counters of the zones after the sale."""
    return _text(Notice(tenant_id, performance_id, SeatsChanged(performance_id, spans(seats), (), zones)))


def notify_granted(tx: Tx, tenant_id: UUID, performance_id: PerformanceId, seats: tuple[SeatSpan, ...] = ()) -> None:
    """Send a notice of granted seats, or of a zone's granted places, if and when the transaction commits."""
    zones = rows.zone_counts(tx, tenant_id, performance_id)
    _notify(tx, Notice(tenant_id, performance_id, SeatsChanged(performance_id, zones=zones, granted=seats)))


def notify_freed(tx: Tx, tenant_id: UUID, performances: Iterable[PerformanceId]) -> None:
    """Ask subscribers to fetch performances again, if and when the transaction commits: HQ got rights of them back."""
    for performance_id in sorted(set(performances)):
        _notify(tx, Notice(tenant_id, performance_id))


def _notify(tx: Tx, notice: Notice) -> None:
    rows.notify(tx, CHANNEL, _text(notice))


def _text(notice: Notice) -> str:
    payload = canonical.text(notice)
    if len(payload.encode()) > _LONGEST_NOTICE:
        payload = canonical.text(Notice(notice.tenant, notice.performance))
    return payload


def _states(tx: Tx, tenant_id: UUID, performance_id: PerformanceId) -> dict[int, int]:
    """The seats that are not simply unsold. Of a seat's states the least number counts: SOLD before the others."""
    states: dict[int, int] = {}
    for row in rows.seat_states(tx, tenant_id, performance_id):
        states[row.seat] = min(row.state, states.get(row.seat, row.state))
    return states
