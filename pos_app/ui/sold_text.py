"""What is sold, as text that keeps two nights, two seats and two ticket types apart however long the names are."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from domain.sale.sale import Place, Sale, Ticket
from pos_app.services.selling.checkout import Quote
from pos_app.ui import wording
from pos_app.ui.told_apart import cut_apart

_MOST_PERFORMANCES, _MOST_SEATS = 3, 6
_LONGEST_EVENT, _LONGEST_NAME = 40, 24

_ENDLESS = 1_000_000
_DIGITS = re.compile(r"([0-9]+)")


@dataclass(frozen=True, slots=True)
class Admission:
    """Tickets of one type for one place: a zone, or a numbered seat."""

    place: Place
    ticket_type: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Room:
    """The width of a line; `advance` measures a text, `cut` shortens one to a width, at its end or in its middle."""

    width: int
    advance: Callable[[str], int]
    cut_end: Callable[[str, int], str]
    cut_middle: Callable[[str, int], str]


ENDLESS = Room(_ENDLESS, len, lambda text, _: text, lambda text, _: text)


def of_quote(quote: Quote) -> tuple[Admission, ...]:
    """The admissions of a cart."""
    return tuple(Admission(line.place, line.ticket_type, line.line.quantity) for line in quote.lines)


def of_sale(sale: Sale) -> tuple[Admission, ...]:
    """The admissions of a sale."""
    return tuple(map(of_ticket, sale.tickets))


def of_ticket(ticket: Ticket) -> Admission:
    """The admission of one ticket."""
    return Admission(ticket.place, ticket.ticket_type, 1)


def row_lines(place: Place, ticket_type: str, room: Room) -> tuple[str, ...]:
    """Zone, seat and type on as many lines as they need, and below them date, time and event. Only the event is cut.

    A zone of more than two lines, and a type of more than one, are cut in their middle.
    """
    lines = list(_wrapped(place.zone, room))
    for part in filter(None, (seat_name(place), room.cut_middle(ticket_type, room.width))):
        together = f"{lines[-1]} · {part}"
        if room.advance(together) <= room.width:
            lines[-1] = together
        else:
            lines.append(part)
    when = f"{wording.date_and_time(place.starts_at)} · "
    return *lines, when + room.cut_end(place.event, room.width - room.advance(when))


def _wrapped(name: str, room: Room) -> tuple[str, ...]:
    """A name on one line or two, broken between words; the rest of a longer one is cut."""
    first, rest = "", name.split(" ")
    while rest and room.advance(f"{first} {rest[0]}".lstrip()) <= room.width:
        first, rest = f"{first} {rest[0]}".lstrip(), rest[1:]
    lines = (first, room.cut_middle(" ".join(rest), room.width))
    return tuple(line for line in lines if line) or (name,)


def seat_name(place: Place) -> str:
    """C-12, with its section when the zone has another name; empty in general admission."""
    if not place.seat:
        return ""
    seat = f"{place.row}-{place.seat}"
    return seat if place.section in {"", place.zone} else f"{_short(place.section)} {seat}"


def summary(admissions: Sequence[Admission], most: int = _MOST_PERFORMANCES) -> str:
    """A line for each of the first performances: date, time, event, each zone and type with its quantity and seats."""
    nights: dict[object, list[Admission]] = {}
    for admission in admissions:
        nights.setdefault(admission.place.performance_id, []).append(admission)
    lines = [_night(night, admissions) for night in nights.values()]
    more = len(lines) - most
    if more > 0:
        lines[most:] = [wording.text("sell.more_performances", count=more)]
    return "\n".join(lines)


def _night(night: Sequence[Admission], beside: Sequence[Admission]) -> str:
    place = night[0].place
    events = (other.place.event for other in beside)
    event = cut_apart(place.event, events, lambda text: len(text) <= _LONGEST_EVENT)
    groups: dict[tuple[str, str], list[Admission]] = {}
    for admission in night:
        groups.setdefault((admission.place.zone, admission.ticket_type), []).append(admission)
    parts = [wording.date_and_time(place.starts_at), event]
    return " · ".join([*parts, *(group_text(group, beside) for group in groups.values())])


def group_text(group: Sequence[Admission], beside: Sequence[Admission]) -> str:
    """Quantity, zone and type of a group, and the seats in brackets.

    A long zone or type keeps its last words, and differs from those of what is sold beside it.
    """
    place, ticket_type = group[0].place, group[0].ticket_type
    places = sorted((admission.place for admission in group), key=_by_place)
    seats = [name for name in map(seat_name, places) if name]
    named = ", ".join(seats[:_MOST_SEATS]) + (" …" if len(seats) > _MOST_SEATS else "")
    what = wording.text(
        "sell.group",
        quantity=sum(admission.quantity for admission in group),
        zone=_short(place.zone, [other.place.zone for other in beside]),
        type=_short(ticket_type, [other.ticket_type for other in beside]),
    )
    return f"{what} ({named})" if named else what


def _by_place(place: Place) -> tuple[tuple[int, str], ...]:
    """The order of seats in a house, whatever the order of choice: numbers by their value, A-9 before A-10."""
    parts = (part for name in (place.section, place.row, place.seat) for part in (*_DIGITS.split(name), ""))
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)


def _short(name: str, others: Iterable[str] = ()) -> str:
    return cut_apart(name, others, lambda text: len(text) <= _LONGEST_NAME, keeps_end=True)
