"""A refund travels as a fact: HQ keeps its rows, frees its places, counts its note, and believes only what follows."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest
from sqlalchemy import select, text

from domain.after_sale.refunds import Terms
from domain.conflicts.cases import ConflictKind
from domain.ids import DocumentId, PaymentId, RefundId, SaleId
from domain.money.money import VES, Money
from domain.rights import SeatSpan
from domain.sale.closing import Offer
from hq.books.check import check
from pos_app.services.after_sale import exchanges, refunds
from pos_app.services.after_sale.refunds import CompletedRefund, RefundRequest
from pos_app.services.proof.verify import verify
from pos_app.services.rights import returning
from pos_app.services.selling.checkout import CompletedSale, Wanted
from pos_app.station import Station
from sync import journal
from sync.facts import SaleRecorded, TicketsRefunded
from sync.facts.refunds import money_back, refunded_ticket
from tests.builders import stations as small
from tests.builders.stations import cash_ves, general_cart, seats_cart, sell
from tests.pos_app.with_hq.head_office import HeadOffice


def refund(till: Station, sold: CompletedSale, *indexes: int) -> CompletedRefund:
    tickets = tuple(sold.sale.tickets[i].id for i in indexes)
    request = RefundRequest(sold.sale.id, tickets, "cash_ves", "No puede venir")
    return refunds.refund(till, small.ana(till), request, small.rosa(till))


def case_kinds(hq: HeadOffice) -> list[str]:
    with hq.office.database.tenant(hq.tenant_id) as tx:
        statement = text("SELECT kind FROM conflict_case WHERE tenant_id = :tenant ORDER BY kind")
        return list(tx.execute(statement, {"tenant": hq.tenant_id}).scalars())


def test_a_refund_arrives_with_its_note_its_tickets_and_its_money(hq: HeadOffice, till: Station) -> None:
    sold = sell(till, general_cart(till, 3), cash_ves("30000"))
    done = refund(till, sold, 0, 2)
    hq.round(till)
    with hq.office.database.tenant(hq.tenant_id) as tx:
        ended = set(tx.execute(select(refunded_ticket.c.ticket_id)).scalars())
        money = list(tx.execute(select(money_back.c.ves)).scalars())
        kinds = set(tx.execute(text("SELECT kind FROM fiscal_document")).scalars())
    assert ended == {sold.sale.tickets[0].id, sold.sale.tickets[2].id}
    assert sum(money) == done.document.grand_total.minor
    assert kinds == {"invoice", "credit_note"}
    assert case_kinds(hq) == []
    assert check(hq.office, hq.tenant_id).ok
    assert verify(till).ok


def test_the_numbers_of_notes_are_granted_before_the_first_refund(hq: HeadOffice, till: Station) -> None:
    hq.round(till)
    done = refund(till, sell(till, general_cart(till, 1), cash_ves("10000")), 0)
    assert done.document.printed_number == "NCA-00000001"
    hq.round(till)
    series = {one.series: one for one in check(hq.office, hq.tenant_id).partitions}
    assert (series["NCA"].issued, series["NCA"].whole) == (1, True)


def test_a_seat_that_was_given_back_is_sold_again_without_a_dispute(hq: HeadOffice, till: Station) -> None:
    refund(till, sell(till, seats_cart(till, ["A-1"]), cash_ves("50000")), 0)
    sell(till, seats_cart(till, ["A-1"]), cash_ves("50000"))
    hq.round(till)
    assert case_kinds(hq) == []
    assert check(hq.office, hq.tenant_id).ok


def forged(till: Station, done: CompletedRefund, **changes: Any) -> None:
    """A second entry that whoever holds the station's key adds: the same refund, otherwise."""
    fact = TicketsRefunded(done.refund, done.document)
    number = done.document.number + 1
    document = replace(fact.document, id=DocumentId(till.ids.new()), number=number)
    refund_made = replace(fact.refund, id=RefundId(till.ids.new()), **changes)
    lie = msgspec.structs.replace(fact, refund=refund_made, document=document)
    # The store itself refuses the second row, so the lie is told in the journal alone.
    with till.database.write() as tx:
        journal.append(tx, till.author, lie, at=till.clock.now(), actor=done.refund.cashier_id)


def test_a_second_refund_of_one_ticket_is_a_case_and_frees_nothing(hq: HeadOffice, till: Station) -> None:
    done = refund(till, sell(till, general_cart(till, 1), cash_ves("10000")), 0)
    hq.round(till)
    forged(till, done)
    hq.round(till)
    assert case_kinds(hq) == [ConflictKind.REFUND]


def test_a_note_with_other_figures_is_a_case_and_frees_nothing(hq: HeadOffice, till: Station) -> None:
    sold = sell(till, general_cart(till, 2), cash_ves("20000"))
    done = refund(till, sold, 0)
    hq.round(till)
    other = replace(done.refund.tickets[0], id=sold.sale.tickets[1].id, code=sold.sale.tickets[1].code)
    forged(till, done, tickets=(other,), given_back=(replace(done.refund.given_back[0], ves=Money(99_999_999, VES)),))
    hq.round(till)
    assert case_kinds(hq) == [ConflictKind.REFUND]
    with hq.office.database.tenant(hq.tenant_id) as tx:
        assert set(tx.execute(select(refunded_ticket.c.ticket_id)).scalars()) == {sold.sale.tickets[0].id}


@pytest.mark.parametrize("indexes", [(0,), (0, 1, 2)])
def test_a_part_and_a_whole_sale_leave_the_books_whole(hq: HeadOffice, till: Station, indexes: tuple[int, ...]) -> None:
    refund(till, sell(till, general_cart(till, 3), cash_ves("30000")), *indexes)
    hq.round(till)
    report = check(hq.office, hq.tenant_id)
    assert report.ok
    assert report.documents.in_books == report.documents.in_journals == 2


def test_an_exchange_arrives_whole_and_a_credit_of_no_refund_is_a_case(hq: HeadOffice, till: Station) -> None:
    sold = sell(till, general_cart(till, 1), cash_ves("8570.06"))
    terms = Terms(with_fee=True)
    request = RefundRequest(sold.sale.id, (sold.sale.tickets[0].id,), "cash_ves", "Otra zona", terms)
    wanted = Wanted(general_cart(till, 1), Offer(()))
    done = exchanges.exchange(till, small.ana(till), request, wanted, small.rosa(till))
    hq.round(till)
    assert case_kinds(hq) == []
    assert check(hq.office, hq.tenant_id).ok
    payment = replace(done.sale.sale.payments[0], id=PaymentId(till.ids.new()))
    false = replace(done.sale.sale, id=SaleId(till.ids.new()), tickets=(), payments=(payment,))
    number = done.sale.document.number + 1
    invoice = replace(done.sale.document, id=DocumentId(till.ids.new()), number=number, sale_id=false.id)
    with till.database.write() as tx:
        journal.append(tx, till.author, SaleRecorded(false, invoice, 0), at=till.clock.now(), actor=false.cashier_id)
    hq.round(till)
    with hq.office.database.tenant(hq.tenant_id) as tx:
        bodies = "".join(tx.execute(text("SELECT body FROM conflict_claim WHERE thing LIKE 'C6%'")).scalars())
    assert '"matter":"payment"' in bodies
    assert done.refund.document.printed_number in bodies


def test_a_seat_that_was_sold_given_back_and_returned_was_held_when_it_was_sold(hq: HeadOffice, till: Station) -> None:
    sold = sell(till, seats_cart(till, ["A-1"]), cash_ves("50000"))
    refund(till, sold, 0)
    seat = small.seat_id("A-1")
    returning.return_seats(till, small.rosa(till), sold.sale.tickets[0].place.performance_id, [SeatSpan(seat, seat)])
    hq.round(till)
    assert case_kinds(hq) == []
    assert check(hq.office, hq.tenant_id).ok
