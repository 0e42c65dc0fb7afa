"""The invoice with the contents of art. 13 of PA 0071, numeral by numeral (docs/fiscal-rules.md section 6)."""

from domain.fiscal.documents import FiscalDocument
from domain.money.money import VES, ExchangeRate, Money
from domain.money.taxes import TaxCategory
from domain.payments.payee import Payee
from domain.people.identity import is_passport
from domain.sale.cart import Customer
from domain.sale.sale import Sale, SaleLine
from printing import spanish
from printing.imprint import NOT_FISCAL, Imprint, bands, made_by
from printing.printout import BOLD, LARGE, TALL, Cut, Line, Part, Printout, Rule, centered, indented, sides

WALK_IN = "CONSUMIDOR FINAL"


def invoice(document: FiscalDocument, sale: Sale, imprint: Imprint, payee: Payee | None = None) -> Printout:
    """The paper of a sale. Its title is FACTURA only on a form with a control number.

    `payee` receives change by pago móvil.
    """
    parts: list[Part] = [
        *bands(imprint, fiscal=True),
        *_head(document),
        Rule(),
        *_customer(document.customer),
        Rule(),
        *[part for line in sale.lines for part in _line(line)],
        Rule(),
        *_taxes(document, sale),
        Rule("="),
        *_totals(document, sale),
        Rule(),
        *_payments(sale, payee),
        *_form(document),
        Rule(),
        made_by(imprint),
        Cut(),
    ]
    return Printout(tuple(parts))


def _head(document: FiscalDocument) -> list[Part]:
    """Numerals 1, 2, 3, 5 and 6; the number follows the word serie (docs/fiscal-rules.md F23)."""
    issuer = document.issuer
    parts: list[Part] = [
        centered(issuer.name, TALL),
        centered(f"RIF {spanish.rif(issuer.rif)}", BOLD),
        centered(issuer.address),
        Rule(),
        centered("FACTURA" if document.is_on_form else NOT_FISCAL, LARGE),
        sides(f"SERIE {document.series}", f"N° {document.number:08d}", TALL),
    ]
    if document.control_number:
        parts.append(sides("N° de control", document.control_number, BOLD))
    day, time = spanish.local_moment(document.issued_at).split()
    parts.append(sides(f"Fecha {day}", f"Hora {time}"))
    return parts


def _customer(customer: Customer) -> list[Part]:
    """Numeral 7."""
    parts: list[Part] = [Line(f"Cliente: {customer.name}" if customer.name else WALK_IN)]
    if customer.document:
        name = "Pasaporte" if is_passport(customer.document) else "RIF / C.I."
        parts.append(Line(f"{name}: {customer.document}"))
    return parts


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


def _taxes(document: FiscalDocument, sale: Sale) -> list[Part]:
    """Numerals 10 and 11, and IGTF with its rate and base (docs/fiscal-rules.md F14)."""
    parts: list[Part] = []
    if document.exempt or not document.taxes:
        parts.append(sides("Exento (E)", spanish.money(document.exempt)))
    for tax in document.taxes:
        rate = spanish.percent(tax.rate)
        parts += [
            sides(f"Base {tax.category} {rate}", spanish.money(tax.base)),
            sides(f"IVA {tax.category} {rate}", spanish.money(tax.tax)),
        ]
    if document.igtf_base:
        rate = spanish.percent(sale.igtf_rate)
        parts += [
            sides("Total sin IGTF", spanish.money(document.total)),
            sides(f"Base IGTF {rate}", spanish.money(document.igtf_base)),
            sides(f"IGTF {rate}", spanish.money(document.igtf)),
        ]
    return parts


def _totals(document: FiscalDocument, sale: Sale) -> list[Part]:
    """Numerals 12 and 14: the total in bolívares and in each foreign currency of the sale, with its rate."""
    total = document.grand_total
    parts: list[Part] = [sides("TOTAL", spanish.money(total), LARGE)]
    for rate in _foreign_rates(sale):
        parts += [
            sides(f"Total en {rate.currency}", spanish.money(rate.from_ves(total)), BOLD),
            centered(spanish.rate_legend(rate)),
        ]
    return parts


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
        parts.append(_money_row(spanish.method(payment.method), payment.amount, payment.ves))
        if references := spanish.references(payment.references):
            parts.append(indented(references))
    if sale.change:
        parts.append(Line("VUELTO", BOLD))
        parts += [_money_row(spanish.method(part.method), part.amount, part.ves) for part in sale.change]
    if payee is not None:
        parts.append(indented(spanish.payee(payee)))
    return parts


def _money_row(name: str, amount: Money, ves: Money) -> Part:
    if amount.currency == VES:
        return sides(name, spanish.money(amount))
    return sides(f"{name} {spanish.money(amount)}", spanish.money(ves))


def _form(document: FiscalDocument) -> list[Part]:
    """Numerals 4, 15 and 16."""
    form = document.form
    if form is None or not document.is_on_form:
        return []
    return [
        Rule(),
        centered(
            f"N° de control {spanish.bound(f'desde el N° {form.first_control}')}"
            f" {spanish.bound(f'hasta el N° {form.last_control}')}"
        ),
        centered(f"Imprenta: {form.printer}  {spanish.bound(f'RIF {spanish.rif(form.printer_rif)}')}"),
        centered(f"{form.authorisation}  {spanish.bound(f'Elaborada el {spanish.eight_digits(form.made_on)}')}"),
    ]
