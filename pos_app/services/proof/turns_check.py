"""The check of turns in the order of sale: each is accepted once, and used once or returned, in one life."""

from dataclasses import dataclass, field

from domain.ids import PerformanceId, ZoneId
from domain.rights import GrantId, seats_of
from domain.sale.sale import Place
from pos_app.services.proof.findings import Flaw, Wrong, entry_name
from sync.facts import Entry, SaleRecorded, TurnsAccepted, TurnsReturned

_Zone = tuple[int, PerformanceId, ZoneId]


@dataclass(slots=True)
class TurnsCheck:
    """The turns held at a point of the journal. A turn that is used is held no more."""

    _grants: dict[GrantId, _Zone] = field(default_factory=dict)
    _held: dict[_Zone, set[int]] = field(default_factory=dict)

    def read(self, entry: Entry) -> None:
        """Take one entry into account. Raises Wrong."""
        name = entry_name(entry.epoch, entry.seq)
        match entry.body:
            case TurnsAccepted() as fact:
                self._accept(entry.epoch, fact, name)
            case TurnsReturned() as fact:
                self._give_back(entry.epoch, fact, name)
            case SaleRecorded() as fact:
                for ticket, turn in zip(fact.sale.tickets, fact.turns, strict=False):
                    if turn is not None:
                        self._use(entry.epoch, ticket.place, turn, fact.document.printed_number)

    def _accept(self, epoch: int, fact: TurnsAccepted, name: str) -> None:
        grant = fact.grant
        zone = (epoch, grant.performance_id, grant.zone_id)
        held, new = self._held.setdefault(zone, set()), set[int](seats_of(grant.turns))
        if grant.id in self._grants or held & new:
            raise Wrong(Flaw.RIGHT_TWICE, name, str(grant.id))
        held |= new
        self._grants[grant.id] = zone

    def _give_back(self, epoch: int, fact: TurnsReturned, name: str) -> None:
        zone, gone = self._grants.get(fact.grant_id), set[int](seats_of(fact.turns))
        if zone is None or zone[0] != epoch or not gone <= self._held[zone]:
            raise Wrong(Flaw.RETURN_NOT_HELD, name, str(fact.grant_id))
        self._held[zone] -= gone

    def _use(self, epoch: int, place: Place, turn: int, name: str) -> None:
        held = self._held.get((epoch, place.performance_id, place.zone_id), set())
        if turn not in held:
            raise Wrong(Flaw.TURN_NOT_HELD, name, f"{place.zone} {turn}")
        held.discard(turn)
