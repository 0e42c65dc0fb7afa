"""Shifts: opened with a float, counted blind, closed with their differences."""

from collections.abc import Callable

import pytest

from domain.money.money import EUR, USD, VES, Money
from domain.payments.change import ChangeIn
from domain.payments.tenders import NotPositive
from domain.people.staff import Cashier, NotAllowed
from domain.sale.closing import Offer
from domain.till.blind import DifferenceUnexplained, NotAllCounted
from domain.till.shifts import (
    CashMove,
    CashMovement,
    Count,
    CountedTwice,
    DenominationCount,
    DifferenceTooLarge,
    NoShiftOpen,
    NotCounted,
    ReasonMissing,
    ShiftIsOpen,
    TillHoldsLess,
)
from pos_app.services.proof.verify import verify
from pos_app.services.selling import checkout
from pos_app.services.till import shifts
from pos_app.station import Station
from pos_app.storage.sales import print_jobs
from pos_app.storage.sales.print_jobs import JobKind
from tests.builders import stations
from tests.builders.counts import NONE_LEFT
from tests.builders.stations import cash_usd, cash_ves, general_cart, pago_movil, sell
from tests.pos_app.snapshots import count, kinds, refused


def ves(text: str) -> Money:
    return Money.parse(text, VES)


def usd(text: str) -> Money:
    return Money.parse(text, USD)


def counted(*notes: tuple[Money, int]) -> Count:
    return Count(tuple(DenominationCount(note, quantity) for note, quantity in notes))


RIGHT = counted((ves("100.00"), 1), (usd("20.00"), 1))
"""The float that stations.open_shift puts into the drawer."""


def test_a_shift_opens_with_its_float_and_the_next_number(station: Station, ana: Cashier, rosa: Cashier) -> None:
    first = shifts.open_shift(station, ana, (ves("100.00"), Money.zero(USD)))
    assert (first.number, first.floats) == (1, (ves("100.00"),))
    open_shift = shifts.current(station)
    assert open_shift is not None
    assert (open_shift.shift.id, open_shift.cashier_name, open_shift.counts) == (first.id, "Ana Rondón", 0)
    shifts.count(station, ana, counted((ves("100.00"), 1)))
    shifts.close_shift(station, ana)
    assert shifts.current(station) is None
    assert shifts.open_shift(station, rosa, ()).number == 2


def test_a_till_has_one_open_shift(till: Station) -> None:
    other = stations.cashier(till, "luis")
    error = refused(till, lambda: shifts.open_shift(till, other, ()), ShiftIsOpen)
    assert (error.number, error.cashier) == (1, "Ana Rondón")


def test_a_float_is_never_negative(station: Station, ana: Cashier) -> None:
    refused(station, lambda: shifts.open_shift(station, ana, (ves("-1.00"),)), NotPositive)


def test_a_currency_given_twice_is_one_float(station: Station, ana: Cashier) -> None:
    assert shifts.open_shift(station, ana, (ves("1.00"), ves("2.00"))).floats == (ves("3.00"),)


@pytest.mark.parametrize("kind", [CashMove.CASH_IN, CashMove.CASH_OUT])
def test_cash_moves_with_a_reason_and_an_amount(till: Station, ana: Cashier, kind: CashMove) -> None:
    refused(till, lambda: shifts.move_cash(till, ana, CashMovement(kind, ves("5.00"), "  ")), ReasonMissing)
    refused(till, lambda: shifts.move_cash(till, ana, CashMovement(kind, ves("0.00"), "sencillo")), NotPositive)
    refused(till, lambda: shifts.move_cash(till, ana, CashMovement(kind, ves("-5.00"), "sencillo")), NotPositive)
    shifts.move_cash(till, ana, CashMovement(kind, ves("5.00"), "sencillo"))
    assert kinds(till)[-1] == "cash_moved/1"


def test_every_move_opens_the_drawer(till: Station, ana: Cashier) -> None:
    shifts.move_cash(till, ana, CashMovement(CashMove.NO_SALE, Money.zero(), "cambiar un billete"))
    with till.database.read() as tx:
        (job,) = print_jobs.latest(tx, 5)
    assert job.kind is JobKind.DRAWER


def test_cash_does_not_move_without_a_shift(station: Station, ana: Cashier) -> None:
    movement = CashMovement(CashMove.CASH_IN, ves("5.00"), "sencillo")
    refused(station, lambda: shifts.move_cash(station, ana, movement), NoShiftOpen)


def test_a_count_is_blind(till: Station, ana: Cashier) -> None:
    """The cashier gets only the ordinal of the count; the expected amounts are for a supervisor."""
    assert shifts.count(till, ana, counted((ves("100.00"), 3), (usd("20.00"), 1))) == 1
    refused(till, lambda: shifts.differences(till, ana), NotAllowed)
    assert (shifts.expected_cash(till, ana), shifts.shown_differences(till, ana)) == ((), ())


def test_a_cashier_counts_twice_and_not_again(till: Station, ana: Cashier) -> None:
    assert [shifts.count(till, ana, RIGHT) for _ in range(2)] == [1, 2]
    refused(till, lambda: shifts.count(till, ana, RIGHT), CountedTwice)
    assert count(till, "shift_count") == 4


def test_the_second_count_is_the_one_that_counts(till: Station, ana: Cashier) -> None:
    shifts.count(till, ana, counted((ves("100.00"), 3), (usd("20.00"), 1)))
    shifts.count(till, ana, RIGHT)
    assert [d.over for d in shifts.close_shift(till, ana).differences] == [ves("0.00"), usd("0.00")]


def test_an_empty_drawer_is_a_count_too(station: Station, ana: Cashier) -> None:
    shifts.open_shift(station, ana, ())
    sell(station, general_cart(station, 1), pago_movil("8570.06", "000123456789"))
    refused(station, lambda: shifts.count(station, ana, Count(())), NotAllCounted)
    assert [shifts.count(station, ana, NONE_LEFT) for _ in range(2)] == [1, 2]
    assert {d.over.minor for d in shifts.close_shift(station, ana).differences} == {0}


def test_a_denomination_in_two_lines_is_added(till: Station, ana: Cashier) -> None:
    shifts.count(till, ana, counted((ves("50.00"), 1), (usd("20.00"), 1), (ves("50.00"), 1)))
    assert [d.over for d in shifts.close_shift(till, ana).differences] == [ves("0.00"), usd("0.00")]


@pytest.mark.parametrize("line", [(ves("100.00"), -1), (ves("0.00"), 1), (ves("-100.00"), 1)])
def test_notes_are_counted_from_nothing_upwards(till: Station, ana: Cashier, line: tuple[Money, int]) -> None:
    refused(till, lambda: shifts.count(till, ana, counted(line)), NotPositive)


def test_a_shift_does_not_close_uncounted(till: Station, ana: Cashier) -> None:
    refused(till, lambda: shifts.close_shift(till, ana), NotCounted)


def test_what_is_expected_follows_every_movement_of_cash(till: Station, ana: Cashier, rosa: Cashier) -> None:
    """100 + 8570.06 - 599.91 + 50 - 30 bolívares and 20 + 20 - 9 dollars; mobile payments are not in the drawer."""
    sell(till, general_cart(till, 1), cash_ves("8570.06"))
    sell(till, general_cart(till, 1), pago_movil("8570.06", "000123456789"))
    offer = Offer((cash_usd("20.00"),), ChangeIn.CASH_USD)
    checkout.sell(till, ana, general_cart(till, 1), offer)
    shifts.move_cash(till, ana, CashMovement(CashMove.CASH_IN, ves("50.00"), "sencillo"))
    shifts.move_cash(till, ana, CashMovement(CashMove.CASH_OUT, ves("30.00"), "taxi"))
    shifts.move_cash(till, ana, CashMovement(CashMove.NO_SALE, Money.zero(), "revisar"))
    shifts.count(till, ana, RIGHT)
    assert [d.expected for d in shifts.differences(till, rosa)] == [ves("8090.15"), usd("31.00")]


def test_no_more_cash_goes_out_than_the_till_holds(till: Station, ana: Cashier) -> None:
    def out(amount: Money) -> Callable[[], None]:
        return lambda: shifts.move_cash(till, ana, CashMovement(CashMove.CASH_OUT, amount, "depósito"))

    for beyond in (ves("10000.00"), ves("100.01"), Money.parse("0.01", EUR)):
        with pytest.raises(TillHoldsLess):
            out(beyond)()
    with pytest.raises(TillHoldsLess) as caught:
        out(usd("20.01"))()
    assert (caught.value.holds, caught.value.wanted) == (None, usd("20.01"))  # Ana counts blind
    out(ves("100.00"))()
    with pytest.raises(TillHoldsLess):
        out(ves("0.01"))()
    shifts.move_cash(till, ana, CashMovement(CashMove.CASH_IN, ves("0.01"), "sencillo"))
    out(ves("0.01"))()


def test_a_small_difference_closes_with_a_reason_and_without_a_supervisor(till: Station, ana: Cashier) -> None:
    """The small set-up allows five hundred bolívares and two dollars."""
    shifts.count(till, ana, counted((ves("100.00"), 6), (usd("1.00"), 18)))
    refused(till, lambda: shifts.close_shift(till, ana), DifferenceUnexplained)
    refused(till, lambda: shifts.close_shift(till, ana, "  "), DifferenceUnexplained)
    closed = shifts.close_shift(till, ana, "Un vuelto mal dado")
    assert [d.over for d in closed.differences] == [ves("500.00"), usd("-2.00")]


@pytest.mark.parametrize("notes", [((ves("1.00"), 601), (usd("20.00"), 1)), ((ves("100.00"), 1), (usd("1.00"), 17))])
def test_a_large_difference_needs_a_supervisor_and_a_reason(
    till: Station, ana: Cashier, rosa: Cashier, notes: tuple[tuple[Money, int], ...]
) -> None:
    shifts.count(till, ana, counted(*notes))
    refused(till, lambda: shifts.close_shift(till, ana, "no cuadra"), DifferenceTooLarge)
    refused(till, lambda: shifts.close_shift(till, ana, "  ", approved_by=rosa), DifferenceTooLarge)
    refused(till, lambda: shifts.close_shift(till, ana, "no cuadra", approved_by=ana), NotAllowed)
    shifts.close_shift(till, ana, "no cuadra", approved_by=rosa)
    assert shifts.current(till) is None


def test_a_currency_that_nobody_expected_is_a_difference(till: Station, ana: Cashier) -> None:
    euro = Money.parse("5.00", EUR)
    shifts.count(till, ana, Count((*RIGHT.lines, DenominationCount(euro, 1))))
    refused(till, lambda: shifts.close_shift(till, ana), DifferenceTooLarge)


def test_a_closed_shift_is_in_the_journal_with_both_counts(till: Station, ana: Cashier) -> None:
    shifts.count(till, ana, counted((ves("100.00"), 3), (usd("20.00"), 1)))
    shifts.count(till, ana, RIGHT)
    shifts.close_shift(till, ana)
    assert kinds(till)[-4:] == ["shift_opened/1", "shift_counted/1", "shift_counted/1", "shift_closed/1"]
    assert verify(till).ok
