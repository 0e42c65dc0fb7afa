"""One person signs out and another signs in: screens begin empty, and work that ends late is its beginner's."""

from collections.abc import Callable, Iterator
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import func, select

from pos_app.services.people import sign_in
from pos_app.station import Station
from pos_app.ui import look
from pos_app.ui.app import Till
from pos_app.ui.documents.view import DocumentsView
from pos_app.ui.frame import ScreenName
from pos_app.ui.look import Look
from pos_app.ui.printer.view import PrinterView
from pos_app.ui.sell.view import SellView
from pos_app.ui.shift import view as shift_view
from pos_app.ui.shift.state import Form
from pos_app.ui.shift.view import ShiftView
from pos_app.ui.sign_in.view import SignInView
from sync.facts.shifts import cash_movement
from tests.builders import stations
from tests.pos_app.ui.conftest import Hands
from tests.pos_app.ui.in_sight import focused, is_unfinished, shows, typed
from tests.pos_app.ui.sell.test_following import WITH_A_SECOND_NIGHT, load
from tests.pos_app.ui.slow import Slow
from tests.pos_app.ui.test_closing_a_shift import look_at_the_till, opens, reaches
from tests.pos_app.ui.test_till_overview import words

ANA, ROSA = ("Ana Rondón", "1111"), ("Rosa Zambrano", "9999")
SECRET = "Debe haber"


@pytest.fixture(autouse=True)
def quick_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shift_view, "REPEAT_GUARD_MS", 0)


@pytest.fixture
def choose_english(qapp: QApplication) -> Iterator[Callable[[], None]]:
    yield lambda: look.apply(qapp, Look("en", ""))
    look.apply(qapp, Look("es", ""))


@pytest.fixture
def at_the_till(hands: Hands, running: Till, station: Station) -> Till:
    stations.open_shift(station)
    return look_at_the_till(hands, running)


def signs_out(hands: Hands, till: Till) -> None:
    hands.press("Ctrl+L")
    hands.wait_for(shows(till, SignInView))


def signs_in(hands: Hands, till: Till, station: Station, who: tuple[str, str]) -> None:
    names = [card.name for card in sign_in.staff(station)]
    hands.sign_in(str(names.index(who[0]) + 1), who[1])
    hands.wait_for(shows(till, SellView))
    hands.wait_for(lambda: cast("SellView", till.window.shown)._presenter.state.loaded)


def goes_to_the_till(hands: Hands, till: Till) -> None:
    hands.press("F7")
    hands.wait_for(shows(till, ShiftView))
    hands.wait_for(reaches(till, Form.NONE))


def page(till: Till) -> ShiftView:
    return cast("ShiftView", till.window.shown)


def movements(station: Station) -> int:
    with station.database.read() as tx:
        return tx.execute(select(func.count()).select_from(cash_movement)).scalar() or 0


def clicks_sign_out(hands: Hands, till: Till) -> None:
    QTest.mouseClick(till.window._head._sign_out, Qt.MouseButton.LeftButton)
    hands.wait_for(shows(till, SignInView))


@pytest.mark.parametrize("key", [None, "F8"])
def test_a_blind_cashier_never_sees_the_cash_that_a_supervisor_looked_at(
    hands: Hands, running: Till, station: Station, slow: Slow, key: str | None
) -> None:
    stations.open_shift(station)
    signs_in(hands, running, station, ROSA)
    goes_to_the_till(hands, running)
    hands.wait_for(lambda: SECRET in words(page(running)))
    if key is not None:
        opens(hands, running, key, Form.COUNT)
        hands.wait_for(lambda: any(page(running)._presenter.state.expected))
        hands.type("7")
    signs_out(hands, running)
    signs_in(hands, running, station, ANA)
    slow.begin()
    hands.press("F7")
    hands.wait_for(shows(running, ShiftView))
    hands.qtbot.wait(100)
    seen = words(page(running))
    state = page(running)._presenter.state
    assert (typed(running), state.overview, state.expected) == ([], None, ())
    assert not [text for text in seen if SECRET in text]
    slow.end()
    hands.wait_for(lambda: page(running)._presenter.state.overview is not None)
    assert SECRET not in words(page(running))


@pytest.mark.parametrize("is_changed_before", [True, False])
def test_another_language_hands_no_count_to_another_person(
    hands: Hands,
    at_the_till: Till,
    station: Station,
    choose_english: Callable[[], None],
    is_changed_before: bool,
) -> None:
    opens(hands, at_the_till, "F8", Form.COUNT)
    hands.type("7")
    signs_out(hands, at_the_till)
    if is_changed_before:
        choose_english()
        hands.qtbot.wait(50)
    signs_in(hands, at_the_till, station, ROSA)
    choose_english()
    goes_to_the_till(hands, at_the_till)
    opens(hands, at_the_till, "F8", Form.COUNT)
    assert (typed(at_the_till), is_unfinished(at_the_till)) == ([], False)
    signs_out(hands, at_the_till)
    signs_in(hands, at_the_till, station, ANA)
    goes_to_the_till(hands, at_the_till)
    opens(hands, at_the_till, "F8", Form.COUNT)
    assert (typed(at_the_till), is_unfinished(at_the_till)) == (["7"], True)


@pytest.mark.parametrize("who", [ANA, ROSA])
def test_a_movement_recorded_after_its_cashier_signed_out_is_not_unfinished(
    hands: Hands, at_the_till: Till, station: Station, slow: Slow, who: tuple[str, str]
) -> None:
    opens(hands, at_the_till, "F3", Form.CASH_IN)
    hands.type("5")
    hands.press("Return")
    hands.type("cambio")
    slow.begin()
    hands.press("F12")
    clicks_sign_out(hands, at_the_till)
    slow.end()
    hands.wait_for(lambda: movements(station) == 1)
    for person in dict.fromkeys((who, ANA)):
        signs_in(hands, at_the_till, station, person)
        goes_to_the_till(hands, at_the_till)
        opens(hands, at_the_till, "F3", Form.CASH_IN)
        assert (typed(at_the_till), is_unfinished(at_the_till)) == ([], False)
        signs_out(hands, at_the_till)


def test_work_of_who_signed_out_asks_nobody_for_a_pin_and_moves_no_screen(
    hands: Hands, at_the_till: Till, station: Station, slow: Slow
) -> None:
    opens(hands, at_the_till, "F8", Form.COUNT)
    for _ in range(30):
        hands.type("0")
        hands.press("Return")
    hands.press("F12")
    hands.wait_for(reaches(at_the_till, Form.CLOSE))
    slow.begin()
    hands.press("F12")  # the whole float is missing: a supervisor would be asked
    clicks_sign_out(hands, at_the_till)
    slow.end()
    hands.wait_for(lambda: focused() != "")
    hands.qtbot.wait(300)
    assert isinstance(at_the_till.window.shown, SignInView)
    assert not at_the_till.window._approvals.is_open
    signs_in(hands, at_the_till, station, ANA)


@pytest.mark.parametrize("key", ["F8", "F6", "Ctrl+H"])
def test_a_step_of_the_till_may_end_after_its_cashier_signed_out(
    hands: Hands, at_the_till: Till, station: Station, slow: Slow, key: str
) -> None:
    slow.begin()
    hands.press(key)
    clicks_sign_out(hands, at_the_till)
    slow.end()
    hands.qtbot.wait(300)
    assert not at_the_till.window._banner.isVisible()
    signs_in(hands, at_the_till, station, ROSA)
    goes_to_the_till(hands, at_the_till)
    hands.wait_for(lambda: SECRET in words(page(at_the_till)))


def test_a_search_and_a_cart_that_was_given_up_are_found_by_nobody_else(
    hands: Hands, at_sell: Till, station: Station
) -> None:
    def tickets() -> int:
        priced = cast("SellView", at_sell.window.shown)._presenter.cart.state.priced
        return priced.cart.tickets if priced else 0

    hands.press("2", "Return")
    hands.wait_for(lambda: tickets() == 1)
    hands.press("F9")
    hands.wait_for(shows(at_sell, DocumentsView))
    hands.type("A-0000")
    hands.press("Ctrl+P")
    hands.wait_for(shows(at_sell, PrinterView))
    signs_out(hands, at_sell)
    signs_in(hands, at_sell, station, ROSA)
    assert tickets() == 0
    hands.press("F8")
    hands.qtbot.wait(200)
    assert tickets() == 0
    hands.press("F9")
    hands.wait_for(shows(at_sell, DocumentsView))
    assert typed(at_sell) == []
    at_sell.window.go(ScreenName.SELL)
    signs_out(hands, at_sell)
    signs_in(hands, at_sell, station, ANA)
    hands.wait_for(lambda: tickets() == 1)


def test_the_performance_that_each_person_chose_is_chosen_again(hands: Hands, at_sell: Till, station: Station) -> None:
    def chosen() -> str:
        card = cast("SellView", at_sell.window.shown)._presenter.state.choices.card
        return str(card.performance.id) if card else ""

    load(station, WITH_A_SECOND_NIGHT)
    hands.wait_for(lambda: len(cast("SellView", at_sell.window.shown)._presenter.state.choices.cards) == 2)

    first = chosen()
    hands.press("PgDown")
    hands.wait_for(lambda: chosen() not in {"", first})
    second = chosen()
    signs_out(hands, at_sell)
    signs_in(hands, at_sell, station, ROSA)
    assert chosen() == first
    signs_out(hands, at_sell)
    signs_in(hands, at_sell, station, ANA)
    assert chosen() == second
