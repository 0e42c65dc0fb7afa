"""Cash beyond what the till holds: refused or approved, each attempt is in the journal, on X and Z, and at HQ."""

import pytest
from sqlalchemy import select

from domain.money.money import VES, Money
from domain.payments.change import ChangeIn
from domain.people.staff import Cashier, NotAllowed
from domain.sale.closing import Offer
from domain.till.excess import ExcessCounts, ExcessKind
from domain.till.shifts import CashMove, CashMovement, ChangeBeyondTill, TillHoldsLess
from pos_app.services.documents import previews
from pos_app.services.proof.findings import Flaw
from pos_app.services.selling import checkout
from pos_app.services.selling.checkout import Approvals
from pos_app.services.till import shifts, till_reports
from pos_app.station import Station
from sync.facts.shifts import till_excess
from tests.builders.counts import counted
from tests.builders.stations import cart_of, cash_usd, cash_ves, general_cart, general_line
from tests.pos_app.services.proof.tampering import flaw, forge_last
from tests.pos_app.snapshots import changed, digests, kinds, refused


def out(amount: str) -> CashMovement:
    return CashMovement(CashMove.CASH_OUT, Money.parse(amount, VES), "depósito")


def probe(till: Station, cashier: Cashier, *amounts: str) -> int:
    """Try to take out each amount; how many were refused."""
    refusals = 0
    for amount in amounts:
        try:
            shifts.move_cash(till, cashier, out(amount))
        except TillHoldsLess:
            refusals += 1
    return refusals


def kept(till: Station) -> list[tuple[str, int, object, object]]:
    with till.database.read() as tx:
        e = till_excess.c
        rows = tx.execute(select(e.kind, e.amount, e.cashier_id, e.approved_by).order_by(e.position))
        return [(row.kind, row.amount, row.cashier_id, row.approved_by) for row in rows]


def x_of(till: Station, reader: Cashier) -> str:
    return previews.of_taken(till, till_reports.read_x(till, reader).id).paper.text


def test_who_looks_for_the_expected_cash_by_falling_amounts_is_seen(till: Station, ana: Cashier, rosa: Cashier) -> None:
    """The till holds 100: each refused attempt stays, with who tried it and how much."""
    before = digests(till)
    assert probe(till, ana, "500.00", "200.00", "100.01") == 3
    assert changed(before, digests(till)) == {"journal", "fact_subject", "till_excess"}
    assert kept(till) == [(ExcessKind.CASH_OUT, amount, ana.id, None) for amount in (50_000, 20_000, 10_001)]
    assert "Salidas rechazadas" in x_of(till, rosa)
    assert till_reports.taken(till, till_reports.read_x(till, rosa).id).excesses == ExcessCounts(3, 0)


def test_a_supervisor_may_know_better_and_the_cash_goes_out(till: Station, ana: Cashier, rosa: Cashier) -> None:
    shifts.move_cash(till, ana, out("150.00"), approved_by=rosa)
    assert kept(till) == [(ExcessKind.CASH_OUT, 15_000, ana.id, rosa.id)]
    assert Money.parse("-50.00", VES) in shifts.expected_cash(till, rosa)
    refused(till, lambda: shifts.move_cash(till, ana, out("1.00"), approved_by=ana), NotAllowed)


def test_verify_sees_attempts_that_a_report_leaves_out(till: Station, ana: Cashier, rosa: Cashier) -> None:
    probe(till, ana, "500.00", "400.00")
    till_reports.read_x(till, rosa)
    assert flaw(till) is None
    forge_last(till, "report_taken/1", lambda body: body.replace(b'"refused":2', b'"refused":1'))
    reported = flaw(till)
    assert reported is not None
    assert reported[0] is Flaw.Z_SUM_MISMATCH


def test_cash_that_the_till_holds_leaves_no_attempt(till: Station, ana: Cashier, rosa: Cashier) -> None:
    shifts.move_cash(till, ana, out("100.00"))
    assert (kept(till), till_reports.taken(till, till_reports.read_x(till, rosa).id).excesses) == ([], None)
    assert "SOBRE LO REGISTRADO" not in x_of(till, rosa)


def test_change_beyond_the_till_is_kept_too(till: Station, ana: Cashier, rosa: Cashier) -> None:
    cart, offer = general_cart(till, 1), Offer((cash_usd("100.00"),), ChangeIn.CASH_VES)
    with pytest.raises(ChangeBeyondTill) as caught:
        checkout.refuse_change_beyond_till(till, ana, cart, offer)
    amount = caught.value.wanted.minor
    refused(till, lambda: checkout.sell(till, ana, cart, offer, Approvals(beyond_till=ana)), NotAllowed)
    checkout.sell(till, ana, cart, offer, Approvals(beyond_till=rosa))
    assert kept(till) == [(ExcessKind.CHANGE, amount, ana.id, None), (ExcessKind.CHANGE, amount, ana.id, rosa.id)]
    assert kinds(till)[-2:] == ["till_exceeded/1", "sale_recorded/1"]


def test_an_approval_of_change_is_kept_once_although_the_sale_was_refused_first(
    till: Station, ana: Cashier, rosa: Cashier
) -> None:
    """The approval of the courtesy is asked for after that of the change, and the sale is tried again."""
    cart = cart_of(general_line(till, 1), general_line(till, 1, "Cortesía"))
    offer = Offer((cash_usd("100.00"),), ChangeIn.CASH_VES)
    refused(till, lambda: checkout.sell(till, ana, cart, offer, Approvals(beyond_till=rosa)), NotAllowed)
    sold = checkout.sell(till, ana, cart, offer, Approvals(rosa, rosa))
    (change,) = sold.sale.change
    assert kept(till) == [(ExcessKind.CHANGE, change.amount.minor, ana.id, rosa.id)]
    assert till_reports.taken(till, till_reports.read_x(till, rosa).id).excesses == ExcessCounts(0, 1)
    assert flaw(till) is None


def test_an_approval_of_change_that_the_till_holds_leaves_no_attempt(
    till: Station, ana: Cashier, rosa: Cashier
) -> None:
    cart, offer = general_cart(till, 1), Offer((cash_ves("20000.00"),), ChangeIn.CASH_VES)
    checkout.sell(till, ana, cart, offer, Approvals(beyond_till=rosa))
    assert kept(till) == []


def test_z_has_the_attempts_since_the_z_before(till: Station, ana: Cashier, rosa: Cashier) -> None:
    probe(till, ana, "500.00")
    shifts.count(till, ana, counted(Money.parse("100.00", VES)))
    shifts.close_shift(till, ana, "faltan", approved_by=rosa)
    coming = till_reports.preview_z(till)
    first = till_reports.taken(till, till_reports.take_z(till, rosa).id)
    assert (coming.excesses, first.excesses) == (ExcessCounts(1, 0), ExcessCounts(1, 0))
    assert till_reports.preview_z(till).excesses is None
