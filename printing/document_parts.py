"""The parts that all fiscal documents share: head, customer, taxes, totals and form (PA 0071 art. 13)."""

from collections.abc import Sequence
from decimal import Decimal

from domain.fiscal.documents import FiscalDocument
from domain.fiscal.paper_proof import PaperProof
from domain.money.money import VES, ExchangeRate, Money
from domain.people.identity import is_passport
from domain.sale.cart import Customer
from printing import spanish
from printing.imprint import NOT_FISCAL
from printing.printout import BOLD, LARGE, TALL, Code, Feed, Line, Part, Rule, centered, sides

INVOICE = "FACTURA"
WALK_IN = "CONSUMIDOR FINAL"
_PROOF_DOTS = 5
"""A code of 65 squares with its margin, the largest that a proof makes, fits on the 384 dots of a 58 mm roll."""


def head(document: FiscalDocument, title: str) -> list[Part]:
    """Numerals 1, 2, 3, 5 and 6; the number follows the word serie (docs/fiscal-rules.md F23).

    A paper that is not fiscal says so; one that corrects an invoice keeps its title beside that.
    """
    issuer = document.issuer
    parts: list[Part] = [
        centered(issuer.name, TALL),
        centered(f"RIF {spanish.rif(issuer.rif)}", BOLD),
        centered(issuer.address),
        Rule(),
        *_title(document, title),
        sides(f"SERIE {document.series}", f"N° {document.number:08d}", TALL),
    ]
    if document.control_number:
        parts.append(sides("N° de control", document.control_number, BOLD))
    day, time = spanish.local_moment(document.issued_at).split()
    parts.append(sides(f"Fecha {day}", f"Hora {time}"))
    return parts


def _title(document: FiscalDocument, title: str) -> list[Part]:
    if document.is_on_form:
        return [centered(title, LARGE)]
    # Without a form an invoice is no invoice at all; a note says what it is, and that it is not fiscal.
    return [centered(NOT_FISCAL, LARGE), *([] if title == INVOICE else [centered(title, TALL)])]


def customer(customer: Customer) -> list[Part]:
    """Numeral 7."""
    parts: list[Part] = [Line(f"Cliente: {customer.name}" if customer.name else WALK_IN)]
    if customer.document:
        name = "Pasaporte" if is_passport(customer.document) else "RIF / C.I."
        parts.append(Line(f"{name}: {customer.document}"))
    return parts


def taxes(document: FiscalDocument, igtf_rate: Decimal) -> list[Part]:
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
        rate = spanish.percent(igtf_rate)
        parts += [
            sides("Total sin IGTF", spanish.money(document.total)),
            sides(f"Base IGTF {rate}", spanish.money(document.igtf_base)),
            sides(f"IGTF {rate}", spanish.money(document.igtf)),
        ]
    return parts


def totals(document: FiscalDocument, rates: Sequence[ExchangeRate]) -> list[Part]:
    """Numerals 12 and 14: the total in bolívares and in each foreign currency, with its rate."""
    total = document.grand_total
    parts: list[Part] = [sides("TOTAL", spanish.money(total), LARGE)]
    for rate in rates:
        parts += [
            sides(f"Total en {rate.currency}", spanish.money(rate.from_ves(total)), BOLD),
            centered(spanish.rate_legend(rate)),
        ]
    return parts


def money_row(name: str, amount: Money, ves: Money) -> Part:
    """An amount by one method, with its bolívares when it is in another currency."""
    if amount.currency == VES:
        return sides(name, spanish.money(amount))
    return sides(f"{name} {spanish.money(amount)}", spanish.money(ves))


def proof(of: PaperProof | None) -> list[Part]:
    """The code by which the paper proves the chain of the journal, and what it says of the entry; empty without one."""
    if of is None:
        return []
    return [
        Rule(),
        Feed(),
        Code(of.text, _PROOF_DOTS),
        Feed(),
        centered(f"Registro {spanish.bound(of.position)} {of.hash}"),
    ]


def form(document: FiscalDocument) -> list[Part]:
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
