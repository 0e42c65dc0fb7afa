"""Excessive amounts and texts are refused before they are recorded, so that every day can be closed."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from domain.money.money import LARGEST_AT_ONCE, LARGEST_MINOR, USD, VES, AmountTooLarge, ExchangeRate, Money, RateSource
from domain.payments.tenders import Tender
from domain.people.staff import Cashier
from domain.till.shifts import BadReason, CashMove, CashMovement, Count, DenominationCount
from pos_app.services.documents import documents
from pos_app.services.people import sign_in
from pos_app.services.proof.verify import verify
from pos_app.services.till import rates, shifts, till_reports
from pos_app.station import Station
from sync.facts.shifts import cash_movement
from tests.builders import stations
from tests.builders.counts import counted
from tests.builders.stations import attempt, cash_ves, general_cart, sell
from tests.pos_app.snapshots import refused

HUGE = (LARGEST_AT_ONCE + 1, LARGEST_MINOR)


def notes(minor: int, quantity: int) -> Count:
    return Count((DenominationCount(Money(minor, VES), quantity),))


@pytest.mark.parametrize("minor", HUGE)
@pytest.mark.parametrize("kind", [CashMove.CASH_IN, CashMove.CASH_OUT])
def test_a_huge_movement_of_cash_is_refused(till: Station, ana: Cashier, kind: CashMove, minor: int) -> None:
    refused(till, lambda: shifts.move_cash(till, ana, CashMovement(kind, Money(minor, VES), "x")), AmountTooLarge)


@pytest.mark.parametrize("minor", HUGE)
def test_a_huge_float_is_refused(station: Station, ana: Cashier, minor: int) -> None:
    refused(station, lambda: shifts.open_shift(station, ana, (Money(minor, VES),)), AmountTooLarge)


@pytest.mark.parametrize("quantity", [LARGEST_AT_ONCE // 10_000 + 1, 10**15, 10**30])
def test_a_huge_count_is_refused_and_can_be_made_again(till: Station, ana: Cashier, quantity: int) -> None:
    refused(till, lambda: shifts.count(till, ana, notes(10_000, quantity)), AmountTooLarge)
    assert shifts.count(till, ana, counted(Money(10_000, VES))) == 1


@pytest.mark.parametrize("minor", [LARGEST_MINOR, LARGEST_AT_ONCE, LARGEST_AT_ONCE // 800])
def test_a_huge_tender_is_refused_by_its_worth_in_bolivares(till: Station, minor: int) -> None:
    refused(till, attempt(till, general_cart(till, 1), Tender("cash_usd", Money(minor, USD))), AmountTooLarge)


ODD = ["A" * 65_536, "A" * 201, "taxi\nY más", "taxi\x00", "taxi \ud83d"]
ODD_NAMES = ["64 kB", "a letter too many", "two lines", "a null", "half an emoji"]


@pytest.mark.parametrize("reason", ODD, ids=ODD_NAMES)
def test_a_reason_that_nobody_can_read_is_refused(till: Station, ana: Cashier, rosa: Cashier, reason: str) -> None:
    movement = CashMovement(CashMove.CASH_IN, Money(1, VES), reason)
    refused(till, lambda: shifts.move_cash(till, ana, movement), BadReason)
    rate = ExchangeRate(USD, Decimal(900), till.today(), RateSource.MANUAL)
    refused(till, lambda: rates.enter(till, rosa, rate, reason), BadReason)
    shifts.count(till, ana, counted(Money(10_000, VES)))
    refused(till, lambda: shifts.close_shift(till, ana, reason, approved_by=rosa), BadReason)


def test_a_reason_of_emoji_is_kept_as_it_is(till: Station, ana: Cashier) -> None:
    shifts.move_cash(till, ana, CashMovement(CashMove.CASH_OUT, Money(1, VES), "taxi 🚕"))
    with till.database.read() as tx:
        assert tx.execute(select(cash_movement.c.reason)).scalar_one() == "taxi 🚕"


@pytest.mark.parametrize("text", [*ODD, "9" * 65_536, "A-" * 30_000 + "1", "%", "²"])
def test_a_search_for_anything_finds_nothing(till: Station, text: str) -> None:
    sell(till, general_cart(till, 1))
    assert documents.find(till, text) == ()


@pytest.mark.parametrize("pin", [*ODD, "", "😀"])
def test_a_pin_of_anything_is_a_wrong_pin(station: Station, ana: Cashier, pin: str) -> None:
    with pytest.raises(sign_in.WrongPin):
        sign_in.sign_in(station, ana.id, pin)


def test_a_day_of_the_largest_amounts_still_closes(till: Station, ana: Cashier, rosa: Cashier) -> None:
    for _ in range(5):
        sell(till, general_cart(till, 1), cash_ves("9007199254.74"))
        for kind in (CashMove.CASH_IN, CashMove.CASH_OUT):
            shifts.move_cash(till, ana, CashMovement(kind, Money(LARGEST_AT_ONCE, VES), "x"))
    till_reports.read_x(till, ana)
    shifts.count(till, ana, counted(Money(LARGEST_AT_ONCE, VES)))
    shifts.close_shift(till, ana, "x", approved_by=rosa)
    assert till_reports.take_z(till, rosa).totals.series[0].count == 5
    assert verify(till).ok
    stations.open_shift(till)
