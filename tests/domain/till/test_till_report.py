"""X and Z: sums of documents by series and class, perpetual totals, and the overdue Z."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.fiscal.documents import DocumentKind
from domain.ids import PaymentId
from domain.money.money import USD, VES, ExchangeRate, Money, RateSource
from domain.money.taxes import TaxCategory, TaxLine
from domain.payments.change import Change
from domain.payments.tenders import Payment, References
from domain.till.shifts import CashMove, CashMovement
from domain.till.till_report import (
    NO_PERPETUAL,
    Activity,
    ClassTotals,
    DocumentTotals,
    PerpetualTotals,
    class_totals,
    classes_of,
    is_overdue,
    note_totals,
    totals,
)

AT = datetime(2026, 9, 28, 15, 0, tzinfo=UTC)
G = TaxCategory.GENERAL


def ves(text: str) -> Money:
    return Money.parse(text, VES)


def document(
    number: int,
    total: str,
    *,
    base: str = "0",
    tax: str = "0",
    exempt: str = "0",
    igtf_base: str = "0",
    igtf: str = "0",
    series: str = "A",
) -> DocumentTotals:
    taxes = (TaxLine(G, Decimal("0.16"), ves(base), ves(tax)),) if ves(base) else ()
    return DocumentTotals(
        series, number, f"00-{number:08d}", AT, ves(exempt), taxes, ves(total), ves(igtf_base), ves(igtf)
    )


DAY = (
    document(1, "8570.06", base="7387.98", tax="1182.08"),
    document(2, "44564.31", base="38417.51", tax="6146.80", igtf_base="44564.31", igtf="1336.93"),
    document(3, "80.00", exempt="80.00"),
    document(4, "19282.63", base="16622.96", tax="2659.67"),
)
"""The invoices of docs/fiscal-rules.md example 18."""


def activity(documents: tuple[DocumentTotals, ...] = (), payments: tuple[Payment, ...] = ()) -> Activity:
    return Activity(documents, payments, (), (), (), 0, 0)


def test_a_day_worked_out_by_hand() -> None:
    """docs/fiscal-rules.md example 18, without its credit note."""
    summed = totals(activity(DAY), NO_PERPETUAL)
    (series,) = summed.series
    (general,) = series.taxes
    assert (series.count, series.first_number, series.last_number) == (4, 1, 4)
    assert (series.first_control, series.last_control) == ("00-00000001", "00-00000004")
    assert [
        str(m) for m in (series.exempt, general.base, general.tax, series.total, series.igtf_base, series.igtf)
    ] == [
        *("80.00", "62428.45", "9988.55", "72497.00", "44564.31", "1336.93"),
    ]
    assert summed.perpetual == PerpetualTotals(4, ves("73833.93"), ves("9988.55"), ves("1336.93"))


def test_perpetual_totals_go_on_and_daily_ones_begin_anew() -> None:
    first = totals(activity(DAY), NO_PERPETUAL)
    second = totals(activity(DAY[:1]), first.perpetual)
    assert second.perpetual == PerpetualTotals(5, ves("82403.99"), ves("11170.63"), ves("1336.93"))
    assert second.series[0].count == 1


def test_a_day_without_documents_leaves_the_perpetual_totals() -> None:
    before = PerpetualTotals(7, ves("1.00"), ves("0.14"), ves("0.00"))
    summed = totals(activity(), before)
    assert (summed.series, summed.payments, summed.perpetual) == ((), (), before)


def test_each_series_is_summed_apart_and_ranged_by_number() -> None:
    documents = (document(7, "10.00", series="B"), document(3, "1.00"), document(5, "2.00", series="B"))
    summed = totals(activity(documents), NO_PERPETUAL).series
    assert [(s.series, s.first_number, s.last_number, str(s.total)) for s in summed] == [
        ("B", 5, 7, "12.00"),
        ("A", 3, 3, "1.00"),
    ]


def test_taxes_of_several_rates_are_summed_apart() -> None:
    lines = (
        TaxLine(TaxCategory.REDUCED, Decimal("0.08"), ves("10.00"), ves("0.80")),
        TaxLine(G, Decimal("0.16"), ves("10.00"), ves("1.60")),
    )
    one = DocumentTotals("A", 1, "", AT, ves("0"), lines, ves("22.40"), ves("0"), ves("0"))
    (series,) = totals(activity((one, one)), NO_PERPETUAL).series
    assert [(t.category, str(t.base), str(t.tax)) for t in series.taxes] == [
        (G, "20.00", "3.20"),
        (TaxCategory.REDUCED, "20.00", "1.60"),
    ]


def test_money_is_summed_by_method_and_movements_by_kind_and_currency() -> None:
    def paid(method: str, amount: Money, worth: str) -> Payment:
        return Payment(PaymentId(UUID(int=1)), method, amount, ves(worth), ves("0"), References())

    rate = ExchangeRate(USD, Decimal(857), date(2026, 9, 28), RateSource.BCV)
    summed = totals(
        Activity(
            documents=(),
            payments=(
                paid("cash_usd", Money(100, USD), "8.57"),
                paid("cash_ves", ves("5"), "5"),
                paid("cash_usd", Money(200, USD), "17.14"),
            ),
            change=(Change("cash_ves", ves("3.00"), ves("3.00")),),
            movements=(
                CashMovement(CashMove.CASH_OUT, ves("1.00"), "a"),
                CashMovement(CashMove.CASH_IN, Money(500, USD), "b"),
                CashMovement(CashMove.CASH_OUT, ves("2.00"), "c"),
                CashMovement(CashMove.NO_SALE, Money.zero(), "d"),
            ),
            rates=(rate, rate),
            reprints=2,
            voids=3,
        ),
        NO_PERPETUAL,
    )
    assert [(m.method, m.count, str(m.amount), str(m.ves)) for m in summed.payments] == [
        ("cash_usd", 2, "3.00", "25.71"),
        ("cash_ves", 1, "5.00", "5.00"),
    ]
    assert [(m.method, str(m.amount)) for m in summed.change] == [("cash_ves", "3.00")]
    assert [(m.kind, m.count, str(m.amount)) for m in summed.movements] == [
        (CashMove.CASH_IN, 1, "5.00"),
        (CashMove.NO_SALE, 1, "0.00"),
        (CashMove.CASH_OUT, 2, "3.00"),
    ]
    assert (summed.rates, summed.reprints, summed.voids) == ((rate,), 2, 3)


documents = st.lists(
    st.builds(
        document,
        st.integers(1, 10**6),
        st.integers(0, 10**6).map(str),
        base=st.integers(0, 10**6).map(str),
        tax=st.integers(0, 10**5).map(str),
        exempt=st.integers(0, 10**6).map(str),
        igtf=st.integers(0, 10**5).map(str),
        series=st.sampled_from(["A", "B"]),
    ),
    max_size=20,
).map(tuple)


@given(documents, documents)
def test_two_days_are_perpetually_what_one_long_day_would_be(
    one: tuple[DocumentTotals, ...], other: tuple[DocumentTotals, ...]
) -> None:
    first = totals(activity(one), NO_PERPETUAL).perpetual
    assert totals(activity(other), first).perpetual == totals(activity(one + other), NO_PERPETUAL).perpetual


@pytest.mark.parametrize(
    ("later", "overdue"),
    [(timedelta(0), False), (timedelta(hours=24, microseconds=-1), False), (timedelta(hours=24), True)],
)
def test_a_z_is_overdue_a_day_after_the_first_document(later: timedelta, overdue: bool) -> None:
    assert is_overdue(AT, AT + later) is overdue


def test_without_a_document_no_z_is_overdue() -> None:
    assert not is_overdue(None, AT)


def test_each_kind_of_document_is_a_class_of_its_own() -> None:
    """docs/fiscal-rules.md example 18 with its credit note: no total of the day or of the series is netted."""
    credit_note = replace(DAY[0], kind=DocumentKind.CREDIT_NOTE, series="NC", number=1)
    before = {
        DocumentKind.INVOICE: PerpetualTotals(7, ves("1.00"), ves("0.14"), ves("0.00")),
        DocumentKind.CREDIT_NOTE: PerpetualTotals(2, ves("5.00"), ves("0.69"), ves("0.00")),
    }
    invoices, debit_notes, credit_notes = class_totals((*DAY, credit_note), before)
    assert (invoices,) == class_totals(DAY, before)[:1]
    assert invoices.perpetual == PerpetualTotals(11, ves("73834.93"), ves("9988.69"), ves("1336.93"))
    assert debit_notes == ClassTotals(DocumentKind.DEBIT_NOTE)
    assert [(s.series, s.count, str(s.total)) for s in credit_notes.series] == [("NC", 1, "8570.06")]
    assert credit_notes.perpetual == PerpetualTotals(3, ves("8575.06"), ves("1182.77"), ves("0.00"))


def test_a_report_has_the_three_classes_in_the_order_of_the_kinds() -> None:
    day = totals(activity(DAY), NO_PERPETUAL)
    assert classes_of(day, None) == class_totals(DAY, {})
    assert [group.kind for group in classes_of(day, None)] == list(DocumentKind)


NOTE = replace(
    document(1, "21425.15", base="18469.96", tax="2955.19", igtf_base="21425.15", igtf="642.75", series="NCA"),
    kind=DocumentKind.CREDIT_NOTE,
)
"""The credit note of docs/fiscal-rules.md example 18: one ticket of its second invoice."""


def test_a_z_with_a_credit_note_never_nets_the_classes() -> None:
    day, notes = totals(activity((*DAY, NOTE)), NO_PERPETUAL), note_totals(activity((*DAY, NOTE)), {})
    assert notes is not None
    (invoices,), ((note,),) = day.series, [group.series for group in notes.classes]
    assert (str(invoices.total), str(invoices.igtf), invoices.count) == ("72497.00", "1336.93", 4)
    assert (str(note.total), str(note.igtf_base), str(note.igtf), note.count) == ("21425.15", "21425.15", "642.75", 1)
    assert day.perpetual.sales == ves("73833.93")
    assert notes.classes[0].perpetual.sales == ves("22067.90")


def test_a_report_without_notes_of_the_day_keeps_their_perpetual_totals() -> None:
    before = {group.kind: group.perpetual for group in class_totals((*DAY, NOTE), {})}
    notes = note_totals(activity(DAY[:1]), before)
    assert notes is not None
    assert [(group.kind, group.series, group.perpetual.sales) for group in notes.classes] == [
        (DocumentKind.CREDIT_NOTE, (), ves("22067.90"))
    ]


def test_a_station_that_never_issued_a_note_reports_none() -> None:
    assert note_totals(activity(DAY), {}) is None
