"""A sell or payment screen that stays open follows what changes in the store: prices, performances, places, rates."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from domain.catalogue.catalog import PerformanceState
from domain.money.money import USD, VES, Money
from domain.people.staff import Cashier
from pos_app import settings
from pos_app.services.setup import load_setup
from pos_app.settings import Settings
from pos_app.station import Station
from pos_app.ui.counter import Counter
from pos_app.ui.frame import ScreenName, Tone, run_inline
from pos_app.ui.payment.presenter import PaymentPresenter
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.sell.presenter import SellPresenter
from sync import setup
from tests.builders import stations
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.ui.later import RunLater
from tests.pos_app.ui.sale_window import SaleWindow
from tests.sync.setup.setups import ON, changed

GENERAL = "2"
SECOND_NIGHT = '\n[[event.performance]]\nkey = "domingo"\nday = 8\ntime = "20:00"\n'
WITH_A_SECOND_NIGHT = (
    '\n[[event.performance]]\nkey = "cancelada"',
    SECOND_NIGHT + '\n[[event.performance]]\nkey = "cancelada"',
)
SATURDAY_CLOSED = (
    'key = "sabado"\nday = 7\ntime = "20:00"',
    'key = "sabado"\nday = 7\ntime = "20:00"\nstate = "closed"',
)
DEARER = ("price = 10", "price = 12")


@pytest.fixture
def frame(ana: Cashier) -> FakeFrame:
    return FakeFrame(ana)


@pytest.fixture
def sell(till: Station, frame: FakeFrame) -> SellPresenter:
    presenter = SellPresenter(till, frame, run_inline, Counter(till.ids))
    presenter.enter()
    return presenter


def load(station: Station, *replacements: tuple[str, str]) -> None:
    """Load the small house with texts replaced, as a change of the catalogue."""
    load_setup.load(
        station,
        setup.read(changed(*replacements), on=ON),
        name="changed.toml",
        sha256="00",
        by=stations.supervisor(station),
    )


def general_price(presenter: SellPresenter) -> Money | None:
    return presenter.state.choices.zones[1].price


def test_a_new_price_is_on_the_open_screen(sell: SellPresenter, till: Station) -> None:
    load(till, DEARER)
    sell.follow()
    assert general_price(sell) == Money(1200, USD)


def test_the_cart_takes_a_new_price_and_says_so(sell: SellPresenter, till: Station, frame: FakeFrame) -> None:
    sell.digits("22")
    load(till, DEARER)
    sell.follow()
    sell.follow()
    priced = sell.cart.state.priced
    assert priced
    assert priced.quote.total == Money(2400, USD)
    assert [tone for _, tone in frame.messages] == [Tone.ATTENTION]
    sell.cart.undo()
    assert sell.cart.wanted.tickets == 1


def test_the_next_day_brings_its_rate_into_the_cart(sell: SellPresenter, till: Station) -> None:
    settings.write(till.database.path.parent, Settings(cart_min=0))
    sell.digits("22")
    stations.clock_of(till).advance(hours=48)
    sell.follow()
    priced = sell.cart.state.priced
    assert priced
    assert priced.quote.total_ves == Money(1833296, VES)


def test_a_stage_that_ends_by_the_clock_is_followed(till: Station, frame: FakeFrame) -> None:
    load(till, ("up_to_sold = 4", 'until = { day = 0, time = "12:00" }'))
    presenter = SellPresenter(till, frame, run_inline, Counter(till.ids))
    presenter.enter()
    prices = [presenter.state.choices.zones[0].price]
    stations.clock_of(till).advance(hours=1)
    presenter.follow()
    prices.append(presenter.state.choices.zones[0].price)
    assert prices == [Money(2200, USD), Money(2700, USD)]  # the fee of 2 is in the price of the list


def test_places_that_were_sold_meanwhile_are_gone_from_the_list(sell: SellPresenter, till: Station) -> None:
    stations.sell(till, stations.general_cart(till, 30))
    sell.follow()
    assert sell.state.choices.zones[1].left == 70


def test_a_new_performance_appears_and_the_selected_one_stays(sell: SellPresenter, till: Station) -> None:
    selected = sell.state.choices.card
    sell.move_zone(1)
    load(till, WITH_A_SECOND_NIGHT)
    sell.follow()
    assert len(sell.state.choices.cards) == 2
    assert sell.state.choices.card
    assert selected
    assert sell.state.choices.card.performance.id == selected.performance.id
    assert (sell.state.choices.zone, sell.state.choices.pointed) == (1, True)


def test_no_digit_chooses_in_the_performance_that_took_the_place_of_a_closed_one(
    sell: SellPresenter, till: Station, frame: FakeFrame
) -> None:
    load(till, WITH_A_SECOND_NIGHT, SATURDAY_CLOSED)
    sell.follow()
    sell.follow()
    sell.digits(GENERAL)
    sell.enter_key()
    assert sell.cart.wanted.tickets == 0
    assert [text for text, _ in frame.messages] == [
        "«Concierto», sáb 28 nov · 20:00, ya no está a la venta. Elija otra función."
    ]
    sell.move_performance(1)
    sell.digits(GENERAL)
    assert sell.cart.wanted.tickets == 1
    sell.follow()
    assert [card.performance.state for card in sell.state.choices.cards] == [PerformanceState.ACTIVE]


def test_a_cart_that_can_no_longer_be_sold_is_reported_once(
    sell: SellPresenter, till: Station, frame: FakeFrame
) -> None:
    sell.digits("22")
    load(till, SATURDAY_CLOSED)
    for _ in range(3):
        sell.follow()
    sell.list_types()
    assert frame.codes.count("VEN-03") == 1
    assert "«Concierto · 28/11/2026 20:00» no está en venta" in frame.messages[-1][0]
    assert sell.cart.wanted.tickets == 2


def test_what_is_chosen_while_prices_are_read_is_kept(till: Station, frame: FakeFrame) -> None:
    run = RunLater()
    presenter = SellPresenter(till, frame, run, Counter(till.ids))
    presenter.enter()
    run.catch_up()
    presenter.digits("22")
    run.catch_up()
    load(till, DEARER)
    presenter.follow()
    presenter.digits("5")
    run.catch_up()
    priced = presenter.cart.state.priced
    assert priced
    assert (priced.cart.tickets, priced.quote.total) == (25, Money(30000, USD))


def paying(till: Station, frame: FakeFrame, counter: Counter) -> PaymentPresenter:
    presenter = SellPresenter(till, frame, run_inline, counter)
    presenter.enter()
    presenter.digits("22")
    payment = PaymentPresenter(till, frame, run_inline, counter)
    payment.enter()
    return payment


def test_an_open_payment_takes_a_new_price_and_reports_it(till: Station, frame: FakeFrame) -> None:
    payment = paying(till, frame, Counter(till.ids))
    payment.choose_method("cash_ves")
    load(till, DEARER)
    payment.follow()
    payment.follow()
    assert payment.state.priced
    assert payment.state.priced.quote.total == Money(2400, USD)
    assert [tone for _, tone in frame.messages] == [Tone.ATTENTION]


def test_an_open_payment_reports_a_closed_performance_once(till: Station, frame: FakeFrame) -> None:
    payment = paying(till, frame, Counter(till.ids))
    load(till, SATURDAY_CLOSED)
    for _ in range(3):
        payment.follow()
    assert frame.codes == ["VEN-03"]


def test_a_price_read_before_a_sale_began_does_not_touch_it(till: Station, frame: FakeFrame) -> None:
    run, counter = RunLater(), Counter(till.ids)
    paying(till, frame, counter)
    payment = PaymentPresenter(till, frame, run, counter)
    payment.enter()
    run.catch_up()
    payment.choose_method("cash_ves")
    payment.follow()
    payment.confirm()
    run.catch_up()
    assert frame.screens == [ScreenName.DONE]
    assert [tone for _, tone in frame.messages] == []


def texts_in_front(at: SaleWindow) -> list[str]:
    return [shown.text() for shown in at.window.shown.findChildren(QLabel) if shown.isVisible()]


def test_the_windows_follow_by_themselves_within_a_second(qtbot: QtBot, till: Station, ana: Cashier) -> None:
    at = SaleWindow(qtbot, till, ana)
    load(till, DEARER)
    qtbot.waitUntil(lambda: general_price(at.sell) == Money(1200, USD), timeout=1000)
    assert "US$ 12,00" in texts_in_front(at)
    at.press("2", until=lambda: at.counter.cart.tickets == 1)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    load(till, ("price = 10", "price = 14"))
    qtbot.waitUntil(
        lambda: at.counter.priced is not None and at.counter.priced.quote.total == Money(1400, USD), timeout=1000
    )
