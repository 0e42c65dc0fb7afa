"""Whether two electronic payments are one payment: a reference pays once, however it is written.

A bank shows the whole reference of a transfer or only its last digits, with leading zeros or without, and the same
payment can be presented as mobile payment or as transfer, of one bank or of the other. The references of card slips
are short and begin again with each batch of a terminal, so the slip is known by everything that is printed on it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from domain.calendar import CARACAS
from domain.money.money import Money
from domain.payments.methods import METHODS
from domain.payments.tenders import LONGEST_REFERENCE, Payment, References, Tender

SHORTEST_END: Final = 4
"""The digits that the end of a reference has at least: banks show four, six or eight."""
_CONCLUSIVE: Final = 8
"""From so many equal digits on, two references are of one payment whatever else was typed."""
_SHORT_LIVED: Final = timedelta(days=3)
"""How long a shorter end is compared: later ones would refuse payments that only share their last digits."""
_ON_A_SLIP: Final = ("bank", "batch", "approval", "last_four")


@dataclass(frozen=True, slots=True)
class UsedReference:
    """An electronic payment as far as it identifies itself, and when it was taken."""

    method: str
    references: References
    amount: Money
    at: datetime

    @property
    def significant(self) -> str:
        """The reference as it is compared."""
        return significant(self.references.reference)

    @property
    def ending(self) -> str:
        """The last characters, which payments that may be the same one have in common: what an index holds."""
        return self.significant[-SHORTEST_END:]


def used_reference(part: Tender | Payment, at: datetime) -> UsedReference | None:
    """The reference that a payment uses up; None for cash, a credit note, and another program's method."""
    method = METHODS.get(part.method)
    if method is None or method.is_cash or method.is_credit:
        return None
    return UsedReference(part.method, part.references, part.amount, at)


def significant(reference: str) -> str:
    """A reference without case, marks between its characters, the 0x of a hash, and zeros in front of four digits."""
    characters = "".join(filter(str.isalnum, reference.casefold().removeprefix("0x")))
    return characters.lstrip("0").rjust(SHORTEST_END, "0")[-LONGEST_REFERENCE:]


def is_same_payment(one: UsedReference, other: UsedReference) -> bool:
    """Whether both references are of one payment. The order of the two does not affect the result."""
    cards = METHODS[one.method].is_card, METHODS[other.method].is_card
    if all(cards):
        return _is_same_slip(one, other)
    return not any(cards) and _is_same_transfer(one, other)


def _is_same_slip(one: UsedReference, other: UsedReference) -> bool:
    if one.significant != other.significant:
        return False
    on_both = [
        (significant(ours), significant(theirs))
        for field in _ON_A_SLIP
        if (ours := getattr(one.references, field)) and (theirs := getattr(other.references, field))
    ]
    if any(ours != theirs for ours, theirs in on_both):
        return False
    approved = bool(one.references.approval and other.references.approval)
    return approved or _day(one) == _day(other)


def _is_same_transfer(one: UsedReference, other: UsedReference) -> bool:
    shorter, longer = sorted((one.significant, other.significant), key=len)
    if not longer.endswith(shorter):
        return False
    return len(shorter) >= _CONCLUSIVE or (abs(one.at - other.at) <= _SHORT_LIVED and not _differ(one, other))


def _differ(one: UsedReference, other: UsedReference) -> bool:
    """Whether payer or amount make two payments of what only share their last digits."""
    phones = one.references.phone, other.references.phone
    return phones[0] != phones[1] if all(phones) else one.amount != other.amount


def _day(used: UsedReference) -> object:
    return used.at.astimezone(CARACAS).date()
