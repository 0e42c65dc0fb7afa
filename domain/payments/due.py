"""What is due once the tenders are known: IGTF by the order of payment, and what is still missing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from domain.errors import Refused
from domain.money.money import VES, Money, Rates, total, within_limit
from domain.payments.methods import METHODS, IgtfAgent
from domain.payments.tenders import Tender


@dataclass(eq=False)
class NotEnough(Refused):
    """The payments do not cover the sale."""

    code: ClassVar[str] = "PAG-04"

    missing: Money


@dataclass(eq=False)
class TooMuchForMethod(Refused):
    """Change is handed back from cash only; the other methods pay more than is due."""

    code: ClassVar[str] = "PAG-05"

    excess: Money


@dataclass(eq=False)
class CashDoubtful(Refused):
    """The change of this cash would be far more than the sale: something else was typed as the amount. Asked once."""

    code: ClassVar[str] = "PAG-08"

    amount: Money
    change: Money


@dataclass(frozen=True, slots=True)
class IgtfRule:
    """The IGTF rate on one day for one issuer; zero unless the issuer is a special taxpayer."""

    rate: Decimal


@dataclass(frozen=True, slots=True)
class Due:
    """What must be paid once the tenders are known, all in bolívares.

    `igtf_bases` and `tendered` have one amount a tender, in their order.
    """

    igtf_bases: tuple[Money, ...]
    igtf: Money
    to_pay: Money
    tendered: tuple[Money, ...]

    @property
    def igtf_base(self) -> Money:
        """The part of the total that was paid in foreign currency, on which the issuer perceives IGTF."""
        return total(self.igtf_bases)

    @property
    def missing(self) -> Money:
        """Still to be paid; negative is change."""
        return self.to_pay - total(self.tendered)

    @property
    def uncovered(self) -> Money:
        """Still to be paid; zero when the tenders cover everything."""
        return max(self.missing, Money.zero())

    @property
    def excess(self) -> Money:
        """What goes back to the customer; zero when the tenders do not exceed what is due."""
        return max(-self.missing, Money.zero())


def due(sale_total: Money, tenders: Sequence[Tender], rates: Rates, igtf: IgtfRule) -> Due:
    """Walk the payments in the order they were registered, as the fiscal machines do (docs/fiscal-rules.md F13).

    A perceived foreign payment contributes min(its bolívares, what remains of the total) to the base.
    Raises NoRate or AmountTooLarge.
    """
    remaining, bases, tendered = sale_total, [], []
    for tender in tenders:
        ves = within_limit(rates.to_ves(tender.amount))
        used = min(ves, remaining)
        perceived = METHODS[tender.method].igtf_agent is IgtfAgent.ISSUER and igtf.rate != 0
        bases.append(used if perceived else Money.zero())
        tendered.append(ves)
        remaining -= used
    tax = total(bases).times(igtf.rate)
    return Due(tuple(bases), tax, sale_total + tax, tuple(tendered))


def to_the_cent(owed: Due, tenders: Sequence[Tender], rates: Rates) -> Due:
    """What is due, when the last tender is an electronic foreign payment that comes within its own cent of it.

    Such a payment counts for exactly what is due: the céntimos between two of its cents can be neither paid nor
    handed back. Anything else is returned unchanged.
    """
    last = METHODS[tenders[-1].method] if tenders else None
    if last is None or last.is_cash or last.currency == VES:
        return owed
    cent = rates.to_ves(Money(1, last.currency))
    if abs(owed.missing.minor) >= cent.minor:
        return owed
    return replace(owed, tendered=(*owed.tendered[:-1], owed.tendered[-1] + owed.missing))


def check_change(due_now: Due, tenders: Sequence[Tender]) -> None:
    """Check that everything is covered and that the change comes from cash. Raises NotEnough or TooMuchForMethod."""
    if due_now.missing > Money.zero():
        raise NotEnough(due_now.missing)
    cash = total(ves for tender, ves in zip(tenders, due_now.tendered, strict=True) if METHODS[tender.method].is_cash)
    if -due_now.missing > cash:
        raise TooMuchForMethod(-due_now.missing - cash)


_MOST_CHANGE = 2
"""Cash whose change is more than this many times the sale is doubted, unless one large note explains it."""


def check_cash(due_now: Due, tender: Tender, largest_note: Money, rates: Rates) -> None:
    """Check that the last tender is an amount of cash that somebody may hand over.

    A single note may give any change: nobody has to have a smaller one. Raises CashDoubtful.
    """
    if not METHODS[tender.method].is_cash:
        return
    if due_now.excess > max(due_now.to_pay.times(Decimal(_MOST_CHANGE)), rates.to_ves(largest_note)):
        raise CashDoubtful(tender.amount, due_now.excess)
