"""Which entries about rights HQ believes: those that name a right of their own station and life, sealed by HQ.

An entry is judged by HQ's own grants and by what the same journal did before it. One that is not believed changes no
row: neither the ledger nor the rows that recording makes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

import msgspec

from domain.conflicts.cases import ConflictKind
from domain.conflicts.doubts import Doubt, Why
from domain.ids import StationId
from domain.rights import Grant, NumberGrant, PlacesGrant, SeatGrant, SeatSpan, TurnsGrant, spans_text
from hq.journals.arrivals import Life
from hq.journals.doubted import Doubted
from hq.rights import hand_overs
from hq.rights.grant_kinds import SHAPES, GrantKind
from hq.rights.holdings import Holding, Holdings, Returned
from hq.rights.rows import believed_rights as rows
from sync import facts
from sync.facts import Entry
from sync.line import seal
from sync.tables import canonical
from sync.tables.transaction import Tx

_ACCEPTED: Mapping[type, GrantKind] = {
    facts.NumbersAccepted: GrantKind.NUMBERS,
    facts.SeatsAccepted: GrantKind.SEATS,
    facts.PlacesAccepted: GrantKind.PLACES,
    facts.TurnsAccepted: GrantKind.TURNS,
}
_RETURNED: Mapping[type, GrantKind] = {
    facts.NumbersReturned: GrantKind.NUMBERS,
    facts.SeatsReturned: GrantKind.SEATS,
    facts.PlacesReturned: GrantKind.PLACES,
    facts.TurnsReturned: GrantKind.TURNS,
}
_ABOUT_RIGHTS = {*_ACCEPTED, *_RETURNED, facts.RightsHandedOver, facts.HandOverAccepted}
_MOST_SPANS = 20
AnyAccepted = facts.NumbersAccepted | facts.SeatsAccepted | facts.PlacesAccepted | facts.TurnsAccepted


def doubted_rights(tx: Tx, known: Sequence[tuple[Life, Entry]]) -> list[Doubted]:
    """The entries about rights that are not believed, judged in the order of the chains."""
    about = [entry for _, entry in known if type(entry.body) in _ABOUT_RIGHTS]
    if not about:
        return []
    named = {grant_id for entry in about for grant_id in _grant_ids(entry)}
    return list(_Judge(tx, known[0][0].tenant_id, named).doubted(known))


def _grant_ids(entry: Entry) -> set[UUID]:
    body = entry.body
    if isinstance(body, AnyAccepted):
        return {body.grant.id}
    if isinstance(body, facts.RightsHandedOver):
        return {grant.id for grant, _ in body.moved}
    if isinstance(body, facts.HandOverAccepted):
        with suppress(msgspec.MsgspecError):
            return {part.grant.id for part in body.read().body.received()}
        return set()
    assert isinstance(body, Returned)
    return {body.grant_id}


@dataclass(frozen=True, slots=True)
class _Granted:
    """A grant as HQ made it."""

    station_id: UUID
    epoch: int
    kind: GrantKind
    grant: Grant
    certificate: str


class _Judge:
    """Reads entries in order and keeps what each life holds after each."""

    def __init__(self, tx: Tx, tenant_id: UUID, named: set[UUID]) -> None:
        self._tx, self._tenant_id = tx, tenant_id
        self._granted = {
            row.id: _Granted(
                row.station_id,
                row.epoch,
                GrantKind(row.kind),
                canonical.decode(bytes(row.body), SHAPES[row.kind]),
                row.certificate,
            )
            for row in rows.granted(tx, tenant_id, named).values()
        }
        self._holdings = Holdings(tx, tenant_id, named)

    def doubted(self, known: Sequence[tuple[Life, Entry]]) -> Iterator[Doubted]:
        """The entries that are not believed."""
        for life, entry in known:
            doubt = self._doubt(life, entry)
            if doubt is not None:
                yield Doubted(life, entry, ConflictKind.RIGHT_NOT_HELD, doubt)

    def _doubt(self, life: Life, entry: Entry) -> Doubt | None:
        body = entry.body
        if isinstance(body, AnyAccepted):
            doubt = self._of_acceptance(life, body)
            if doubt is None:
                self._holdings.accept(Holding(life.station_id, life.epoch, _ACCEPTED[type(body)], body.grant))
            return doubt
        if isinstance(body, Returned):
            return self._of_return(life, body)
        if isinstance(body, facts.RightsHandedOver):
            return next((doubt for part in body.given_up() if (doubt := self._of_return(life, part))), None)
        if isinstance(body, facts.HandOverAccepted):
            return self._of_hand_over(life, body)
        self._holdings.use(entry)
        return None

    def _of_acceptance(self, life: Life, fact: AnyAccepted) -> Doubt | None:
        kind, grant = _ACCEPTED[type(fact)], fact.grant
        claimed = content(grant)
        if self._holdings.find(grant.id) is not None:
            return self._not_own(life, kind, claimed, grant.id) or Doubt(Why.ACCEPTED_TWICE, kind, claimed)
        given = self._granted.get(grant.id)
        if given is not None:
            if doubt := _of_another(life, kind, claimed, (given.station_id, given.epoch)):
                return doubt
            if (given.kind, given.grant) != (kind, grant):
                return Doubt(Why.OTHER_RIGHT, kind, claimed, content(given.grant))
            if given.certificate == fact.certificate:
                return None
        return None if self._is_sealed(life, fact) else Doubt(Why.NOT_SEALED, kind, claimed)

    def _of_return(self, life: Life, fact: Returned) -> Doubt | None:
        kind, claimed = _RETURNED[type(fact)], returned_content(fact)
        held = self._holdings.find(fact.grant_id)
        if held is None or held.kind is not kind or (held.station_id, held.epoch) != (life.station_id, life.epoch):
            return self._not_own(life, kind, claimed, fact.grant_id) or Doubt(Why.OTHER_RIGHT, kind, claimed)
        why = self._holdings.give_back(held, fact)
        return Doubt(why, kind, claimed, self._holdings.content(held)) if why else None

    def _of_hand_over(self, life: Life, fact: facts.HandOverAccepted) -> Doubt | None:
        doubt = hand_overs.doubt_of_acceptance(self._tx, life, fact)
        if doubt is not None:
            return doubt
        body = fact.read().body
        for part in body.received():
            if self._holdings.find(part.grant.id) is not None:
                return Doubt(Why.ACCEPTED_TWICE, "hand_over", hand_overs.content(body))
        for part in body.received():
            self._holdings.accept(Holding(life.station_id, life.epoch, _ACCEPTED[type(part)], part.grant))
        return None

    def _not_own(self, life: Life, kind: GrantKind, claimed: str, grant_id: UUID) -> Doubt | None:
        """Why the right is not one that this life accepted; None when it accepted it."""
        held, given = self._holdings.find(grant_id), self._granted.get(grant_id)
        owner = held or given
        if owner is None:
            return Doubt(Why.UNKNOWN_RIGHT, kind, claimed)
        doubt = _of_another(life, kind, claimed, (owner.station_id, owner.epoch))
        if doubt is None and held is None:  # granted and not accepted
            return Doubt(Why.NOT_HELD, kind, claimed)
        return doubt

    def _is_sealed(self, life: Life, fact: AnyAccepted) -> bool:
        """Whether HQ sealed the grant for this life, although it may have lost its record of it."""
        sealed = seal.grant_bytes(life.tenant_id, life.station_id, life.epoch, fact.grant)
        return any(seal.holds(key, sealed, fact.certificate) for key in rows.public_keys(self._tx, self._tenant_id))


def _of_another(life: Life, kind: GrantKind, claimed: str, owner: tuple[UUID, int]) -> Doubt | None:
    if owner == (life.station_id, life.epoch):
        return None
    why = Why.OTHER_LIFE if owner[0] == life.station_id else Why.OTHER_STATION
    return Doubt(why, kind, claimed, station_id=StationId(owner[0]), epoch=owner[1])


def _spans(held: Iterable[SeatSpan]) -> str:
    """Spans as a text of limited length: a station may name any number of them."""
    written = spans_text(islice(held, _MOST_SPANS + 1))
    return written if written.count(",") < _MOST_SPANS else f"{written.rpartition(',')[0]} …"


def content(grant: Grant) -> str:
    """What a grant gives, in the notation of `Doubt`."""
    match grant:
        case NumberGrant():
            return f"{grant.series} {grant.first}-{grant.last}"
        case SeatGrant():
            return _spans(grant.seats)
        case PlacesGrant():
            return str(grant.places)
        case TurnsGrant():
            return _spans(grant.turns)


def returned_content(fact: Returned) -> str:
    """What an entry returns, in the notation of `Doubt`."""
    match fact:
        case facts.NumbersReturned():
            return f"{fact.first}-{fact.last}"
        case facts.SeatsReturned():
            return _spans(fact.seats)
        case facts.PlacesReturned():
            return str(fact.places)
        case facts.TurnsReturned():
            return _spans(fact.turns)
