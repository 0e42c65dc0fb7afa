"""Credit notes worked out by hand are met to the cent. `--cases FILE` runs another file of the schema."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

from domain.fiscal.credit_note import CreditedInvoice, CreditedLine, NoteFigures, left_of
from domain.fiscal.documents import DocumentKind, FiscalDocument
from domain.ids import DocumentId
from domain.money.money import Currency, Money
from domain.money.taxes import TaxCategory
from domain.payments.due import due
from domain.sale.sale import SaleLine
from tests.builders.examples import document
from tests.domain.worked import igtf_of, line_totals, rates_of, taxes_of, tenders_of


def _invoice(case: dict[str, Any]) -> CreditedInvoice:
    """The invoice of a case without any note."""
    rates, igtf = rates_of(case), igtf_of(case)
    totals = line_totals(case, rates)
    taxes = taxes_of(case, totals)
    owed = due(taxes.total, tenders_of(case, taxes.total, rates, igtf), rates, igtf)
    issued = replace(
        document(), exempt=taxes.exempt, taxes=taxes.lines, total=taxes.total, igtf_base=owed.igtf_base, igtf=owed.igtf
    )
    return CreditedInvoice(issued, tuple(_lines(case, totals)), igtf.rate)


def _lines(case: dict[str, Any], totals: list[Money]) -> Iterator[SaleLine]:
    for line, whole in zip(case["lines"], totals, strict=True):
        unit, quantity = Money.parse(line["unit_price"], Currency(line["currency"])), line["quantity"]
        unit_ves = Money(whole.minor // quantity, whole.currency)
        yield SaleLine(
            line["name"], quantity, unit, unit_ves, whole, TaxCategory(line["tax"]), line["tax_included"]
        )  # fmt: skip


def _note(ordinal: int, figures: NoteFigures) -> FiscalDocument:
    return replace(
        document(), id=DocumentId(UUID(int=ordinal)), kind=DocumentKind.CREDIT_NOTE, exempt=figures.taxes.exempt,
        taxes=figures.taxes.lines, total=figures.taxes.total, igtf_base=figures.igtf_base, igtf=figures.igtf,
    )  # fmt: skip


def _after(credited: CreditedInvoice, returned: list[CreditedLine], figures: NoteFigures) -> CreditedInvoice:
    """The invoice after one more note."""
    sums = dict(credited.credited or {})
    for part in returned:
        sums[part.line] = sums.get(part.line, Money.zero()) + part.amount
    return replace(credited, notes=(*credited.notes, _note(len(credited.notes) + 1, figures)), credited=sums)


def _written(figures: NoteFigures) -> dict[str, Any]:
    return {
        "exempt": str(figures.taxes.exempt),
        "taxes": {str(t.category): {"base": str(t.base), "tax": str(t.tax)} for t in figures.taxes.lines},
        "total": str(figures.taxes.total),
        "igtf": str(figures.igtf),
    }


def test_credit_notes_come_out_to_the_cent(refund_case: dict[str, Any]) -> None:
    credited, notes = _invoice(refund_case["sale"]), []
    for refund in refund_case["refunds"]:
        returned = [CreditedLine(line, quantity, credited.lines[line].unit_ves * quantity) for line, quantity in refund]
        figures = credited.credit(returned)
        credited = _after(credited, returned, figures)
        given_back = {"igtf_base": str(figures.igtf_base), "to_give_back": str(figures.to_give_back)}
        notes.append({**_written(figures), **given_back})
    left = _written(left_of(credited.invoice, credited.notes))
    assert {"notes": notes, "left": left} == refund_case["expect"]
