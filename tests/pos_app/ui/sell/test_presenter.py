"""The sell screen without Qt: digits, quantities, undo, giving up, going on to the payment."""

from sqlalchemy import select

from domain.money.money import USD, VES, Money
from domain.people.staff import Cashier
from pos_app.services.proof.verify import verify
from pos_app.services.selling import carts
from pos_app.services.till import till_reports
from pos_app.station import Station
from pos_app.ui.counter import Counter
from pos_app.ui.frame import ScreenName, Tone, run_inline
from pos_app.ui.sell.presenter import SellPresenter
from sync.facts.entry import journal
from tests.builders import stations
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.ui.later import RunLater
from tests.pos_app.ui.sell.cart_lines import COURTESY, GENERAL, PLATEA, in_cart


def test_a_digit_puts_a_place_into_the_cart_and_digits_after_it_say_how_many(sell: SellPresenter) -> None:
    sell.digits(GENERAL)
    assert in_cart(sell) == [(1, "Concierto · General · Adulto")]
    sell.digits("1")
    sell.digits("2")
    assert in_cart(sell) == [(12, "Concierto · General · Adulto")]


def test_digits_typed_fast_are_a_zone_and_its_quantity(sell: SellPresenter) -> None:
    sell.digits("24")
    assert in_cart(sell) == [(4, "Concierto · General · Adulto")]


def test_the_total_is_shown_in_both_currencies(sell: SellPresenter) -> None:
    sell.digits("24")
    priced = sell.cart.state.priced
    assert priced
    assert (priced.quote.total, priced.quote.total_ves) == (Money(4000, USD), Money(3428024, VES))


def test_after_enter_a_digit_chooses_again(sell: SellPresenter) -> None:
    sell.digits("24")
    sell.enter_key()
    sell.digits(GENERAL)
    assert in_cart(sell) == [(5, "Concierto · General · Adulto")]


def test_a_numbered_zone_opens_the_map_of_its_performance(
    sell: SellPresenter, frame: FakeFrame, counter: Counter, till: Station
) -> None:
    sell.digits(PLATEA)
    assert frame.screens == [ScreenName.SEAT_MAP]
    assert counter.looked_at
    assert counter.looked_at.zone_id == stations.zone(till, "Platea").id


def test_what_is_typed_narrows_the_zones_without_capitals_or_accents(sell: SellPresenter) -> None:
    sell.search("géneral CONC")
    assert [zone.zone.name for zone in sell.state.choices.zones] == ["General"]
    sell.enter_key()
    assert in_cart(sell) == [(1, "Concierto · General · Adulto")]


def test_a_search_that_finds_nothing_chooses_nothing(sell: SellPresenter) -> None:
    sell.search("zarzuela")
    sell.enter_key()
    assert (sell.state.choices.cards, in_cart(sell)) == ((), [])


def test_plus_and_minus_count_and_the_last_place_takes_the_line(sell: SellPresenter) -> None:
    sell.digits("22")
    sell.cart.more(1)
    assert in_cart(sell)[0][0] == 3
    for _ in range(3):
        sell.cart.more(-1)
    assert in_cart(sell) == []


def test_undo_brings_back_each_step(sell: SellPresenter) -> None:
    sell.digits(GENERAL)
    sell.cart.more(1)
    sell.cart.remove()
    sell.cart.undo()
    assert in_cart(sell)[0][0] == 2
    sell.cart.undo()
    assert in_cart(sell)[0][0] == 1
    sell.cart.undo()
    sell.cart.undo()
    assert in_cart(sell) == []


def test_more_places_than_are_left_are_refused_and_the_cart_stays(sell: SellPresenter, frame: FakeFrame) -> None:
    sell.digits("22")
    sell.digits("00")
    assert frame.codes == ["CUP-01"]
    assert in_cart(sell)[0][0] == 2
    assert sell.cart.state.typed is None


def test_a_sale_has_a_limit_of_tickets(sell: SellPresenter, frame: FakeFrame) -> None:
    sell.digits("2999")
    assert frame.codes == ["VEN-02"]
    assert in_cart(sell)[0][0] == 1


def test_esc_asks_once_and_gives_the_cart_up_the_second_time(sell: SellPresenter, till: Station) -> None:
    sell.digits("22")
    sell.step_back()
    sell.step_back()
    assert (sell.cart.state.asks_to_empty, in_cart(sell)[0][0]) == (True, 2)
    sell.step_back()
    assert in_cart(sell) == []
    with till.database.read() as tx:
        kinds = tx.execute(select(journal.c.kind).order_by(journal.c.seq.desc())).scalars().first()
    assert kinds == "cart_voided/1"


def test_any_other_key_answers_no(sell: SellPresenter) -> None:
    sell.digits("22")
    sell.enter_key()
    sell.step_back()
    sell.cart.more(1)
    assert not sell.cart.state.asks_to_empty
    assert in_cart(sell)[0][0] == 3


def test_a_cart_that_was_given_up_comes_back_with_undo(sell: SellPresenter) -> None:
    sell.digits("22")
    for _ in range(3):
        sell.step_back()
    sell.cart.undo()
    assert in_cart(sell) == [(2, "Concierto · General · Adulto")]


def give_up(sell: SellPresenter) -> None:
    sell.cart.end_quantity()
    sell.step_back()
    sell.step_back()


def test_a_cart_that_came_back_and_was_sold_is_no_void(
    sell: SellPresenter, till: Station, ana: Cashier, counter: Counter
) -> None:
    sell.digits("22")
    sell.cart.take_customer("Luisa Pérez", "V-12.345.678")
    given_up = counter.cart
    give_up(sell)
    assert till_reports.read_x(till, ana).totals.voids == 1
    sell.cart.undo()
    assert counter.cart == given_up
    stations.sell(till, counter.cart)
    assert till_reports.read_x(till, ana).totals.voids == 0


def test_undo_goes_back_through_the_next_cart_to_the_one_given_up(
    sell: SellPresenter, till: Station, ana: Cashier, counter: Counter
) -> None:
    sell.digits("22")
    given_up = counter.cart
    give_up(sell)
    sell.digits("2")
    sell.cart.undo()
    sell.cart.undo()
    assert counter.cart == given_up
    assert carts.kept(till, ana) == given_up


def test_a_cart_given_up_twice_counts_once(sell: SellPresenter, till: Station, ana: Cashier, frame: FakeFrame) -> None:
    sell.digits("22")
    give_up(sell)
    sell.cart.undo()
    give_up(sell)
    assert (frame.codes, till_reports.read_x(till, ana).totals.voids) == ([], 1)
    assert carts.kept(till, ana) is None
    assert verify(till).numbers_issued == 0


def test_the_cart_is_kept_at_each_change_and_resumed(
    sell: SellPresenter, till: Station, ana: Cashier, frame: FakeFrame
) -> None:
    sell.digits("23")
    kept = carts.kept(till, ana)
    assert kept
    assert kept.tickets == 3
    again = SellPresenter(till, frame, run_inline, Counter(till.ids))
    again.enter()
    assert in_cart(again) == [(3, "Concierto · General · Adulto")]
    assert "3 entradas" in frame.messages[0][0]


def test_a_kept_cart_loses_only_the_seats_that_were_sold_meanwhile(
    till: Station, ana: Cashier, frame: FakeFrame
) -> None:
    lines = (*stations.seat_lines(till, ["B-1", "B-2"]), stations.general_line(till, 2))
    carts.keep(till, ana, stations.cart_of(*lines))
    stations.sell(till, stations.seats_cart(till, ["B-2"]))
    presenter = SellPresenter(till, frame, run_inline, Counter(till.ids))
    presenter.enter()
    assert [quantity for quantity, _ in in_cart(presenter)] == [1, 2]
    assert frame.codes == ["ASI-04"]


def test_arrows_move_the_marked_zone_and_stop_at_the_ends(sell: SellPresenter) -> None:
    sell.move_zone(1)
    assert sell.state.choices.zone == 1
    sell.move_zone(1)
    assert sell.state.choices.zone == 1
    sell.enter_key()
    assert in_cart(sell) == [(1, "Concierto · General · Adulto")]


def test_zero_and_the_page_key_stay_on_the_only_page_of_zones(sell: SellPresenter) -> None:
    sell.move_zone(1)
    sell.digits("0")
    assert sell.state.choices.zone == 0
    sell.move_zone(1)
    sell.next_page()
    assert sell.state.choices.zone == 0


def test_the_only_performance_stays_selected(sell: SellPresenter) -> None:
    sell.move_zone(1)
    sell.move_performance(1)
    sell.show_performance(-3)
    assert (sell.state.choices.selected, sell.state.choices.zone) == (0, 1)


def test_f6_opens_the_map_of_a_performance_with_seats(
    sell: SellPresenter, frame: FakeFrame, counter: Counter, till: Station
) -> None:
    sell.map_or_quantity()
    assert frame.screens == [ScreenName.SEAT_MAP]
    assert counter.looked_at
    assert (counter.looked_at.performance_id, counter.looked_at.zone_id) == (
        stations.offering(till).performance.id,
        None,
    )


def test_f6_asks_for_a_quantity_where_no_seats_are_numbered(sell: SellPresenter, frame: FakeFrame) -> None:
    sell.search("general")
    sell.enter_key()
    sell.enter_key()
    assert not sell.cart.counts_places
    sell.map_or_quantity()
    sell.digits("7")
    assert (in_cart(sell), frame.screens) == ([(7, "Concierto · General · Adulto")], [])


def test_esc_clears_a_search_before_it_asks_about_the_cart(sell: SellPresenter) -> None:
    sell.digits(GENERAL)
    sell.search("general")
    sell.step_back()
    assert (sell.state.query, sell.cart.state.asks_to_empty) == ("", False)


def test_a_scanned_code_is_shown_and_sells_nothing(sell: SellPresenter, frame: FakeFrame) -> None:
    sell.scan("X" * 60)
    text, tone = frame.messages[0]
    assert ("X" * 40 in text, "X" * 41 in text, tone) == (True, False, Tone.PLAIN)
    assert in_cart(sell) == []


def test_a_touched_line_is_selected_and_changed(sell: SellPresenter) -> None:
    sell.digits(GENERAL)
    sell.enter_key()
    sell.list_types()
    sell.digits(COURTESY)
    sell.digits(GENERAL)
    assert in_cart(sell) == [(1, "Concierto · General · Cortesía"), (1, "Concierto · General · Adulto")]
    sell.cart.select(0)
    sell.cart.more(1)
    assert [quantity for quantity, _ in in_cart(sell)] == [2, 1]
    sell.cart.select(5)
    assert sell.cart.state.line == 0


def test_keys_of_a_line_do_nothing_on_an_empty_cart(sell: SellPresenter, frame: FakeFrame) -> None:
    sell.cart.ask_quantity()
    sell.cart.type_quantity("4")
    sell.cart.more(1)
    sell.cart.remove()
    sell.list_types()
    sell.cart.step_back()
    sell.cart.step_back()
    assert (in_cart(sell), frame.messages, sell.cart.state.asks_to_empty) == ([], [], False)


def test_an_empty_cart_is_not_paid(sell: SellPresenter, frame: FakeFrame) -> None:
    sell.cart.pay()
    assert (frame.codes, frame.screens) == (["VEN-01"], [])


def test_paying_waits_for_the_price_of_the_last_change(till: Station, frame: FakeFrame) -> None:
    run = RunLater()
    presenter = SellPresenter(till, frame, run, Counter(till.ids))
    presenter.enter()
    run.catch_up()
    presenter.digits("22")
    presenter.cart.pay()
    assert frame.screens == []
    run.catch_up()
    assert frame.screens == [ScreenName.PAYMENT]


def test_a_change_that_fails_while_paying_was_asked_for_stays_on_the_screen(till: Station, frame: FakeFrame) -> None:
    run = RunLater()
    presenter = SellPresenter(till, frame, run, Counter(till.ids))
    presenter.enter()
    run.catch_up()
    presenter.digits("2200")
    presenter.cart.pay()
    run.catch_up()
    assert frame.screens == []
    assert frame.codes[-1] == "CUP-01"
