"""To whom change by pago móvil goes: what a bank asks for to send it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from domain.errors import Refused
from domain.payments.change import Change, electronic_method
from domain.people.identity import parse_document, parse_mobile
from domain.typed_text import compact, plain

_BANK = re.compile(r"[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Payee:
    """The four digits of a bank, a mobile phone in E.164, and an identity document without hyphens."""

    bank: str
    phone: str
    document: str


@dataclass(eq=False)
class PayeeMissing(Refused):
    """Change by pago móvil has nobody to go to: a datum is missing, or `given` is malformed."""

    code: ClassVar[str] = "PAG-07"

    field: str
    given: str = ""


def parse_payee(bank: str, phone: str, document: str) -> Payee:
    """Read a payee as typed, field by field in this order.

    Raises PayeeMissing for an empty field or a bank without four digits, and BadIdentity.
    """
    code = compact(bank)
    if not _BANK.fullmatch(code):
        raise PayeeMissing("bank", bank[:40] if code else "")
    if not plain(phone):
        raise PayeeMissing("phone")
    number = parse_mobile(phone)
    if not plain(document):
        raise PayeeMissing("document")
    return Payee(code, number, parse_document(document).stored)


def check_payee(change: Sequence[Change], payee: Payee | None) -> Payee | None:
    """The payee of this change in the form that is kept: None when all of it is cash. Raises as `parse_payee` does."""
    if electronic_method(change) is None:
        return None
    if payee is None:
        raise PayeeMissing("bank")
    return parse_payee(payee.bank, payee.phone, payee.document)
