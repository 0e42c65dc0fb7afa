"""Money back for a ticket that lost in a conflict: a refund with its papers in the settlement, or a debt paid once."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from domain.after_sale.refunds import ALL_OF_THE_PRICE, Terms, TicketEnded
from domain.conflicts.cases import Choice, ConflictCase
from domain.fiscal.documents import DocumentKind
from domain.people.staff import Cashier
from domain.till.shifts import NoShiftOpen, RefundBeyondTill
from pos_app.services.after_sale import proposed_terms, refunds, tickets
from pos_app.services.after_sale.refunds import RefundRequest
from pos_app.services.after_sale.tickets import Revocation
from pos_app.services.conflicts import conflict_desk, money_back
from pos_app.services.conflicts.conflict_desk import CaseNotOpen, Decision
from pos_app.services.conflicts.money_back import LostTicketKept, LostTickets
from pos_app.services.documents import print_queue
from pos_app.services.proof.verify import verify
from pos_app.services.selling.checkout import CompletedSale
from pos_app.services.till import shifts
from pos_app.station import Station
from pos_app.storage.sales.print_jobs import JobKind
from sync.facts.entry import journal
from sync.facts.sales import sold_seat
from tests.builders import stations
from tests.builders.counts import NONE_LEFT
from tests.builders.refunds import quote
from tests.pos_app.conflicts import contest


@pytest.fixture
def sold(till: Station) -> CompletedSale:
    return stations.sell(till, stations.seats_cart(till, ["C-4", "C-5"]), stations.cash_ves("200000"))


@pytest.fixture
def case(till: Station, sold: CompletedSale) -> ConflictCase:
    (case,) = contest(till, sold, "C-4")
    return case


def request(sold: CompletedSale, *indexes: int, terms: Terms = ALL_OF_THE_PRICE) -> RefundRequest:
    chosen = tuple(sold.sale.tickets[i].id for i in indexes)
    return RefundRequest(sold.sale.id, chosen, "cash_ves", "Error de la taquilla", terms)


def people(till: Station) -> tuple[Cashier, Cashier]:
    return stations.ana(till), stations.rosa(till)


def last_kinds(till: Station, most: int) -> list[str]:
    with till.database.read() as tx:
        acts = select(journal.c.kind).where(journal.c.kind != "numbers_accepted/1")
        newest = acts.order_by(journal.c.epoch.desc(), journal.c.seq.desc()).limit(most)
        return list(tx.execute(newest).scalars())[::-1]


def count(till: Station) -> int:
    with till.database.read() as tx:
        return len(tx.execute(select(journal.c.seq)).all())


def test_the_settlement_and_the_credit_note_are_one_transaction(
    till: Station, sold: CompletedSale, case: ConflictCase
) -> None:
    lost = money_back.lost_tickets(till, case.id)
    assert lost == LostTickets(sold.sale.id, (sold.sale.tickets[0].id,))
    done = money_back.pay_back(till, people(till), case.id, request(sold, 0))
    assert done.document.kind is DocumentKind.CREDIT_NOTE
    assert last_kinds(till, 3) == ["ticket_withdrawn/1", "conflict_settled/1", "tickets_refunded/1"]
    assert conflict_desk.waiting(till) == 0
    assert money_back.owed(till) == ()
    with till.database.read() as tx:
        assert set(tx.execute(select(sold_seat.c.seat_id)).scalars()) == {stations.seat_id("C-5")}
    kinds = [job.kind for job in print_queue.jobs(till)]
    assert kinds.count(JobKind.REFUND) == kinds.count(JobKind.DRAWER) - 1 == 1  # the other opening is of the sale
    assert verify(till).ok


def test_what_was_lost_goes_back_in_full_whatever_the_terms(
    till: Station, sold: CompletedSale, case: ConflictCase
) -> None:
    (ticket,) = [ticket for ticket in sold.sale.tickets if ticket.place.seat == "4"]
    done = money_back.pay_back(till, people(till), case.id, request(sold, 0, terms=Terms(percent=Decimal(10))))
    (back,) = done.refund.tickets
    assert (back.amount + back.fee, back.is_released) == (sold.sale.rates.to_ves(ticket.price.untaxed), False)
    assert verify(till).ok


def test_the_figures_on_the_screen_are_those_of_the_refund(
    till: Station, sold: CompletedSale, case: ConflictCase
) -> None:
    lost = money_back.lost_tickets(till, case.id)
    assert lost is not None
    shown = proposed_terms.proposal(till, lost.sale_id, lost.tickets)
    quoted = refunds.quote_of(shown.offered, request(sold, 0))
    done = money_back.pay_back(till, people(till), case.id, request(sold, 0))
    assert quoted.returned.figures.to_give_back == done.document.grand_total
    assert quoted.given_back == done.refund.given_back


def test_the_rest_of_the_group_may_be_given_back_with_it(
    till: Station, sold: CompletedSale, case: ConflictCase
) -> None:
    done = money_back.pay_back(till, people(till), case.id, request(sold, 0, 1, terms=Terms(with_fee=True)))
    assert done.document.grand_total == sold.document.grand_total
    assert verify(till).ok


def test_a_lost_ticket_must_be_among_them(till: Station, sold: CompletedSale, case: ConflictCase) -> None:
    before = count(till)
    with pytest.raises(LostTicketKept):
        money_back.pay_back(till, people(till), case.id, request(sold, 1))
    assert (count(till), conflict_desk.waiting(till)) == (before, 1)


def test_a_case_is_paid_once(till: Station, sold: CompletedSale, case: ConflictCase) -> None:
    money_back.pay_back(till, people(till), case.id, request(sold, 0))
    with pytest.raises(CaseNotOpen):
        money_back.pay_back(till, people(till), case.id, request(sold, 0))


def test_without_a_shift_nothing_is_settled(till: Station, sold: CompletedSale, case: ConflictCase) -> None:
    shifts.count(till, stations.ana(till), NONE_LEFT)
    shifts.close_shift(till, stations.ana(till), "sin contar", approved_by=stations.rosa(till))
    before = count(till)
    with pytest.raises(NoShiftOpen):
        money_back.pay_back(till, people(till), case.id, request(sold, 0))
    assert (count(till), conflict_desk.waiting(till)) == (before, 1)


def test_cash_that_the_till_does_not_hold_needs_an_approval(till: Station) -> None:
    sold = stations.sell(till, stations.seats_cart(till, ["C-4"]), stations.cash_usd("60"))
    (case,) = contest(till, sold, "C-4")
    wanted = request(sold, 0)
    with pytest.raises(RefundBeyondTill):
        refunds.refuse_beyond_till(till, stations.ana(till), wanted, (sold.sale.tickets[0].id,))
    money_back.pay_back(till, people(till), case.id, wanted, stations.rosa(till))
    assert "till_exceeded/1" in last_kinds(till, 4)
    assert verify(till).ok


def owe(till: Station, case: ConflictCase) -> None:
    conflict_desk.settle(till, stations.rosa(till), case.id, Decision(Choice.MONEY_BACK))


def test_what_is_owed_is_listed_until_it_is_paid_and_paid_once(
    till: Station, sold: CompletedSale, case: ConflictCase
) -> None:
    owe(till, case)
    (debt,) = money_back.owed(till)
    assert (debt.case_id, debt.sale_id, debt.code) == (case.id, sold.sale.id, sold.sale.tickets[0].code)
    assert debt.owed == sold.sale.paid_for(sold.sale.tickets[0])
    assert quote(till, request(sold, 0)).returned.tickets[0].fee
    refunds.refund(till, stations.ana(till), request(sold, 0), stations.rosa(till))
    assert money_back.owed(till) == ()
    with pytest.raises(TicketEnded):
        refunds.refund(till, stations.ana(till), request(sold, 0), stations.rosa(till))
    assert verify(till).ok


def test_a_case_whose_tickets_ended_gives_no_money_back(till: Station, sold: CompletedSale, case: ConflictCase) -> None:
    tickets.revoke(till, stations.rosa(till), Revocation(sold.sale.id, (sold.sale.tickets[0].id,), "Reventa"))
    assert money_back.lost_tickets(till, case.id) is None
