"""One ticket of a sale against the catalogue that the sale cites: its place, its price, what its type asks for."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.catalogue.catalog import Seat, TicketType, Zone, ZoneKind
from domain.catalogue.offering import NotForSale, Offering
from domain.catalogue.pricing import NoStageOnSale, Price
from domain.conflicts.differences import Difference, Matter
from domain.money.money import Money
from domain.proof.recorded import Given
from domain.sale.offered import Admission, priced_ticket
from domain.sale.sale import Place, PricedTicket, Sale, Ticket, line_description


@dataclass(frozen=True, slots=True)
class CheckedTicket:
    """The differences of a ticket; the ticket with the price that the sale says, and with the right one.

    Both are None when the catalogue did not offer such a ticket.
    """

    differences: tuple[Difference, ...]
    as_stated: PricedTicket | None = None
    as_derived: PricedTicket | None = None


def check_ticket(sale: Sale, ticket: Ticket, turn: int | None, given: Given) -> CheckedTicket:
    """Check one ticket of a sale. `turn` is its recorded position in the order of sale."""
    about = place_name(ticket.place)
    try:
        offering, zone = _offered(sale, ticket, given)
        seat = _seat(offering, zone, ticket, given)
        admissions = [Admission(zone, kind, seat, turn) for kind in _kinds(offering, ticket)]
        candidates = [(one.ticket_type, priced_ticket(offering, one, sale.sold_at)) for one in admissions]
    except NotForSale:
        stated = line_description(ticket.place, ticket.ticket_type)
        return CheckedTicket((Difference(Matter.PLACE, about, stated, ""),))
    except NoStageOnSale:
        return CheckedTicket((Difference(Matter.PRICE, about, _charged(ticket.price), ""),))
    kind, derived = next((one for one in candidates if one[1].price == ticket.price), candidates[0])
    differences = [*_place(ticket.place, derived.place), *_price(about, ticket.price, derived.price)]
    if kind.needs_document and not sale.customer.document:
        differences.append(Difference(Matter.CUSTOMER, about, "", kind.name))
    as_stated = PricedTicket(ticket.place, ticket.ticket_type, ticket.price, zone.tax, zone.tax_included, turn)
    return CheckedTicket(tuple(differences), as_stated, derived)


def place_name(place: Place) -> str:
    """The name of a ticket's place in differences, such as "Platea B-5"."""
    return f"{place.zone} {place.row}-{place.seat}" if place.seat_id is not None else place.zone


def _offered(sale: Sale, ticket: Ticket, given: Given) -> tuple[Offering, Zone]:
    """The offering and the zone of a ticket, if they were on sale at that instant. Raises NotForSale."""
    place = ticket.place
    offering = given.offerings.get(place.performance_id)
    if offering is None or not offering.is_on_sale(sale.sold_at):
        raise NotForSale
    zone = offering.zone(place.zone_id)
    if not zone.is_active or (zone.kind is ZoneKind.NUMBERED) != (place.seat_id is not None):
        raise NotForSale
    return offering, zone


def _seat(offering: Offering, zone: Zone, ticket: Ticket, given: Given) -> Seat | None:
    """The seat of a ticket, which must be one of its zone; None in general admission. Raises NotForSale."""
    if ticket.place.seat_id is None:
        return None
    seat = given.seats.get((offering.venue.id, ticket.place.seat_id))
    if seat is None or seat.section_no not in zone.section_nos:
        raise NotForSale
    return seat


def _kinds(offering: Offering, ticket: Ticket) -> list[TicketType]:
    """The ticket types with the name that the ticket says: an event may have several. Raises NotForSale."""
    kinds = [kind for kind in offering.ticket_types if kind.active and kind.name == ticket.ticket_type]
    if not kinds:
        raise NotForSale
    return kinds


def _place(stated: Place, derived: Place) -> Iterator[Difference]:
    if stated != derived:
        yield Difference(Matter.PLACE, place_name(stated), _printed(stated), _printed(derived))


def _price(about: str, stated: Price, derived: Price) -> Iterator[Difference]:
    if (stated.amount, stated.fee) != (derived.amount, derived.fee):
        yield Difference(Matter.PRICE, about, _charged(stated), _charged(derived))
    elif stated.steps != derived.steps:
        yield Difference(Matter.PRICE, about, _steps(stated), _steps(derived))


def _charged(price: Price) -> Money:
    return price.amount + price.fee


def _steps(price: Price) -> str:
    return ", ".join(f"{step.label} {step.amount}" for step in price.steps)


def _printed(place: Place) -> str:
    """What the paper says of a place."""
    starts_at = place.starts_at.isoformat(timespec="minutes")
    return " · ".join(
        filter(None, (place.event, place.venue, starts_at, place.zone, place.section, place.row, place.seat))
    )
