"""Performances that do not take place as they were announced: cancelled, moved to another date, or resumed."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from domain.catalogue.catalog import Performance, PerformanceState
from domain.errors import Refused
from domain.ids import PerformanceId


class SuspensionKind(StrEnum):
    """What was decided of a performance."""

    CANCELLED = "cancelled"
    MOVED = "moved"
    """It takes place at another time; what was cancelled before is on sale again."""
    RESUMED = "resumed"
    """It takes place after all, at the time that it had."""


@dataclass(eq=False)
class AlreadyCancelled(Refused):
    """The performance is cancelled already."""

    code: ClassVar[str] = "SUS-01"

    event: str


@dataclass(eq=False)
class NotCancelled(Refused):
    """The performance is not cancelled, so it cannot be resumed."""

    code: ClassVar[str] = "SUS-02"

    event: str


@dataclass(eq=False)
class BadNewDate(Refused):
    """The new date is past, or is the one that the performance has."""

    code: ClassVar[str] = "SUS-03"

    given: str


@dataclass(eq=False)
class IsCancelled(Refused):
    """The performance was cancelled: nothing of it is sold."""

    code: ClassVar[str] = "SUS-04"

    event: str
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Suspension:
    """A decision about a performance. `starts_at` is the time that it had; `moved_to` the new one, if it was moved.

    `was_cancelled`: whoever decided knew it as cancelled.
    """

    id: UUID
    performance_id: PerformanceId
    kind: SuspensionKind
    starts_at: datetime
    decided_at: datetime
    reason: str
    moved_to: datetime | None = None
    was_cancelled: bool = False

    def __post_init__(self) -> None:
        if (self.kind is SuspensionKind.MOVED) != (self.moved_to is not None):
            raise ValueError(f"{self.kind} with the new date {self.moved_to}")


def decision(
    made: tuple[UUID, datetime],
    performance: Performance,
    kind: SuspensionKind,
    reason: str,
    moved_to: datetime | None = None,
) -> Suspension:
    """A decision about a performance as it is now. `made` are its id and its instant."""
    return Suspension(
        made[0], performance.id, kind, performance.starts_at, made[1], reason, moved_to, _is_cancelled(performance)
    )


def check_suspension(performance: Performance, decided: Suspension, event: str) -> None:
    """Check that a decision can be made of a performance. Raises AlreadyCancelled, NotCancelled or BadNewDate."""
    match decided.kind:
        case SuspensionKind.CANCELLED:
            if _is_cancelled(performance):
                raise AlreadyCancelled(event)
        case SuspensionKind.RESUMED:
            if not _is_cancelled(performance):
                raise NotCancelled(event)
        case SuspensionKind.MOVED:
            assert decided.moved_to is not None
            if decided.moved_to == performance.starts_at or decided.moved_to <= decided.decided_at:
                raise BadNewDate(decided.moved_to.isoformat())


def applies(performance: Performance, decided: Suspension) -> bool:
    """Whether a decision is about the performance as it is: of two, the one that HQ receives first counts."""
    known = (decided.performance_id, decided.starts_at, decided.was_cancelled)
    if known != (performance.id, performance.starts_at, _is_cancelled(performance)):
        return False
    return decided.kind is not SuspensionKind.MOVED or decided.moved_to != performance.starts_at


def _is_cancelled(performance: Performance) -> bool:
    return performance.state is PerformanceState.CANCELLED


def decided_of(performance: Performance, decided: Suspension) -> Performance:
    """The performance after a decision that applies to it."""
    on_sale = PerformanceState.ACTIVE if _is_cancelled(performance) else performance.state
    match decided.kind:
        case SuspensionKind.CANCELLED:
            return replace(performance, state=PerformanceState.CANCELLED)
        case SuspensionKind.RESUMED:
            return replace(performance, state=PerformanceState.ACTIVE)
        case SuspensionKind.MOVED:
            assert decided.moved_to is not None
            return replace(performance, starts_at=decided.moved_to, state=on_sale)


def pending_of(performance: Performance, decided: Suspension) -> Performance:
    """The performance at the station that decided, until HQ has published the decision.

    Nothing is sold of it meanwhile: a sale cites what HQ published, and HQ has not published the new date yet.
    """
    match decided.kind:
        case SuspensionKind.RESUMED:
            return performance
        case SuspensionKind.MOVED:
            return replace(decided_of(performance, decided), state=PerformanceState.CLOSED)
        case SuspensionKind.CANCELLED:
            return decided_of(performance, decided)


def named_again(performance: Performance, last: Suspension | None) -> Performance:
    """A performance of a set-up file, which keeps what was decided of it since: an older file does not undo that."""
    if last is None:
        return performance
    match last.kind:
        case SuspensionKind.CANCELLED:
            is_open = performance.state is PerformanceState.ACTIVE
            return replace(performance, state=PerformanceState.CANCELLED) if is_open else performance
        case SuspensionKind.MOVED:
            assert last.moved_to is not None
            is_old = performance.starts_at == last.starts_at
            return replace(performance, starts_at=last.moved_to) if is_old else performance
        case SuspensionKind.RESUMED:
            return performance
