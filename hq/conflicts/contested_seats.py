"""Seats with two live tickets: by two sales, or by a sale and a ticket that was moved there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import msgspec
from sqlalchemy import select, text

from domain.conflicts.cases import Claim, ConflictKind, Contested
from domain.ids import PerformanceId, SeatId, TicketId
from domain.sale.sale import Ticket
from hq.journals.arrivals import Life
from hq.journals.sold import Sold, claim_of, read_sale
from hq.storage import ledger_tables
from sync.facts import Entry
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Moved:
    """A ticket that went to another place, as it came in."""

    life: Life
    entry: Entry
    ticket: Ticket


_CONTESTED = text("""
    SELECT told.performance_id, told.seat_id, told.ticket_id AS ours, s.ticket_id AS theirs
    FROM json_to_recordset(CAST(:told AS json))
        AS told(performance_id uuid, seat_id int4, ticket_id uuid, position int8)
    JOIN sold_seat s ON s.tenant_id = :tenant AND s.performance_id = told.performance_id AND s.seat_id = told.seat_id
    WHERE s.ticket_id <> told.ticket_id AND NOT EXISTS (SELECT 1 FROM replaced_ticket r
        WHERE r.tenant_id = :tenant AND r.ticket_id = told.ticket_id AND r.position > told.position)
""")
"""A ticket that left the seat again contests it no more."""
_WHERE_SOLD = text("""
    SELECT sale.station_id, sale.position
    FROM ticket t
    JOIN sale ON sale.tenant_id = :tenant AND sale.id = t.sale_id
    WHERE t.tenant_id = :tenant AND t.id = :ticket
""")


def seats_twice(tx: Tx, tenant_id: UUID, sold: Sequence[Sold], moved: Sequence[Moved]) -> Iterator[Claim]:
    """The seats of this group that somebody else's ticket has; one statement when, as always, there are none.

    A ticket claims by its sale, wherever it was moved since: the claims are the same in any order of arrival.
    """
    here = {ticket.id: each for each in sold for ticket in each.fact.sale.tickets}
    told = [
        *(_told(ticket, each.entry) for each in sold for ticket in each.fact.sale.tickets),
        *(_told(each.ticket, each.entry) for each in moved),
    ]
    seated = [each for each in told if each["seat_id"] is not None]
    if not seated:
        return
    life = sold[0].life if sold else moved[0].life
    parameters = {"told": msgspec.json.encode(seated).decode(), "tenant": tenant_id}
    for seat in tx.execute(_CONTESTED, parameters).all():
        thing = Contested(
            ConflictKind.SEAT_TWICE, performance_id=PerformanceId(seat.performance_id), seat_id=SeatId(seat.seat_id)
        )
        for ticket_id in (seat.ours, seat.theirs):
            for side in [here[ticket_id]] if ticket_id in here else _sales(tx, life, ticket_id):
                yield from _claims(tx, side, thing, ticket_id)


def _told(ticket: Ticket, entry: Entry) -> dict[str, object]:
    return {
        "performance_id": ticket.place.performance_id, "seat_id": ticket.place.seat_id, "ticket_id": ticket.id,
        "position": entry.position,
    }  # fmt: skip


def _sales(tx: Tx, life: Life, ticket_id: TicketId) -> list[Sold]:
    rows = tx.execute(_WHERE_SOLD, {"tenant": life.tenant_id, "ticket": ticket_id}).all()
    return [read_sale(tx, life, row) for row in rows]


def _claims(tx: Tx, sold: Sold, thing: Contested, ticket_id: TicketId) -> Iterator[Claim]:
    if not any(ticket.id == ticket_id for ticket in sold.fact.sale.tickets):
        return  # two sales under one id have one row: the entry it names is the other's
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
    yield replace(claim_of(sold, thing), ticket_id=ticket_id, held_right=held is not None)
