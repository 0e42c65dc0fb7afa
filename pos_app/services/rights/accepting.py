"""Accepting what another station gave: once, in the life that it was given to, and only what HQ's seals cover.

Without HQ the receiver believes the giver's signature, with the key that HQ published for that life of the giver, and
HQ's seals on the grants of which the parts are given. That the giver sells them no more is the giver's word: its signed
entry is the evidence against it.
"""

from dataclasses import dataclass
from typing import ClassVar

import msgspec

from domain.errors import Refused
from domain.people.staff import Cashier, Permission
from domain.rights import seats_of
from pos_app.station import Station
from pos_app.storage.catalogue import rights, station_keys
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from pos_app.storage.store import sync_state
from sync import journal
from sync.facts import HandOverEntry, SeatsAccepted
from sync.line import hand_over
from sync.line.hand_over import HandOverFile
from sync.tables.transaction import Tx


@dataclass(eq=False)
class NotForThisStation(Refused):
    """The hand-over is for another station, or for another life of this one."""

    code: ClassVar[str] = "DER-07"

    receiver: str


@dataclass(eq=False)
class NotBelieved(Refused):
    """The file is not whole, not signed by the station that it names, or gives what HQ did not grant to that one."""

    code: ClassVar[str] = "DER-08"


@dataclass(eq=False)
class AcceptedBefore(Refused):
    """This station has accepted the hand-over, or holds a part of what it gives."""

    code: ClassVar[str] = "DER-09"

    giver: str


@dataclass(frozen=True, slots=True)
class Received:
    """What a station accepted: counts of seats and places, and who gave them."""

    giver: str
    seats: int
    places: int


def accept(station: Station, by: Cashier, content: bytes) -> Received:
    """Accept a hand-over. Raises NotForThisStation, NotBelieved, AcceptedBefore, NotAllowed."""
    by.must(Permission.MOVE_RIGHTS)
    file, entry = _read(content)
    with station.database.write() as tx:
        _check(tx, station, file, entry)
        journal.append(tx, station.author, file.accepted, at=station.clock.now(), actor=by.id)
        catalogue_changed(tx)
    seats = sum(len(seats_of(part.given.seats)) for part in entry.body.seats)
    return Received(file.giver, seats, sum(place.given.places for place in entry.body.places))


def is_for(station: Station, content: bytes) -> bool:
    """Whether this station may still accept a file."""
    try:
        file, entry = _read(content)
        with station.database.read() as tx:
            _check(tx, station, file, entry)
    except Refused:
        return False
    return True


def _read(content: bytes) -> tuple[HandOverFile, HandOverEntry]:
    try:
        file = hand_over.read(content)
        return file, file.accepted.read()
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise NotBelieved from error


def _check(tx: Tx, station: Station, file: HandOverFile, entry: HandOverEntry) -> None:
    addressed = (entry.tenant, entry.body.to_station, entry.body.to_epoch)
    if addressed != (station.tenant_id, station.id, station.author.epoch):
        raise NotForThisStation(file.receiver)
    link = sync_state.link(tx)
    if link is None:
        raise NotBelieved
    key = station_keys.public_key(tx, entry.tenant, entry.station, entry.epoch)
    if not hand_over.is_proved(key, (link.hq_key,), file.accepted, entry):
        raise NotBelieved
    known = rights.known(tx, station.tenant_id)
    held = {
        (lease.performance_id, seat) for lease in rights.leases(tx, station.holder) for seat in seats_of(lease.seats)
    }
    for part in entry.body.received():
        seats = seats_of(part.grant.seats) if isinstance(part, SeatsAccepted) else frozenset()
        if part.grant.id in known or any((part.grant.performance_id, seat) in held for seat in seats):
            raise AcceptedBefore(file.giver)
