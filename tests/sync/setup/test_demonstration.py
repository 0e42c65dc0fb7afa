"""The demonstration has functions to sell at whatever hour it is loaded, and none that is over."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.calendar import CARACAS
from sync import setup
from sync.setup import demonstration

HOURS = ("00:10", "09:00", "18:59", "19:01", "20:00", "21:30", "23:50")


@pytest.mark.parametrize("hour", HOURS)
def test_no_function_is_over_and_the_first_is_an_hour_ahead(hour: str) -> None:
    now = datetime.fromisoformat(f"2026-11-21 {hour}").replace(tzinfo=CARACAS)
    content = setup.read_all(demonstration.texts(now.astimezone(UTC)), on=now.date())
    begins = sorted(one.starts_at for show in content.shows for one in show.performances)
    assert now + timedelta(hours=1) <= begins[0] <= now + timedelta(hours=25)
    assert begins[1] - begins[0] == timedelta(hours=1)


@pytest.mark.parametrize("hour", HOURS)
def test_the_rate_of_the_day_is_known(hour: str) -> None:
    now = datetime.fromisoformat(f"2026-11-21 {hour}").replace(tzinfo=CARACAS)
    content = setup.read_all(demonstration.texts(now.astimezone(UTC)), on=now.date())
    assert {str(rate.currency) for rate in content.rates if rate.value_on == now.date()} == {"USD", "EUR"}
