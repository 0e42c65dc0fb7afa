"""A part of what this station holds, as somebody types it: which seats, or how many places or numbers."""

from dataclasses import dataclass
from typing import ClassVar

from domain.catalogue.catalog import Seat
from domain.errors import Refused
from domain.people.staff import Cashier, Permission
from domain.rights import spans
from domain.typed_text import compact
from pos_app.services.rights import held_rights, returning
from pos_app.services.rights.held_rights import HeldRight, RightKind
from pos_app.services.rights.returning import NotHeld
from pos_app.station import Station
from pos_app.storage.store import sync_state


@dataclass(eq=False)
class NobodyToReturnTo(Refused):
    """The station was never enrolled: a right that it returned would be lost, because no HQ receives it."""

    code: ClassVar[str] = "DER-11"


@dataclass(frozen=True, slots=True)
class Part:
    """How many of a held right, and for a numbered zone which seats."""

    of: HeldRight
    count: int
    seats: tuple[Seat, ...] = ()


def typed_part(held: HeldRight, typed: str) -> Part:
    """The part that a text names. An empty text is everything that is free, but no numbers: a station needs some.

    Raises NotHeld, SeatsNotUnderstood.
    """
    if held.kind is RightKind.SEATS:
        chosen = held_rights.seats_named(held, typed)
        return Part(held, len(chosen), tuple(seat for seat in held.seats if seat.id in chosen))
    text = compact(typed)
    if not text:
        return Part(held, 0 if held.kind is RightKind.NUMBERS else held.free)
    if not text.isdecimal() or not 0 < int(text) <= held.free:
        raise NotHeld(typed)
    return Part(held, int(text))


def give_back(station: Station, by: Cashier, part: Part) -> None:
    """Return a part to HQ, which need not be in reach. Raises NobodyToReturnTo, NotHeld, InUse, NotAllowed."""
    by.must(Permission.MOVE_RIGHTS)
    with station.database.read() as tx:  # a station that was once enrolled stays enrolled
        if sync_state.link(tx) is None:
            raise NobodyToReturnTo
    held = part.of
    if held.at is None:
        returning.return_numbers(station, by, held.series, part.count)
    elif held.kind is RightKind.SEATS:
        returning.return_seats(station, by, held.at.performance_id, spans(seat.id for seat in part.seats))
    else:
        returning.return_places(station, by, held.at.place, part.count)
