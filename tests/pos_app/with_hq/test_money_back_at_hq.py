"""Money back after a conflict, seen from HQ: what is owed is listed until a credit note pays it in full, once."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import text

from domain.after_sale.refunds import Terms
from domain.conflicts.cases import Choice, ConflictCase, ConflictKind
from domain.ids import DocumentId, RefundId
from hq.books.check import check
from hq.conflicts import cases, debts
from hq.conflicts.debts import Debt
from pos_app.services.after_sale import refunds
from pos_app.services.after_sale.refunds import CompletedRefund, RefundRequest
from pos_app.services.conflicts import conflict_desk, money_back
from pos_app.services.conflicts.conflict_desk import Decision
from pos_app.services.proof.findings import Flaw
from pos_app.services.proof.verify import verify
from pos_app.services.selling.checkout import CompletedSale
from pos_app.station import Station
from sync import journal
from sync.facts import TicketsRefunded
from sync.tables import canonical
from tests.builders import stations as small
from tests.builders.refunds import quote
from tests.builders.stations import cash_ves, seats_cart, sell
from tests.pos_app.conflicts import rival, seat_claim
from tests.pos_app.services.proof.tampering import flaw, forge_last
from tests.pos_app.with_hq.head_office import HeadOffice


@pytest.fixture
def sold(hq: HeadOffice, till: Station) -> CompletedSale:
    done = sell(till, seats_cart(till, ["A-1", "A-2"]), cash_ves("100000"))
    hq.round(till)
    return done


@pytest.fixture
def case(hq: HeadOffice, till: Station, sold: CompletedSale) -> ConflictCase:
    """Another station sold the first seat too, and held it: HQ asks this station what becomes of its ticket."""
    own = seat_claim(till, sold, sold.sale.tickets[0])
    at = hq.office.clock.now()
    with hq.office.database.tenant(hq.tenant_id) as tx:
        touched = cases.file_claims(tx, hq.tenant_id, [own, rival(own)])
        (case,) = cases.assess(tx, hq.tenant_id, at, touched)
    hq.round(till)
    return case


def request(sold: CompletedSale) -> RefundRequest:
    return RefundRequest(sold.sale.id, (sold.sale.tickets[0].id,), "cash_ves", "Error de la taquilla")


def owed(hq: HeadOffice) -> list[Debt]:
    with hq.office.database.tenant(hq.tenant_id) as tx:
        return list(debts.unpaid(tx, hq.tenant_id))


def kinds(hq: HeadOffice, state: str = "open") -> list[str]:
    with hq.office.database.tenant(hq.tenant_id) as tx:
        statement = text("SELECT kind FROM conflict_case WHERE tenant_id = :tenant AND state = :state ORDER BY kind")
        return list(tx.execute(statement, {"tenant": hq.tenant_id, "state": state}).scalars())


def test_a_case_that_is_paid_at_once_leaves_no_debt(
    hq: HeadOffice, till: Station, sold: CompletedSale, case: ConflictCase
) -> None:
    people = small.ana(till), small.rosa(till)
    done = money_back.pay_back(till, people, case.id, request(sold))
    hq.round(till)
    assert done.refund.tickets[0].fee
    assert owed(hq) == []
    assert (kinds(hq), kinds(hq, "closed")) == ([], [ConflictKind.SEAT_TWICE])
    assert check(hq.office, hq.tenant_id).ok
    assert verify(till).ok


def test_a_debt_is_listed_with_its_customer_until_it_is_paid(
    hq: HeadOffice, till: Station, sold: CompletedSale, case: ConflictCase
) -> None:
    conflict_desk.settle(till, small.rosa(till), case.id, Decision(Choice.MONEY_BACK))
    hq.round(till)
    lost = sold.sale.tickets[0]
    (debt,) = owed(hq)
    assert (debt.case_id, debt.sale_id, debt.station_id) == (case.id, sold.sale.id, till.id)
    assert (debt.ticket_id, debt.owed) == (lost.id, sold.sale.paid_for(lost))
    refunds.refund(till, small.ana(till), request(sold), small.rosa(till))
    hq.round(till)
    assert owed(hq) == []
    assert kinds(hq) == []
    assert verify(till).ok


def again(till: Station, done: CompletedRefund) -> None:
    """Whoever holds the station's key pays the same debt a second time, in the journal alone."""
    document = replace(done.document, id=DocumentId(till.ids.new()), number=done.document.number + 1)
    lie = TicketsRefunded(replace(done.refund, id=RefundId(till.ids.new())), document)
    with till.database.write() as tx:
        journal.append(tx, till.author, lie, at=till.clock.now(), actor=done.refund.cashier_id)


def test_a_debt_that_is_paid_a_second_time_is_a_case(
    hq: HeadOffice, till: Station, sold: CompletedSale, case: ConflictCase
) -> None:
    done = money_back.pay_back(till, (small.ana(till), small.rosa(till)), case.id, request(sold))
    hq.round(till)
    again(till, done)
    hq.round(till)
    assert kinds(hq) == [ConflictKind.REFUND]
    assert not verify(till).ok


def test_less_than_what_is_owed_is_a_case_and_a_finding(
    hq: HeadOffice, till: Station, sold: CompletedSale, case: ConflictCase
) -> None:
    """The station keeps nine tenths of what the customers are owed."""
    tenth = replace(request(sold), terms=Terms(percent=Decimal(10), release=False))
    less = quote(till, tenth)
    done = money_back.pay_back(till, (small.ana(till), small.rosa(till)), case.id, request(sold))
    figures = less.returned.figures
    note = replace(
        done.document, exempt=figures.taxes.exempt, taxes=figures.taxes.lines, total=figures.taxes.total,
        igtf_base=figures.igtf_base, igtf=figures.igtf,
    )  # fmt: skip
    made = replace(
        done.refund, tickets=less.returned.tickets, lines=less.returned.lines, given_back=less.given_back
    )  # fmt: skip
    lie = canonical.encode(TicketsRefunded(made, note))
    forge_last(
        till,
        "tickets_refunded/1",
        lambda body: body.replace(canonical.encode(TicketsRefunded(done.refund, done.document)), lie),
    )
    finding = flaw(till)
    assert finding is not None
    assert finding[0] is Flaw.REFUND_MISMATCH
    hq.round(till)
    assert ConflictKind.REFUND in kinds(hq)
