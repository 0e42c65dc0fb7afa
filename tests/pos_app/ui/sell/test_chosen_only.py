"""Nothing is sold that was not chosen: refusals, refused quantities, keys pressed twice or held."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from domain.people.staff import Cashier
from domain.sale.cart import MOST_TICKETS_A_SALE
from pos_app.station import Station
from pos_app.ui.counter import Counter
from pos_app.ui.done.view import DoneView
from pos_app.ui.frame import ScreenName, run_inline
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.sell.cart_changes import Shortage
from pos_app.ui.sell.presenter import SellPresenter
from pos_app.ui.sell.scan_input import ScanInput
from pos_app.ui.sell.view import SellView
from tests.builders import stations
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.ui.later import RunLater
from tests.pos_app.ui.sale_window import SaleWindow
from tests.pos_app.ui.sell.cart_lines import COURTESY

GENERAL = "2"
LEFT = 19


@pytest.fixture
def frame(ana: Cashier) -> FakeFrame:
    return FakeFrame(ana)


@pytest.fixture
def sell(till: Station, frame: FakeFrame) -> SellPresenter:
    presenter = SellPresenter(till, frame, run_inline, Counter(till.ids))
    presenter.enter()
    return presenter


@pytest.fixture
def scarce(till: Station, frame: FakeFrame) -> SellPresenter:
    """A sell screen with 19 general places left."""
    stations.sell(till, stations.general_cart(till, 100 - LEFT))
    presenter = SellPresenter(till, frame, run_inline, Counter(till.ids))
    presenter.enter()
    return presenter


@pytest.fixture
def at(qtbot: QtBot, till: Station, ana: Cashier) -> SaleWindow:
    return SaleWindow(qtbot, till, ana)


def tickets(presenter: SellPresenter) -> int:
    return presenter.cart.wanted.tickets


def type_keys(presenter: SellPresenter, digits: str) -> None:
    for digit in digits:
        presenter.digits(digit)


def test_a_digit_moves_the_cursor_to_its_zone(sell: SellPresenter) -> None:
    sell.digits(GENERAL)
    assert (sell.state.choices.zone, sell.state.choices.pointed) == (1, True)
    assert sell.state.choices.under_enter is sell.state.choices.zones[1]


def test_enter_on_a_fresh_screen_chooses_nothing(sell: SellPresenter, frame: FakeFrame) -> None:
    sell.enter_key()
    assert (tickets(sell), frame.screens) == (0, [])


def test_after_a_refused_zone_enter_chooses_nothing(till: Station, frame: FakeFrame) -> None:
    stations.sell(till, stations.general_cart(till, 100))
    presenter = SellPresenter(till, frame, run_inline, Counter(till.ids))
    presenter.enter()
    presenter.digits(GENERAL)
    presenter.enter_key()
    presenter.enter_key()
    assert (frame.codes, frame.screens, tickets(presenter)) == (["CUP-02"], [], 0)


def test_after_a_refusal_an_arrow_points_again(scarce: SellPresenter, frame: FakeFrame) -> None:
    type_keys(scarce, "225")
    scarce.cart.keep_quantity()
    scarce.move_zone(-1)
    scarce.enter_key()
    assert frame.screens == [ScreenName.SEAT_MAP]


def test_a_quantity_beyond_what_is_left_asks(scarce: SellPresenter, frame: FakeFrame) -> None:
    type_keys(scarce, "225")
    assert scarce.cart.state.short == Shortage(wanted=25, kept=2, most=LEFT)
    scarce.enter_key()
    scarce.cart.pay()
    assert (tickets(scarce), frame.screens) == (2, [])


def test_a_quantity_typed_after_the_question_answers_it(scarce: SellPresenter, frame: FakeFrame) -> None:
    type_keys(scarce, "22515")
    scarce.cart.pay()
    assert (tickets(scarce), scarce.cart.state.short, frame.screens) == (15, None, [ScreenName.PAYMENT])


def test_the_question_offers_what_is_left(scarce: SellPresenter) -> None:
    type_keys(scarce, "225")
    scarce.cart.take_what_is_left()
    assert (tickets(scarce), scarce.cart.state.short) == (LEFT, None)


def test_an_offer_that_the_zone_cannot_keep_is_asked_about_again(scarce: SellPresenter) -> None:
    type_keys(scarce, "2")
    scarce.digits("999")
    scarce.cart.take_what_is_left()
    assert scarce.cart.state.short == Shortage(wanted=MOST_TICKETS_A_SALE, kept=1, most=LEFT)


def test_esc_keeps_the_quantity_of_the_line(scarce: SellPresenter, frame: FakeFrame) -> None:
    type_keys(scarce, "225")
    scarce.step_back()
    assert (scarce.cart.state.short, scarce.cart.state.asks_to_empty) == (None, False)
    scarce.cart.pay()
    assert (tickets(scarce), frame.screens) == (2, [ScreenName.PAYMENT])


def test_what_is_left_counts_the_other_lines_of_the_zone(scarce: SellPresenter) -> None:
    type_keys(scarce, "23")
    scarce.enter_key()
    scarce.list_types()
    scarce.digits(COURTESY)
    type_keys(scarce, "225")
    assert scarce.cart.state.short == Shortage(wanted=25, kept=2, most=LEFT - 3)
    scarce.cart.take_what_is_left()
    assert tickets(scarce) == LEFT


def test_more_tickets_than_a_sale_may_have_ask_too(sell: SellPresenter) -> None:
    sell.digits("2999")
    assert sell.cart.state.short == Shortage(wanted=999, kept=1, most=MOST_TICKETS_A_SALE)


@pytest.mark.parametrize("act", ["choose", "map_or_quantity", "list_types", "list_next_types"])
def test_while_it_asks_nothing_else_is_chosen(scarce: SellPresenter, frame: FakeFrame, act: str) -> None:
    type_keys(scarce, "225")
    if act == "choose":
        scarce.choose(scarce.state.choices.zones[0])
    else:
        getattr(scarce, act)()
    assert (tickets(scarce), frame.screens, len(frame.messages)) == (2, [], 2)


def test_another_cashier_begins_with_a_cart_of_their_own(
    till: Station, ana: Cashier, rosa: Cashier, frame: FakeFrame
) -> None:
    run = RunLater()
    first = SellPresenter(till, frame, run, Counter(till.ids))
    first.enter()
    run.catch_up()
    type_keys(first, "22")
    run.catch_up()
    frame.now = rosa
    hers = SellPresenter(till, frame, run, Counter(till.ids))
    hers.enter()
    hers.cart.pay()
    hers.cart.undo()
    run.catch_up()
    assert (tickets(hers), frame.screens) == (0, [])
    frame.now = ana
    again = SellPresenter(till, frame, run, Counter(till.ids))
    again.enter()
    run.catch_up()
    assert tickets(again) == 2


def test_a_digit_before_the_store_has_answered_goes_into_the_new_cart(till: Station, frame: FakeFrame) -> None:
    run, counter = RunLater(), Counter(till.ids)
    presenter = SellPresenter(till, frame, run, counter)
    presenter.enter()
    run.catch_up()
    type_keys(presenter, "25")
    run.catch_up()
    stations.sell(till, counter.cart)
    counter.clear()
    presenter.enter()
    type_keys(presenter, "23")
    run.catch_up()
    assert (counter.cart.tickets, tickets(presenter), presenter.cart.state.cart) == (3, 3, counter.cart)


def sell_one(at: SaleWindow) -> None:
    at.press("2", until=lambda: at.counter.cart.tickets == 1)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press(Qt.Key.Key_F1, until=lambda: at.payment.state.amount != "")
    at.press(Qt.Key.Key_F12, until=at.shows(DoneView))


def test_enter_pressed_twice_after_a_sale_begins_an_empty_cart(at: SaleWindow) -> None:
    sell_one(at)
    at.press(Qt.Key.Key_Return, until=at.shows(SellView))
    at.press(Qt.Key.Key_Return, until=at.shows(SellView))
    assert at.counter.cart.tickets == 0


def test_the_quantity_of_a_refused_zone_chooses_no_other_zone(at: SaleWindow, till: Station) -> None:
    stations.sell(till, stations.general_cart(till, 100))
    field = at.window.findChild(ScanInput)
    assert isinstance(field, ScanInput)
    at.press("2", until=lambda: at.sell.state.refusals == 1)
    at.press("1", until=lambda: field.text() == "")
    at.press(Qt.Key.Key_Return, until=at.shows(SellView))
    assert at.counter.cart.tickets == 0


def hold(key: Qt.Key, text: str = "", times: int = 5) -> None:
    """Send the events of a held key to the focused widget."""
    focused = QApplication.focusWidget()
    assert focused is not None
    for _ in range(times):
        QApplication.sendEvent(focused, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier(0), text, True))


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (Qt.Key.Key_Return, "\r"),
        (Qt.Key.Key_Plus, "+"),
        (Qt.Key.Key_Asterisk, "*"),
        (Qt.Key.Key_Delete, ""),
        (Qt.Key.Key_2, "2"),
    ],
)
def test_a_held_key_changes_the_cart_once(at: SaleWindow, key: Qt.Key, text: str) -> None:
    at.press("23", until=lambda: at.counter.cart.tickets == 3)
    at.press(Qt.Key.Key_Return, until=lambda: not at.sell.cart.counts_places)
    before = at.counter.cart
    hold(key, text)
    at.sell.cart.pay()
    assert at.counter.cart == before


def test_the_question_about_a_quantity_has_buttons_for_the_mouse(at: SaleWindow) -> None:
    at.press("2", until=lambda: at.counter.cart.tickets == 1)
    at.press("150", until=lambda: at.sell.cart.state.short is not None)
    names = {button.accessibleName(): button for button in at.window.findChildren(QPushButton) if button.isVisible()}
    assert "Dejar 1 (Esc)" in names
    QTest.mouseClick(names["Poner 100"], Qt.MouseButton.LeftButton)
    assert (at.counter.cart.tickets, at.sell.cart.counts_places) == (100, False)
