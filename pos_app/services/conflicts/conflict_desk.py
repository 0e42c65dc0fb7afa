"""The conflict desk: a supervisor decides a case that HQ opened, and one transaction carries the decision out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from domain.after_sale.refund_right import RefundRightElsewhere
from domain.catalogue.offering import NotForSale
from domain.catalogue.seats import SeatNotFree, SeatState
from domain.conflicts.cases import (
    CaseId,
    Choice,
    Claim,
    ConflictCase,
    ConflictKind,
    Move,
    Remedy,
    Resolution,
    ResolutionId,
)
from domain.errors import Refused
from domain.ids import PerformanceId, SaleId, SeatId, TicketId
from domain.money.money import Money, total
from domain.people.staff import Cashier, Permission
from domain.sale.sale import Place, Ticket
from pos_app.services.selling.choosing import state_of
from pos_app.station import Station
from pos_app.storage.sales import amended_tickets, conflict_cases, print_jobs, refund_rights, refunds
from pos_app.storage.sales.conflict_cases import KnownCase
from pos_app.storage.sales.print_jobs import JobKind, new_job
from sync import journal
from sync.facts import AnyFact, ConflictSettled, SaleRecorded, TicketReplaced, TicketWithdrawn
from sync.tables.transaction import Tx


@dataclass(eq=False)
class CaseNotOpen(Refused):
    """The case was settled already, here or at HQ."""

    code: ClassVar[str] = "CON-01"


@dataclass(eq=False)
class SaleNotHere(Refused):
    """The sale of this case is not in this store: it was restored, and its later entries were not fetched from HQ."""

    code: ClassVar[str] = "CON-02"

    document: str


@dataclass(eq=False)
class WrongSeats(Refused):
    """The number of chosen seats is not the number of tickets to move."""

    code: ClassVar[str] = "CON-03"

    wanted: int
    chosen: int


@dataclass(frozen=True, slots=True)
class Decision:
    """A supervisor's decision. Without chosen seats, the moves of HQ's proposal are made."""

    choice: Choice
    seats: tuple[SeatId, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a case: the resolution, the replaced tickets and the money owed to the customer, if any."""

    resolution: Resolution
    tickets: tuple[Ticket, ...]
    owed: Money | None


@dataclass(frozen=True, slots=True)
class _Side:
    """The claim that lost in a case, the tickets of its sale as they are now, and what was paid for each of them."""

    case: ConflictCase
    remedy: Remedy
    claim: Claim
    tickets: tuple[Ticket, ...] = ()
    paid: Mapping[TicketId, Money] = field(default_factory=dict)


def cases(station: Station) -> tuple[KnownCase, ...]:
    """Every case of this station: the waiting ones first, then the history."""
    with station.database.read() as tx:
        return conflict_cases.known(tx, station.tenant_id, station.id)


def waiting(station: Station) -> int:
    """The number of waiting cases."""
    with station.database.read() as tx:
        return conflict_cases.waiting(tx, station.tenant_id, station.id)


def settle(station: Station, supervisor: Cashier, case_id: CaseId, decision: Decision) -> Outcome:
    """Settle a case, and every other waiting case in which a moved ticket lost. Nothing is written when this raises.

    Raises NotAllowed, CaseNotOpen, SaleNotHere, SeatNotFree, WrongSeats or NotForSale.
    """
    with station.database.write() as tx:
        outcome = record(tx, station, supervisor, case_id, decision)
    station.wake()
    return outcome


def record(tx: Tx, station: Station, supervisor: Cashier, case_id: CaseId, decision: Decision) -> Outcome:
    """Settle a case in a transaction. Raises as `settle` does."""
    supervisor.must(Permission.SETTLE_CONFLICT)
    at = station.clock.now()
    known = conflict_cases.known(tx, station.tenant_id, station.id)
    side = _losing_side(tx, station, _waiting(known, case_id))
    moves = _moves(tx, station, side, decision)
    facts = _consequences(tx, station, side, decision, moves)
    owed = _owed(facts)
    resolution = _resolution(station, side.case, side.remedy, decision)
    resolution = replace(resolution, by=supervisor.id, at=at, moves=moves, owed=owed)
    for fact in facts:
        journal.append(tx, station.author, fact, at=at, actor=supervisor.id)
    for settled in (resolution, *_of_the_same_group(station, side, known, resolution)):
        journal.append(tx, station.author, ConflictSettled(resolution=settled), at=at, actor=supervisor.id)
    moved = tuple(fact.ticket for fact in facts if isinstance(fact, TicketReplaced))
    if moved:
        print_jobs.add(tx, new_job(station.ids.new(), JobKind.AMENDED, case_id, at, papers=len(moved)))
    return Outcome(resolution, moved, owed)


def to_withdraw(tx: Tx, station: Station, case_id: CaseId) -> tuple[SaleId, tuple[TicketId, ...]] | None:
    """The sale and the tickets whose money a waiting case gives back; None when none of them is left.

    Raises CaseNotOpen or SaleNotHere.
    """
    known = conflict_cases.known(tx, station.tenant_id, station.id)
    side = _losing_side(tx, station, _waiting(known, case_id))
    present = {ticket.id for ticket in side.tickets}
    tickets = tuple(ticket_id for ticket_id in _to_withdraw(side) if ticket_id in present)
    return (side.claim.sale_id, tickets) if side.claim.sale_id and tickets else None


def _waiting(known: Sequence[KnownCase], case_id: CaseId) -> KnownCase | None:
    return next((case for case in known if case.case.id == case_id and case.waits), None)


def performance_of(case: ConflictCase) -> PerformanceId | None:
    """The performance of a contested seat; None for a case that is not about a seat."""
    return case.contested.performance_id if case.contested.kind is ConflictKind.SEAT_TWICE else None


def _losing_side(tx: Tx, station: Station, known: KnownCase | None) -> _Side:
    if known is None:
        raise CaseNotOpen
    remedy = known.case.proposal.remedies[0]
    claim = known.case.claim(remedy.claim_id)
    assert claim is not None
    at = claim.position
    fact = conflict_cases.entry_at(tx, (station.tenant_id, station.id), at.epoch, at.seq)
    if not isinstance(fact, SaleRecorded):
        if claim.tickets:
            raise SaleNotHere(claim.document)
        return _Side(known.case, remedy, claim)
    if refund_rights.moves(tx, (station.tenant_id, station.id), fact.sale.id):
        raise RefundRightElsewhere(claim.document)
    tickets = tuple(_present_tickets(tx, station, fact.sale.tickets))
    paid = {ticket.id: fact.sale.paid_for(ticket) for ticket in fact.sale.tickets}
    return _Side(known.case, remedy, claim, tickets, paid)


def _present_tickets(tx: Tx, station: Station, tickets: Sequence[Ticket]) -> list[Ticket]:
    """The tickets as cases and later acts left them: in their present form, those that ended left out."""
    present = []
    for ticket in tickets:
        if refunds.is_refunded(tx, station.tenant_id, ticket.id):
            continue
        amended = amended_tickets.amended(tx, (station.tenant_id, station.id), ticket.id)
        now = amended.ticket if amended else ticket
        if now is not None:
            present.append(now)
    return present


def _moves(tx: Tx, station: Station, side: _Side, decision: Decision) -> tuple[Move, ...]:
    if decision.choice is not Choice.MOVE:
        return ()
    if not decision.seats:
        return side.remedy.moves
    lost = side.claim.ticket_id
    moving = [m.ticket_id for m in side.remedy.moves] or ([lost] if lost else [])
    if len(decision.seats) != len(moving):
        raise WrongSeats(len(moving), len(decision.seats))
    performance = performance_of(side.case)
    assert performance is not None
    offering = station.catalogue.offering(tx, performance)
    plan = station.catalogue.plan_seats(tx, offering.venue.id)
    moves = []
    for ticket_id, seat in zip(moving, sorted(decision.seats), strict=True):
        zone = next((zone for zone in offering.zones if plan.section_no[seat] in zone.section_nos), None)
        if zone is None:
            raise NotForSale(f"{plan.row[seat]}-{plan.number[seat]}")
        moves.append(Move(ticket_id, zone.id, seat))
    return tuple(moves)


def _consequences(tx: Tx, station: Station, side: _Side, decision: Decision, moves: Sequence[Move]) -> list[AnyFact]:
    bought = {ticket.id: ticket for ticket in side.tickets}
    if decision.choice is Choice.MOVE:
        return [
            _replaced(tx, station, side.case.id, bought[move.ticket_id], move)
            for move in moves
            if move.ticket_id in bought
        ]
    if decision.choice is Choice.MONEY_BACK:
        return [
            TicketWithdrawn(case_id=side.case.id, ticket=bought[ticket_id], owed=side.paid[ticket_id])
            for ticket_id in _to_withdraw(side)
            if ticket_id in bought
        ]
    return []


def _to_withdraw(side: _Side) -> list[TicketId]:
    """The ticket of the lost seat; in general admission, all tickets of the zone."""
    if side.claim.ticket_id:
        return [side.claim.ticket_id]
    zone = side.case.contested.zone_id
    return [ticket.id for ticket in side.tickets if ticket.place.zone_id == zone]


def _replaced(tx: Tx, station: Station, case_id: CaseId, ticket: Ticket, move: Move) -> TicketReplaced:
    place = _new_place(tx, station, ticket.place, move)
    new = replace(ticket, code=station.ids.ticket_code(), place=place)
    return TicketReplaced(case_id=case_id, old_code=ticket.code, before=ticket.place, ticket=new)


def _new_place(tx: Tx, station: Station, before: Place, move: Move) -> Place:
    offering = station.catalogue.offering(tx, before.performance_id)
    seat = station.catalogue.plan_seats(tx, offering.venue.id).seat(move.seat_id)
    state = state_of(tx, station, before.performance_id, seat)
    if state is not SeatState.FREE:
        raise SeatNotFree(f"{seat.row}-{seat.number}", state)
    section = next(section.name for section in offering.venue.sections if section.no == seat.section_no)
    zone = offering.zone(move.zone_id)
    return replace(
        before, zone_id=zone.id, zone=zone.name, seat_id=seat.id, section=section, row=seat.row, seat=seat.number
    )


def _resolution(station: Station, case: ConflictCase, remedy: Remedy, decision: Decision) -> Resolution:
    return Resolution(
        id=ResolutionId(station.ids.new()),
        case_id=case.id,
        choice=decision.choice,
        at=station.clock.now(),
        winner=case.proposal.winner,
        settles=(remedy.claim_id,),
        note=decision.note,
    )


def _of_the_same_group(
    station: Station, side: _Side, known: Sequence[KnownCase], first: Resolution
) -> list[Resolution]:
    """Resolutions of the other waiting cases whose losing ticket the first resolution moved to another seat."""
    if first.choice is not Choice.MOVE or side.claim.sale_id is None:
        return []
    moved = {move.ticket_id for move in first.moves}
    resolutions = []
    for other in known:
        if not other.waits or other.case.id == side.case.id or not other.case.proposal.remedies:
            continue
        remedy = other.case.proposal.remedies[0]
        claim = other.case.claim(remedy.claim_id)
        if claim is not None and claim.ticket_id in moved:
            resolution = _resolution(station, other.case, remedy, Decision(first.choice, note=first.note))
            resolutions.append(replace(resolution, by=first.by, at=first.at, moves=first.moves))
    return resolutions


def _owed(facts: Sequence[AnyFact]) -> Money | None:
    owed = [fact.owed for fact in facts if isinstance(fact, TicketWithdrawn)]
    return total(owed, owed[0].currency) if owed else None
