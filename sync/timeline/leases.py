"""Leases of a seat: the grants that cover it, and what came back of them.

A lease declares its performance and not each of its thousands of seats, so its spans are read here.
"""

from functools import singledispatch
from uuid import UUID

from domain.rights import SeatSpan
from domain.timeline.subjects import Subject, SubjectKind
from sync.facts import HandOverAccepted, RightsHandedOver, SeatsAccepted, SeatsReturned
from sync.facts.fact import Fact
from sync.facts.subjects import subjects_of
from sync.tables.transaction import Tx
from sync.timeline import entries, spots
from sync.timeline.spots import Spot


@singledispatch
def leased(_fact: Fact) -> tuple[SeatSpan, ...]:
    """The seats that a fact accepts or returns; none for most kinds of fact."""
    return ()


@leased.register
def _(fact: SeatsAccepted) -> tuple[SeatSpan, ...]:
    return fact.grant.seats


@leased.register
def _(fact: SeatsReturned) -> tuple[SeatSpan, ...]:
    return fact.seats


@leased.register
def _(fact: RightsHandedOver) -> tuple[SeatSpan, ...]:
    return tuple(span for part in fact.seats for span in part.given.seats)


@leased.register
def _(fact: HandOverAccepted) -> tuple[SeatSpan, ...]:
    return leased(fact.read().body)


def of_seat(tx: Tx, tenant_id: UUID, seat: Subject) -> set[Spot]:
    """The entries that accept or return a right to a seat."""
    accepted = _covering(tx, tenant_id, spots.indexed(tx, tenant_id, [spots.performance(seat)]), seat.part)
    grants = {
        subject
        for entry in entries.load(tx, tenant_id, accepted).values()
        for subject in subjects_of(entry.body)
        if subject.kind is SubjectKind.GRANT
    }
    return accepted | _covering(tx, tenant_id, spots.indexed(tx, tenant_id, grants), seat.part)


def _covering(tx: Tx, tenant_id: UUID, of: set[Spot], seat: int) -> set[Spot]:
    return {
        spot
        for spot, entry in entries.load(tx, tenant_id, of).items()
        if any(span.first <= seat <= span.last for span in leased(entry.body))
    }
