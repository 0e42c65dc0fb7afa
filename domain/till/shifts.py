"""Shifts: float, cash in and out, the blind count by denomination, expected against counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from domain.errors import Refused
from domain.ids import CashierId, ShiftId
from domain.money.money import Currency, Money, total, within_limit
from domain.payments.change import Change
from domain.payments.methods import METHODS, cash_method
from domain.payments.tenders import NotPositive, Payment, Tender


@dataclass(eq=False)
class NoShiftOpen(Refused):
    """Selling and moving cash need an open shift; none is open."""

    code: ClassVar[str] = "CAJ-01"


@dataclass(eq=False)
class ShiftIsOpen(Refused):
    """This till already has a shift open."""

    code: ClassVar[str] = "CAJ-02"

    number: int
    cashier: str


@dataclass(eq=False)
class ReasonMissing(Refused):
    """Cash that moves outside a sale needs a reason."""

    code: ClassVar[str] = "CAJ-03"


@dataclass(eq=False)
class BadReason(Refused):
    """A reason is one printable line of limited length."""

    code: ClassVar[str] = "CAJ-07"

    most: int


@dataclass(eq=False)
class NotCounted(Refused):
    """A shift can be closed only after its cash was counted."""

    code: ClassVar[str] = "CAJ-04"


@dataclass(eq=False)
class DifferenceTooLarge(Refused):
    """The difference is larger than a cashier may close with; a supervisor must approve it and give the reason."""

    code: ClassVar[str] = "CAJ-05"


@dataclass(eq=False)
class CountedTwice(Refused):
    """The cash was counted twice already; a cashier may correct a count only once."""

    code: ClassVar[str] = "CAJ-06"


@dataclass(eq=False)
class TillHoldsLess(Refused):
    """The till holds less cash than would be taken out. `holds` is None for somebody who will count blind."""

    code: ClassVar[str] = "CAJ-08"

    holds: Money | None
    wanted: Money


@dataclass(eq=False)
class ChangeBeyondTill(Refused):
    """The till holds less cash than the change of a sale; a supervisor may know better and approve it.

    `holds` is None for somebody who will count blind.
    """

    code: ClassVar[str] = "CAJ-09"

    holds: Money | None
    wanted: Money


class RefundBeyondTill(ChangeBeyondTill):
    """The till holds less cash than what goes back with a refund."""

    code: ClassVar[str] = "DEV-11"


@dataclass(frozen=True, slots=True)
class Shift:
    """From opening a till to closing it. `number` is consecutive within the station."""

    id: ShiftId
    number: int
    cashier_id: CashierId
    opened_at: datetime
    floats: tuple[Money, ...]
    closed_at: datetime | None = None


class CashMove(StrEnum):
    """Why cash is moved, or the drawer opened, outside a sale."""

    CASH_IN = "in"
    CASH_OUT = "out"
    NO_SALE = "no_sale"


@dataclass(frozen=True, slots=True)
class CashMovement:
    """Cash put in or taken out with a reason. `amount` is never negative; it is zero for an opening without a sale."""

    kind: CashMove
    amount: Money
    reason: str


@dataclass(frozen=True, slots=True)
class DenominationCount:
    """How many notes or coins of one value were counted by hand.

    A denomination of the smallest unit stands for loose coins, which are counted as an amount.
    """

    denomination: Money
    quantity: int

    @property
    def is_loose_coins(self) -> bool:
        """Whether the line is an amount of loose coins."""
        return self.denomination.minor == 1


def loose_coins(amount: Money) -> DenominationCount:
    """Coins of any value that were counted together, as the line of a count."""
    return DenominationCount(Money(1, amount.currency), amount.minor)


@dataclass(frozen=True, slots=True)
class Count:
    """A blind count of the drawer."""

    lines: tuple[DenominationCount, ...]

    def of(self, currency: Currency) -> Money:
        """The sum counted in one currency."""
        amounts = (line.denomination * line.quantity for line in self.lines if line.denomination.currency == currency)
        return sum(amounts, Money.zero(currency))


LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Difference:
    """Expected against counted in one currency; `over` is negative when cash is short."""

    expected: Money
    counted: Money

    @property
    def over(self) -> Money:
        """Counted less expected."""
        return self.counted - self.expected


@dataclass(frozen=True, slots=True)
class Drawer:
    """Every movement of cash in a shift."""

    floats: tuple[Money, ...]
    payments: tuple[Payment, ...]
    change: tuple[Change, ...]
    movements: tuple[CashMovement, ...]
    given_back: tuple[Change, ...] = ()


def expected(drawer: Drawer) -> tuple[Money, ...]:
    """The cash that must be in the drawer, one amount a currency, in the order of first appearance."""
    sums: dict[Currency, Money] = {}
    for amount in cash_flows(drawer):
        sums[amount.currency] = sums.get(amount.currency, Money.zero(amount.currency)) + amount
    return tuple(sums.values())


def holds(drawer: Drawer, currency: Currency) -> Money:
    """The cash in one currency that must be in the drawer; zero when more has left it than came in."""
    amounts = (amount for amount in expected(drawer) if amount.currency == currency)
    return max(next(amounts, Money.zero(currency)), Money.zero(currency))


def check_cash_out(drawer: Drawer, movement: CashMovement, *, blind: bool = False) -> None:
    """Check that the till holds the cash that a movement takes out. Raises TillHoldsLess, when blind without amount."""
    held = holds(drawer, movement.amount.currency)
    if movement.kind is CashMove.CASH_OUT and movement.amount > held:
        raise TillHoldsLess(None if blind else held, movement.amount)


def check_change_in_till(
    drawer: Drawer, tenders: Iterable[Tender], change: Iterable[Change], *, blind: bool = False
) -> None:
    """Check that the till, with the cash that a sale brings, holds its change.

    Raises ChangeBeyondTill, which when blind does not name the cash held.
    """
    received = tuple(tender.amount for tender in tenders if METHODS[tender.method].is_cash)
    for part in change:
        currency = part.amount.currency
        held = total((amount for amount in received if amount.currency == currency), currency) + holds(drawer, currency)
        if METHODS[part.method].is_cash and part.amount > held:
            raise ChangeBeyondTill(None if blind else held, part.amount)


def differences(drawer: Drawer, count: Count) -> tuple[Difference, ...]:
    """The difference in each currency that was expected or counted."""
    amounts = {amount.currency: amount for amount in expected(drawer)}
    for line in count.lines:
        amounts.setdefault(line.denomination.currency, Money.zero(line.denomination.currency))
    return tuple(Difference(amount, count.of(currency)) for currency, amount in amounts.items())


def needs_approval(differences: Iterable[Difference], limits: Iterable[Money]) -> bool:
    """Whether the difference in some currency exceeds its limit; without a limit, any difference does."""
    allowed = {limit.currency: limit.minor for limit in limits}
    return any(abs(d.over.minor) > allowed.get(d.over.currency, 0) for d in differences)


def check_movement(movement: CashMovement) -> None:
    """Check that a movement has a reason, and an amount exactly when it moves cash.

    Raises ReasonMissing, BadReason, NotPositive or AmountTooLarge.
    """
    check_reason(movement.reason)
    amount = within_limit(movement.amount)
    if amount.minor < 0 or bool(amount) == (movement.kind is CashMove.NO_SALE):
        raise NotPositive(cash_method(amount.currency))


def check_reason(text: str) -> str:
    """The reason without the blanks around it. Raises ReasonMissing or BadReason."""
    reason = text.strip()
    if not reason:
        raise ReasonMissing
    if len(reason) > LONGEST_REASON or not reason.isprintable():
        raise BadReason(LONGEST_REASON)
    return reason


def check_floats(floats: Iterable[Money]) -> tuple[Money, ...]:
    """The money that a till starts with: one amount a currency, without those of zero.

    Raises NotPositive or AmountTooLarge.
    """
    sums: dict[Currency, Money] = {}
    for amount in floats:
        if amount.minor < 0:
            raise NotPositive(cash_method(amount.currency))
        sums[amount.currency] = sums.get(amount.currency, Money.zero(amount.currency)) + amount
    return tuple(within_limit(amount) for amount in sums.values() if amount)


def check_count(counted: Count) -> Count:
    """The count with one line a denomination. A line of zero stays: it says that there is none.

    Raises NotPositive or AmountTooLarge.
    """
    quantities: dict[Money, int] = {}
    for line in counted.lines:
        if line.quantity < 0 or line.denomination.minor <= 0:
            raise NotPositive(cash_method(line.denomination.currency))
        quantities[line.denomination] = quantities.get(line.denomination, 0) + line.quantity
    checked = Count(tuple(DenominationCount(note, quantity) for note, quantity in quantities.items()))
    for currency in {note.currency for note in quantities}:
        within_limit(checked.of(currency))
    return checked


def cash_flows(drawer: Drawer) -> Iterable[Money]:
    """Every amount of cash that entered the drawer, negative when it left."""
    yield from drawer.floats
    yield from (payment.amount for payment in drawer.payments if METHODS[payment.method].is_cash)
    yield from (-part.amount for part in (*drawer.change, *drawer.given_back) if METHODS[part.method].is_cash)
    for movement in drawer.movements:
        yield -movement.amount if movement.kind is CashMove.CASH_OUT else movement.amount
