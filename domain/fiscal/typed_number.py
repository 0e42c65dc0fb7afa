"""What a person types to find a document: a number as papers print it, with the words before it."""

import re
from dataclasses import dataclass
from typing import Final

from domain.typed_text import plain

_WORDS_BEFORE: Final = re.compile(
    r"^(?:(?:factura|invoice|nota|crédito|credito|débito|debito|credit|debit|note|control|de|ref|referencia"
    r"|n|no|nro|num|número|numero|nº|n°|№|#)(?![^\W\d_])[\s.:#°º]*)+(?=\d|[a-z]+[- ]?\d)",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"(?:(?P<series>.+)-|(?P<letters>[A-Z]+) ?)?(?P<number>[0-9]{1,18})")
_CONTROL: Final = re.compile(r"(?:(?P<form>[0-9]{2})-)?(?P<number>[0-9]{1,8})")
_CONTROL_WITHOUT_DASH: Final = re.compile(r"(?P<form>[0-9]{2})(?P<number>[0-9]{8})")
_CONTROL_DIGITS: Final = 8


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """A document's number; `series` is empty when only the number was typed."""

    series: str
    number: int


def without_words(typed: str) -> str:
    """The plain text without "N°", "Factura", "N° de control" and the like in front of a number."""
    return _WORDS_BEFORE.sub("", plain(typed)).strip()


def typed_number(text: str) -> TypedNumber | None:
    """The number of a document in a text such as A-00000012, a-12, A 12 or 12; None when it is none."""
    match = _NUMBER.fullmatch(text.upper())
    return TypedNumber(match["series"] or match["letters"] or "", int(match["number"])) if match else None


def typed_control_number(text: str) -> str | None:
    """The control number in a text such as 00-00000502, 00-502 or 0000000502, as it is stored; None when it is none.

    Eight digits without a form are a control number of any form: the result begins with the dash.
    """
    match = _CONTROL_WITHOUT_DASH.fullmatch(text) or _CONTROL.fullmatch(text)
    if match is None or not (match["form"] or len(text) == _CONTROL_DIGITS):
        return None
    return f"{match['form'] or ''}-{match['number']:0>{_CONTROL_DIGITS}}"
