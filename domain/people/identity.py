"""RIF, cédula, passport, phone, control number: a wrong structure is refused, a wrong check digit of a RIF marked."""

import re
from dataclasses import dataclass
from typing import ClassVar

import phonenumbers
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.ve import rif as _rif

from domain.errors import Refused
from domain.typed_text import compact, plain

_RIF = re.compile(r"[VEJGPC]\d{9}")
_CEDULA = re.compile(r"[VE]\d{5,9}")
_PASSPORT = re.compile(r"(?=[A-Z]*\d)[A-Z0-9]{5,20}")
_MISTYPED = re.compile(r"[VE]\d+|[JGC](\d{1,5}|\d{8,})|P\d{10,}|[VEJGPC]\d{8}[A-Z]|[XYZ]\d{8,}")
"""A RIF, a cédula or a Spanish NIE with a wrong number of digits or a wrong end: a slip of the hand, and no passport.

Passports of other countries have six or seven digits after J, G or C, and up to nine after P.
"""
_NAMED = re.compile(r"(RIF|CI|CEDULA|CÉDULA)(?=[VEJGPC]?\d{5,9}$)")
"""The name of a document before its number, as people copy it from a card: C.I. V-12.345.678."""
_NAMED_PASSPORT = re.compile(r"(?:PAS[ .:#-]+|(?:PASAPORTE|PASSPORT)[ .:#-]*)(?=[^0-9]*[0-9])(.+)", re.IGNORECASE)
PASSPORT_MARK = "PAS"
"""Stands before the number of a passport that would be read as a cédula or a RIF: PAS123456789 of the United States."""
_PHONE = re.compile(r"[\d +().\-/]{7,40}")
"""Digits with their usual marks. The library would read a letter as the digit of its key on a telephone."""
_SHORTEST_PASSPORT = 5
_OF_A_CEDULA, _OF_A_RIF = frozenset("VE"), frozenset("VEJGPC")
_RIF_LENGTH = 10
_EMAIL = re.compile(r"[^@\s,;<>()\"]{1,64}@([^\W_]([\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}")
_CONTROL_NUMBER = re.compile(r"\d{2}-\d{1,8}")
LONGEST_NAME = 120
LONGEST_DOCUMENT = 20
LONGEST_EMAIL = 254
_MOBILE = "+584"
_MOBILE_OR_FIXED = re.compile(r"\+58(4(1[24-8]|2[246])|2\d\d)\d{7}")


@dataclass(eq=False)
class BadIdentity(Refused):
    """The text is not a valid identity document, phone or name."""

    code: ClassVar[str] = "IDE-01"

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Rif:
    """A tax number as in the files of SENIAT: 10 characters, no hyphens."""

    stored: str
    digit_is_right: bool

    def printed(self) -> str:
        """J-31217119-7."""
        return f"{self.stored[0]}-{self.stored[1:9]}-{self.stored[9]}"


@dataclass(frozen=True, slots=True)
class IdentityDocument:
    """A RIF, a cédula or a foreign document without hyphens; only the check digit of a RIF may be wrong."""

    stored: str
    digit_is_right: bool = True


def parse_document(text: str) -> IdentityDocument:
    """Read the identity document of a person or company: RIF, cédula (also without its letter) or foreign document.

    A number after "pasaporte", "passport" or "PAS" is that of a passport, whatever it looks like. Raises BadIdentity.
    """
    check_customer("", plain(text))
    if named := _NAMED_PASSPORT.fullmatch(plain(text)):
        return IdentityDocument(_passport(named[1]))
    bare = bare_identity(text)
    if bare.isdecimal():
        bare = "V" + bare
    if is_passport(bare):
        return IdentityDocument(bare)
    if bare[:1] in _OF_A_CEDULA and len(bare) != _RIF_LENGTH:
        return IdentityDocument(parse_cedula(bare))
    if bare[:1] not in _OF_A_RIF:
        raise BadIdentity("document", bare)
    rif = parse_rif(bare)
    return IdentityDocument(rif.stored, rif.digit_is_right)


def _passport(text: str) -> str:
    """The number of a passport: alone where nothing else looks like it, otherwise with its mark. Raises BadIdentity."""
    number = bare_identity(text)
    stored = number if is_passport(number) and not number.isdecimal() else PASSPORT_MARK + number
    if len(number) < _SHORTEST_PASSPORT or not is_passport(stored):
        raise BadIdentity("document", text[:40])
    return stored


def parse_rif(text: str) -> Rif:
    """Read a RIF. No law defines the check digit, so a wrong one is only marked. Raises BadIdentity."""
    bare = bare_identity(text)
    if not (bare.isascii() and _RIF.fullmatch(bare)):
        raise BadIdentity("rif", text[:40])
    try:
        _rif.validate(bare)
    except InvalidChecksum:
        return Rif(bare, digit_is_right=False)
    except ValidationError:
        # The library refuses the letter C of communal councils; the structure is right, the digit cannot be checked.
        return Rif(bare, digit_is_right=False)
    return Rif(bare, digit_is_right=True)


def parse_cedula(text: str) -> str:
    """Read a cédula: V or E and 5 to 9 digits. Raises BadIdentity."""
    bare = bare_identity(text)
    if not (bare.isascii() and _CEDULA.fullmatch(bare)):
        raise BadIdentity("cedula", text[:40])
    return bare


def is_passport(document: str) -> bool:
    """Whether a bare document has the form of a foreign passport or identity card: letters and digits, 5 to 20.

    One that has the form of a RIF or a cédula is none, nor one that is a mistyped one of those.
    """
    if _RIF.fullmatch(document) or _CEDULA.fullmatch(document) or _MISTYPED.fullmatch(document):
        return False
    return document.isascii() and _PASSPORT.fullmatch(document) is not None


def bare_identity(text: str) -> str:
    """A typed identity document in upper case, without its name, hyphens, points, spaces and invisible characters."""
    bare = compact(text).replace("-", "").replace(".", "").replace(":", "").upper()
    return _NAMED.sub("", bare, count=1) if _NAMED.match(bare) else bare


def parse_phone(text: str) -> str:
    """Read a Venezuelan phone number; returns it in E.164, such as +584121234567. Raises BadIdentity."""
    written = plain(text)
    if not _PHONE.fullmatch(written):
        raise BadIdentity("phone", written[:40])
    try:
        number = phonenumbers.parse(written, "VE")
    except phonenumbers.NumberParseException:
        raise BadIdentity("phone", text[:40]) from None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if not (phonenumbers.is_valid_number(number) and _MOBILE_OR_FIXED.fullmatch(e164)):
        raise BadIdentity("phone", text[:40])
    return e164


def parse_any_phone(text: str) -> str:
    """Read a phone number of any country as E.164; one without a country code is Venezuelan. Raises BadIdentity."""
    written = plain(text)
    if not _PHONE.fullmatch(written):
        raise BadIdentity("phone", _shown(written))
    try:
        number = phonenumbers.parse(written, "VE")
    except phonenumbers.NumberParseException:
        raise BadIdentity("phone", written[:40]) from None
    if not phonenumbers.is_valid_number(number):
        raise BadIdentity("phone", written[:40])
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def parse_mobile(text: str) -> str:
    """Read a Venezuelan mobile phone number, the only kind that receives a pago móvil, as E.164. Raises BadIdentity."""
    number = parse_phone(text)
    if not number.startswith(_MOBILE):
        raise BadIdentity("mobile", text[:40])
    return number


def parse_email(text: str) -> str:
    """Read an e-mail address; returns it in lower case. Raises BadIdentity."""
    written = compact(text).lower()
    if len(written) > LONGEST_EMAIL or not _EMAIL.fullmatch(written):
        raise BadIdentity("email", _shown(written))
    return written


def check_customer(name: str, document: str) -> None:
    """Check that name and identity document are each one printable line of limited length. Raises BadIdentity.

    Both may be empty.
    """
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise BadIdentity("name", _shown(name))
    if len(document) > LONGEST_DOCUMENT or not document.isprintable():
        raise BadIdentity("document", _shown(document))


def is_control_number(text: str) -> bool:
    """Whether a text has the form of a control number: NN-NNNNNNNN (PA 0071 art. 44)."""
    return bool(text.isascii() and _CONTROL_NUMBER.fullmatch(text))


def _shown(text: str) -> str:
    """The start of a text, safe to print in a message."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text[:40])
