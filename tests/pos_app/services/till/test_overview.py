"""The state of the till that its screen opens with."""

from domain.money.money import USD, VES, Money
from domain.payments.change import ChangeIn
from domain.people.staff import Cashier
from domain.sale.closing import Offer
from domain.till.shifts import CashMove, CashMovement
from pos_app.services.selling import checkout
from pos_app.services.till import overview, shifts, till_reports
from pos_app.services.till.overview import CashOfShift
from pos_app.station import Station
from tests.builders import stations
from tests.builders.counts import counted
from tests.builders.stations import cash_usd, cash_ves, general_cart, pago_movil, sell


def ves(text: str) -> Money:
    return Money.parse(text, VES)


def usd(text: str) -> Money:
    return Money.parse(text, USD)


def sell_and_move(till: Station, cashier: Cashier) -> None:
    """Three sales, two of them with cash; twelve bolívares in, two out, the drawer opened once."""
    checkout.sell(till, cashier, general_cart(till, 1), Offer((cash_usd("20.00"),), ChangeIn.CASH_USD))
    sell(till, general_cart(till, 1), cash_ves("8570.06"))
    sell(till, general_cart(till, 1), pago_movil("8570.06", "000123456789"))
    for kind, amount, reason in (
        (CashMove.CASH_IN, "12.00", "sencillo"),
        (CashMove.CASH_OUT, "2.00", "agua"),
        (CashMove.NO_SALE, "0.00", "cambiar un billete"),
    ):
        shifts.move_cash(till, cashier, CashMovement(kind, ves(amount), reason))


def test_a_supervisor_sees_the_cash_that_must_be_in_the_drawer(till: Station, ana: Cashier, rosa: Cashier) -> None:
    sell_and_move(till, ana)
    shift = overview.read(till, rosa).shift
    assert shift is not None
    assert shift.cash == (
        CashOfShift(VES, ves("100.00"), ves("10.00"), ves("0.00"), ves("8080.15")),
        CashOfShift(USD, usd("20.00"), usd("0.00"), usd("0.00"), usd("31.00")),
    )
    assert [cash.expected for cash in shift.cash] == list(shifts.expected_cash(till, rosa))


def test_who_counts_blind_sees_float_and_movements_only(till: Station, ana: Cashier) -> None:
    sell_and_move(till, ana)
    shift = overview.read(till, ana).shift
    assert shift is not None
    assert shift.hides_cash
    assert {cash.expected for cash in shift.cash} == {None}
    assert [(cash.opening, cash.moved) for cash in shift.cash] == [
        (ves("100.00"), ves("10.00")),
        (usd("20.00"), usd("0.00")),
    ]


def test_the_movements_have_their_time_and_reason_the_latest_first(till: Station, ana: Cashier) -> None:
    sell_and_move(till, ana)
    shift = overview.read(till, ana).shift
    assert shift is not None
    assert [(moved.flow, moved.reason) for moved in shift.movements] == [
        (ves("0.00"), "cambiar un billete"),
        (ves("-2.00"), "agua"),
        (ves("12.00"), "sencillo"),
    ]
    assert {moved.at for moved in shift.movements} == {till.clock.now()}


def test_sales_of_the_open_shift_and_papers_are_counted(till: Station, ana: Cashier, rosa: Cashier) -> None:
    before = overview.read(till, ana)
    sell_and_move(till, ana)
    now = overview.read(till, ana)
    assert before.shift is not None
    assert now.shift is not None
    assert (before.shift.sales, now.shift.sales) == (0, 3)
    assert now.papers_waiting - before.papers_waiting == 3
    assert now.papers_doubtful == 0
    shifts.count(till, ana, counted())
    shifts.close_shift(till, ana, "sin contar", approved_by=rosa)
    stations.open_shift(till)
    again = overview.read(till, ana).shift
    assert again is not None
    assert (again.sales, again.movements) == (0, ())


def test_without_a_shift_the_papers_and_the_last_z_remain(till: Station, ana: Cashier, rosa: Cashier) -> None:
    assert overview.read(till, ana).last_z is None
    shifts.count(till, ana, counted())
    shifts.close_shift(till, ana, "sin contar", approved_by=rosa)
    report = till_reports.take_z(till, rosa)
    seen = overview.read(till, ana)
    assert seen.shift is None
    assert seen.last_z == report
    assert seen.papers_waiting > 0
