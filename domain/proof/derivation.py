"""A sale derived anew from what its station was given: each figure that differs, with both values.

The functions that price and close a sale at the counter (`domain.sale`) are used here too, so an honest sale has no
difference. Each check starts from what the sale says of the step before: one lie gives one difference, not all those
that follow from it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TypeVar

from domain.conflicts.differences import Difference, Matter
from domain.errors import Refused
from domain.fiscal.documents import DocumentKind
from domain.money.money import Money, Rates, total
from domain.money.taxes import TaxBreakdown
from domain.payments.change import ChangeIn, give_change
from domain.payments.due import Due, IgtfRule, check_change
from domain.payments.sale_due import sale_due
from domain.payments.tenders import Tender, check
from domain.people.staff import Permission
from domain.proof.recorded import Given, Recorded
from domain.proof.ticket_check import CheckedTicket, check_ticket
from domain.sale.closing import lines_of, taxes_of
from domain.sale.sale import PricedTicket, Sale, SaleLine

_T = TypeVar("_T")
_FORGED = (Refused, KeyError, TypeError, ValueError, ArithmeticError)
"""What the rules raise for values that no counter records, such as a method or a currency that does not exist."""


@dataclass(frozen=True, slots=True)
class Derived:
    """The differences of a sale, and its total with IGTF as derived; None when it cannot be derived."""

    differences: tuple[Difference, ...]
    to_pay: Money | None


def derive(recorded: Recorded, given: Given) -> Derived:
    """Derive every figure of a sale and compare it with what the sale says. Never raises for a forged sale."""
    sale = recorded.sale
    turns = (*recorded.turns, *[None] * (len(sale.tickets) - len(recorded.turns)))
    checked: list[CheckedTicket] = []

    def check_tickets() -> Iterator[Difference]:
        for ticket, turn in zip(sale.tickets, turns, strict=False):
            checked.append(check_ticket(sale, ticket, turn, given))
            yield from checked[-1].differences

    differences = (
        *_differences(Matter.STAFF, partial(_staff, recorded, given)),
        *_differences(Matter.PRICE, check_tickets),
        *_differences(Matter.RATE, partial(_rates, sale, given.rates)),
        *_differences(Matter.TICKETS, partial(_lines, sale, checked)),
        *_differences(Matter.TAX, partial(_taxes, sale, given)),
        *_differences(Matter.PAYMENT, partial(_paid, sale)),
        *_differences(Matter.DOCUMENT, partial(_document, recorded, given)),
    )
    return Derived(differences, _tried(partial(_to_pay, sale, checked, given)))


def _differences(matter: Matter, differences: Callable[[], Iterable[Difference]]) -> tuple[Difference, ...]:
    """The differences of one check. Values that the rules cannot compute with are a difference too."""
    try:
        return tuple(differences())
    except _FORGED as error:
        return (Difference(matter, "", f"{type(error).__name__}: {error}"[:_LONGEST_ERROR], ""),)


_LONGEST_ERROR = 200


def _tried(rule: Callable[[], _T]) -> _T | None:
    """What a rule gives; None when it refuses what the sale says."""
    try:
        return rule()
    except _FORGED:
        return None


def _staff(recorded: Recorded, given: Given) -> Iterator[Difference]:
    sale = recorded.sale
    seller = given.staff.get(sale.cashier_id)
    if seller is None or not seller.may(Permission.SELL):
        yield Difference(Matter.STAFF, Permission.SELL, str(sale.cashier_id), "")
    approver_id = recorded.approved_by or sale.cashier_id
    approver = given.staff.get(approver_id)
    gives_courtesy = any(not ticket.price.amount for ticket in sale.tickets)
    if gives_courtesy and (approver is None or not approver.may(Permission.GIVE_COURTESY)):
        yield Difference(Matter.STAFF, Permission.GIVE_COURTESY, str(approver_id), "")


def _rates(sale: Sale, right: Rates) -> Iterator[Difference]:
    if sale.rates.on != right.on:
        yield Difference(Matter.RATE, "", sale.rates.on.isoformat(), right.on.isoformat())
    for stated in sale.rates.rates:
        derived = next((rate for rate in right.rates if rate.currency == stated.currency), None)
        if stated != derived:
            yield Difference(Matter.RATE, stated.currency, f"{stated.value:f}", f"{derived.value:f}" if derived else "")


def _lines(sale: Sale, tickets: Sequence[CheckedTicket]) -> Iterator[Difference]:
    """The lines against the tickets, at the prices and rates that the sale says."""
    known = [ticket.as_stated for ticket in tickets if ticket.as_stated is not None]
    if len(known) < len(sale.tickets):
        return  # a ticket of no known zone has no tax to derive; its own difference is told
    derived = lines_of(known, sale.rates)
    if [_untaxed(line) for line in sale.lines] != [_untaxed(line) for line in derived]:
        stated = total(line.total_ves for line in sale.lines)
        yield Difference(Matter.TICKETS, str(len(sale.tickets)), stated, total(line.total_ves for line in derived))
        return
    for line, right in zip(sale.lines, derived, strict=True):
        if line != right:
            yield Difference(Matter.TAX, line.description, _tax(line), _tax(right))


def _taxes(sale: Sale, given: Given) -> Iterator[Difference]:
    """The taxes against the lines that the sale says, and the rate of the IGTF against the issuer of the series."""
    terms = given.terms(sale)
    derived = taxes_of(sale.lines, terms)
    if derived != sale.taxes:
        yield Difference(Matter.TAX, "", _breakdown(sale.taxes), _breakdown(derived))
    if sale.igtf_rate != terms.igtf.rate:
        yield Difference(Matter.IGTF, "", _percent(sale.igtf_rate), _percent(terms.igtf.rate))


def _paid(sale: Sale) -> Iterator[Difference]:
    """Payments, IGTF and change against the total that the sale says."""
    paid = total(payment.ves for payment in sale.payments)
    owed = _tried(partial(_owed, sale))
    if owed is None:
        yield Difference(Matter.PAYMENT, "", paid, sale.to_pay)
        return
    if (sale.igtf_base, sale.igtf) != (owed.igtf_base, owed.igtf):
        yield Difference(Matter.IGTF, "", sale.igtf, owed.igtf)
    stated = [(payment.ves, payment.igtf_base) for payment in sale.payments]
    if stated != list(zip(owed.tendered, owed.igtf_bases, strict=True)):
        yield Difference(Matter.PAYMENT, "", paid, total(owed.tendered))
    ways = [_tried(partial(give_change, owed.excess, way, sale.rates)) for way in ChangeIn]
    if sale.change not in ways:
        yield Difference(Matter.CHANGE, "", total(part.ves for part in sale.change), owed.excess)


def _document(recorded: Recorded, given: Given) -> Iterator[Difference]:
    sale, document = recorded.sale, recorded.document
    name, taxes = document.printed_number, sale.taxes
    stated = (document.exempt, document.taxes, document.total, document.igtf_base, document.igtf)
    if stated != (taxes.exempt, taxes.lines, taxes.total, sale.igtf_base, sale.igtf):
        yield Difference(Matter.DOCUMENT, name, document.grand_total, sale.to_pay)
    if (document.kind, document.sale_id, document.issued_at) != (DocumentKind.INVOICE, sale.id, sale.sold_at):
        yield Difference(Matter.DOCUMENT, name, document.issued_at.isoformat(), sale.sold_at.isoformat())
    if document.customer != sale.customer:
        yield Difference(Matter.DOCUMENT, name, document.customer.name, sale.customer.name)
    if document.issuer != given.issuer:
        yield Difference(Matter.DOCUMENT, name, document.issuer.rif, given.issuer.rif if given.issuer else "")


def _to_pay(sale: Sale, tickets: Sequence[CheckedTicket], given: Given) -> Money | None:
    """The total with IGTF at the derived prices, rates and taxes; None when a ticket has no derived price."""
    right: list[PricedTicket] = [ticket.as_derived for ticket in tickets if ticket.as_derived is not None]
    if not right or len(right) < len(sale.tickets):
        return None
    terms = given.terms(sale)
    taxes = taxes_of(lines_of(right, terms.rates), terms)
    return sale_due(taxes.total, _tenders(sale), terms.rates, terms.igtf).to_pay


def _owed(sale: Sale) -> Due:
    """What was due, if a counter accepts these tenders for it. Raises what the counter raises."""
    tenders = _tenders(sale)
    check(tenders)
    owed = sale_due(sale.taxes.total, tenders, sale.rates, IgtfRule(sale.igtf_rate))
    check_change(owed, tenders)
    return owed


def _tenders(sale: Sale) -> tuple[Tender, ...]:
    return tuple(Tender(part.method, part.amount, part.references) for part in sale.payments)


def _untaxed(line: SaleLine) -> tuple[object, ...]:
    return line.description, line.quantity, line.unit_price, line.unit_ves, line.total_ves


def _tax(line: SaleLine) -> str:
    return f"{line.tax}{'' if line.tax_included else ' +'}"


def _breakdown(taxes: TaxBreakdown) -> str:
    parts = (f"{line.category} {_percent(line.rate)}: {line.base} + {line.tax}" for line in taxes.lines)
    return ", ".join((*parts, f"E {taxes.exempt}", f"= {taxes.total}"))


def _percent(rate: Decimal) -> str:
    return f"{(rate * 100).normalize():f} %"
