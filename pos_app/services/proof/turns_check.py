"""The check of turns in the order of sale: each is accepted once, and used once or returned, in one life.

A ticket has the price of a stage that ends after a number of tickets only at a turn before that end.
"""

from dataclasses import dataclass, field

from domain.catalogue.pricing import StepKind, is_before
from domain.ids import PerformanceId, ZoneId
from domain.rights import GrantId, seats_of
from domain.sale.sale import Place, Ticket
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
                for ticket, turn, end in fact.staged_tickets:
                    _check_stage(fact, ticket, turn, end)
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


def _check_stage(fact: SaleRecorded, ticket: Ticket, turn: int | None, end: int | None) -> None:
    name = fact.document.printed_number
    if not is_before(end, turn):
        raise Wrong(Flaw.STAGE_NOT_OF_TURN, name, f"{ticket.place.zone} {turn}, ends at {end}")
    has_stage = any(step.kind is StepKind.STAGE for step in ticket.price.steps)
    if has_stage and len(fact.stage_ends) != len(fact.sale.tickets):
        raise Wrong(Flaw.STAGE_NOT_OF_TURN, name, f"{ticket.place.zone} {turn}, no end of its stage")
