"""The payment screen without Qt: prices, rates and the clock that change between the screen and the sale."""

from datetime import date
from decimal import Decimal

import pytest

from domain.money.money import EUR, VES, ExchangeRate, Money, RateSource
from domain.people.staff import Cashier
from pos_app.services.till import clock_guard, rates
from pos_app.station import Station
from pos_app.ui.counter import Counter
from pos_app.ui.frame import ScreenName, run_inline
from pos_app.ui.payment.presenter import PaymentPresenter
from tests.builders import stations
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.ui.payment.shown import counter_with, sales_of, standing


def test_a_price_that_changed_since_is_shown_before_money_is_taken(
    payment: PaymentPresenter, frame: FakeFrame, counter: Counter, till: Station
) -> None:
    stations.clock_of(till).advance(hours=48)
    presenter = PaymentPresenter(till, frame, run_inline, counter)
    presenter.enter()
    assert standing(presenter).missing == Money(1833296, VES)
    assert "cambió" in frame.messages[0][0]


@pytest.mark.parametrize("back", [{"seconds": -90}, {"hours": -5}, {"hours": -30}])
def test_the_sale_closes_with_what_the_screen_showed_although_the_clock_is_behind(
    till: Station, frame: FakeFrame, rosa: Cashier, back: dict[str, float]
) -> None:
    """The last document is of Sunday, with Monday's rate; the clock then shows Sunday or Saturday."""
    stations.clock_of(till).advance(hours=13, minutes=1)
    stations.sell(till, stations.general_cart(till, 1))
    stations.clock_of(till).advance(**back)
    clock_guard.accept_clock(till, rosa)
    counter = counter_with(till, stations.general_cart(till, 2))
    presenter = PaymentPresenter(till, frame, run_inline, counter)
    presenter.enter()
    presenter.choose_method("cash_usd")
    presenter.type_amount("50")
    shown = standing(presenter)
    frame.supervisor = rosa
    presenter.confirm()  # asks: the drawer has no bolívares for the change
    presenter.confirm()
    assert (frame.codes, frame.screens) == (["CAJ-09"], [ScreenName.DONE])
    assert counter.sold
    assert counter.sold.sale.to_pay == shown.due.to_pay
    assert (counter.sold.sale.change, counter.sold.sale.rates) == (shown.change, shown.rates)


def test_a_price_that_changed_on_the_open_screen_is_refused_and_shown(
    payment: PaymentPresenter, frame: FakeFrame, counter: Counter, till: Station
) -> None:
    payment.choose_method("cash_ves")
    payment.type_amount("20000")
    stations.clock_of(till).advance(hours=13, minutes=1)
    payment.confirm()
    assert (frame.codes, frame.screens, sales_of(till)) == (["PAG-06"], [], 0)
    assert "se mostró Bs. 17.140,12 y ahora son Bs. 18.332,96" in frame.messages[-1][0]
    assert standing(payment).missing == Money.zero()
    assert standing(payment).due.to_pay == Money(1833296, VES)
    payment.confirm()
    assert counter.sold
    assert counter.sold.sale.to_pay == Money(1833296, VES)


def test_a_stage_that_another_sale_used_up_is_refused_and_shown(till: Station, frame: FakeFrame) -> None:
    counter = counter_with(till, stations.seats_cart(till, ["B-1"]))
    presenter = PaymentPresenter(till, frame, run_inline, counter)
    presenter.enter()
    presenter.choose_method("cash_ves")
    stations.sell(till, stations.seats_cart(till, ["C-1", "C-2", "C-3", "C-4"]))
    presenter.confirm()
    assert (frame.codes[-1], frame.screens, sales_of(till)) == ("PAG-06", [], 1)


def test_a_midnight_between_screen_and_sale_that_changes_no_rate_sells(
    till: Station, frame: FakeFrame, rosa: Cashier
) -> None:
    """Sunday and Monday share Monday's rate."""
    stations.clock_of(till).advance(hours=36)
    euro = ExchangeRate(EUR, Decimal(990), date(2026, 11, 23), RateSource.MANUAL)
    rates.enter(till, rosa, euro, "el BCV publicó tarde")
    counter = counter_with(till, stations.general_cart(till, 2))
    presenter = PaymentPresenter(till, frame, run_inline, counter)
    presenter.enter()
    presenter.choose_method("cash_ves")
    stations.clock_of(till).advance(hours=2)
    presenter.confirm()
    assert (frame.codes, frame.screens) == ([], [ScreenName.DONE])
