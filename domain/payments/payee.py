"""To whom change by pago móvil goes: what a bank asks for to send it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import ClassVar

from domain.errors import Refused
from domain.payments.change import Change, electronic_method
from domain.people.identity import bare_identity, check_customer, parse_mobile

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
    """Read a payee as typed. Raises PayeeMissing for an empty field or a bank without four digits, and BadIdentity."""
    payee = Payee(bank.strip(), parse_mobile(phone) if phone.strip() else "", bare_identity(document))
    _check(payee)
    return payee


def check_payee(change: Sequence[Change], payee: Payee | None) -> Payee | None:
    """The payee of this change: None when all of it is cash. Raises PayeeMissing and BadIdentity."""
    if electronic_method(change) is None:
        return None
    if payee is None:
        raise PayeeMissing("bank")
    _check(payee)
    return payee


def _check(payee: Payee) -> None:
    for field in fields(Payee):
        if not getattr(payee, field.name):
            raise PayeeMissing(field.name)
    if not _BANK.fullmatch(payee.bank):
        raise PayeeMissing("bank", payee.bank[:40])
    parse_mobile(payee.phone)
    check_customer("", payee.document)
