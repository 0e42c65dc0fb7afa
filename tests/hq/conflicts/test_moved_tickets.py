"""Tickets that a station moved to other seats: a seat with two live tickets is a case."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, select, text

from domain.after_sale.ticket_changes import ChangedTicket
from domain.conflicts.cases import ConflictKind
from domain.rights import GrantId, SeatGrant, spans
from hq.books.check import check
from hq.conflicts import cases
from hq.findings import Flaw
from hq.office import Office
from hq.storage import conflict_tables
from sync import facts
from sync.facts.sales import sold_seat
from tests.builders import stations as small
from tests.builders.counters import Counter, Counters, two_counters
from tests.hq.intake.test_stubborn_entries import sales
from tests.hq.sent_cases import sent

pytestmark = pytest.mark.house


@pytest.fixture
def counters(office: Office, tmp_path: Path) -> Iterator[Counters]:
    with two_counters(office, tmp_path) as (one, two):
        one.grant(numbers=30, seats=["A-1", "A-2"])
        two.grant(numbers=30, seats=["B-1", "B-2"])
        yield one, two


def move_ticket(one: Counter, to: str) -> None:
    """Move the ticket of its first sale to another seat."""
    ticket = sales(one)[0].sale.tickets[0]
    place = replace(ticket.place, seat_id=small.seat_id(to), row=to[0], seat=to[2:])
    moved = replace(ticket, code="9" * len(ticket.code), place=place)
    one.append(facts.TicketReplaced(sent(one), ticket.code, ticket.place, moved))


def accept_foreign_seat(two: Counter, seat: str) -> None:
    """Record a grant of a seat that HQ granted to another station."""
    performance = small.offering(two.station).performance.id
    grant = SeatGrant(GrantId(two.station.ids.new()), performance, spans([small.seat_id(seat)]))
    two.append(facts.SeatsAccepted(grant=grant, certificate=""))


@pytest.mark.parametrize("first", [0, 1])
def test_a_ticket_moved_to_a_seat_that_was_sold_is_a_case_with_both_sides(counters: Counters, first: int) -> None:
    one, two = counters
    one.sell_seats("A-1")
    two.sell_seats("B-1")
    move_ticket(two, "A-1")
    for station in (counters[first], counters[1 - first]):
        station.push()
    tenant_id = one.holder.tenant_id
    with one.office.database.tenant(tenant_id) as tx:
        waiting = {case.contested.kind: case for case in cases.open_cases(tx, tenant_id)}
    assert set(waiting) == {ConflictKind.SEAT_TWICE, ConflictKind.RIGHT_NOT_HELD, ConflictKind.OVER_CAPACITY}
    case = waiting[ConflictKind.SEAT_TWICE]
    assert {claim.position.station_id for claim in case.claims} == {one.holder.station_id, two.holder.station_id}
    winner = case.claim(case.proposal.winner)
    assert winner
    assert winner.position.station_id == one.holder.station_id
    assert check(one.office, tenant_id).findings == ()


def test_the_seat_is_the_moved_tickets_when_it_wins(counters: Counters) -> None:
    one, two = counters
    kept = one.sell_seats("A-1").sale.tickets[0].id
    move_ticket(one, "A-2")
    accept_foreign_seat(two, "A-2")
    two.sell_seats("A-2")
    two.push()
    one.push()
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        rows = tx.execute(select(sold_seat.c.seat_id, sold_seat.c.ticket_id)).all()
    assert {row.seat_id: row.ticket_id for row in rows} == {small.seat_id("A-2"): kept}


def test_a_seat_that_a_moved_ticket_left_may_be_sold_in_the_same_push(counters: Counters) -> None:
    one, _ = counters
    one.sell_seats("A-1")
    move_ticket(one, "A-2")
    one.sell_seats("A-1")
    one.push()
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        kinds = [case.contested.kind for case in cases.open_cases(tx, one.holder.tenant_id)]
    assert kinds == [ConflictKind.OVER_CAPACITY]  # the case that the move answers
    assert check(one.office, one.holder.tenant_id).findings == ()


def test_the_check_finds_a_seat_with_two_live_tickets_that_nobody_told(counters: Counters) -> None:
    one, two = counters
    one.sell_seats("A-1")
    two.sell_seats("B-1")
    move_ticket(two, "A-1")
    one.push()
    two.push()
    tenant_id = one.holder.tenant_id
    with one.office.database.owner() as connection:
        connection.execute(
            text("SET LOCAL session_replication_role = replica")
        )  # skips the triggers of append-only tables
        connection.execute(delete(conflict_tables.conflict_claim))
    assert any(finding.flaw is Flaw.SEAT_TWICE for finding in check(one.office, tenant_id).findings)


def change_in_place(one: Counter) -> None:
    """Give the ticket of its first sale another code."""
    sold = sales(one)[0].sale
    ticket = sold.tickets[0]
    change = ChangedTicket(ticket.code, ticket.place, 1, replace(ticket, code="8" * len(ticket.code)))
    one.append(facts.TicketReissued(one.station.ids.new(), sold.id, change, "La perdió"))


@pytest.mark.parametrize("first", [0, 1])
def test_a_ticket_with_another_code_still_claims_its_seat(counters: Counters, first: int) -> None:
    one, two = counters
    accept_foreign_seat(two, "A-1")
    for station in counters:
        station.sell_seats("A-1")
        change_in_place(station)
    for station in (counters[first], counters[1 - first]):
        station.push()
    tenant_id = one.holder.tenant_id
    with one.office.database.tenant(tenant_id) as tx:
        waiting = {case.contested.kind: case for case in cases.open_cases(tx, tenant_id)}
    claims = waiting[ConflictKind.SEAT_TWICE].claims
    assert {claim.position.station_id for claim in claims} == {one.holder.station_id, two.holder.station_id}
