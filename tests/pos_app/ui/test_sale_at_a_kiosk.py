"""A sale in the smallest window, of 1024 by 540: in no state is anything cut, covered or outside of its parent."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from domain.payments.change import ChangeIn
from domain.payments.methods import METHODS
from domain.people.staff import Cashier
from pos_app.station import Station
from pos_app.storage.sales.print_jobs import JobState
from pos_app.ui import look
from pos_app.ui.done.view import DoneView
from pos_app.ui.look import Look
from pos_app.ui.payment.change_keys import ChangeKeys
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.seat_map.legend import Legend
from pos_app.ui.seat_map.view import SeatMapView
from pos_app.ui.sell.view import SellView
from pos_app.ui.theme import Theme
from pos_app.ui.widgets.customer_form import CustomerForm
from pos_app.ui.widgets.key_button import KeyButton
from tests.builders import stations
from tests.journeys.screens import judge
from tests.pos_app.ui.sale_window import SaleWindow

SMALLEST, HIGHER = (1024, 540), (1366, 768)
TOUCH = 48
STATUS_BAR = 54
PAGE = 434

_STEPS = 50
"""A page that is not settled after so many steps of 20 ms stays as it is."""


@pytest.fixture(params=["es", "en"])
def at(
    request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication, till: Station, ana: Cashier
) -> Iterator[SaleWindow]:
    look.apply(qapp, Look(request.param, Theme.LIGHT))
    window = SaleWindow(qtbot, till, ana)
    window.window.resize(*SMALLEST)
    window.window.status_bar.setFixedHeight(STATUS_BAR)  # this window has nothing to show in it
    yield window
    look.apply(qapp, Look("es", Theme.LIGHT))


def faults(at: SaleWindow) -> list[str]:
    """What is cut or covered once the page has settled: a list that opens is laid out in several steps."""
    seen: list[str] = []
    for _ in range(_STEPS):
        QTest.qWait(20)
        if not (seen := list(judge.layout_faults(at.window))):
            break
    assert (at.window.width(), at.window.height()) == SMALLEST
    assert at.window.shown.height() <= PAGE
    return seen


def pay(at: SaleWindow) -> None:
    at.press("2", until=lambda: at.counter.cart.tickets == 1)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))


def test_the_cart_with_a_question_or_the_form_of_a_customer(at: SaleWindow) -> None:
    at.press("2", until=lambda: at.counter.cart.tickets == 1)
    assert faults(at) == []
    at.press("*", until=lambda: at.sell.cart.state.types is not None)
    assert faults(at) == []
    at.press(Qt.Key.Key_Escape, until=lambda: at.sell.cart.state.types is None)
    at.press(Qt.Key.Key_Escape, until=lambda: at.sell.cart.state.asks_to_empty)
    assert faults(at) == []
    at.sell.cart.end_quantity()
    assert not at.sell.cart.state.asks_to_empty
    at.press(Qt.Key.Key_F4, until=lambda: at.sell.cart.state.asks_for_customer)
    assert faults(at) == []
    at.press(Qt.Key.Key_Escape, until=lambda: not at.sell.cart.state.asks_for_customer)
    at.press("2", until=lambda: True)
    at.press("999", until=lambda: True)
    at.press(Qt.Key.Key_Return, until=lambda: at.sell.cart.state.short is not None)
    assert faults(at) == []


@pytest.mark.parametrize("method", METHODS)
def test_each_method_of_payment_with_the_payee_of_the_change(at: SaleWindow, method: str) -> None:
    pay(at)
    at.payment.choose_method(method)
    assert faults(at) == []
    at.payment.type_amount("20.000")
    at.payment.choose_change(ChangeIn.PAGO_MOVIL)
    at.payment.list_methods()
    assert faults(at) == []
    focused = QApplication.focusWidget()
    assert focused is not None
    area = at.window.shown.findChild(QScrollArea)
    assert area is not None
    assert focused.accessibleName()
    assert area.isAncestorOf(focused)
    assert shows_whole(area.viewport(), focused)


def shows_whole(viewport: QWidget, widget: QWidget) -> bool:
    return viewport.rect().contains(widget.rect().translated(widget.mapTo(viewport, QPoint(0, 0))))


def test_payment_with_the_form_of_the_customer(at: SaleWindow) -> None:
    pay(at)
    at.payment.choose_method("card_usd")
    at.payment.ask_for_customer()
    form = at.window.shown.findChild(CustomerForm)
    assert form is not None
    assert form.isVisible()
    assert faults(at) == []


def test_the_keys_of_the_change_are_wide_enough_for_a_finger(at: SaleWindow) -> None:
    pay(at)
    keys = at.window.shown.findChild(ChangeKeys)
    assert keys is not None
    QApplication.processEvents()
    assert min(key.width() for key in keys.findChildren(KeyButton)) >= TOUCH


def test_a_low_page_gives_the_place_of_the_legend_to_the_map(at: SaleWindow) -> None:
    at.press("1", until=at.shows(SeatMapView))
    legend = at.window.shown.findChild(Legend)
    assert legend is not None
    assert (faults(at), legend.isVisible()) == ([], False)
    at.press("*", until=lambda: at.seats.state.types is not None)
    assert faults(at) == []
    at.press(Qt.Key.Key_Escape, until=lambda: at.seats.state.types is None)
    for name in ("B-2", "B-3"):
        at.seats.choose(stations.seat_id(name))
    at.press(Qt.Key.Key_F12, until=lambda: at.seats.state.warned is not None)
    assert (faults(at), legend.isVisible()) == ([], False)
    needed = at.window.shown.minimumSizeHint().height()
    assert needed <= at.window.shown.height()
    at.window.resize(*HIGHER)
    QApplication.processEvents()
    assert legend.isVisible()


def test_the_last_screen_with_its_questions(at: SaleWindow) -> None:
    pay(at)
    at.payment.choose_method("cash_ves")
    at.payment.type_amount("20.000")
    at.press(Qt.Key.Key_F12, until=at.shows(DoneView))
    assert faults(at) == []
    job = at.done.state.job
    assert job is not None
    at.done.show(job=replace(job, state=JobState.UNKNOWN))
    assert at.done.state.asks_whether_seen
    assert faults(at) == []
    at.done.show(job=job)
    at.press("D", until=lambda: at.done.state.asks_reason)
    assert faults(at) == []
    at.press(Qt.Key.Key_Escape, until=lambda: not at.done.state.asks_reason)
    at.press(Qt.Key.Key_Return, until=at.shows(SellView))
    assert faults(at) == []
