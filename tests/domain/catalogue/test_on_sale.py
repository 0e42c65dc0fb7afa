"""A performance is sold while it is active, until some minutes after its beginning."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from domain.catalogue.catalog import Event, Performance, PerformanceState, is_on_sale
from domain.ids import EventId, PerformanceId, VenueId

BEGINS = datetime(2026, 11, 29, 0, 0, tzinfo=UTC)
EVENT, VENUE = EventId(UUID(int=1)), VenueId(UUID(int=2))
MOMENT = timedelta(microseconds=1)


def performance(state: PerformanceState = PerformanceState.ACTIVE) -> Performance:
    return Performance(PerformanceId(UUID(int=3)), EVENT, BEGINS, state)


@pytest.mark.parametrize("minutes", [0, 1, 60, 1440])
def test_it_is_sold_up_to_the_minutes_of_its_event(minutes: int) -> None:
    event, end = Event(EVENT, VENUE, "Concierto", minutes), BEGINS + timedelta(minutes=minutes)
    assert is_on_sale(event, performance(), end - MOMENT)
    assert not is_on_sale(event, performance(), end)


def test_an_event_that_decides_nothing_is_sold_for_an_hour() -> None:
    event, end = Event(EVENT, VENUE, "Concierto"), BEGINS + timedelta(hours=1)
    assert is_on_sale(event, performance(), end - MOMENT)
    assert not is_on_sale(event, performance(), end)


@pytest.mark.parametrize("state", [PerformanceState.DRAFT, PerformanceState.CLOSED, PerformanceState.CANCELLED])
def test_only_an_active_performance_is_sold(state: PerformanceState) -> None:
    assert not is_on_sale(Event(EVENT, VENUE, "Concierto"), performance(state), BEGINS)
