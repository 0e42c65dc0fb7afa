"""Hand-overs: a station gives seats or places to another one without HQ, in a signed entry that travels as a file.

The entry of the giver is the file (docs/protocol.md, Hand-overs): the receiver's entry holds it as it was signed.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from domain.ids import CashierId, StationId
from domain.rights import HandedPlaces, HandedSeats, PlacesGrant, SeatGrant
from sync.facts.fact import Fact, Header, Recorders
from sync.facts.rights import (
    PlacesAccepted,
    PlacesReturned,
    SeatsAccepted,
    SeatsReturned,
    places_accepted,
    places_returned,
    seats_accepted,
    seats_returned,
)
from sync.tables import canonical
from sync.tables.transaction import Tx

NOT_SEALED = ""
"""The certificate of a right that came from a station: HQ sealed what it is a part of."""


class RightsHandedOver(Fact, frozen=True, tag="rights_handed_over/1"):
    """The station gave seats or places to one life of another station. It sells nothing of them any more."""

    to_station: StationId
    to_epoch: int
    seats: tuple[HandedSeats, ...] = ()
    places: tuple[HandedPlaces, ...] = ()

    @property
    def moved(self) -> tuple[tuple[SeatGrant | PlacesGrant, SeatGrant | PlacesGrant], ...]:
        """Each part: the grant that it comes from, and the right that it becomes."""
        seats = ((part.grant, part.given) for part in self.seats)
        return (*seats, *((place.grant, place.given) for place in self.places))

    def given_up(self) -> Iterator[SeatsReturned | PlacesReturned]:
        """What leaves the giver, as if it had returned it."""
        for part in self.seats:
            yield SeatsReturned(part.grant.id, part.given.seats)
        for place in self.places:
            yield PlacesReturned(place.grant.id, place.given.places, place.returned)

    def received(self) -> Iterator[SeatsAccepted | PlacesAccepted]:
        """What reaches the receiver, as if HQ had granted it."""
        for part in self.seats:
            yield SeatsAccepted(part.given, NOT_SEALED)
        for place in self.places:
            yield PlacesAccepted(place.given, NOT_SEALED)


class HandOverEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The entry of the giver, decoded: as `sync.facts.Entry`, with its one kind of fact."""

    v: Literal[1]
    tenant: UUID
    station: UUID
    epoch: int
    seq: int
    at: datetime
    actor: CashierId | None
    prev: str
    body: RightsHandedOver


class HandOverAccepted(Fact, frozen=True, tag="hand_over_accepted/1"):
    """The station accepted what another one gave it: the giver's entry in canonical JSON, and its signature in hex."""

    entry: str
    signature: str

    def read(self) -> HandOverEntry:
        """The entry of the giver. Raises msgspec.MsgspecError."""
        return canonical.decode(self.entry, HandOverEntry)

    @property
    def digest(self) -> bytes:
        """The hash of the giver's entry, which its station signed."""
        return hashlib.sha256(self.entry.encode()).digest()


def rights_handed_over(tx: Tx, entry: Header, fact: RightsHandedOver) -> None:
    """Take the parts out of the giver's leases and allotments."""
    for part in fact.given_up():
        if isinstance(part, SeatsReturned):
            seats_returned(tx, entry, part)
        else:
            places_returned(tx, entry, part)


def hand_over_accepted(tx: Tx, entry: Header, fact: HandOverAccepted) -> None:
    """Insert the leases and allotments of the receiver."""
    for part in fact.read().body.received():
        if isinstance(part, SeatsAccepted):
            seats_accepted(tx, entry, part)
        else:
            places_accepted(tx, entry, part)


RECORDERS: Recorders = {RightsHandedOver: rights_handed_over, HandOverAccepted: hand_over_accepted}
