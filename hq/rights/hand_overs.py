"""Hand-overs between stations, as HQ learns of them: from the giver's journal, from the receiver's, in either order.

Whichever comes first moves the rights in the ledger; the second finds them moved. What the receiver brings is signed
by the giver, so it is a witness of the giver's chain: another entry in that place is a case.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from domain.conflicts.cases import ConflictKind
from domain.conflicts.doubts import Doubt, Why
from domain.ids import StationId
from domain.rights import Holder, spans_text
from hq.journals.arrivals import Life
from hq.journals.doubted import Doubted
from hq.rights.rows import believed_rights, hand_overs, place_rights
from sync.facts import Entry, HandOverAccepted, HandOverEntry, RightsHandedOver
from sync.line import hand_over
from sync.tables import canonical
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A hand-over that moves: who gives, who receives, and what."""

    giver: Holder
    receiver: Holder
    fact: RightsHandedOver


def of_giver(life: Life, fact: RightsHandedOver) -> HandedOver:
    """A hand-over as the giver's journal has it."""
    return HandedOver(life.holder, Holder(life.tenant_id, fact.to_station, fact.to_epoch), fact)


def of_receiver(life: Life, fact: HandOverAccepted) -> HandedOver:
    """A hand-over as the receiver's journal has it."""
    entry = fact.read()
    return HandedOver(_giver(entry), life.holder, entry.body)


def move(tx: Tx, moved: HandedOver) -> None:
    """Move the rights from the giver to the receiver; what has moved before stays."""
    for part in moved.fact.seats:
        hand_overs.move_seats(tx, moved.giver, moved.receiver, part.grant.id, part.given)
    for place in moved.fact.places:
        is_new = not hand_overs.has_places(tx, moved.giver.tenant_id, place.given.id)
        if is_new and hand_overs.reduce_giver(tx, moved.giver, place.grant.id, place.given.places):
            place_rights.insert_places(tx, moved.receiver, place.given)


def witness(tx: Tx, life: Life, fact: HandOverAccepted) -> None:
    """Keep the giver's entry as evidence of its chain."""
    entry = fact.read()
    hand_overs.insert_witness(tx, _giver(entry), (entry.seq, fact.digest), life.holder)


def doubt_of_acceptance(tx: Tx, life: Life, fact: HandOverAccepted) -> Doubt | None:
    """Why HQ does not believe that the giver handed this over to this life; None when it does."""
    try:
        entry = fact.read()
    except msgspec.MsgspecError:
        return Doubt(Why.NOT_SIGNED, "hand_over")
    giver, claimed = _giver(entry), content(entry.body)
    if (entry.tenant, entry.body.to_station, entry.body.to_epoch) != (life.tenant_id, life.station_id, life.epoch):
        return Doubt(Why.NOT_ADDRESSED, "hand_over", claimed)
    key, keys = hand_overs.public_key(tx, giver), believed_rights.public_keys(tx, giver.tenant_id)
    if not hand_over.is_proved(key, keys, fact, entry):
        return Doubt(Why.NOT_SIGNED, "hand_over", claimed)
    recorded = hand_overs.entry_hash(tx, giver, entry.seq)
    if recorded is not None and recorded != fact.digest:
        return Doubt(Why.OTHER_ENTRY, "hand_over", claimed, "", StationId(giver.station_id), giver.epoch)
    if hand_overs.is_refused(tx, giver, entry.seq):
        return Doubt(Why.NOT_HELD, "hand_over", claimed, "", StationId(giver.station_id), giver.epoch)
    return None


def other_entries(tx: Tx, known: Sequence[tuple[Life, Entry]]) -> Iterator[Doubted]:
    """The entries that differ from those which receivers of hand-overs brought of the same places."""
    if not known:
        return
    seen = {
        (row.station_id, row.epoch, row.seq): row
        for row in hand_overs.witnessed(tx, known[0][0].tenant_id, {life.station_id for life, _ in known})
    }
    for life, entry in known if seen else ():
        row = seen.get((entry.station, entry.epoch, entry.seq))
        if row is not None and bytes(row.hash) != hashlib.sha256(canonical.encode(entry)).digest():
            doubt = Doubt(Why.OTHER_ENTRY, "hand_over", "", "", StationId(row.receiver_id), row.receiver_epoch)
            yield Doubted(life, entry, ConflictKind.RIGHT_NOT_HELD, doubt)


def content(fact: RightsHandedOver) -> str:
    """What is given, in the notation of `Doubt`."""
    seats = ",".join(spans_text(part.given.seats) for part in fact.seats)
    places = sum(place.given.places for place in fact.places)
    return seats or str(places)


def _giver(entry: HandOverEntry) -> Holder:
    return Holder(entry.tenant, entry.station, entry.epoch)
