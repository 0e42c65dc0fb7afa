"""The blind count: who may not see the cash of a shift before it is counted, and what they are shown instead."""

from dataclasses import dataclass
from typing import ClassVar

from domain.errors import Refused
from domain.money.money import VES, Currency
from domain.people.staff import Cashier, Permission
from domain.till.shifts import Count, Difference, Drawer, cash_flows


@dataclass(eq=False)
class NotAllCounted(Refused):
    """Cash of a currency that the shift used was not counted. A counted zero is a count, an empty field is none."""

    code: ClassVar[str] = "CAJ-10"

    currencies: tuple[Currency, ...]


@dataclass(eq=False)
class BadQuantity(Refused):
    """A number of notes is digits only, at most five of them."""

    code: ClassVar[str] = "CAJ-13"

    text: str


@dataclass(eq=False)
class DifferenceUnexplained(Refused):
    """The count differs from what was recorded; a shift closes with a difference only with a reason."""

    code: ClassVar[str] = "CAJ-11"


@dataclass(eq=False)
class ExpectedWasShown(Refused):
    """The expected cash was shown; what is counted then is no blind count, and a supervisor closes it with a reason."""

    code: ClassVar[str] = "CAJ-12"


def counts_blind(cashier: Cashier, *, policy: bool) -> bool:
    """Whether a person counts without knowing the cash that is expected.

    `policy` is that of the organisation. Somebody who closes no shift, such as an auditor, does not count.
    """
    counts = cashier.may(Permission.CLOSE_SHIFT)
    return policy and counts and not cashier.may(Permission.APPROVE_DIFFERENCE)


def used_currencies(drawer: Drawer) -> tuple[Currency, ...]:
    """The currencies that were put into the drawer or taken out of it, in the order of first appearance."""
    return tuple(dict.fromkeys(amount.currency for amount in cash_flows(drawer) if amount))


def check_all_counted(drawer: Drawer, counted: Count) -> None:
    """Check that a count has a line for each currency in use, at least for one. Raises NotAllCounted."""
    has = {line.denomination.currency for line in counted.lines}
    missing = tuple(currency for currency in used_currencies(drawer) if currency not in has)
    if missing or not has:
        raise NotAllCounted(missing or (VES,))


def check_explained(differences: tuple[Difference, ...], reason: str) -> None:
    """Check that a difference, however small, has a reason. Raises DifferenceUnexplained."""
    if any(difference.over for difference in differences) and not reason.strip():
        raise DifferenceUnexplained
