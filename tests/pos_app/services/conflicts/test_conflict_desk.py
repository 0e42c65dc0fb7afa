"""The conflict desk: a settled case is journalled, printed, and settled once."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from domain.catalogue.seats import SeatNotFree
from domain.conflicts.cases import Choice
from domain.people.staff import Cashier, NotAllowed
from pos_app.services.after_sale import refunds, tickets
from pos_app.services.after_sale.refunds import RefundRequest
from pos_app.services.after_sale.tickets import Reissue, Revocation
from pos_app.services.conflicts import conflict_desk
from pos_app.services.conflicts.conflict_desk import CaseNotOpen, Decision, WrongSeats
from pos_app.services.documents import print_queue
from pos_app.services.documents.papers import papers
from pos_app.services.proof.verify import verify
from pos_app.services.selling.checkout import CompletedSale
from pos_app.station import Station
from pos_app.storage.sales import amended_tickets, print_jobs
from pos_app.storage.sales.print_jobs import JobKind, JobState
from printing.printout import Code, Line
from sync.facts import ConflictSettled, Entry
from sync.facts.conflicts import replaced_ticket
from sync.facts.entry import journal
from sync.facts.sales import sold_seat
from sync.tables import canonical
from tests.builders import stations
from tests.pos_app.conflicts import contest
from tests.pos_app.priced_houses import ON_TOP, reload

ACCEPT = Decision(Choice.MOVE)


@pytest.fixture
def rosa(till: Station) -> Cashier:
    return stations.rosa(till)


@pytest.fixture
def sold(till: Station) -> CompletedSale:
    return stations.sell(till, stations.seats_cart(till, ["C-4", "C-5"]))


def facts(station: Station) -> list[object]:
    with station.database.read() as tx:
        bodies = tx.execute(select(journal.c.body).order_by(journal.c.epoch, journal.c.seq)).scalars().all()
    return [canonical.decode(body, Entry).body for body in bodies]


def taken(station: Station) -> set[int]:
    with station.database.read() as tx:
        return set(tx.execute(select(sold_seat.c.seat_id)).scalars())


def seats(*names: str) -> set[int]:
    return {int(stations.seat_id(name)) for name in names}


def test_accepting_moves_the_group_and_prints_its_new_tickets(
    till: Station, rosa: Cashier, sold: CompletedSale
) -> None:
    (case,) = contest(till, sold, "C-4")
    assert conflict_desk.waiting(till) == 1
    outcome = conflict_desk.settle(till, rosa, case.id, ACCEPT)
    moved = {f"{ticket.place.row}-{ticket.place.seat}" for ticket in outcome.tickets}
    assert moved <= {"C-4", "C-5", "D-4", "D-5", "D-6"}
    assert taken(till) == {int(t.place.seat_id or 0) for t in outcome.tickets} | (
        seats("C-5") if len(outcome.tickets) == 1 else set()
    )
    assert conflict_desk.waiting(till) == 0
    jobs = [job for job in print_queue.jobs(till) if job.kind is JobKind.AMENDED]
    assert [(job.papers, job.state) for job in jobs] == [(len(outcome.tickets), JobState.QUEUED)]


def test_the_new_paper_has_the_new_code_and_says_what_it_replaces(
    till: Station, rosa: Cashier, sold: CompletedSale
) -> None:
    (case,) = contest(till, sold, "C-4")
    outcome = conflict_desk.settle(till, rosa, case.id, ACCEPT)
    with till.database.read() as tx:
        (job,) = print_jobs.of_subject(tx, case.id)
    (paper, *_) = papers(till, job)
    codes = [part.text for part in paper.parts if isinstance(part, Code)]
    assert codes == [outcome.tickets[0].code]
    assert codes[0] not in {ticket.code for ticket in sold.sale.tickets}
    lines = [part.text for part in paper.parts if isinstance(part, Line)]
    assert lines[0] == "CAMBIO DE ASIENTO"


def test_a_copy_of_the_sale_shows_the_tickets_as_they_are_now(
    till: Station, rosa: Cashier, sold: CompletedSale
) -> None:
    (case,) = contest(till, sold, "C-4")
    outcome = conflict_desk.settle(till, rosa, case.id, ACCEPT)
    with till.database.read() as tx:
        job = next(job for job in print_jobs.of_subject(tx, sold.sale.id) if job.kind is JobKind.SALE)
    codes = {part.text for paper in papers(till, job) for part in paper.parts if isinstance(part, Code)}
    assert {ticket.code for ticket in outcome.tickets} <= codes
    with till.database.read() as tx:
        ended = set(tx.execute(select(replaced_ticket.c.code)).scalars())
    assert codes.isdisjoint(ended)


def test_a_group_that_lost_two_seats_is_settled_by_one_act(till: Station, rosa: Cashier, sold: CompletedSale) -> None:
    cases = contest(till, sold, "C-4", "C-5")
    conflict_desk.settle(till, rosa, cases[0].id, ACCEPT)
    assert conflict_desk.waiting(till) == 0
    settled = [fact.resolution.case_id for fact in facts(till) if isinstance(fact, ConflictSettled)]
    assert sorted(settled) == sorted(case.id for case in cases)


def test_the_money_owed_includes_the_tax_that_was_added_to_the_price(till: Station, rosa: Cashier) -> None:
    reload(till, ON_TOP)
    sold = stations.sell(till, stations.seats_cart(till, ["C-4"]))
    (case,) = contest(till, sold, "C-4")
    outcome = conflict_desk.settle(till, rosa, case.id, Decision(Choice.MONEY_BACK))
    (ticket,) = sold.sale.tickets
    assert outcome.owed == sold.sale.paid_for(ticket) == ticket.price.untaxed.times(Decimal("1.16"))
    assert verify(till).finding is None


def test_a_case_is_settled_once(till: Station, rosa: Cashier, sold: CompletedSale) -> None:
    (case,) = contest(till, sold, "C-4")
    conflict_desk.settle(till, rosa, case.id, ACCEPT)
    with pytest.raises(CaseNotOpen):
        conflict_desk.settle(till, rosa, case.id, Decision(Choice.MONEY_BACK))


def test_money_back_ends_the_ticket_and_notes_what_is_owed(till: Station, rosa: Cashier, sold: CompletedSale) -> None:
    (case,) = contest(till, sold, "C-4")
    lost = next(ticket for ticket in sold.sale.tickets if ticket.place.seat == "4")
    outcome = conflict_desk.settle(till, rosa, case.id, Decision(Choice.MONEY_BACK))
    assert outcome.owed == lost.price.amount + lost.price.fee
    assert taken(till) == seats("C-5")
    with till.database.read() as tx:
        amended = amended_tickets.amended(tx, (till.tenant_id, till.id), lost.id)
    assert amended is not None
    assert amended.ticket is None


def test_a_supervisor_may_choose_other_seats_and_as_many_as_are_moved(
    till: Station, rosa: Cashier, sold: CompletedSale
) -> None:
    (case,) = contest(till, sold, "C-4")
    wanted = len(case.proposal.remedies[0].moves)
    with pytest.raises(WrongSeats):
        conflict_desk.settle(till, rosa, case.id, Decision(Choice.MOVE, tuple(map(stations.seat_id, ("A-1",) * 4))))
    chosen = tuple(map(stations.seat_id, ("A-1", "A-2")[:wanted]))
    outcome = conflict_desk.settle(till, rosa, case.id, Decision(Choice.MOVE, chosen))
    assert {ticket.place.seat_id for ticket in outcome.tickets} == set(chosen)


def test_a_seat_that_is_gone_meanwhile_is_refused_and_nothing_has_happened(
    till: Station, rosa: Cashier, sold: CompletedSale
) -> None:
    (case,) = contest(till, sold, "C-4", free=("D-4",))
    stations.sell(till, stations.seats_cart(till, ["D-4"]))
    before = len(facts(till))
    with pytest.raises(SeatNotFree):
        conflict_desk.settle(till, rosa, case.id, ACCEPT)
    assert len(facts(till)) == before
    assert conflict_desk.waiting(till) == 1


def test_a_cashier_may_not_settle(till: Station, sold: CompletedSale) -> None:
    (case,) = contest(till, sold, "C-4")
    with pytest.raises(NotAllowed):
        conflict_desk.settle(till, stations.ana(till), case.id, ACCEPT)


def test_the_rows_are_what_the_journal_says(till: Station, rosa: Cashier, sold: CompletedSale) -> None:
    (case,) = contest(till, sold, "C-4")
    conflict_desk.settle(till, rosa, case.id, ACCEPT)
    assert verify(till).finding is None


def give_back(till: Station, sold: CompletedSale, index: int) -> None:
    request = RefundRequest(sold.sale.id, (sold.sale.tickets[index].id,), "cash_ves", "No puede venir")
    refunds.refund(till, stations.ana(till), request, stations.rosa(till))


@pytest.mark.parametrize("choice", [Choice.MOVE, Choice.MONEY_BACK])
@pytest.mark.parametrize("end", ["refunded", "revoked"])
def test_a_case_gives_no_ticket_that_ended_a_code_or_money(
    till: Station, rosa: Cashier, sold: CompletedSale, choice: Choice, end: str
) -> None:
    (case,) = contest(till, sold, "C-4")
    for index in (0, 1):
        if end == "refunded":
            give_back(till, sold, index)
        else:
            tickets.revoke(till, rosa, Revocation(sold.sale.id, (sold.sale.tickets[index].id,), "Reventa"))
    outcome = conflict_desk.settle(till, rosa, case.id, Decision(choice))
    assert (outcome.tickets, outcome.owed) == ((), None)
    assert verify(till).ok


def test_a_case_moves_a_ticket_from_the_code_that_it_has(till: Station, rosa: Cashier, sold: CompletedSale) -> None:
    (case,) = contest(till, sold, "C-4")
    lost = sold.sale.tickets[0]
    reissued = tickets.reissue(till, rosa, Reissue(sold.sale.id, (lost.id,), "La perdió")).tickets[0]
    conflict_desk.settle(till, rosa, case.id, ACCEPT)
    with till.database.read() as tx:
        ended = set(tx.execute(select(replaced_ticket.c.code).where(replaced_ticket.c.ticket_id == lost.id)).scalars())
    assert ended == {lost.code, reissued.code}
    assert verify(till).ok
