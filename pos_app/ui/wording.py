"""Text on the screen: texts of the catalogues, money and times as written in Venezuela, the message for a refusal.

A key is `file.key`: `text("payment.confirm")` reads `confirm` in `translations/<language>/payment.toml`.
Amounts and times are written the Venezuelan way in every language, as on the banknotes and the paper beside the screen.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from domain import formats
from domain.errors import Refused, Unavailable
from domain.formats import ES_VE
from domain.money.money import Currency, Money
from domain.people.staff import Permission
from resources import texts

LANGUAGES = texts.LANGUAGES

_CAMEL = re.compile(r"(?<!^)(?=[A-Z])")

# Fields of a refusal that hold a code of the rules, and the table of `values.toml` that names the code.
_CODED_FIELDS = {
    "method": "method",
    "field": "reference",
    "kind": "identity",
    "currency": "currency",
    "currencies": "currency",
    "status": "standing",
    "part": "holder",
}


@dataclass(slots=True)
class _Chosen:
    log: str = ""


_chosen = _Chosen()

use = texts.use
text = texts.text
text_with = texts.text_with
catalogue = texts.catalogue
system_language = texts.system_language


def name_log(file: object) -> None:
    """Name a log file in the message of a defect from now on."""
    _chosen.log = str(file)


# ------------------------------------------------------------------------------------ figures, days and times

# The Venezuelan way in every language, as on the notes and the paper beside the screen.
money = ES_VE.money
figure = ES_VE.figure
number = ES_VE.number
rate = ES_VE.rate
percent = ES_VE.percent
day = ES_VE.day
time = ES_VE.time
moment = ES_VE.moment
parse_amount = ES_VE.read_amount
parse_rate = ES_VE.read_rate
sign = formats.sign
day_of = formats.day_of


def amount_read(typed: str, currency: Currency) -> str:
    """= Bs. 1.500,00: how a typed amount is read; empty while it cannot be read."""
    try:
        return text("keys.read_as", figure=money(parse_amount(typed, currency)))
    except Refused:
        return ""


def rate_read(typed: str) -> str:
    """= 857,0058: how a typed rate is read; empty while it cannot be read."""
    try:
        return text("keys.read_as", figure=rate(parse_rate(typed)))
    except Refused:
        return ""


def short_day(on: date) -> str:
    """vie 21 nov, or the same in the chosen language."""
    return formats.BY_LANGUAGE[texts.chosen()].short_day(on)


def since(at: datetime, now: datetime) -> str:
    """The time of an instant of today, such as 19:42; for another day its date: vie 21 nov."""
    return time(at) if day_of(at) == day_of(now) else short_day(day_of(at))


def date_and_time(starts_at: datetime) -> str:
    """When a performance starts: vie 21 nov · 19:42, or the same in the chosen language."""
    return text("sell.when", day=short_day(day_of(starts_at)), time=time(starts_at))


def listed(parts: Sequence[str]) -> str:
    """Short names as part of a sentence: bolívares, dólares y euros."""
    *first, last = parts
    return text("values.and", first=", ".join(first), last=last) if first else last


def permission(act: Permission) -> str:
    """An act that needs a permission, as a verb."""
    return text(f"values.permission.{act}")


def method(code: str) -> str:
    """The name of a payment method."""
    return text(f"values.method.{code}")


def printer_cause(cause: str) -> str:
    """Why a job waits. What the system says about the line to the printer means to a person that it does not answer."""
    known = set(catalogue(texts.chosen(), "printer"))
    return text(f"printer.cause.{cause if f'cause.{cause}' in known else 'no_answer'}")


# ------------------------------------------------------------------------------------------------ refusals


@dataclass(frozen=True, slots=True)
class Message:
    """What happened, what is safe, and what to do now; `code` is for support. `safe` and `todo` may be empty."""

    code: str
    what: str
    safe: str
    todo: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.what, self.safe, self.todo) if part)


def refusal(error: Refused | Unavailable) -> Message:
    """The message for a Refused or Unavailable."""
    raw = {field.name: getattr(error, field.name) for field in fields(error)}
    values = {name: _value(name, value) for name, value in raw.items()}
    cases = [value.name.lower() for value in raw.values() if isinstance(value, Enum)]
    parts = {part: _part(error.code, part, values, cases) for part in _PARTS}
    return Message(error.code, **parts)


def defect() -> Message:
    """The message for an unexpected error, which is a defect of the program; the log has its name and trace."""
    values = {"log": _chosen.log}
    return Message("DEF-00", *(_part("DEF-00", part, values, []) for part in _PARTS))


def error_message(error: BaseException) -> Message:
    """The message for any error of a use case."""
    return refusal(error) if isinstance(error, Refused | Unavailable) else defect()


_PARTS = ("what", "safe", "todo")
_WRITTEN: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (Money, money),
    (Decimal, rate),
    (datetime, moment),  # before `date`, which every datetime is
    (date, day),
)


def _part(code: str, part: str, values: dict[str, str], cases: list[str]) -> str:
    """The text of one part.

    `todo_with_nearest` replaces `todo` when the refusal's field `nearest` is not empty, `todo_without_text` when its
    field `text` is empty, and `todo_if_expired` when an enumeration among its fields is EXPIRED.
    """
    entry = catalogue(texts.chosen(), "errors")
    for case in cases:
        if f"{code}.{part}_if_{case}" in entry:
            part = f"{part}_if_{case}"
    for name, value in values.items():
        fitting = f"{part}_with_{name}" if value else f"{part}_without_{name}"
        if f"{code}.{fitting}" in entry:
            part = fitting
            break
    return texts.filled(entry[f"{code}.{part}"], values)


def _value(name: str, value: object) -> str:
    """The value of a refusal's field as text; empty when it is withheld."""
    if value is None:
        return ""
    for kind, written in _WRITTEN:
        if isinstance(value, kind):
            return written(value)
    if isinstance(value, Enum):
        return text(f"values.{_CAMEL.sub('_', type(value).__name__).lower()}.{value.name.lower()}")
    if isinstance(value, tuple):
        parts = [_value(name, part) for part in value]
        return listed(parts) if name in _CODED_FIELDS else "; ".join(parts)
    table = catalogue(texts.chosen(), "values")
    return table.get(f"{_CODED_FIELDS.get(name, '')}.{value}", str(value))
