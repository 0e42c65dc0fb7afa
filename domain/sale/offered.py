"""What a ticket of an offering is: its place, its price at an instant, and the conditions of a sale on a day."""

from dataclasses import dataclass
from datetime import datetime

from domain.calendar import CARACAS
from domain.catalogue.catalog import Seat, TicketType, Zone
from domain.catalogue.offering import Offering
from domain.catalogue.pricing import current_stage, price, sold_before
from domain.money.money import Rates
from domain.money.taxes import TaxCategory, TaxTable
from domain.payments.due import IgtfRule
from domain.sale.closing import Terms
from domain.sale.sale import Place, PricedTicket


@dataclass(frozen=True, slots=True)
class Admission:
    """What one ticket is for: zone, ticket type, the seat of a numbered zone, the turn in the order of sale."""

    zone: Zone
    ticket_type: TicketType
    seat: Seat | None = None
    turn: int | None = None


def priced_ticket(offering: Offering, wanted: Admission, at: datetime) -> PricedTicket:
    """A ticket as it is sold at an instant. Raises NoStageOnSale."""
    zone, kind, turn = wanted.zone, wanted.ticket_type, wanted.turn
    stage = current_stage(zone, at, sold_before(zone, turn))
    now = price(zone, kind, wanted.seat, stage)
    place = place_of(offering, zone, wanted.seat)
    return PricedTicket(place, kind.name, now, zone.tax, zone.tax_included, turn, stage)


def place_of(offering: Offering, zone: Zone, seat: Seat | None) -> Place:
    """Where a ticket admits to; without a seat in general admission."""
    performance = offering.performance
    place = Place(performance.id, offering.event.name, offering.venue.name, performance.starts_at, zone.id, zone.name)
    if seat is None:
        return place
    section = next((s.name for s in offering.venue.sections if s.no == seat.section_no), "")
    return Place(
        performance.id, offering.event.name, offering.venue.name, performance.starts_at, zone.id, zone.name,
        seat.id, section, seat.row, seat.number,
    )  # fmt: skip


def terms_at(at: datetime, rates: Rates, taxes: TaxTable, *, is_special_taxpayer: bool) -> Terms:
    """The conditions of a sale. IGTF applies when the issuer is a special taxpayer on its day. Raises NoTaxRate."""
    category = TaxCategory.IGTF if is_special_taxpayer else TaxCategory.EXEMPT
    return Terms(at, rates, taxes, IgtfRule(taxes.rate(category, at.astimezone(CARACAS).date())))
