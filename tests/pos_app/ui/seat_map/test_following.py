"""An open seat map follows prices, stages and sales, and leaves camera, cursor and choice where they are."""

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from domain.money.money import USD, Money
from domain.people.staff import Cashier
from pos_app.seat_plan import SeatLook
from pos_app.services.setup import load_setup
from pos_app.station import Station
from pos_app.ui.counter import Counter, MapTarget
from pos_app.ui.frame import ScreenName, run_inline
from pos_app.ui.seat_map.presenter import SeatMapPresenter
from pos_app.ui.seat_map.seat_list import SeatList
from pos_app.ui.seat_map.widget import SeatMap
from sync import setup
from tests.builders import stations
from tests.builders.stations import seat_id, seats_cart
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.ui.sale_window import SaleWindow
from tests.sync.setup.setups import ON, changed

DEARER = ("price = 25", "price = 30")
CLOSED = ('key = "sabado"\nday = 7\ntime = "20:00"', 'key = "sabado"\nday = 7\ntime = "20:00"\nstate = "closed"')


@pytest.fixture
def frame(ana: Cashier) -> FakeFrame:
    return FakeFrame(ana)


@pytest.fixture
def seats(till: Station, frame: FakeFrame) -> SeatMapPresenter:
    counter = Counter(till.ids)
    counter.looked_at = MapTarget(stations.offering(till).performance.id, stations.zone(till, "Platea").id)
    presenter = SeatMapPresenter(till, frame, run_inline, counter)
    presenter.enter()
    return presenter


def load(station: Station, *replacements: tuple[str, str]) -> None:
    load_setup.load(
        station,
        setup.read(changed(*replacements), on=ON),
        name="changed.toml",
        sha256="00",
        by=stations.supervisor(station),
    )


def price(presenter: SeatMapPresenter, name: str) -> Money:
    assert presenter.state.map is not None
    return presenter.state.map.plan.price_of(seat_id(name)).amount


def test_a_new_price_is_on_the_open_map_and_the_choice_stays(seats: SeatMapPresenter, till: Station) -> None:
    seats.choose(seat_id("B-3"))
    load(till, DEARER)
    seats.follow()
    assert (price(seats, "B-3"), seats.state.price) == (Money(2600, USD), Money(2600, USD))  # 30 - 20 %, fee 2
    assert seats.state.names(seats.state.chosen) == ("B-3",)
    assert seats.state.zones[0].price == Money(2600, USD)


def test_the_stage_that_ends_with_a_sale_is_followed(seats: SeatMapPresenter, till: Station) -> None:
    before = price(seats, "C-1")
    stations.sell(till, seats_cart(till, ["A-1", "A-2", "A-3", "A-4"]))
    seats.follow()
    assert (before, price(seats, "C-1")) == (Money(2200, USD), Money(2700, USD))


def test_a_chosen_seat_that_was_sold_meanwhile_is_let_go_and_named(
    seats: SeatMapPresenter, till: Station, frame: FakeFrame
) -> None:
    seats.choose(seat_id("B-3"))
    seats.choose(seat_id("B-4"))
    stations.sell(till, seats_cart(till, ["B-3"]))
    seats.follow()
    assert (seats.state.names(seats.state.chosen), frame.codes) == (("B-4",), ["ASI-04"])
    assert "B-3" in frame.messages[-1][0]


def test_a_performance_that_is_closed_meanwhile_leads_back(
    seats: SeatMapPresenter, till: Station, frame: FakeFrame
) -> None:
    load(till, CLOSED)
    seats.follow()
    assert frame.screens[-1] is ScreenName.SELL
    assert "ya no está a la venta" in frame.messages[-1][0]


def test_nothing_new_draws_nothing(seats: SeatMapPresenter) -> None:
    before = seats.state
    seats.follow()
    assert seats.state is before


def test_the_window_follows_by_itself_and_the_camera_stays(qtbot: QtBot, till: Station, ana: Cashier) -> None:
    at = SaleWindow(qtbot, till, ana)
    at.counter.looked_at = MapTarget(stations.offering(till).performance.id)
    at.window.go(ScreenName.SEAT_MAP)
    map_, zones, row = (at.window.shown.findChild(kind) for kind in (SeatMap, QComboBox, SeatList))
    assert isinstance(map_, SeatMap)
    assert isinstance(zones, QComboBox)
    assert isinstance(row, SeatList)
    map_.set_cursor(seat_id("C-5"))
    map_.zoom(2.0)
    before = in_sight(map_)
    load(till, DEARER)
    stations.sell(till, seats_cart(till, ["A-1"]))
    qtbot.waitUntil(lambda: "26,00" in zones.currentText(), timeout=1500)
    assert in_sight(map_) == pytest.approx(before, abs=20)
    assert map_._view
    assert map_.cursor_seat() == seat_id("C-5")
    assert map_._view.plan.price_of(seat_id("C-5")).amount == Money(2600, USD)
    assert map_._view.look_of(seat_id("A-1")) is SeatLook.SOLD
    assert "26,00" in str(row._row.data(row._row.index(4)))


def in_sight(map_: SeatMap) -> tuple[float, float, float]:
    """The middle of the viewport in mm of the plan, and how many mm a pixel is."""
    view = map_._view
    assert view
    return (*view.camera.to_plan(view.world.width_px / 2, view.world.height_px / 2), 1 / view.camera.scale)
