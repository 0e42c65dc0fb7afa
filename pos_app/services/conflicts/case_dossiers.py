"""Conflict cases with the names that a supervisor reads: the event, the stations, the seats offered."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from domain.catalogue.offering import NotForSale
from domain.conflicts.cases import ConflictCase, Move
from domain.ids import PerformanceId
from pos_app.station import Station
from pos_app.storage.catalogue import catalog
from pos_app.storage.sales import conflict_cases
from pos_app.storage.sales.conflict_cases import KnownCase
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Dossier:
    """A case with its names. `offered` are the seats of the proposal, `moving` is the number of tickets it moves."""

    known: KnownCase
    own_station: UUID
    stations: Mapping[UUID, str]
    people: Mapping[UUID, str]
    event: str
    offered: tuple[str, ...]
    moving: int


def read(station: Station) -> tuple[Dossier, ...]:
    """Every case of this station: the waiting ones first, then the history."""
    with station.database.read() as tx:
        names = catalog.station_names(tx, station.tenant_id)
        people: dict[UUID, str] = {
            member.cashier.id: member.cashier.name for member in catalog.everybody(tx, station.tenant_id)
        }
        known = conflict_cases.known(tx, station.tenant_id, station.id)
        return tuple(_dossier(tx, station, case, names, people) for case in known)


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
