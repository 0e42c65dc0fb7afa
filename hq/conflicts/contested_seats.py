"""Seats with two live tickets: of two sales, or of a sale and a ticket that was moved to the seat."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from domain.conflicts.cases import Claim, ConflictKind, Contested
from domain.ids import PerformanceId, SeatId, TicketId
from domain.rights import Holder
from domain.sale.sale import Ticket
from hq.conflicts.rows import evidence
from hq.journals.arrivals import Life
from hq.journals.recorded_sales import RecordedSale, claim_of, read_sale
from sync.facts import Entry
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Moved:
    """A ticket that a station moved to another place, with the entry that records the move."""

    life: Life
    entry: Entry
    ticket: Ticket


def seats_twice(tx: Tx, tenant_id: UUID, sold: Sequence[RecordedSale], moved: Sequence[Moved]) -> Iterator[Claim]:
    """The claims of both tickets of each seat of this group that HQ knows under another ticket.

    A ticket claims by its sale, also after it was moved: so the claims are the same in any order of arrival.
    """
    sale_of = {ticket.id: sale for sale in sold for ticket in sale.fact.sale.tickets}
    seats = [
        *(_seat(ticket, sale.entry) for sale in sold for ticket in sale.fact.sale.tickets),
        *(_seat(move.ticket, move.entry) for move in moved),
    ]
    numbered = [seat for seat in seats if seat["seat_id"] is not None]
    if not numbered:
        return
    life = sold[0].life if sold else moved[0].life
    for row in evidence.contested_seats(tx, tenant_id, numbered):
        contested = Contested(
            ConflictKind.SEAT_TWICE, performance_id=PerformanceId(row.performance_id), seat_id=SeatId(row.seat_id)
        )
        for ticket_id in (row.ours, row.theirs):
            for sale in [sale_of[ticket_id]] if ticket_id in sale_of else _stored_sales(tx, life, ticket_id):
                yield from _claims(tx, sale, contested, ticket_id)


def _seat(ticket: Ticket, entry: Entry) -> dict[str, object]:
    return {
        "performance_id": ticket.place.performance_id, "seat_id": ticket.place.seat_id, "ticket_id": ticket.id,
        "position": entry.position,
    }  # fmt: skip


def _stored_sales(tx: Tx, life: Life, ticket_id: TicketId) -> list[RecordedSale]:
    return [read_sale(tx, life, row) for row in evidence.sales_of_ticket(tx, life.tenant_id, ticket_id)]


def _claims(tx: Tx, sold: RecordedSale, contested: Contested, ticket_id: TicketId) -> Iterator[Claim]:
    if not any(ticket.id == ticket_id for ticket in sold.fact.sale.tickets):
        return  # two sales with one id share a row, which names the entry of the other sale
    seller = Holder(sold.entry.tenant, sold.entry.station, sold.entry.epoch)
    held = evidence.holds_seat(tx, seller, contested.performance_id, contested.seat_id)
    yield replace(claim_of(sold, contested), ticket_id=ticket_id, held_right=held)
