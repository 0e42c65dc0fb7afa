"""A timeline in words, for a screen and for a terminal, at the station and at HQ."""

from datetime import datetime
from typing import Final

from domain.formats import ES_VE
from domain.money.money import Money
from domain.timeline.events import Coded, Detail, Happening, TimelineEvent
from resources import texts
from sync.timeline.names import Named

SEPARATOR: Final = " · "
_IN_VALUES: Final = ("method", "identity")
"""Codes that other screens have words for, in `values.toml`."""


def value(detail: Detail) -> str:
    """The value of a detail as a person reads it."""
    match detail.value:
        case Money() as money:
            return ES_VE.money(money)
        case datetime() as at:
            return ES_VE.moment(at)
        case Coded(of=of, code=code):
            return _words(f"values.{of}.{code}" if of in _IN_VALUES else f"timeline.code.{of}.{code}", code)
        case int() as number:
            return ES_VE.number(number)
        case written:
            return str(written)


def detail(one: Detail) -> str:
    """A detail with its word: "motivo: No puede venir"."""
    return _filled(f"timeline.detail.{one.name}", one)


def what(happening: Happening) -> str:
    """What happened, in some words; the code of a kind that this program has no words for."""
    return _words(f"timeline.what.{happening.what}", happening.what)


def details(happening: Happening, approver: str = "") -> str:
    """The details of an event in one line."""
    parts = [detail(one) for one in happening.details]
    if approver:
        parts.append(texts.text("timeline.approved_by", name=approver))
    return SEPARATOR.join(parts)


def name(named: Named) -> str:
    """What a person knows a subject by, in one line."""
    return SEPARATOR.join(_filled(f"timeline.name.{one.name}", one) for one in named.details)


def clocks(event: TimelineEvent) -> str:
    """The station's clock, and HQ's when HQ has the entry."""
    at = ES_VE.moment(event.at)
    if event.received_at is None or event.place is None:
        return at
    return texts.text("timeline.clocks", at=at, received_at=ES_VE.moment(event.received_at))


def _filled(key: str, one: Detail) -> str:
    return texts.filled(_words(key, "{value}"), {"value": value(one), "label": one.label})


def _words(key: str, other: str) -> str:
    """The words of a key; `other` where this program has none, as for a fact of a later program."""
    file, _, rest = key.partition(".")
    return texts.catalogue(texts.chosen(), file).get(rest, other)
