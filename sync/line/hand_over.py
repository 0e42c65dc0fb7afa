"""The file of a hand-over between stations, and what proves it: the giver's signature, and HQ's seals on its grants."""

from collections.abc import Collection
from typing import Literal

import msgspec

from domain.rights import Grant, without
from sync.facts import HandOverAccepted, HandOverEntry
from sync.line import seal
from sync.tables import canonical

FILE_END = ".taquilla"
MOST_BYTES = 4 << 20


class HandOverFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file that one station writes for another: the giver's entry as it is in its journal, and its signature.

    `giver` and `receiver` are names for whoever carries the file; nothing depends on them.
    """

    format: Literal["taquilla-hand-over/1"]
    giver: str
    receiver: str
    entry: str
    signature: str

    @property
    def accepted(self) -> HandOverAccepted:
        """The fact by which the receiver accepts it."""
        return HandOverAccepted(self.entry, self.signature)


def read(content: bytes) -> HandOverFile:
    """Read a file. Raises msgspec.MsgspecError."""
    return canonical.decode(content, HandOverFile)


def is_proved(key: str | None, hq_keys: Collection[str], fact: HandOverAccepted, entry: HandOverEntry) -> bool:
    """Whether the giver, who has this key, signed the entry, and HQ sealed what is given."""
    return key is not None and is_signed(key, fact) and is_sealed(hq_keys, entry)


def is_signed(key: str, fact: HandOverAccepted) -> bool:
    """Whether the station with this public key signed the entry."""
    return seal.holds(key, fact.digest, fact.signature)


def is_sealed(hq_keys: Collection[str], entry: HandOverEntry) -> bool:
    """Whether what is given is a part of grants that HQ sealed for the giver's life."""
    fact = entry.body
    seats_fit = all(
        part.given.performance_id == part.grant.performance_id
        and part.given.seats
        and not without(part.given.seats, part.grant.seats)
        for part in fact.seats
    )
    places_fit = all(
        (place.given.performance_id, place.given.zone_id) == (place.grant.performance_id, place.grant.zone_id)
        and 0 < place.given.places <= place.grant.places
        for place in fact.places
    )
    grants: list[tuple[Grant, str]] = [
        *((part.grant, part.certificate) for part in fact.seats),
        *((place.grant, place.certificate) for place in fact.places),
    ]
    return seats_fit and places_fit and all(_has_seal(hq_keys, entry, *granted) for granted in grants)


def _has_seal(hq_keys: Collection[str], entry: HandOverEntry, grant: Grant, certificate: str) -> bool:
    content = seal.grant_bytes(entry.tenant, entry.station, entry.epoch, grant)
    return any(seal.holds(key, content, certificate) for key in hq_keys)
