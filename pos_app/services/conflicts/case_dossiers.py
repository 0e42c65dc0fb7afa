"""Conflict cases with the names that a supervisor reads: the event, the stations, the seats offered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from domain.catalogue.offering import NotForSale
from domain.conflicts.cases import CaseId, ConflictCase, Move
from domain.ids import PerformanceId
from pos_app.station import Station
from pos_app.storage.catalogue import catalog
from pos_app.storage.sales import conflict_cases, debts
from pos_app.storage.sales.conflict_cases import KnownCase
from pos_app.storage.sales.debts import Debt
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Dossier:
    """A case with its names. `offered` are the seats of the proposal, `moving` is the number of tickets it moves.

    `owed` is what its settlement left to be paid, and is not paid yet.
    """

    known: KnownCase
    own_station: UUID
    stations: Mapping[UUID, str]
    people: Mapping[UUID, str]
    event: str
    offered: tuple[str, ...]
    moving: int
    owed: tuple[Debt, ...] = ()


def read(station: Station) -> tuple[Dossier, ...]:
    """Every case of this station: the waiting ones first, then those with money that is owed, then the history."""
    with station.database.read() as tx:
        names = catalog.station_names(tx, station.tenant_id)
        people: dict[UUID, str] = {
            member.cashier.id: member.cashier.name for member in catalog.everybody(tx, station.tenant_id)
        }
        known = conflict_cases.known(tx, station.tenant_id, station.id)
        dossiers = [_dossier(tx, station, case, names, people) for case in known]
        owed: dict[CaseId, list[Debt]] = {}
        for debt in debts.unpaid(tx, station.tenant_id):
            owed.setdefault(debt.case_id, []).append(debt)
    dossiers = [replace(one, owed=tuple(owed.get(one.known.case.id, ()))) for one in dossiers]
    return tuple(sorted(dossiers, key=lambda one: 0 if one.known.waits else 1 if one.owed else 2))


def _dossier(
    tx: Tx, station: Station, known: KnownCase, names: Mapping[UUID, str], people: Mapping[UUID, str]
) -> Dossier:
    moves = _moves(known.case)
    performance = _performance(known.case)
    event, offered = _names(tx, station, performance, moves) if performance else ("", ())
    return Dossier(known, station.id, names, people, event, offered, max(len(moves), 1))


def _moves(case: ConflictCase) -> tuple[Move, ...]:
    if case.resolution:
        return case.resolution.moves
    return case.proposal.remedies[0].moves if case.proposal.remedies else ()


def _performance(case: ConflictCase) -> PerformanceId | None:
    tickets = [ticket for claim in case.claims for ticket in claim.tickets]
    return case.contested.performance_id or (tickets[0].performance_id if tickets else None)


def _names(
    tx: Tx, station: Station, performance_id: PerformanceId, moves: tuple[Move, ...]
) -> tuple[str, tuple[str, ...]]:
    """The event and the offered seats by name; empty when the catalogue no longer has the performance."""
    try:
        offering = station.catalogue.offering(tx, performance_id)
    except NotForSale:
        return "", ()
    plan = station.catalogue.plan_seats(tx, offering.venue.id)
    sections = {section.no: section.name for section in offering.venue.sections}
    seats = [plan.seat(move.seat_id) for move in moves]
    return offering.event.name, tuple(f"{sections[seat.section_no]} {seat.row}-{seat.number}" for seat in seats)
