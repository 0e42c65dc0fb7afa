"""The price of a place: base, stage, row and seat, ticket type, fee, with the steps that explain it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import ClassVar

from domain.catalogue.catalog import PlaceModifier, PriceStage, Seat, TicketType, Zone
from domain.errors import Refused
from domain.money.money import Money
from domain.money.taxes import TaxedAmount, TaxTable, charged


class StepKind(StrEnum):
    """What a step of a price comes from."""

    BASE = "base"
    STAGE = "stage"
    PLACE = "place"
    TICKET_TYPE = "ticket_type"


@dataclass(frozen=True, slots=True)
class PriceStep:
    """One term of a price. `percent` is None on the base."""

    kind: StepKind
    label: str
    percent: Decimal | None
    amount: Money


_Term = tuple[StepKind, str, Decimal]
"""What a percentage comes from, its label and the percentage."""


@dataclass(frozen=True, slots=True)
class Price:
    """The price of one ticket. The steps sum to `amount`; the fee is charged in addition."""

    amount: Money
    fee: Money
    steps: tuple[PriceStep, ...]

    @property
    def untaxed(self) -> Money:
        """Price and fee, without a tax that is added on top."""
        return self.amount + self.fee

    def tax(self, on_top: Decimal) -> Money:
        """The tax of this rate that is added on top of price and fee, rounded once."""
        return self.untaxed.times(on_top)


def charge(price: Price, zone: Zone, taxes: TaxTable, on: date) -> Money:
    """What a customer pays for one ticket: price and fee, with the tax that is added on top. Raises NoTaxRate."""
    parts = (TaxedAmount(part, zone.tax, zone.tax_included) for part in (price.amount, price.fee))
    (paid,) = charged(parts, taxes, on)
    return paid


@dataclass(eq=False)
class NoStageOnSale(Refused):
    """Every price stage of this zone has ended."""

    code: ClassVar[str] = "PRE-01"

    zone: str


def last_turn(caps: Iterable[int | None]) -> int:
    """The number of tickets after which no stage ends any more, of the numbers after which each one ends; 0 without."""
    return max((cap for cap in caps if cap is not None), default=0)


def is_before(end: int | None, turn: int | None) -> bool:
    """Whether a ticket with this turn may have the price of a stage that ends at a turn, or at none."""
    return end is None or (turn is not None and turn < end)


def turn_share(caps: Iterable[int | None], places: int, of: int) -> tuple[tuple[range, int], ...]:
    """How many turns belong to `places` of the `of` places of a zone, for each range of turns with one price stage.

    Fractions are left out, so that the shares of all holders together never exceed the range. A zone has no more turns
    than places, whatever its stages say.
    """
    ends = sorted({min(cap, of) for cap in caps if cap is not None})
    ranges = (range(first, end) for first, end in pairwise((0, *ends)))
    return tuple((turns, len(turns) * min(places, of) // max(of, 1)) for turns in ranges)


def turns_of(zone: Zone) -> int:
    """How many turns a zone has: the number of tickets after which no stage ends any more."""
    return last_turn(stage.up_to_sold for stage in zone.stages)


def sold_before(zone: Zone, turn: int | None) -> int:
    """The number of sold tickets that `current_stage` takes for a ticket with this turn."""
    return turns_of(zone) if turn is None else turn


def current_stage(zone: Zone, at: datetime, sold: int) -> PriceStage | None:
    """The first stage that has not ended after `sold` tickets of the zone; None when the zone has no stages.

    `sold` is the turn of the ticket; for a ticket without a turn, `last_turn`. Raises NoStageOnSale.
    """
    stage = first_open(zone.stages, at, sold)
    if zone.stages and stage is None:
        raise NoStageOnSale(zone.name)
    return stage


def first_open(stages: Iterable[PriceStage], at: datetime, sold: int) -> PriceStage | None:
    """The first of these stages that has not ended at an instant, after `sold` tickets; None when all have."""
    for stage in stages:
        over = (stage.until is not None and at >= stage.until) or (
            stage.up_to_sold is not None and sold >= stage.up_to_sold
        )
        if not over:
            return stage
    return None


def price(zone: Zone, ticket_type: TicketType, seat: Seat | None, stage: PriceStage | None) -> Price:
    """Price one ticket.

    Percentages apply in order, each to the amount reached so far. Each step is rounded half-up to the minor unit, so
    that the steps shown add up to the price charged. A courtesy (-100 %) pays no fee.
    """
    base = PriceStep(StepKind.BASE, zone.name, None, zone.base_price)
    return _priced(base, _percentages(zone, ticket_type, seat, stage), zone.fee)


def at_stage(charged: Price, stage: PriceStage | None) -> Price:
    """The price that a ticket would have had at another stage, all else as it was charged."""
    base, *others = charged.steps
    terms: list[_Term] = [(StepKind.STAGE, stage.name, stage.percent)] if stage else []
    terms += [(s.kind, s.label, s.percent) for s in others if s.kind is not StepKind.STAGE and s.percent is not None]
    return _priced(base, terms, charged.fee)


def _priced(base: PriceStep, terms: Iterable[_Term], fee: Money) -> Price:
    steps, amount = [base], base.amount
    for kind, label, percent in terms:
        if percent:
            step = PriceStep(kind, label, percent, amount.percent(percent))
            steps.append(step)
            amount += step.amount
    return Price(amount, fee if amount else Money.zero(fee.currency), tuple(steps))


def seats_by_price(zone: Zone, seats: Iterable[Seat]) -> tuple[tuple[Seat, ...], ...]:
    """The seats of a zone, those with the same modifiers together: they have one price."""
    by_modifiers: dict[tuple[bool, ...], list[Seat]] = {}
    for seat in seats:
        if seat.section_no in zone.section_nos:
            by_modifiers.setdefault(tuple(_covers(modifier, seat) for modifier in zone.modifiers), []).append(seat)
    return tuple(tuple(alike) for alike in by_modifiers.values())


def _percentages(zone: Zone, ticket_type: TicketType, seat: Seat | None, stage: PriceStage | None) -> list[_Term]:
    terms: list[_Term] = []
    if stage:
        terms.append((StepKind.STAGE, stage.name, stage.percent))
    if seat:
        terms.extend((StepKind.PLACE, m.label, m.percent) for m in zone.modifiers if _covers(m, seat))
    terms.append((StepKind.TICKET_TYPE, ticket_type.name, ticket_type.percent))
    return terms


def _covers(modifier: PlaceModifier, seat: Seat) -> bool:
    return (
        seat.section_no in modifier.section_nos
        and (not modifier.rows or seat.row in modifier.rows)
        and (not modifier.numbers or seat.number in modifier.numbers)
    )
