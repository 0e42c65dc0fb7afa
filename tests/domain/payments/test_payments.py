"""An electronic payment in a foreign currency closes a sale when it is within its own cent of what is due."""

from datetime import date
from decimal import Decimal

from domain.money.money import USD, VES, ExchangeRate, Money, Rates, RateSource
from domain.payments.due import IgtfRule, check_change, due, to_the_cent
from domain.payments.tenders import References, Tender

ON = date(2026, 9, 28)
RATES = Rates(ON, (ExchangeRate(USD, Decimal("857.00580000"), ON, RateSource.BCV),))
PROOF = References(reference="ZL-0001", payer="A. Pérez")


def test_a_zelle_to_the_nearest_cent_closes_any_sale() -> None:
    for total_minor in range(100_00, 300_00, 7):
        total = Money(total_minor, VES)
        for igtf in (IgtfRule(Decimal("0.03")), IgtfRule(Decimal(0))):
            with_igtf = total + total.times(igtf.rate)
            tender = Tender("zelle", RATES.of(USD).from_ves(with_igtf), PROOF)
            owed = to_the_cent(due(total, [tender], RATES, igtf), [tender], RATES)
            assert owed.missing == Money.zero()
            check_change(owed, [tender])


def test_a_zelle_a_whole_cent_short_is_short() -> None:
    tender = Tender("zelle", Money(9_99, USD), PROOF)
    total = RATES.to_ves(Money(10_00, USD))
    owed = to_the_cent(due(total, [tender], RATES, IgtfRule(Decimal(0))), [tender], RATES)
    assert owed.missing > Money.zero()
