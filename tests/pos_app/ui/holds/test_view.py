"""Holding, extending, selling and releasing through the real window, with real keys and threads."""

from datetime import timedelta

import pytest

from domain.people.staff import Cashier
from pos_app.services.documents import print_queue
from pos_app.services.proof.verify import verify
from pos_app.services.selling import holds
from pos_app.station import Station
from pos_app.storage.sales.print_jobs import JobKind
from pos_app.ui import wording
from pos_app.ui.app import Till
from pos_app.ui.holds.state import HoldsState, Mode
from pos_app.ui.holds.view import HoldsView
from pos_app.ui.sell.cart_presenter import CartPresenter
from pos_app.ui.sell.view import SellView
from tests.builders import stations as small
from tests.builders.stations import general_cart, seats_cart
from tests.pos_app.services.selling.test_holds import hold
from tests.pos_app.ui.conftest import Hands
from tests.pos_app.ui.in_sight import shows, texts


def state(till: Till) -> HoldsState:
    shown = till.window.shown
    assert isinstance(shown, HoldsView)
    return shown._presenter.state


def cart_of(till: Till) -> CartPresenter:
    shown = till.window.shown
    assert isinstance(shown, SellView)
    return shown._presenter.cart


def numbers(station: Station) -> list[int]:
    return [one.hold.number for one in holds.standing(station)]


def open_list(hands: Hands, till: Till, rows: int) -> None:
    hands.press("Ctrl+E")
    hands.wait_for(shows(till, HoldsView))
    hands.wait_for(lambda: len(state(till).rows) == rows and not state(till).busy)


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_cart_is_held_by_two_keys_and_a_name(hands: Hands, at_sell: Till, station: Station, language: str) -> None:
    at_sell.window.change_look(language, "light")
    hands.press("2", "3")  # three general tickets
    hands.wait_for(lambda: cart_of(at_sell).state.priced is not None)
    hands.press("F5")
    hands.wait_for_field(wording.text("holds.name"))
    hands.type("Maria")
    hands.press("F12")
    hands.wait_for(lambda: isinstance(at_sell.window.shown, HoldsView) and len(state(at_sell).rows) == 1)
    (one,) = holds.standing(station)
    assert (one.hold.held_for.name, one.hold.places) == ("Maria", 3)
    assert [job.kind for job in print_queue.jobs(station)] == [JobKind.HOLD]
    assert {"es": "Apartado 1 hasta", "en": "Hold 1 until"}[language] in texts(at_sell)
    hands.press("Esc", "Esc")  # the message, then the screen
    hands.wait_for(shows(at_sell, SellView))
    assert not cart_of(at_sell).wanted.lines


def test_a_hold_is_sold_by_one_key(hands: Hands, at_sell: Till, station: Station, ana: Cashier) -> None:
    hold(station, seats_cart(station, ["A-1", "A-2"]))
    open_list(hands, at_sell, 1)
    assert "A-1, A-2" in texts(at_sell)
    hands.press("F12")
    hands.wait_for(shows(at_sell, SellView))
    hands.wait_for(lambda: cart_of(at_sell).state.priced is not None and cart_of(at_sell).wanted.tickets == 2)
    assert numbers(station) == [1]
    assert cart_of(at_sell).wanted.hold_id == holds.standing(station)[0].hold.id


def test_one_key_gives_half_an_hour_more(hands: Hands, at_sell: Till, station: Station) -> None:
    made = hold(station, general_cart(station, 2))
    open_list(hands, at_sell, 1)
    hands.press("F6")
    hands.wait_for(lambda: holds.standing(station)[0].hold.expires_at == made.hold.expires_at + holds.EXTENSION)


def test_a_hold_is_released_with_a_frequent_reason(hands: Hands, at_sell: Till, station: Station) -> None:
    hold(station, general_cart(station, 2))
    open_list(hands, at_sell, 1)
    hands.press("Del")
    hands.wait_for(lambda: state(at_sell).mode is Mode.RELEASE)
    hands.press("Esc")
    assert state(at_sell).mode is Mode.LIST
    hands.press("Del", "Alt+1")
    hands.wait_for(lambda: numbers(station) == [])
    hands.wait_for(lambda: not state(at_sell).rows)
    assert verify(station).ok


def test_a_hold_of_somebody_else_is_released_under_a_supervisor(hands: Hands, at_sell: Till, station: Station) -> None:
    hold(station, general_cart(station, 2), small.rosa(station))
    open_list(hands, at_sell, 1)
    hands.press("Del")
    hands.wait_for_field("Motivo")
    hands.type("Llamo la productora")
    hands.press("Return")
    hands.wait_for_field("PIN")
    hands.type("9999")
    hands.press("Return")
    hands.wait_for(lambda: numbers(station) == [])


def test_the_time_runs_and_the_end_is_shown(hands: Hands, at_sell: Till, station: Station) -> None:
    hold(station, general_cart(station, 2), lasts=timedelta(minutes=3))
    open_list(hands, at_sell, 1)
    assert state(at_sell).rows[0].left == "3:00"
    small.clock_of(station).advance(minutes=1, seconds=30)
    hands.wait_for(lambda: state(at_sell).rows[0].left == "▲ 1:30")
    small.clock_of(station).advance(minutes=2)
    hands.wait_for(lambda: not state(at_sell).rows)
    assert numbers(station) == []
    assert "Venció el apartado 1" in texts(at_sell)


def test_the_house_holds_under_a_supervisor(hands: Hands, at_sell: Till, station: Station) -> None:
    hands.press("2", "3")
    hands.wait_for(lambda: cart_of(at_sell).state.priced is not None)
    hands.press("F5")
    hands.wait_for_field("Para quién")
    hands.press("Alt+4", "Alt+7", "F12")
    hands.wait_for_field("PIN")
    hands.type("9999")
    hands.press("Return")
    hands.wait_for(lambda: numbers(station) == [1])
    (one,) = holds.standing(station)
    assert one.hold.expires_at - station.clock.now() == timedelta(days=1)


def test_without_a_name_nothing_is_held(hands: Hands, at_sell: Till, station: Station) -> None:
    hands.press("2", "3")
    hands.wait_for(lambda: cart_of(at_sell).state.priced is not None)
    hands.press("F5")
    hands.wait_for_field("Para quién")
    hands.wait_for(lambda: bool(state(at_sell).ends))
    hands.press("F12")
    hands.wait_for(lambda: "APA-01" in texts(at_sell))
    assert numbers(station) == []
