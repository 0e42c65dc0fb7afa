"""The amount that the payment screen proposes for a method completes the sale, whatever was paid before it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.catalogue.pricing import Price
from domain.ids import CartId, CashierId, Ids, PerformanceId, ShiftId, ZoneId
from domain.money.money import EUR, USD, VES, Currency, ExchangeRate, Money, Rates, RateSource, total
from domain.money.taxes import TaxCategory, TaxRate, TaxTable
from domain.payments.due import IgtfRule
from domain.payments.methods import METHODS, PaymentMethod
from domain.payments.sale_due import in_whole_notes, proposed_amount, sale_due
from domain.payments.tenders import References, Tender
from domain.sale.cart import Cart
from domain.sale.closing import Offer, Terms, Till, close, lines_of, taxes_of
from domain.sale.sale import Place, PricedTicket, Sale
from tests.builders.chance import seeded

AT = datetime(2026, 9, 28, 15, 0, tzinfo=UTC)
ON = AT.date()
TAXES = TaxTable((
    TaxRate(TaxCategory.GENERAL, Decimal("0.16"), date(2020, 1, 1), None, ""),
    TaxRate(TaxCategory.REDUCED, Decimal("0.08"), date(2020, 1, 1), None, ""),
))  # fmt: skip
SPECIAL, ORDINARY = IgtfRule(Decimal("0.03")), IgtfRule(Decimal(0))
TILL = Till(ShiftId(UUID(int=1)), CashierId(UUID(int=2)), Ids(lambda: AT, seeded(1)))
PLACE = Place(PerformanceId(UUID(int=3)), "Concierto", "Sala", AT, ZoneId(UUID(int=4)), "Platea")
PROOF = References("00451298", "0102", "+584121234567", "A. Pérez", "12", "654321", "4242")

METHOD = st.sampled_from([METHODS[code] for code in sorted(METHODS)])
RATE = st.integers(2 * 10**8, 10**13).map(lambda units: Decimal(units).scaleb(-8))
"""From 2 to 100,000 bolívares, with the eight decimals of a rate."""
TICKET = st.builds(
    lambda minor, fee, currency, tax, included: PricedTicket(
        PLACE, "Adulto", Price(Money(minor, currency), Money(fee, currency), ()), tax, tax_included=included
    ),
    st.integers(1, 500_00), st.sampled_from([0, 1, 150]), st.sampled_from([USD, EUR, VES]),
    st.sampled_from([TaxCategory.GENERAL, TaxCategory.REDUCED]), st.booleans(),
)  # fmt: skip


def terms_of(dollar: Decimal, euro: Decimal, igtf: IgtfRule) -> Terms:
    rates = (ExchangeRate(USD, dollar, ON, RateSource.BCV), ExchangeRate(EUR, euro, ON, RateSource.BCV))
    return Terms(AT, Rates(ON, rates), TAXES, igtf)


def tender(method: PaymentMethod, amount: Money) -> Tender:
    return Tender(method.code, amount, References() if method.is_cash else PROOF)


def part(missing: Money, percent: int, currency: Currency, rates: Rates) -> Money:
    """That many hundredths of what is missing, in the currency of a method."""
    share = missing.percent(Decimal(percent))
    return share if currency == VES else rates.of(currency).from_ves(share)


@settings(max_examples=1000, deadline=None)
@given(
    st.lists(TICKET, min_size=1, max_size=6),
    st.lists(st.tuples(METHOD, st.integers(1, 90)), max_size=3),
    METHOD,
    st.builds(terms_of, RATE, RATE, st.sampled_from([SPECIAL, ORDINARY])),
)
def test_what_is_proposed_for_a_method_is_accepted_by_the_sale(
    tickets: list[PricedTicket],
    before: list[tuple[PaymentMethod, int]],
    method: PaymentMethod,
    terms: Terms,
) -> None:
    rates, igtf, sale_total = terms.rates, terms.igtf, taxes_of(lines_of(tickets, terms.rates), terms).total
    tenders: tuple[Tender, ...] = ()
    for earlier, percent in before:
        amount = part(sale_due(sale_total, tenders, rates, igtf).uncovered, percent, earlier.currency, rates)
        tenders = (*tenders, tender(earlier, amount)) if amount else tenders
    proposal = proposed_amount(sale_total, tenders, method, rates, igtf)
    tenders = (*tenders, tender(method, proposal)) if proposal else tenders

    sale = close(tickets, Cart(CartId(UUID(int=9))), Offer(tenders), TILL, terms)

    assert total(p.ves for p in sale.payments) - total(c.ves for c in sale.change) == sale.to_pay
    if not method.is_cash and proposal:
        assert sale.change == ()


def sold_for(proposal: Money, tenders: tuple[Tender, ...], tickets: list[PricedTicket], terms: Terms) -> Sale:
    offer = Offer((*tenders, tender(METHODS["zelle"], proposal)))
    return close(tickets, Cart(CartId(UUID(int=9))), offer, TILL, terms)


THIRTY = [
    PricedTicket(PLACE, "Adulto", Price(Money(10_00, USD), Money.zero(USD), ()), TaxCategory.GENERAL, tax_included=True)
] * 3


def test_three_tickets_of_ten_dollars_are_paid_by_zelle() -> None:
    """25.710,18 and its IGTF lie between 30,90 and 30,91 dollars: either of them pays the sale."""
    terms = terms_of(Decimal("857.00580000"), Decimal(900), SPECIAL)
    sale_total = taxes_of(lines_of(THIRTY, terms.rates), terms).total
    proposal = proposed_amount(sale_total, (), METHODS["zelle"], terms.rates, SPECIAL)
    assert proposal == Money(30_91, USD)
    for amount in (proposal, proposal - Money(1, USD)):
        assert sold_for(amount, (), THIRTY, terms).change == ()


def test_a_remainder_of_less_than_a_cent_is_proposed_as_one_cent() -> None:
    terms = terms_of(Decimal("857.00580000"), Decimal(900), ORDINARY)
    sale_total = taxes_of(lines_of(THIRTY, terms.rates), terms).total
    tenders = (tender(METHODS["cash_ves"], sale_total - Money(1, VES)),)
    proposal = proposed_amount(sale_total, tenders, METHODS["zelle"], terms.rates, ORDINARY)
    assert proposal == Money(1, USD)
    assert sold_for(proposal, tenders, THIRTY, terms).payments[-1].ves == Money(1, VES)


@pytest.mark.parametrize(
    ("exact", "smallest", "notes"),
    [
        ("22.15", "1", "22.00"),
        ("22.00", "1", "22.00"),
        ("22.15", "5", "20.00"),
        ("0.60", "1", "1.00"),
        ("4.99", "5", "5.00"),
    ],
)
def test_foreign_cash_is_paid_in_whole_notes(exact: str, smallest: str, notes: str) -> None:
    assert in_whole_notes(Money.parse(exact, USD), Money.parse(smallest, USD)) == Money.parse(notes, USD)


@pytest.mark.parametrize("method", sorted(METHODS))
def test_when_everything_is_covered_no_amount_is_proposed(method: str) -> None:
    terms = terms_of(Decimal("857.00580000"), Decimal(900), SPECIAL)
    sale_total = taxes_of(lines_of(THIRTY, terms.rates), terms).total
    for tenders in ((tender(METHODS["cash_ves"], sale_total),), (tender(METHODS["zelle"], Money(30_90, USD)),)):
        assert not proposed_amount(sale_total, tenders, METHODS[method], terms.rates, SPECIAL)
