"""What a decision makes of a performance, and which decisions can be made."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from domain.catalogue.catalog import Performance, PerformanceState
from domain.catalogue.suspension import (
    AlreadyCancelled,
    BadNewDate,
    NotCancelled,
    Suspension,
    SuspensionKind,
    applies,
    check_suspension,
    decided_of,
    decision,
    named_again,
    pending_of,
)
from domain.ids import EventId, PerformanceId

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SHOW = NOW + timedelta(days=1)
LATER = SHOW + timedelta(days=7)
ON_SALE = Performance(PerformanceId(UUID(int=1)), EventId(UUID(int=2)), SHOW)
CANCELLED = replace(ON_SALE, state=PerformanceState.CANCELLED)


def decide(kind: SuspensionKind, moved_to: datetime | None = None, of: Performance = ON_SALE) -> Suspension:
    return decision((UUID(int=3), NOW), of, kind, "Llueve", moved_to)


CANCEL, RESUME = decide(SuspensionKind.CANCELLED), decide(SuspensionKind.RESUMED, of=CANCELLED)
MOVE = decide(SuspensionKind.MOVED, LATER)
MOVE_CANCELLED = decide(SuspensionKind.MOVED, LATER, CANCELLED)


@pytest.mark.parametrize(
    ("before", "decided", "after"),
    [
        (ON_SALE, CANCEL, CANCELLED),
        (CANCELLED, RESUME, ON_SALE),
        (ON_SALE, MOVE, replace(ON_SALE, starts_at=LATER)),
        (CANCELLED, MOVE_CANCELLED, replace(ON_SALE, starts_at=LATER)),
        (replace(ON_SALE, state=PerformanceState.CLOSED), MOVE,
         replace(ON_SALE, starts_at=LATER, state=PerformanceState.CLOSED)),
    ],
    ids=["cancelled", "resumed", "moved", "cancelled and then moved", "moved while closed"],
)  # fmt: skip
def test_a_decision_changes_the_performance(before: Performance, decided: Suspension, after: Performance) -> None:
    check_suspension(before, decided, "Concierto")
    assert applies(before, decided)
    assert decided_of(before, decided) == after


def test_what_is_so_already_is_not_decided_again() -> None:
    with pytest.raises(AlreadyCancelled):
        check_suspension(CANCELLED, CANCEL, "Concierto")
    with pytest.raises(NotCancelled):
        check_suspension(ON_SALE, RESUME, "Concierto")
    assert not applies(CANCELLED, CANCEL)
    assert not applies(ON_SALE, RESUME)


@pytest.mark.parametrize("moved_to", [SHOW, NOW, NOW - timedelta(hours=1)], ids=["its own", "now", "past"])
def test_a_performance_is_moved_to_another_date_that_is_to_come(moved_to: datetime) -> None:
    with pytest.raises(BadNewDate):
        check_suspension(ON_SALE, decide(SuspensionKind.MOVED, moved_to), "Concierto")


def test_a_decision_about_another_state_applies_no_more() -> None:
    assert not applies(replace(ON_SALE, starts_at=LATER), CANCEL)
    assert not applies(CANCELLED, MOVE)
    assert not applies(replace(ON_SALE, id=PerformanceId(UUID(int=9))), CANCEL)


def test_a_move_without_a_date_is_no_decision() -> None:
    with pytest.raises(ValueError, match="moved"):
        decide(SuspensionKind.MOVED)
    with pytest.raises(ValueError, match="cancelled"):
        decide(SuspensionKind.CANCELLED, LATER)


def test_nothing_is_sold_until_hq_has_published_what_a_station_decided() -> None:
    assert pending_of(ON_SALE, CANCEL) == CANCELLED
    assert pending_of(ON_SALE, MOVE) == replace(ON_SALE, starts_at=LATER, state=PerformanceState.CLOSED)
    assert pending_of(CANCELLED, RESUME) == CANCELLED


def test_an_older_set_up_file_does_not_undo_a_decision() -> None:
    assert named_again(ON_SALE, None) == ON_SALE
    assert named_again(ON_SALE, CANCEL) == CANCELLED
    assert named_again(ON_SALE, MOVE) == replace(ON_SALE, starts_at=LATER)
    assert named_again(ON_SALE, RESUME) == ON_SALE


def test_a_set_up_file_with_a_third_date_is_a_new_plan() -> None:
    third = replace(ON_SALE, starts_at=LATER + timedelta(days=1))
    assert named_again(third, MOVE) == third
