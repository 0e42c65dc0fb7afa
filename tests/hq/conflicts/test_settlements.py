"""A settlement answers a case that HQ had sent to the station; any other changes nothing and asks HQ's staff."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from domain.after_sale.ticket_changes import ChangedTicket
from domain.conflicts.cases import (
    CaseId,
    CaseState,
    Choice,
    ClaimId,
    ConflictCase,
    ConflictKind,
    Contested,
    Resolution,
    ResolutionId,
    case_id,
)
from domain.conflicts.doubts import Doubt, Why
from domain.money.money import USD, Money
from domain.rights import GrantId, SeatGrant, spans
from domain.sale.sale import Ticket
from hq.books.check import check
from hq.conflicts import cases
from hq.intake.run_again import run_again
from hq.journals.entry_states import refused
from hq.office import Office
from sync import facts
from sync.facts.conflicts import replaced_ticket, settled_case
from sync.facts.sales import sold_seat, zone_sold
from tests.builders import stations as small
from tests.builders.counters import Counter, Counters, two_counters
from tests.hq.intake.test_stubborn_entries import sales
from tests.hq.sent_cases import send_case, sent

pytestmark = pytest.mark.house


@pytest.fixture
def counters(office: Office, tmp_path: Path) -> Iterator[Counters]:
    with two_counters(office, tmp_path) as (one, two):
        one.grant(numbers=30, seats=["A-1", "A-2", "A-3"], places=10)
        two.grant(numbers=30, seats=["B-1", "B-2", "B-3"], places=10)
        one.sell_seats("A-1")
        two.sell_seats("B-1")
        one.push()
        two.push()
        yield one, two


def ticket_of(one: Counter) -> Ticket:
    return sales(one)[0].sale.tickets[0]


def withdrawn(one: Counter, case_id: CaseId, **values: Any) -> facts.TicketWithdrawn:
    ticket = ticket_of(one)
    whole: dict[str, Any] = {"case_id": case_id, "ticket": ticket, "owed": ticket.price.amount + ticket.price.fee}
    return facts.TicketWithdrawn(**whole | values)


def moved(one: Counter, case_id: CaseId, to: str = "A-2", **values: Any) -> facts.TicketReplaced:
    ticket = ticket_of(one)
    place = replace(ticket.place, seat_id=small.seat_id(to), row=to[0], seat=to[2:])
    new = replace(ticket, code="9" * len(ticket.code), place=place)
    whole: dict[str, Any] = {"case_id": case_id, "old_code": ticket.code, "before": ticket.place, "ticket": new}
    return facts.TicketReplaced(**whole | values)


def settled(one: Counter, case: ConflictCase, **values: Any) -> facts.ConflictSettled:
    remedy = case.proposal.remedies[0]
    resolution = Resolution(
        id=ResolutionId(one.station.ids.new()),
        case_id=case.id,
        choice=Choice.MONEY_BACK,
        at=one.station.clock.now(),
        by=small.rosa(one.station).id,
        winner=case.proposal.winner,
        settles=(remedy.claim_id,),
    )
    return facts.ConflictSettled(replace(resolution, **values))


def rows_of(one: Counter) -> list[Any]:
    """What a settlement changes at HQ."""
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        tables = (replaced_ticket, settled_case, sold_seat, zone_sold)
        return [sorted(map(tuple, tx.execute(select(table))), key=str) for table in tables]


def doubts(one: Counter) -> list[Doubt]:
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        waiting = cases.open_cases(tx, one.holder.tenant_id)
    kinds = [case for case in waiting if case.contested.kind is ConflictKind.SETTLEMENT_UNASKED]
    return [claim.doubt for case in kinds for claim in case.claims if claim.doubt]


def is_refused(one: Counter, *lies: facts.AnyFact) -> list[Why]:
    """Push the lies: nothing changes at HQ, each opens a case, and the station goes on."""
    before = rows_of(one)
    one.append(*lies)
    assert one.push().acknowledged == one.next_push().top
    one.session = ""
    assert rows_of(one) == before
    run_again(one.office, one.holder.tenant_id)
    assert rows_of(one) == before
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        assert len(refused(tx, one.holder.tenant_id)) == len(lies)
    assert check(one.office, one.holder.tenant_id).ok
    return [doubt.why for doubt in doubts(one)]


def test_a_case_that_was_sent_is_settled_and_frees_the_seat(counters: Counters) -> None:
    one, _ = counters
    case = send_case(one)
    one.append(withdrawn(one, case.id), settled(one, case))
    one.push()
    assert doubts(one) == []
    replaced, done, seats, _ = rows_of(one)
    assert (len(replaced), len(done)) == (1, 1)
    assert [row[2] for row in seats] == [small.seat_id("B-1")]
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        assert cases.case(tx, one.holder.tenant_id, case.id).state is CaseState.CLOSED


MakesLie = Callable[[Counter, ConflictCase], facts.AnyFact]
LIES: dict[str, tuple[MakesLie, Why]] = {
    "a withdrawal for no case": (lambda one, _: withdrawn(one, CaseId(one.station.ids.new())), Why.NO_CASE),
    "a move for no case": (lambda one, _: moved(one, CaseId(one.station.ids.new())), Why.NO_CASE),
    "a settlement of no case": (
        lambda one, case: settled(one, case, case_id=CaseId(one.station.ids.new())),
        Why.NO_CASE,
    ),
    "more money than was paid": (lambda one, case: withdrawn(one, case.id, owed=Money(10**6, USD)), Why.OTHER_AMOUNT),
    "a place that it was not at": (
        lambda one, case: moved(one, case.id, before=replace(ticket_of(one).place, seat_id=small.seat_id("A-3"))),
        Why.OTHER_PLACE,
    ),
    "a zone that it was not in": (
        lambda one, case: moved(
            one, case.id, before=replace(ticket_of(one).place, zone_id=small.zone(one.station, "General").id)
        ),
        Why.OTHER_PLACE,
    ),
    "another code": (lambda one, case: moved(one, case.id, old_code="0" * 27), Why.OTHER_TICKET),
    "another winner": (
        lambda one, case: settled(one, case, winner=case.claims[0].id, settles=()),
        Why.OTHER_WINNER,
    ),
    "sides that are not of the case": (
        lambda one, case: settled(one, case, settles=(ClaimId(one.station.ids.new()),)),
        Why.OTHER_WINNER,
    ),
    "by a cashier": (lambda one, case: settled(one, case, by=small.ana(one.station).id), Why.NOT_ALLOWED),
    "by nobody": (lambda one, case: settled(one, case, by=None), Why.NOT_ALLOWED),
}


@pytest.mark.parametrize("name", list(LIES))
def test_a_settlement_that_the_case_does_not_allow_changes_nothing(counters: Counters, name: str) -> None:
    one, _ = counters
    case = send_case(one)
    makes, why = LIES[name]
    assert is_refused(one, makes(one, case)) == [why]


def test_a_case_of_another_station_is_not_settled(counters: Counters) -> None:
    one, two = counters
    case = send_case(one)
    assert is_refused(two, withdrawn(two, case.id), settled(two, case)) == [Why.NO_CASE] * 2


def test_a_ticket_of_another_sale_does_not_leave_its_seat(counters: Counters) -> None:
    """The case is about the first sale; the second one's ticket is not in it."""
    one, _ = counters
    case = send_case(one)
    second = one.sell_seats("A-3").sale.tickets[0]
    one.push()
    lie = withdrawn(one, case.id, ticket=second, owed=second.price.amount + second.price.fee)
    assert is_refused(one, lie) == [Why.OTHER_TICKET]


def test_a_ticket_is_withdrawn_once(counters: Counters) -> None:
    one, _ = counters
    case = send_case(one)
    one.append(withdrawn(one, case.id), withdrawn(one, case.id), moved(one, case.id))
    one.push()
    assert [doubt.why for doubt in doubts(one)] == [Why.OTHER_TICKET] * 2
    assert len(rows_of(one)[0]) == 1


def test_a_case_that_the_same_push_opens_was_sent_to_nobody(counters: Counters) -> None:
    """The id of a case can be computed by anybody; the settlement waits for HQ's staff."""
    one, two = counters
    two.sell_seats("B-2")
    two.push()
    asked = send_case(one)
    contested = Contested(
        ConflictKind.SEAT_TWICE, small.offering(one.station).performance.id, seat_id=small.seat_id("B-2")
    )
    forged = SeatGrant(
        GrantId(one.station.ids.new()), contested.performance_id or ticket_of(one).place.performance_id,
        spans([small.seat_id("B-2")]),
    )  # fmt: skip
    one.append(facts.SeatsAccepted(forged, ""))
    one.sell_seats("B-2")
    one.append(settled(one, asked, case_id=case_id(contested, 0)))
    one.push()
    assert [doubt.why for doubt in doubts(one)] == [Why.NO_CASE]
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        assert cases.case(tx, one.holder.tenant_id, case_id(contested, 0)).state is CaseState.OPEN


def test_staff_may_accept_a_settlement_that_hq_does_not_remember(counters: Counters) -> None:
    """HQ was put back to a copy from before it sent the case. Its staff lets both entries stand."""
    one, _ = counters
    case = send_case(one)
    with one.office.database.owner() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for table in ("conflict_history", "conflict_claim", "conflict_case", "dispute"):
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608  # our own tables
    is_refused(one, withdrawn(one, case.id), settled(one, case))
    tenant_id = one.holder.tenant_id
    with one.office.database.tenant(tenant_id) as tx:
        waiting = cases.open_cases(tx, tenant_id)
    for doubted in waiting:
        act = Resolution(
            ResolutionId(one.station.ids.new()),
            doubted.id,
            Choice.STAND,
            one.office.clock.now(),
            settles=tuple(claim.id for claim in doubted.claims),
        )
        cases.resolve(one.office, tenant_id, act)
    assert run_again(one.office, tenant_id) == 2
    replaced, done, seats, _ = rows_of(one)
    assert (len(replaced), len(done), len(seats)) == (1, 1, 1)
    with one.office.database.tenant(tenant_id) as tx:
        assert refused(tx, tenant_id) == []
    assert run_again(one.office, tenant_id) == 0


@pytest.mark.parametrize("has_ended", [False, True])
def test_a_settlement_moves_no_ticket_from_a_code_that_ended(counters: Counters, *, has_ended: bool) -> None:
    one, _ = counters
    sale_id, case, ticket = sales(one)[0].sale.id, sent(one), ticket_of(one)
    reissued = replace(ticket, code="8" * len(ticket.code))
    change = ChangedTicket(ticket.code, ticket.place, 1, reissued)
    one.append(facts.TicketReissued(one.station.ids.new(), sale_id, change, "La perdió"))
    if has_ended:
        one.append(facts.TicketRevoked(one.station.ids.new(), sale_id, reissued, 1, "Reventa"))
    one.push()
    old_code = reissued.code if has_ended else ticket.code
    assert is_refused(one, moved(one, case, old_code=old_code)) == [Why.OTHER_TICKET]
