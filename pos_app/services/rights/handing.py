"""Giving seats and places to another station without HQ: from the transaction of the entry on they are the other's.

Only what HQ granted to this very life is given: HQ's seal on the grant is what the receiver believes, and a part of it
that came from another station has none. Turns stay: they go back to HQ in the proportion of the places.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from domain.errors import Refused
from domain.people.staff import Cashier, Permission
from domain.rights import GrantId, HandedPlaces, HandedSeats, PlacesGrant, SeatGrant, seats_of, spans
from pos_app.services.rights import returning
from pos_app.services.rights.held_rights import RightKind
from pos_app.services.rights.parts import Part
from pos_app.services.rights.returning import Place
from pos_app.station import Station
from pos_app.storage.catalogue import rights, station_keys
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from pos_app.storage.catalogue.station_keys import OtherStation
from pos_app.storage.store import journal_rows, sync_state
from sync import journal
from sync.facts import PlacesAccepted, RightsHandedOver, SeatsAccepted, TurnsReturned
from sync.line.hand_over import FILE_END, HandOverFile
from sync.tables import canonical
from sync.tables.transaction import Tx

_LONGEST_NUMBER = 9


@dataclass(eq=False)
class NoSuchStation(Refused):
    """No other station of the organisation has this number, or HQ has published no life of it."""

    code: ClassVar[str] = "DER-05"

    no: str


@dataclass(eq=False)
class NotHandable(Refused):
    """The right is not one that a station may give: HQ did not grant it to this life, or it is of numbers."""

    code: ClassVar[str] = "DER-06"


@dataclass(frozen=True, slots=True)
class HandOver:
    """A hand-over that was made: its file, the file's name, and the station that it is for."""

    name: str
    content: bytes
    to: OtherStation


def hand_over(station: Station, by: Cashier, part: Part, no: str) -> HandOver:
    """Give a part of what is held to the station with a number, which accepts it from the file.

    Raises NoSuchStation, NotHandable, NotHeld, InUse, NotAllowed.
    """
    by.must(Permission.MOVE_RIGHTS)
    if part.of.at is None:
        raise NotHandable
    with station.database.write() as tx:
        to = _receiver(tx, station, no)
        moves: list[returning.AnyReturn]
        if part.of.kind is RightKind.SEATS:
            wanted = frozenset(seat.id for seat in part.seats)
            returning.must_be_free(tx, station, part.of.at.performance_id, wanted)
            moves = list(returning.seats_with_turns(tx, station, part.of.at.performance_id, wanted))
            fact = RightsHandedOver(to.id, to.epoch, seats=tuple(_seats(tx, station, part)))
        else:
            returning.must_have_places(tx, station, part.of.at.place, part.count)
            moves = list(returning.places_with_turns(tx, station, part.of.at.place, part.count))
            fact = RightsHandedOver(to.id, to.epoch, places=tuple(_places(tx, station, part.of.at.place, part.count)))
        head = journal.append(tx, station.author, fact, at=station.clock.now(), actor=by.id)
        returning.append(tx, station, [move for move in moves if isinstance(move, TurnsReturned)], by)
        entry, signature = journal_rows.signed_at(tx, station.holder, head.seq)
        giver = station.catalogue.profile(tx).name
        catalogue_changed(tx)
    file = HandOverFile("taquilla-hand-over/1", giver, to.name, entry.decode(), signature.hex())
    return HandOver(f"entrega-{head.seq}-para-taquilla-{to.no}{FILE_END}", canonical.encode(file), to)


def _receiver(tx: Tx, station: Station, no: str) -> OtherStation:
    is_number = no.isdecimal() and len(no) <= _LONGEST_NUMBER
    known = station_keys.station_with_number(tx, station.tenant_id, int(no)) if is_number else None
    if known is None or known.id == station.id or not known.epoch:
        raise NoSuchStation(no)
    if sync_state.link(tx) is None:
        raise NotHandable
    return known


def _seats(tx: Tx, station: Station, part: Part) -> Iterator[HandedSeats]:
    assert part.of.at is not None
    wanted = frozenset(seat.id for seat in part.seats)
    granted = _granted(tx, station)
    for lease in rights.leases(tx, station.holder):
        gone = wanted & seats_of(lease.seats)
        if gone and lease.performance_id == part.of.at.performance_id:
            fact = granted.get(lease.id)
            if not isinstance(fact, SeatsAccepted) or not fact.certificate:
                raise NotHandable
            given = SeatGrant(GrantId(station.ids.new()), lease.performance_id, spans(gone))
            yield HandedSeats(fact.grant, fact.certificate, given)


def _places(tx: Tx, station: Station, zone: Place, count: int) -> Iterator[HandedPlaces]:
    granted, left = _granted(tx, station), count
    held = [a for a in rights.allotments(tx, station.holder) if (a.performance_id, a.zone_id) == zone]
    for allotment in reversed(held):
        gone = min(left, allotment.places)
        if gone <= 0:
            continue
        fact = granted.get(allotment.id)
        if not isinstance(fact, PlacesAccepted) or not fact.certificate:
            raise NotHandable
        given = PlacesGrant(GrantId(station.ids.new()), *zone, gone)
        yield HandedPlaces(fact.grant, fact.certificate, given, allotment.returned + gone)
        left -= gone


def _granted(tx: Tx, station: Station) -> dict[GrantId, SeatsAccepted | PlacesAccepted]:
    """The rights that this life accepted from HQ, with the seals."""
    accepted = journal_rows.facts_of(tx, station.holder, (SeatsAccepted, PlacesAccepted))
    return {fact.grant.id: fact for fact in accepted if isinstance(fact, SeatsAccepted | PlacesAccepted)}
