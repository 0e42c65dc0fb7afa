"""The seat map screen without Qt: choosing seats, the best seats, single seats, putting seats into the cart."""

import pytest

from domain.ids import SeatId
from domain.money.money import USD, Money
from domain.people.staff import Cashier
from pos_app.seat_plan import SeatLook
from pos_app.services.selling import carts
from pos_app.station import Station
from pos_app.ui.counter import Counter, MapTarget, price_and_keep
from pos_app.ui.frame import ScreenName, run_inline
from pos_app.ui.seat_map.presenter import SeatMapPresenter
from pos_app.ui.sell.presenter import SellPresenter
from tests.builders import stations
from tests.builders.stations import seat_id
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.ui.later import RunLater


@pytest.fixture
def frame(ana: Cashier) -> FakeFrame:
    return FakeFrame(ana)


@pytest.fixture
def counter(till: Station) -> Counter:
    counter = Counter(till.ids)
    show = stations.offering(till)
    counter.looked_at = MapTarget(show.performance.id, stations.zone(till, "Platea").id)
    return counter


@pytest.fixture
def seats(till: Station, frame: FakeFrame, counter: Counter) -> SeatMapPresenter:
    presenter = SeatMapPresenter(till, frame, run_inline, counter)
    presenter.enter()
    return presenter


def chosen(presenter: SeatMapPresenter) -> tuple[str, ...]:
    return presenter.state.names(presenter.state.chosen)


def choose(presenter: SeatMapPresenter, *names: str) -> None:
    for name in names:
        presenter.choose(seat_id(name))


def look(presenter: SeatMapPresenter, name: str) -> SeatLook:
    assert presenter.state.looks is not None
    return SeatLook(int(presenter.state.looks[seat_id(name)]))


def test_a_free_seat_is_chosen_and_let_go_again(seats: SeatMapPresenter) -> None:
    choose(seats, "B-3", "B-4")
    assert (chosen(seats), look(seats, "B-3")) == (("B-3", "B-4"), SeatLook.IN_CART)
    choose(seats, "B-3")
    assert (chosen(seats), look(seats, "B-3")) == (("B-4",), SeatLook.FREE)


def test_the_map_opens_with_the_cursor_on_the_best_seat_of_the_zone(seats: SeatMapPresenter) -> None:
    assert seats.state.cursor is not None
    assert seats.state.names([seats.state.cursor])[0].startswith("A-")


def test_a_seat_that_may_not_be_sold_says_why_and_names_a_free_one(seats: SeatMapPresenter, frame: FakeFrame) -> None:
    choose(seats, "D-10")
    assert (chosen(seats), frame.codes) == ((), ["ASI-04"])
    assert "D-10" in frame.messages[0][0]
    assert "D-9" in frame.messages[0][0]


def test_m_finds_the_best_seats_together_and_again_the_next_best(seats: SeatMapPresenter) -> None:
    seats.more(1)
    seats.choose_best()
    first = chosen(seats)
    seats.choose_best()
    assert len(first) == len(chosen(seats)) == 3
    assert not set(first) & set(chosen(seats))


def test_a_group_too_large_for_the_zone_is_told_so(seats: SeatMapPresenter, frame: FakeFrame) -> None:
    seats.more(50)
    seats.choose_best()
    assert chosen(seats) == ()
    assert "52" in frame.messages[0][0]


def test_f8_lets_the_last_seat_go(seats: SeatMapPresenter) -> None:
    choose(seats, "B-3", "B-4")
    seats.drop_last()
    assert chosen(seats) == ("B-3",)


def test_f12_puts_the_seats_into_the_cart_and_keeps_it(
    seats: SeatMapPresenter, frame: FakeFrame, counter: Counter, till: Station, ana: Cashier
) -> None:
    choose(seats, "B-1", "B-2")
    seats.accept()
    assert frame.screens == [ScreenName.SELL]
    assert counter.priced
    assert [line.seat for line in counter.priced.quote.lines] == ["B-1", "B-2"]
    assert carts.kept(till, ana) == counter.cart


def test_a_seat_left_alone_is_warned_of_once_and_never_in_a_dialog(seats: SeatMapPresenter, frame: FakeFrame) -> None:
    choose(seats, "B-2", "B-3")
    seats.accept()
    assert seats.state.warned
    assert seats.state.warned.alone == ("B-1",)
    assert frame.screens == []


def test_enter_takes_the_other_seats_and_f12_then_accepts(
    seats: SeatMapPresenter, frame: FakeFrame, counter: Counter
) -> None:
    choose(seats, "B-2", "B-3")
    seats.accept()
    seats.take_instead()
    assert len(chosen(seats)) == 2
    assert chosen(seats) != ("B-2", "B-3")
    seats.accept()
    assert frame.screens == [ScreenName.SELL]
    assert counter.cart.tickets == 2


def test_s_goes_on_with_the_seats_that_leave_one_alone(
    seats: SeatMapPresenter, frame: FakeFrame, counter: Counter
) -> None:
    choose(seats, "B-2", "B-3")
    seats.accept()
    seats.accept_anyway()
    assert frame.screens == [ScreenName.SELL]
    assert {line.seat_id for line in counter.cart.lines} == {seat_id("B-2"), seat_id("B-3")}


def test_another_seat_takes_the_warning_away(seats: SeatMapPresenter) -> None:
    choose(seats, "B-2", "B-3")
    seats.accept()
    choose(seats, "B-1")
    seats.take_instead()
    seats.accept_anyway()
    assert (seats.state.warned, chosen(seats)) == (None, ("B-2", "B-3", "B-1"))


def test_a_seat_sold_meanwhile_is_refused_and_the_map_shows_it(
    seats: SeatMapPresenter, frame: FakeFrame, till: Station
) -> None:
    choose(seats, "B-1", "B-2")
    stations.sell(till, stations.seats_cart(till, ["B-2"]))
    seats.accept()
    assert (frame.codes, frame.screens) == (["ASI-04"], [])
    assert (chosen(seats), look(seats, "B-2")) == (("B-1",), SeatLook.SOLD)


def test_seats_of_the_cart_are_shown_and_keep_their_type(
    till: Station, frame: FakeFrame, counter: Counter, ana: Cashier
) -> None:
    lines = (*stations.seat_lines(till, ["C-1"], "Cortesía"), stations.general_line(till, 2))
    cart = stations.cart_of(*lines)
    counter.put(cart, price_and_keep(till, ana, cart))
    presenter = SeatMapPresenter(till, frame, run_inline, counter)
    presenter.enter()
    assert chosen(presenter) == ("C-1",)
    choose(presenter, "C-2")
    presenter.accept()
    assert counter.priced
    described = [line.description for line in counter.priced.quote.lines]
    assert described == [
        "Concierto · General · Adulto",
        "Concierto · Platea · Cortesía",
        "Concierto · Platea · Adulto",
    ]


def test_esc_first_closes_the_warning(seats: SeatMapPresenter, frame: FakeFrame) -> None:
    choose(seats, "B-2", "B-3")
    seats.accept()
    seats.step_back()
    assert (seats.state.warned, frame.screens) == (None, [])


def test_a_zone_is_selected_by_key_and_by_list(seats: SeatMapPresenter) -> None:
    seats.next_zone()
    assert (seats.state.zone, len(seats.state.zones)) == (0, 1)
    choose(seats, "C-5")
    seats.show_zone(0)
    assert seats.state.cursor is not None
    assert seats.state.name(seats.state.cursor).startswith("A-")
    seats.show_zone(4)
    assert seats.state.zone == 0


def test_keys_do_nothing_while_the_map_is_read(till: Station, frame: FakeFrame, counter: Counter) -> None:
    run = RunLater()
    presenter = SeatMapPresenter(till, frame, run, counter)
    presenter.enter()
    presenter.choose(seat_id("B-1"))
    presenter.choose_best()
    presenter.accept()
    presenter.show_zone(0)
    presenter.take_instead()
    assert (presenter.state.map, presenter.state.busy) == (None, True)
    run.catch_up()
    assert (chosen(presenter), frame.screens, presenter.state.busy) == ((), [], False)


def test_esc_leaves_the_cart_as_it_was(seats: SeatMapPresenter, frame: FakeFrame, counter: Counter) -> None:
    choose(seats, "B-1")
    seats.step_back()
    assert (frame.screens, counter.cart.lines) == ([ScreenName.SELL], ())


def test_a_seat_outside_the_plan_is_never_offered_as_the_nearest(seats: SeatMapPresenter) -> None:
    assert seats.state.free_beside(SeatId(39)) == "D-9"


def test_picked_seats_outlast_another_screen_in_another_language(
    seats: SeatMapPresenter, till: Station, frame: FakeFrame, counter: Counter
) -> None:
    choose(seats, "B-3", "B-4")
    seats.more(2)
    again = SeatMapPresenter(till, frame, run_inline, counter)
    again.enter()
    assert (chosen(again), again.state.group, again.state.zone) == (("B-3", "B-4"), 4, seats.state.zone)
    again.step_back()
    again.enter()
    assert (chosen(again), again.state.is_unfinished) == (("B-3", "B-4"), True)
    again.begin_anew()
    assert (chosen(again), again.state.is_unfinished) == ((), False)


def test_picked_seats_end_with_the_cart_that_they_were_picked_for(seats: SeatMapPresenter, counter: Counter) -> None:
    choose(seats, "B-3", "B-4")
    counter.clear()
    seats.enter()
    assert chosen(seats) == ()


def types(counter: Counter) -> list[str]:
    assert counter.priced
    return [line.ticket_type for line in counter.priced.quote.lines]


def test_the_type_is_chosen_before_the_seats(seats: SeatMapPresenter, counter: Counter) -> None:
    counter.next_type = "Cortesía"
    seats.enter()
    choose(seats, "B-1", "B-2")
    assert seats.state.price == Money(0, USD)
    seats.accept()
    assert types(counter) == ["Cortesía", "Cortesía"]


def test_the_type_is_chosen_after_the_seats(seats: SeatMapPresenter, counter: Counter) -> None:
    choose(seats, "B-1", "B-2")
    before = seats.state.price
    seats.list_types()
    assert seats.state.types
    seats.choose_type(seats.state.types.at_digit(3))
    assert chosen(seats) == ("B-1", "B-2")
    assert before != seats.state.price == Money(0, USD)
    seats.accept()
    assert types(counter) == ["Cortesía", "Cortesía"]


def test_a_type_that_needs_a_document_is_completed_by_the_sell_screen(
    seats: SeatMapPresenter, till: Station, frame: FakeFrame, counter: Counter
) -> None:
    counter.next_type = "Estudiante"
    choose(seats, "B-1", "B-2")
    seats.accept()
    assert frame.screens == [ScreenName.SELL]
    sell = SellPresenter(till, frame, run_inline, counter)
    sell.enter()
    assert sell.cart.state.asks_for_customer
    sell.cart.take_customer("Luisa Pérez", "V-12.345.678")
    assert types(counter) == ["Estudiante", "Estudiante"]
