"""Three things that are never mixed up: this station may sell it, HQ grants it on request, it is gone."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from domain.catalogue.seats import SeatNotFree, SeatState
from domain.rights import SeatSpan, spans
from pos_app.services.hq import live_changes
from pos_app.services.selling import browsing, checkout, seat_maps
from pos_app.services.selling.browsing import ZoneCard
from pos_app.services.selling.supply import SupplyState
from pos_app.station import Station
from pos_app.ui import supply_text, wording
from pos_app.ui.counter import Counter, MapTarget
from pos_app.ui.frame import run_inline
from pos_app.ui.seat_map.presenter import SeatMapPresenter
from pos_app.ui.sell.presenter import SellPresenter
from sync.line.live import FetchAgain
from tests.builders import stations
from tests.builders.stations import general_cart, seat_id, seats_cart, sell
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.with_hq.head_office import HeadOffice


@pytest.fixture
def frame(till: Station) -> FakeFrame:
    return FakeFrame(stations.ana(till))


@pytest.fixture
def online(hq: HeadOffice, till: Station) -> Station:
    """The till with a line to HQ and HQ's report of the house: it holds rows A and B and 50 of 100 places."""
    made = replace(till, hq=hq.line(till))
    live_changes.note(made, hq.line(made), FetchAgain())
    return made


@pytest.fixture
def seats(online: Station, frame: FakeFrame) -> SeatMapPresenter:
    counter = Counter(online.ids)
    counter.looked_at = MapTarget(stations.offering(online).performance.id, stations.zone(online, "Platea").id)
    presenter = SeatMapPresenter(online, frame, run_inline, counter)
    presenter.enter()
    return presenter


def zone_card(station: Station, name: str) -> ZoneCard:
    (card,) = browsing.performances(station)
    return next(zone for zone in card.zones if zone.zone.name == name)


def left(station: Station, name: str) -> tuple[str, str]:
    """What the list says about a zone: what is left, and what else is known."""
    card = zone_card(station, name)
    return supply_text.zone_left(card), supply_text.zone_more(card)


def names(presenter: SeatMapPresenter) -> tuple[str, ...]:
    return presenter.state.names(presenter.state.chosen)


def state_of(station: Station, name: str) -> SeatState:
    states = seat_maps.seat_states(station, stations.offering(station).performance.id)
    return SeatState(int(states[seat_id(name)]))


def row(name: str, first: int, last: int) -> Sequence[str]:
    return [f"{name}-{number}" for number in range(first, last + 1)]


def test_the_list_shows_what_may_be_sold_here_and_beside_it_what_hq_has(online: Station) -> None:
    assert left(online, "General") == ("50 libres", "50 más en central")
    assert left(online, "Platea") == ("20 libres", "19 más en central")


def test_without_a_line_the_list_shows_this_stations_own_only(online: Station) -> None:
    stations.clock_of(online).advance(minutes=20)
    assert left(online, "General") == ("50 libres", "")
    assert left(online, "Platea") == ("20 libres", "")


def test_a_zone_used_up_here_is_at_hq_and_not_sold_out(online: Station) -> None:
    sell(online, general_cart(online, 50))
    assert left(online, "General") == ("50 en central", "")


def test_a_zone_used_up_here_says_since_when_hq_does_not_answer(online: Station) -> None:
    sell(online, general_cart(online, 50))
    contact = wording.time(online.clock.now())
    stations.clock_of(online).advance(minutes=20)
    assert left(online, "General") == ("ninguna aquí", f"central sin respuesta desde {contact}")
    wording.use("en")
    try:
        assert left(online, "General") == ("none here", f"no answer from HQ since {contact}")
    finally:
        wording.use("es")


def test_a_zone_used_up_without_a_line_says_that_hq_does_not_answer(online: Station, frame: FakeFrame) -> None:
    sell(online, general_cart(online, 50))
    stations.clock_of(online).advance(minutes=20)
    presenter = SellPresenter(online, frame, run_inline, Counter(online.ids))
    presenter.enter()
    presenter.digits("2")
    assert frame.codes == ["CUP-03"]
    assert "la central no responde" in str(frame.messages[-1])
    assert "Baje la cantidad" not in str(frame.messages[-1])


def test_a_click_on_a_zone_used_up_here_sells_hqs_places(online: Station, frame: FakeFrame) -> None:
    sell(online, general_cart(online, 50))
    presenter = SellPresenter(online, frame, run_inline, Counter(online.ids))
    presenter.enter()
    presenter.digits("23")
    assert (presenter.cart.wanted.tickets, frame.codes) == (3, [])


def test_only_a_house_that_is_sold_is_sold_out(hq: HeadOffice, online: Station) -> None:
    hq.grant(online, places=50)
    hq.round(online)
    sell(online, general_cart(online, 100))
    assert zone_card(online, "General").supply.state is SupplyState.GONE
    assert left(online, "General") == ("agotada", "")
    stations.clock_of(online).advance(minutes=20)
    assert left(online, "General") == ("agotada", "")


def test_what_another_station_holds_is_neither_here_nor_at_hq_nor_gone(hq: HeadOffice, online: Station) -> None:
    hq.grant(online, places=50, seats=(SeatSpan(seat_id("C-1"), seat_id("C-2")),))  # not taken yet: no round
    sell(online, general_cart(online, 50))
    live_changes.note(online, hq.line(online), FetchAgain())
    assert left(online, "General") == ("ninguna aquí", "")
    assert [state_of(online, name) for name in ("A-1", "C-1", "C-3", "D-10")] == [
        SeatState.FREE,
        SeatState.ELSEWHERE,
        SeatState.AT_HQ,
        SeatState.KILLED,
    ]
    assert [state_when_priced(online, name) for name in ("C-1", "C-3")] == [SeatState.ELSEWHERE, SeatState.AT_HQ]


def state_when_priced(station: Station, name: str) -> SeatState:
    """The state with which a cart of this seat is refused."""
    with pytest.raises(SeatNotFree) as refused:
        checkout.quote(station, seats_cart(station, [name]))
    return refused.value.state


def test_without_a_line_no_seat_is_promised(online: Station) -> None:
    assert (state_of(online, "C-5"), state_when_priced(online, "C-5")) == (SeatState.AT_HQ, SeatState.AT_HQ)
    stations.clock_of(online).advance(minutes=20)
    assert [state_of(online, name) for name in ("A-1", "C-5")] == [SeatState.FREE, SeatState.ELSEWHERE]
    assert state_when_priced(online, "C-5") is SeatState.ELSEWHERE


def test_m_asks_hq_where_this_station_has_no_seats_side_by_side(
    online: Station, seats: SeatMapPresenter, frame: FakeFrame
) -> None:
    sell(online, seats_cart(online, [*row("A", 3, 8), *row("B", 3, 8)]))
    seats.follow()
    seats.more(2)
    seats.choose_best()
    assert ({name[0] for name in names(seats)}, len(names(seats)), frame.codes) == ({"C"}, 4, [])
    seats.accept()
    assert [line.seat_id for line in seats._counter.cart.lines] == [seat_id(name) for name in names(seats)]


def test_m_takes_this_stations_own_while_they_fit(seats: SeatMapPresenter, hq: HeadOffice) -> None:
    hq.network.asked.clear()
    seats.choose_best()
    assert {name[0] for name in names(seats)} <= {"A", "B"}
    assert hq.network.times("POST seats") == 0


def test_m_asks_hq_for_nothing_where_its_seats_are_no_better(
    hq: HeadOffice, seats: SeatMapPresenter, online: Station
) -> None:
    """HQ has five seats in one row, no two of them side by side."""
    sell(online, seats_cart(online, [*row("A", 2, 9), *row("B", 2, 9)]))
    elsewhere = [f"C-{number}" for number in (2, 4, 6, 8, 10)]
    row_d = SeatSpan(seat_id("D-1"), seat_id("D-9"))
    hq.grant(online, seats=(*spans(map(seat_id, elsewhere)), row_d))  # not taken yet: no round
    seats.follow()
    hq.network.asked.clear()
    seats.more(2)
    seats.choose_best()
    assert set(names(seats)) == {"A-1", "A-10", "B-1", "B-10"}
    assert (hq.network.times("GET availability"), hq.network.times("POST seats")) == (1, 0)


def test_m_says_that_neither_has_a_group_so_large(seats: SeatMapPresenter, online: Station, frame: FakeFrame) -> None:
    performance = stations.offering(online).performance.id
    seats.more(28)
    sell(online, seats_cart(online, [*row("A", 1, 10)]))
    seats.choose_best()
    assert seats.state.map is not None
    assert performance == seats.state.performance_id
    assert frame.messages[-1][0].startswith("No quedan 30 asientos sin vender en Platea.")


def test_m_without_a_line_says_what_this_station_lacks_and_since_when(
    seats: SeatMapPresenter, online: Station, frame: FakeFrame
) -> None:
    contact = wording.time(online.clock.now())
    stations.clock_of(online).advance(minutes=20)
    seats.follow()
    seats.more(23)
    seats.choose_best()
    text = frame.messages[-1][0]
    assert "Esta taquilla no tiene 25 asientos libres en Platea." in text
    assert f"La central no responde desde las {contact}" in text
    assert "quedan" not in text


def test_an_hq_that_breaks_off_leaves_the_own_seats(
    hq: HeadOffice, seats: SeatMapPresenter, online: Station, frame: FakeFrame
) -> None:
    sell(online, seats_cart(online, [*row("A", 2, 9), *row("B", 2, 9)]))
    seats.follow()
    hq.network.is_up = False
    seats.choose_best()
    assert (set(names(seats)) <= {"A-1", "A-10", "B-1", "B-10"}, len(names(seats))) == (True, 2)


def test_a_map_that_hq_never_reported_is_asked_for_on_entering(hq: HeadOffice, till: Station, frame: FakeFrame) -> None:
    made = replace(till, hq=hq.line(till))
    counter = Counter(made.ids)
    counter.looked_at = MapTarget(stations.offering(made).performance.id)
    presenter = SeatMapPresenter(made, frame, run_inline, counter)
    presenter.enter()
    assert presenter.state.map is not None
    assert presenter.state.map.states[seat_id("C-5")] == SeatState.AT_HQ


def test_an_open_list_and_map_take_what_hq_reports(
    hq: HeadOffice, tmp_path: Path, seats: SeatMapPresenter, online: Station
) -> None:
    hq.grant(online, places=20, seats=(SeatSpan(seat_id("C-1"), seat_id("C-10")),))
    live_changes.note(online, hq.line(online), FetchAgain())
    seats.follow()
    assert seats.state.map is not None
    assert seats.state.map.states[seat_id("C-5")] == SeatState.ELSEWHERE
    assert [card.supply.at_hq for card in seats.state.zones] == [9]
