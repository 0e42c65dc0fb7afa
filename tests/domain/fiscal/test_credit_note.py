"""Credit notes over random invoices: whatever is given back in whatever order, the notes add up to the invoice."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.fiscal.credit_note import CreditedInvoice, CreditedLine, MoreThanLeft, NoteFigures, left_of
from domain.money.money import VES, Money
from domain.money.taxes import TaxCategory, TaxedAmount, break_down
from domain.sale.sale import SaleLine
from tests.builders.examples import document
from tests.domain.worked import ON, TAXES

IGTF = Decimal("0.03")


@st.composite
def invoices(draw: st.DrawFn) -> CreditedInvoice:
    """An invoice of up to five lines of any category, its tax included or on top, paid in part in foreign currency."""
    lines = tuple(
        SaleLine("Entrada", quantity, unit, unit, unit * quantity, category, included)
        for quantity, unit, category, included in draw(
            st.lists(
                st.tuples(
                    st.integers(1, 6),
                    st.integers(1, 3_000_000).map(lambda minor: Money(minor, VES)),
                    st.sampled_from([c for c in TaxCategory if c is not TaxCategory.IGTF]),
                    st.booleans(),
                ),
                min_size=1,
                max_size=5,
            )
        )
    )
    taxes = break_down([TaxedAmount(line.total_ves, line.tax, line.tax_included) for line in lines], TAXES, ON)
    base = Money(draw(st.integers(0, taxes.total.minor)), VES)
    issued = replace(
        document(), exempt=taxes.exempt, taxes=taxes.lines, total=taxes.total, igtf_base=base, igtf=base.times(IGTF)
    )
    return CreditedInvoice(issued, lines, IGTF)


def _after(credited: CreditedInvoice, returned: list[CreditedLine], figures: NoteFigures) -> CreditedInvoice:
    sums = dict(credited.credited or {})
    for part in returned:
        sums[part.line] = sums.get(part.line, Money.zero()) + part.amount
    note = replace(
        document(), exempt=figures.taxes.exempt, taxes=figures.taxes.lines, total=figures.taxes.total,
        igtf_base=figures.igtf_base, igtf=figures.igtf,
    )  # fmt: skip
    return replace(credited, notes=(*credited.notes, note), credited=sums)


def _parts(credited: CreditedInvoice, draw: st.DataObject) -> list[CreditedLine]:
    """A random part of what is left of each line: whole units of it, or less when something is kept."""
    parts = []
    for index in range(len(credited.lines)):
        left = credited.left_of_line(index)
        amount = Money(draw.draw(st.integers(0, left.minor)), VES)
        if amount:
            parts.append(CreditedLine(index, 1, amount))
    return parts


@given(credited=invoices(), draw=st.data())
@settings(max_examples=300, deadline=None)
def test_notes_never_exceed_their_invoice_and_the_last_one_takes_what_is_left(
    credited: CreditedInvoice, draw: st.DataObject
) -> None:
    for _ in range(draw.draw(st.integers(0, 4))):
        if parts := _parts(credited, draw):
            credited = _after(credited, parts, credited.credit(parts))
            _check_no_amount_is_negative(left_of(credited.invoice, credited.notes))
    rest = [CreditedLine(i, 1, left) for i in range(len(credited.lines)) if (left := credited.left_of_line(i))]
    if rest:
        credited = _after(credited, rest, credited.credit(rest))
    after = left_of(credited.invoice, credited.notes)
    zero = Money.zero()
    assert (after.taxes.exempt, after.taxes.total, after.igtf_base, after.igtf) == (zero, zero, zero, zero)
    assert all((line.base, line.tax) == (zero, zero) for line in after.taxes.lines)


def _check_no_amount_is_negative(left: NoteFigures) -> None:
    amounts = [left.taxes.exempt, left.taxes.total, left.igtf_base, left.igtf]
    amounts += [amount for line in left.taxes.lines for amount in (line.base, line.tax)]
    assert min(amounts) >= Money.zero()


def test_more_than_what_is_left_of_a_line_is_refused() -> None:
    unit = Money(100, VES)
    line = SaleLine("Entrada", 2, unit, unit, unit * 2, TaxCategory.EXEMPT, tax_included=True)
    issued = replace(document(), exempt=unit * 2, taxes=(), total=unit * 2, igtf_base=Money.zero(), igtf=Money.zero())
    credited = CreditedInvoice(issued, (line,), IGTF, credited={0: unit})
    with pytest.raises(MoreThanLeft) as refusal:
        credited.credit([CreditedLine(0, 2, unit * 2)])
    assert refusal.value.left == unit
