"""Tenders, payments and change: what each method needs, IGTF by order of payment, change in a chosen currency."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from domain.errors import Refused
from domain.ids import PaymentId
from domain.money.money import EUR, USD, VES, Currency, Money, Rates, at_once, total


class IgtfAgent(StrEnum):
    """Who perceives IGTF on a method (G.O.E. 6.687 art. 4 nums. 5 and 6, art. 24)."""

    NOBODY = "nobody"
    ISSUER = "issuer"
    BANK = "bank"


@dataclass(frozen=True, slots=True)
class References:
    """What proves an electronic payment. Texts, because leading zeros count; empty when not given."""

    reference: str = ""
    bank: str = ""
    phone: str = ""
    payer: str = ""
    batch: str = ""
    approval: str = ""
    last_four: str = ""


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """A way to pay. `required` names the references it cannot do without (fiscal.md section 6)."""

    code: str
    currency: Currency
    igtf_agent: IgtfAgent
    required: tuple[str, ...] = ()
    is_cash: bool = False


METHODS: dict[str, PaymentMethod] = {
    method.code: method
    for method in (
        PaymentMethod("cash_ves", VES, IgtfAgent.NOBODY, is_cash=True),
        PaymentMethod("cash_usd", USD, IgtfAgent.ISSUER, is_cash=True),
        PaymentMethod("cash_eur", EUR, IgtfAgent.ISSUER, is_cash=True),
        PaymentMethod("card_ves", VES, IgtfAgent.NOBODY, ("reference", "approval", "last_four")),
        PaymentMethod("pago_movil", VES, IgtfAgent.NOBODY, ("bank", "phone", "reference")),
        PaymentMethod("transfer_ves", VES, IgtfAgent.NOBODY, ("bank", "reference")),
        PaymentMethod("zelle", USD, IgtfAgent.ISSUER, ("reference", "payer")),
        PaymentMethod("usdt", USD, IgtfAgent.ISSUER, ("reference",)),
        PaymentMethod("card_usd", USD, IgtfAgent.BANK, ("bank", "reference")),
    )
}


class _PaymentRefused(Refused):
    """A refusal that concerns what was offered."""


@dataclass(eq=False)
class MissingReference(_PaymentRefused):
    """The method needs a datum that was not given, or was given in a wrong form."""

    code: ClassVar[str] = "PAG-01"

    method: str
    field: str


@dataclass(eq=False)
class ReferenceUsed(_PaymentRefused):
    """This reference already paid for something."""

    code: ClassVar[str] = "PAG-02"

    method: str
    reference: str


@dataclass(eq=False)
class NotPositive(_PaymentRefused):
    """An amount offered must be more than nothing."""

    code: ClassVar[str] = "PAG-03"

    method: str


@dataclass(eq=False)
class NotEnough(_PaymentRefused):
    """What was offered does not cover the sale."""

    code: ClassVar[str] = "PAG-04"

    missing: Money


@dataclass(eq=False)
class TooMuchForMethod(_PaymentRefused):
    """Change is handed back from cash only: other methods pay at most what is due."""

    code: ClassVar[str] = "PAG-05"

    excess: Money


@dataclass(frozen=True, slots=True)
class Tender:
    """A means offered by the customer, in the method's currency."""

    method: str
    amount: Money
    references: References = References()


@dataclass(frozen=True, slots=True)
class Payment:
    """A tender as it was taken: its value in bolívares, and how much of it is base of the IGTF."""

    id: PaymentId
    method: str
    amount: Money
    ves: Money
    igtf_base: Money
    references: References


@dataclass(frozen=True, slots=True)
class Change:
    """Money handed back, with its value in bolívares."""

    method: str
    amount: Money
    ves: Money


@dataclass(frozen=True, slots=True)
class IgtfRule:
    """IGTF on this day for this issuer; zero unless the issuer is a special taxpayer."""

    rate: Decimal


@dataclass(frozen=True, slots=True)
class Due:
    """What must be paid once the tenders are known, all in bolívares."""

    igtf_bases: tuple[Money, ...]
    igtf: Money
    to_pay: Money
    tendered: tuple[Money, ...]

    @property
    def igtf_base(self) -> Money:
        """The part of the total that was paid in foreign currency perceived by the issuer."""
        return total(self.igtf_bases)

    @property
    def missing(self) -> Money:
        """Still to be paid; negative is change."""
        return self.to_pay - total(self.tendered)


def due(sale_total: Money, tenders: Sequence[Tender], rates: Rates, igtf: IgtfRule) -> Due:
    """Walk the payments in the order they were registered, as the fiscal machines do (fiscal.md 3.2).

    A perceived foreign payment contributes min(its bolívares, what remains of the total) to the base.
    Raises NoRate or AmountTooLarge.
    """
    remaining, bases, tendered = sale_total, [], []
    for tender in tenders:
        ves = at_once(rates.to_ves(tender.amount))
        used = min(ves, remaining)
        perceived = METHODS[tender.method].igtf_agent is IgtfAgent.ISSUER and igtf.rate != 0
        bases.append(used if perceived else Money.zero())
        tendered.append(ves)
        remaining -= used
    tax = total(bases).times(igtf.rate)
    return Due(tuple(bases), tax, sale_total + tax, tuple(tendered))


def to_the_cent(owed: Due, tenders: Sequence[Tender], rates: Rates) -> Due:
    """Let an electronic foreign payment close a sale: it can only come within its own cent of bolívares.

    Nobody hands back, or still owes, the céntimos between two cents of a Zelle; the payment is worth what is due.
    """
    last = METHODS[tenders[-1].method] if tenders else None
    if last is None or last.is_cash or last.currency == VES:
        return owed
    cent = rates.to_ves(Money(1, last.currency))
    if abs(owed.missing.minor) >= cent.minor:
        return owed
    return replace(owed, tendered=(*owed.tendered[:-1], owed.tendered[-1] + owed.missing))


def check(tenders: Iterable[Tender]) -> None:
    """Each tender is positive, in its method's currency, carries its references, and no unreadable ones. Raises."""
    for tender in tenders:
        method = METHODS[tender.method]
        if tender.amount.currency != method.currency:
            raise TypeError(f"{method.code} is paid in {method.currency}")
        if tender.amount.minor <= 0:
            raise NotPositive(method.code)
        for field in _REFERENCE_FIELDS:
            given = getattr(tender.references, field)
            if (given or field in method.required) and not _well_formed(field, given):
                raise MissingReference(method.code, field)


def check_change(due_now: Due, tenders: Sequence[Tender]) -> None:
    """Everything is covered, and what goes back comes from cash. Raises NotEnough or TooMuchForMethod."""
    if due_now.missing > Money.zero():
        raise NotEnough(due_now.missing)
    cash = total(ves for tender, ves in zip(tenders, due_now.tendered, strict=True) if METHODS[tender.method].is_cash)
    if -due_now.missing > cash:
        raise TooMuchForMethod(-due_now.missing - cash)


class ChangeIn(StrEnum):
    """How the customer wants the change."""

    CASH_VES = "cash_ves"
    CASH_USD = "cash_usd"
    CASH_EUR = "cash_eur"
    PAGO_MOVIL = "pago_movil"


def give_change(change_ves: Money, change_in: ChangeIn, rates: Rates) -> tuple[Change, ...]:
    """The change as it is handed over: whole foreign units with the rest in bolívares, or all in bolívares."""
    if not change_ves:
        return ()
    if change_in is ChangeIn.PAGO_MOVIL:
        return (Change("pago_movil", change_ves, change_ves),)
    return change_whole(change_ves, METHODS[change_in].currency, rates)


def change_exact(change_ves: Money, currency: Currency, rates: Rates) -> tuple[Change, ...]:
    """All the change in one currency, to its cent."""
    if not change_ves:
        return ()
    if currency == VES:
        return (Change("cash_ves", change_ves, change_ves),)
    return (Change(cash_method(currency), rates.of(currency).from_ves(change_ves), change_ves),)


def change_whole(change_ves: Money, currency: Currency, rates: Rates) -> tuple[Change, ...]:
    """Whole units of a foreign currency, for want of its coins, and the rest in bolívares."""
    if currency == VES:
        return change_exact(change_ves, VES, rates)
    exact = rates.of(currency).from_ves(change_ves)
    units = Money(exact.minor // 100 * 100, currency)
    worth = rates.to_ves(units)
    if worth > change_ves:
        units = Money(units.minor - 100, currency)
        worth = rates.to_ves(units)
    parts = [Change(cash_method(currency), units, worth)] if units else []
    rest = change_ves - worth
    return (*parts, *change_exact(rest, VES, rates))


def reference_key(part: Tender | Payment) -> str | None:
    """What may be used once only: method, bank and reference, however its letters were typed. None for cash."""
    if METHODS[part.method].is_cash:
        return None
    given = part.references
    return f"{part.method}|{given.bank}|{given.batch}|{given.reference}".casefold()


def cash_method(currency: Currency) -> str:
    """The method that pays in notes and coins of a currency."""
    return next(m.code for m in METHODS.values() if m.is_cash and m.currency == currency)


_LONGEST_REFERENCE = 64
_REFERENCE_FIELDS = tuple(field.name for field in fields(References))
_FORMS = {"last_four": re.compile(r"[0-9]{4}"), "reference": re.compile(r"[!-~]{4,64}")}


def _well_formed(field: str, text: str) -> bool:
    if not text or len(text) > _LONGEST_REFERENCE or not text.isprintable():
        return False
    return field not in _FORMS or _FORMS[field].fullmatch(text) is not None
