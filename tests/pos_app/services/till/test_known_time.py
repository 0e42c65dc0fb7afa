"""A clock before the newest known time asks a supervisor before it sells, also before the first document."""

from datetime import datetime, timedelta

import pytest

from domain.fiscal.clock import ClockMovedBack
from domain.money.money import USD, VES, Money
from domain.people.staff import Cashier
from pos_app.services.till import clock_guard, rates, shifts
from pos_app.station import Station
from pos_app.storage.sales import known_time
from tests.builders import stations
from tests.builders.clock import FakeClock
from tests.builders.stations import general_cart, sell


def is_asked(station: Station) -> bool:
    """Whether a sale needs a supervisor's word about the clock."""
    try:
        sell(station, general_cart(station, 1))
    except ClockMovedBack:
        assert clock_guard.compare(station).is_behind
        return True
    return False


@pytest.fixture
def loaded_at(station: Station, clock: FakeClock) -> datetime:
    return clock.now()


def test_a_clock_before_the_set_up_asks_before_the_first_document(
    station: Station, loaded_at: datetime, clock: FakeClock, rosa: Cashier
) -> None:
    clock.advance(days=-20)
    shifts.open_shift(station, stations.ana(station), (Money(10_000, VES), Money(2_000, USD)))
    assert is_asked(station)
    clock_guard.accept_clock(station, rosa)
    assert not is_asked(station)


def test_a_clock_before_the_shift_was_opened_asks(till: Station, clock: FakeClock) -> None:
    clock.advance(hours=3)
    with till.database.write() as tx:
        known_time.note(tx, clock.now())
    clock.advance(hours=-1)
    assert is_asked(till)
    clock.advance(hours=1)
    assert not is_asked(till)


def test_a_clock_before_a_rate_was_entered_asks(till: Station, clock: FakeClock, rosa: Cashier) -> None:
    clock.advance(hours=2)
    with till.database.read() as tx:
        known = till.catalogue.rates(tx, till.today()).of(USD)
    rates.enter(till, rosa, known, "otra vez la misma", is_confirmed=True)
    clock.advance(minutes=-30)
    assert is_asked(till)


@pytest.mark.parametrize(("back_s", "asks"), [(0, False), (90, False), (120, False), (150, True), (86_400, True)])
def test_what_time_servers_do_is_not_asked_about(till: Station, clock: FakeClock, back_s: int, *, asks: bool) -> None:
    clock.advance(seconds=-back_s)
    assert is_asked(till) is asks


def test_a_clock_that_stays_as_far_behind_hq_is_accepted_once(till: Station, clock: FakeClock, rosa: Cashier) -> None:
    behind = timedelta(minutes=15)

    def note_time_of_hq() -> None:
        with till.database.write() as tx:
            known_time.note(tx, clock.now() + behind)

    note_time_of_hq()
    assert is_asked(till)
    clock_guard.accept_clock(till, rosa)
    for _ in range(5):
        clock.advance(minutes=20)
        note_time_of_hq()
        assert not is_asked(till)
    clock.advance(hours=-1)
    assert is_asked(till), "set back further than was accepted"
