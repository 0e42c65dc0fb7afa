"""Seats as somebody types them, such as "Platea B-12, B-13", read as seats of the zone that a ticket is in."""

from domain.after_sale.ticket_changes import NoSeatToLeave, NoSuchSeat
from domain.catalogue.catalog import PlanSeats
from domain.ids import SeatId
from domain.sale.sale import Place
from domain.typed_text import folded, plain
from pos_app.station import Station


def read_seats(station: Station, place: Place, typed: str) -> tuple[SeatId, ...]:
    """The seats of a text in which commas part the names, in their order. Raises NoSuchSeat, NoSeatToLeave, NotForSale.

    A name may leave out the section and the sign between row and number. Where several sections of the zone have a
    seat of that name, the one in the ticket's own section is meant.
    """
    if place.seat_id is None:
        raise NoSeatToLeave(place.zone)
    with station.database.read() as tx:
        offering = station.catalogue.offering(tx, place.performance_id)
        columns = station.catalogue.plan_seats(tx, offering.venue.id)
    numbers = offering.zone(place.zone_id).section_nos
    sections = {section.no: section.name for section in offering.venue.sections if section.no in numbers}
    names = _names(columns, sections, place.section)
    wanted = [name for part in typed.split(",") if (name := plain(part))]
    for name in wanted:
        if _key(name) not in names:
            raise NoSuchSeat(name, place.zone)
    return tuple(names[_key(name)] for name in wanted)


def _names(columns: PlanSeats, sections: dict[int, str], own: str) -> dict[str, SeatId]:
    """Every way to write a seat of these sections; the ticket's own section comes last, and so wins."""
    members = [ordinal for ordinal, section_no in enumerate(columns.section_no) if section_no in sections]
    members.sort(key=lambda ordinal: sections[columns.section_no[ordinal]] == own)
    names: dict[str, SeatId] = {}
    for ordinal in members:
        seat = columns.row[ordinal] + columns.number[ordinal]
        names[_key(seat)] = SeatId(ordinal)
    for ordinal in members:
        seat = columns.row[ordinal] + columns.number[ordinal]
        names[_key(sections[columns.section_no[ordinal]] + seat)] = SeatId(ordinal)
    return names


def _key(name: str) -> str:
    return "".join(character for character in folded(name) if character.isalnum())
