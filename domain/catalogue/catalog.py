"""What can be sold: venue and its seats, events and their performances, zones, ticket types."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import IntEnum, StrEnum

from domain.catalogue.refund_policy import USUAL_POLICY, RefundPolicy
from domain.ids import EventId, PerformanceId, SeatId, TicketTypeId, VenueId, ZoneId
from domain.money.money import Money
from domain.money.taxes import TaxCategory


class SeatKind(IntEnum):
    """A property of a seat that a buyer must know."""

    ORDINARY = 0
    ACCESSIBLE = 1
    COMPANION = 2
    RESTRICTED_VIEW = 3


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a venue, such as Platea or Balcón. `no` is its ordinal in the plan."""

    no: int
    name: str


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat of a venue's plan. Positions are millimetres from the plan's corner, y grows away from the stage."""

    id: SeatId
    section_no: int
    row: str
    number: str
    x_mm: int
    y_mm: int
    kind: SeatKind = SeatKind.ORDINARY


@dataclass(frozen=True, slots=True)
class PlanSeats:
    """The seats of a venue as columns; the index into each is the seat's ordinal."""

    section_no: tuple[int, ...] = ()
    row: tuple[str, ...] = ()
    number: tuple[str, ...] = ()
    x_mm: tuple[int, ...] = ()
    y_mm: tuple[int, ...] = ()
    kind: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.section_no)

    def __iter__(self) -> Iterator[Seat]:
        return map(self.seat, range(len(self)))

    def seat(self, ordinal: int) -> Seat:
        """One seat."""
        return Seat(
            id=SeatId(ordinal),
            section_no=self.section_no[ordinal],
            row=self.row[ordinal],
            number=self.number[ordinal],
            x_mm=self.x_mm[ordinal],
            y_mm=self.y_mm[ordinal],
            kind=SeatKind(self.kind[ordinal]),
        )


@dataclass(frozen=True, slots=True)
class Venue:
    """A place where events happen."""

    id: VenueId
    name: str
    address: str
    sections: tuple[Section, ...]


SELL_UNTIL_MINUTES = 60
"""How long after its beginning a performance is sold, where the event does not decide otherwise."""


@dataclass(frozen=True, slots=True)
class Event:
    """A show; its dates are performances, which are sold until some minutes after their beginning."""

    id: EventId
    venue_id: VenueId
    name: str
    sell_until_minutes: int = SELL_UNTIL_MINUTES
    refunds: RefundPolicy = USUAL_POLICY


class PerformanceState(StrEnum):
    """Only an active performance is sold."""

    DRAFT = "draft"
    ACTIVE = "active"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Performance:
    """One dated occurrence of an event."""

    id: PerformanceId
    event_id: EventId
    starts_at: datetime
    state: PerformanceState = PerformanceState.ACTIVE


def sold_until(event: Event, performance: Performance) -> datetime:
    """The instant from which a performance is over for the box office."""
    return performance.starts_at + timedelta(minutes=event.sell_until_minutes)


def is_on_sale(event: Event, performance: Performance, at: datetime) -> bool:
    """Whether a performance is sold at an instant."""
    return performance.state is PerformanceState.ACTIVE and at < sold_until(event, performance)


class ZoneState(StrEnum):
    """Only an active zone is sold. Tickets of a withdrawn one stay valid."""

    ACTIVE = "active"
    WITHDRAWN = "withdrawn"


class ZoneKind(StrEnum):
    """How a zone is sold."""

    NUMBERED = "numbered"
    GENERAL = "general"


@dataclass(frozen=True, slots=True)
class PriceStage:
    """One step of a sequence of prices. It ends at the instant `until`, or after `up_to_sold` tickets, or never."""

    name: str
    percent: Decimal
    until: datetime | None = None
    up_to_sold: int | None = None


@dataclass(frozen=True, slots=True)
class PlaceModifier:
    """A percentage for some rows of some sections; `rows` or `numbers` left empty mean all of them."""

    label: str
    percent: Decimal
    section_nos: frozenset[int]
    rows: frozenset[str]
    numbers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Zone:
    """A price area of an event. A numbered zone covers sections; a general one has a capacity instead."""

    id: ZoneId
    event_id: EventId
    name: str
    kind: ZoneKind
    base_price: Money
    fee: Money
    tax: TaxCategory
    tax_included: bool
    capacity: int
    section_nos: frozenset[int] = frozenset()
    stages: tuple[PriceStage, ...] = ()
    modifiers: tuple[PlaceModifier, ...] = ()
    state: ZoneState = ZoneState.ACTIVE

    @property
    def is_active(self) -> bool:
        """Whether the zone is sold."""
        return self.state is ZoneState.ACTIVE


@dataclass(frozen=True, slots=True)
class TicketType:
    """Who a ticket is for; the percentage is added to the price (-50 for half price)."""

    id: TicketTypeId
    name: str
    percent: Decimal
    needs_document: bool = False
    active: bool = True
    """Whether it is sold; a retired one stays for the tickets that have it."""
