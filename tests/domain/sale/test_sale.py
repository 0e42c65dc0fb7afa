"""Closing a cart: lines, taxes and payments of one document, immutable."""

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from domain.catalogue.pricing import Price
from domain.ids import CartId, CashierId, Ids, PerformanceId, ShiftId, ZoneId
from domain.money.money import USD, VES, ExchangeRate, Money, NoRate, Rates, RateSource
from domain.money.taxes import TaxCategory, TaxRate, TaxTable
from domain.payments.change import ChangeIn
from domain.payments.due import IgtfRule, NotEnough, due
from domain.payments.payee import PayeeMissing
from domain.payments.tenders import Tender
from domain.sale.cart import MOST_TICKETS_A_SALE, Cart, EmptyCart, TooManyTickets
from domain.sale.closing import FEE_DESCRIPTION, Offer, Terms, Till, close, lines_of, taxes_of
from domain.sale.sale import Place, PricedTicket, Sale
from tests.builders.chance import seeded

AT = datetime(2026, 9, 28, 15, 0, tzinfo=UTC)
ON = AT.date()
RATES = Rates(ON, (ExchangeRate(USD, Decimal("857.00580000"), ON, RateSource.BCV),))
TAXES = TaxTable((TaxRate(TaxCategory.GENERAL, Decimal("0.16"), date(2020, 1, 1), None, ""),))
TERMS = Terms(AT, RATES, TAXES, IgtfRule(Decimal("0.03")))
TILL = Till(ShiftId(UUID(int=1)), CashierId(UUID(int=2)), Ids(lambda: AT, seeded(1)))
PLACE = Place(PerformanceId(UUID(int=3)), "Concierto", "Sala", AT, ZoneId(UUID(int=4)), "Platea")


def ticket(dollars: str, fee: str = "0", kind: str = "Adulto") -> PricedTicket:
    price = Price(Money.parse(dollars, USD), Money.parse(fee, USD), ())
    return PricedTicket(PLACE, kind, price, TaxCategory.GENERAL, tax_included=True)


def sold(*tickets: PricedTicket, tenders: tuple[Tender, ...], change_in: ChangeIn = ChangeIn.CASH_USD) -> Sale:
    return close(tickets, Cart(CartId(UUID(int=9))), Offer(tenders, change_in), TILL, TERMS)


SIXTY = (Tender("cash_usd", Money(6_000, USD)),)


def test_two_tickets_and_a_fee_paid_in_dollars() -> None:
    """docs/fiscal-rules.md example 7."""
    sale = sold(ticket("25.00", "1.00"), ticket("25.00", "1.00"), tenders=SIXTY)
    assert [(line.description, line.quantity, str(line.unit_ves), str(line.total_ves)) for line in sale.lines] == [
        ("Concierto · Platea · Adulto", 2, "21425.15", "42850.30"),
        (FEE_DESCRIPTION, 2, "857.01", "1714.02"),
    ]
    assert (str(sale.igtf), str(sale.to_pay)) == ("1336.93", "45901.25")
    assert [str(part.amount) for part in sale.change] == ["6.00", "377.07"]


def test_equal_tickets_share_a_line_and_others_do_not() -> None:
    lines = lines_of([ticket("10"), ticket("10", kind="Niño"), ticket("10"), ticket("9")], RATES)
    assert [(line.quantity, str(line.unit_price)) for line in lines] == [(2, "10.00"), (1, "10.00"), (1, "9.00")]


def test_a_rounded_price_times_the_quantity_is_the_line() -> None:
    """docs/fiscal-rules.md example 12: not the rounded total."""
    (line,) = lines_of([ticket("10")] * 3, RATES)
    assert str(line.total_ves) == "25710.18"


def test_a_ticket_without_a_fee_has_no_line_of_one() -> None:
    assert [line.description for line in lines_of([ticket("0"), ticket("10", "2")], RATES)][-1] == FEE_DESCRIPTION
    assert len(lines_of([ticket("10")], RATES)) == 1


def test_the_total_of_the_document_is_the_sum_of_its_lines() -> None:
    lines = lines_of([ticket("25", "1"), ticket("10")], RATES)
    assert taxes_of(lines, TERMS).total.minor == sum(line.total_ves.minor for line in lines)


def test_what_is_due_before_paying_is_what_the_sale_takes() -> None:
    tickets = [ticket("25.00", "1.00")]
    owed = due(taxes_of(lines_of(tickets, RATES), TERMS).total, SIXTY, RATES, TERMS.igtf)
    sale = sold(*tickets, tenders=SIXTY)
    assert (owed.to_pay, owed.igtf, owed.igtf_base) == (sale.to_pay, sale.igtf, sale.igtf_base)
    assert sum(p.ves.minor for p in sale.payments) - sum(c.ves.minor for c in sale.change) == sale.to_pay.minor


def test_every_ticket_has_a_code_of_its_own() -> None:
    sale = sold(*[ticket("1")] * 50, tenders=SIXTY)
    assert len({sold.code for sold in sale.tickets}) == len({sold.id for sold in sale.tickets}) == 50


def test_an_empty_cart_is_refused() -> None:
    with pytest.raises(EmptyCart):
        sold(tenders=())


def test_a_sale_has_a_largest_size() -> None:
    free = ticket("0")
    assert len(sold(*[free] * MOST_TICKETS_A_SALE, tenders=()).tickets) == MOST_TICKETS_A_SALE
    with pytest.raises(TooManyTickets) as caught:
        sold(*[free] * (MOST_TICKETS_A_SALE + 1), tenders=())
    assert caught.value.most == MOST_TICKETS_A_SALE


def test_a_sale_that_is_not_covered_is_refused() -> None:
    with pytest.raises(NotEnough):
        sold(ticket("60.00"), tenders=SIXTY)


def test_a_price_without_the_rate_of_its_currency_is_refused() -> None:
    with pytest.raises(NoRate):
        lines_of([ticket("10")], replace(RATES, rates=()))


def test_bolivares_need_no_rate() -> None:
    local = replace(ticket("0"), price=Price(Money(500, VES), Money.zero(VES), ()))
    assert str(lines_of([local], replace(RATES, rates=()))[0].total_ves) == "5.00"


def test_change_by_phone_needs_somebody_to_whom_it_goes() -> None:
    paid = (Tender("cash_ves", Money.parse("10000.00", VES)),)
    with pytest.raises(PayeeMissing) as caught:
        sold(ticket("10.00"), tenders=paid, change_in=ChangeIn.PAGO_MOVIL)
    assert caught.value.field == "bank"


def test_a_sale_never_changes_again() -> None:
    sale = sold(ticket("10"), tenders=SIXTY)
    with pytest.raises(FrozenInstanceError):
        sale.igtf = Money.zero()  # type: ignore[misc]  # the point of the test
