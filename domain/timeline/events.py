"""One event in the life of a thing: what happened, who did it and where, by which clocks, and what it leads to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.ids import CashierId, StationId
from domain.money.money import Money
from domain.timeline.subjects import Subject


@dataclass(frozen=True, slots=True)
class Coded:
    """A value that has a word in each language: a method, a kind of document, a cause."""

    of: str
    code: str


Value = str | int | datetime | Money | Coded


@dataclass(frozen=True, slots=True)
class Detail:
    """A figure or a name of an event. `blind` ones are the cash of a drawer (`domain.timeline.privacy`).

    `label` is a name that the catalogue gave, such as that of a price stage; empty for most.
    """

    name: str
    value: Value
    label: str = ""
    blind: bool = False


@dataclass(frozen=True, slots=True)
class Happening:
    """What a fact did, by its kind without the version, with its details in the order in which they are read."""

    what: str
    details: tuple[Detail, ...] = ()
    approved_by: CashierId | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the journal of a station."""

    station_id: StationId
    epoch: int
    seq: int


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """An event of a timeline.

    `at` is the station's clock. `received_at` is when HQ had the entry, by HQ's clock; None while that is not known.
    `place` is None for what HQ or the catalogue decided, which no station wrote down.
    """

    at: datetime
    happening: Happening
    place: Place | None = None
    actor: CashierId | None = None
    received_at: datetime | None = None
    subjects: tuple[Subject, ...] = ()
    drawer_of: UUID | None = None
    """The cashier whose drawer the blind details are of."""
