"""Tenders and payments: the means offered, the references that prove them, and what was taken of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import ClassVar

from domain.errors import Refused
from domain.ids import PaymentId
from domain.money.money import Money
from domain.payments.methods import METHODS, PaymentMethod
from domain.typed_text import compact, plain


@dataclass(eq=False)
class MissingReference(Refused):
    """A reference that the method requires is missing, or `given` is malformed."""

    code: ClassVar[str] = "PAG-01"

    method: str
    field: str
    given: str = ""


@dataclass(eq=False)
class ReferenceUsed(Refused):
    """This reference was already used for another payment."""

    code: ClassVar[str] = "PAG-02"

    method: str
    reference: str


@dataclass(eq=False)
class NotPositive(Refused):
    """The amount must be greater than zero."""

    code: ClassVar[str] = "PAG-03"

    method: str


@dataclass(frozen=True, slots=True)
class References:
    """What proves an electronic payment. All are texts, because leading zeros count; empty when not given."""

    reference: str = ""
    bank: str = ""
    phone: str = ""
    payer: str = ""
    batch: str = ""
    approval: str = ""
    last_four: str = ""


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


def check(tenders: Iterable[Tender]) -> None:
    """Check that each tender is positive and that its references are complete and well formed.

    Raises NotPositive, or MissingReference for the first such reference in the order in which its method asks for them;
    TypeError for an amount in another currency than its method's.
    """
    for tender in tenders:
        method = METHODS[tender.method]
        if tender.amount.currency != method.currency:
            raise TypeError(f"{method.code} is paid in {method.currency}")
        if tender.amount.minor <= 0:
            raise NotPositive(method.code)
        for field in dict.fromkeys((*method.asked, *_REFERENCE_FIELDS)):
            check_reference(method, field, getattr(tender.references, field))


def check_reference(method: PaymentMethod, field: str, given: str) -> None:
    """Check one reference of a method. Raises MissingReference."""
    if (given or field in method.required) and not _well_formed(field, given):
        raise MissingReference(method.code, field, _start(given))
    if field == "reference" and method.required and len(given) < method.shortest_reference:
        raise MissingReference(method.code, field, given)


def as_typed(references: References) -> References:
    """References with what people type made plain: no spaces in numbers and codes, single ones in the payer's name."""
    texts = {field: compact(getattr(references, field)) for field in _REFERENCE_FIELDS}
    return References(**{**texts, "payer": plain(references.payer)})


LONGEST_REFERENCE = 128
"""Characters of a reference. The signature of a transfer between wallets has up to 88, a hash with its 0x 66."""
_REFERENCE_FIELDS = tuple(field.name for field in fields(References))
_FORMS = {"last_four": re.compile(r"[0-9]{4}"), "reference": re.compile(r"[!-~]{3,128}")}


def _start(text: str) -> str:
    """The start of a text, safe to show in a message."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text[:40])


def _well_formed(field: str, text: str) -> bool:
    if not text or len(text) > LONGEST_REFERENCE or not text.isprintable():
        return False
    return field not in _FORMS or _FORMS[field].fullmatch(text) is not None
