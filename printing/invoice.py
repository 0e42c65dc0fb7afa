"""The invoice with the contents of art. 13 of PA 0071, numeral by numeral (docs/fiscal-rules.md section 6)."""

from domain.fiscal.documents import FiscalDocument
from domain.fiscal.paper_proof import PaperProof
from domain.money.money import VES, ExchangeRate
from domain.money.taxes import TaxCategory
from domain.payments.payee import Payee
from domain.sale.sale import Sale, SaleLine
from printing import document_parts, spanish
from printing.imprint import Imprint, bands, made_by
from printing.printout import BOLD, Cut, Line, Part, Printout, Rule, indented


def invoice(
    document: FiscalDocument,
    sale: Sale,
    imprint: Imprint,
    payee: Payee | None = None,
    proof: PaperProof | None = None,
) -> Printout:
    """The paper of a sale. Its title is FACTURA only on a form with a control number.

    `payee` receives change by pago móvil. `proof` is that of the document's entry; None prints no code.
    """
    parts: list[Part] = [
        *bands(imprint, fiscal=True),
        *document_parts.head(document, document_parts.INVOICE),
        Rule(),
        *document_parts.customer(document.customer),
        Rule(),
        *[part for line in sale.lines for part in _line(line)],
        Rule(),
        *document_parts.taxes(document, sale.igtf_rate),
        Rule("="),
        *document_parts.totals(document, _foreign_rates(sale)),
        Rule(),
        *_payments(sale, payee),
        *document_parts.form(document),
        *document_parts.proof(proof),
        Rule(),
        made_by(imprint),
        Cut(),
    ]
    return Printout(tuple(parts))


def _line(line: SaleLine) -> list[Part]:
    """Numeral 8: description, quantity, amount, and (E) beside what is exempt."""
    mark = " (E)" if line.tax is TaxCategory.EXEMPT else f" ({line.tax})"
    unit = spanish.money(line.unit_ves)
    if line.unit_price.currency != VES:
        unit += f"  ({spanish.money(line.unit_price)})"
    return [
        Line(line.description + mark),
        indented(f"{line.quantity} x {unit}", spanish.money(line.total_ves)),
    ]


def _foreign_rates(sale: Sale) -> list[ExchangeRate]:
    """The rates of the foreign currencies in this sale; without any, the first rate that was in force."""
    currencies = {line.unit_price.currency for line in sale.lines}
    currencies |= {payment.amount.currency for payment in sale.payments}
    currencies |= {part.amount.currency for part in sale.change}
    used = [rate for rate in sale.rates.rates if rate.currency in currencies]
    return used or list(sale.rates.rates[:1])


def _payments(sale: Sale, payee: Payee | None) -> list[Part]:
    parts: list[Part] = [Line("PAGOS", BOLD)]
    for payment in sale.payments:
        parts.append(document_parts.money_row(spanish.method(payment.method), payment.amount, payment.ves))
        if references := spanish.references(payment.references):
            parts.append(indented(references))
    if sale.change:
        parts.append(Line("VUELTO", BOLD))
        parts += [document_parts.money_row(spanish.method(part.method), part.amount, part.ves) for part in sale.change]
    if payee is not None:
        parts.append(indented(spanish.payee(payee)))
    return parts
