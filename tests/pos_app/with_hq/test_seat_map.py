"""The seat map while HQ can be reached: choosing a seat that no station holds requests it."""

from dataclasses import replace

import pytest

from pos_app.station import Station
from pos_app.ui.counter import Counter, MapTarget
from pos_app.ui.frame import run_inline
from pos_app.ui.seat_map.presenter import SeatMapPresenter
from tests.builders import stations
from tests.builders.stations import seat_id
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.with_hq.head_office import HeadOffice


@pytest.fixture
def frame(till: Station) -> FakeFrame:
    return FakeFrame(stations.ana(till))


@pytest.fixture
def seats(hq: HeadOffice, till: Station, frame: FakeFrame) -> SeatMapPresenter:
    counter = Counter(till.ids)
    counter.looked_at = MapTarget(stations.offering(till).performance.id, stations.zone(till, "Platea").id)
    presenter = SeatMapPresenter(replace(till, hq=hq.line(till)), frame, run_inline, counter)
    presenter.enter()
    return presenter


def chosen(presenter: SeatMapPresenter) -> tuple[str, ...]:
    return presenter.state.names(presenter.state.chosen)


def test_choosing_a_seat_of_nobodys_has_it_granted(seats: SeatMapPresenter, frame: FakeFrame) -> None:
    seats.choose(seat_id("A-1"))
    seats.choose(seat_id("C-5"))
    assert (chosen(seats), seats.state.busy, frame.codes) == (("A-1", "C-5"), False, [])


def test_without_hq_it_is_said_and_the_choice_stays(hq: HeadOffice, seats: SeatMapPresenter, frame: FakeFrame) -> None:
    seats.choose(seat_id("A-1"))
    hq.network.is_up = False
    seats.choose(seat_id("C-5"))
    assert (chosen(seats), seats.state.busy, frame.codes) == (("A-1",), False, ["CEN-01"])


def test_a_store_that_hq_does_not_know_says_that_the_seat_is_elsewhere(till: Station, frame: FakeFrame) -> None:
    counter = Counter(till.ids)
    counter.looked_at = MapTarget(stations.offering(till).performance.id, stations.zone(till, "Platea").id)
    presenter = SeatMapPresenter(till, frame, run_inline, counter)
    presenter.enter()
    presenter.choose(seat_id("C-5"))
    assert frame.codes == ["ASI-04"]
