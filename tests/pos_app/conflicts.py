"""Conflict cases as HQ would send them to the small station, made by the rules from real sales."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from domain.catalogue.seat_rows import best_rows
from domain.conflicts.cases import Claim, ClaimedTicket, ConflictCase, ConflictKind, Contested, EntryPosition
from domain.conflicts.policy.dispute import Circumstances, ZoneSeats
from domain.conflicts.policy.judging import judge
from domain.ids import PerformanceId, SeatId, StationId, TicketId
from domain.sale.sale import Ticket
from pos_app.services.selling.checkout import CompletedSale
from pos_app.station import Station
from sync.facts.sales import sale
from sync.tables import canonical
from sync.tables.catalogue import conflict_case
from sync.tables.position import epoch_of, seq_of
from tests.builders import stations

OTHER = StationId(UUID(int=777))


def claimed(ticket: Ticket) -> ClaimedTicket:
    place = ticket.place
    seat = f"{place.section} {place.row}-{place.seat}" if place.seat_id is not None else ""
    return ClaimedTicket(
        ticket.id, ticket.code, place.performance_id, place.zone_id, place.zone,
        ticket.price.amount + ticket.price.fee, place.seat_id, seat,
    )  # fmt: skip


def seat_claim(station: Station, sold: CompletedSale, ticket: Ticket) -> Claim:
    """The claim that HQ records for a sale of this station."""
    with station.database.read() as tx:
        place = tx.execute(sale.select().where(sale.c.id == sold.sale.id)).one().position
    return Claim(
        contested=Contested(ConflictKind.SEAT_TWICE, ticket.place.performance_id, seat_id=ticket.place.seat_id),
        position=EntryPosition(station.id, epoch_of(place), seq_of(place)),
        received_at=station.clock.now(),
        sold_at=sold.sale.sold_at,
        sale_id=sold.sale.id,
        document_id=sold.document.id,
        document=sold.document.printed_number,
        ticket_id=ticket.id,
        tickets=tuple(map(claimed, sold.sale.tickets)),
    )


def rival(claim: Claim) -> Claim:
    """Another station's ticket for the same seat, which held the right to it."""
    own = next(ticket for ticket in claim.tickets if ticket.id == claim.ticket_id)
    theirs = replace(own, id=TicketId(UUID(int=own.id.int + 1)), code="0otraEntradaDeOtraTaquilla0")
    assert claim.sold_at is not None
    return replace(
        claim,
        position=EntryPosition(OTHER, 1, 4),
        sold_at=claim.sold_at - timedelta(minutes=12),
        sale_id=None,
        document_id=None,
        document="B-00000318",
        ticket_id=theirs.id,
        tickets=(theirs,),
        held_right=True,
    )


def hall(station: Station, performance_id: PerformanceId, free: frozenset[SeatId]) -> Circumstances:
    """The small hall with these seats free."""
    offering = stations.offering(station, performance_id)
    with station.database.read() as tx:
        plan = station.catalogue.plan_seats(tx, offering.venue.id)
    zones = tuple(
        ZoneSeats(zone.id, best_rows(seats), {seat.id: zone.base_price for seat in seats})
        for zone in offering.zones
        if (seats := [seat for seat in plan if seat.section_no in zone.section_nos])
    )
    return Circumstances(
        now=station.clock.now(), zones={performance_id: zones}, free={(station.id, performance_id): free}
    )


def receive_cases(station: Station, *cases: ConflictCase) -> None:
    """Store these cases, as the feed does."""
    with station.database.write() as tx:
        tx.upsert(conflict_case, [
            {
                "tenant_id": station.tenant_id, "id": case.id, "station_id": station.id, "kind": case.contested.kind,
                "state": case.state, "course": case.proposal.course, "opened_at": station.clock.now(),
                "body": canonical.text(case),
            }
            for case in cases
        ])  # fmt: skip


def contest(
    station: Station, sold: CompletedSale, *lost: str, free: tuple[str, ...] = ("D-4", "D-5", "D-6")
) -> tuple[ConflictCase, ...]:
    """Make and receive the cases of another station that held and sold the `lost` seats; `free` ones are left."""
    performance = sold.sale.tickets[0].place.performance_id
    tickets = [t for t in sold.sale.tickets if f"{t.place.row}-{t.place.seat}" in lost]
    claims = [claim for t in tickets for own in [seat_claim(station, sold, t)] for claim in (own, rival(own))]
    seats = frozenset(map(stations.seat_id, free))
    cases = judge(claims, (), hall(station, performance, seats))
    receive_cases(station, *cases)
    return cases
