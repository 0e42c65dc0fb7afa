"""The payment screen of a till, without Qt."""

import pytest

from domain.people.staff import Cashier
from pos_app.station import Station
from pos_app.ui.counter import Counter
from pos_app.ui.frame import run_inline
from pos_app.ui.payment.presenter import PaymentPresenter
from tests.builders import stations
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.ui.payment.shown import counter_with


@pytest.fixture
def frame(ana: Cashier) -> FakeFrame:
    return FakeFrame(ana)


@pytest.fixture
def counter(till: Station) -> Counter:
    return counter_with(till, stations.general_cart(till, 2))


@pytest.fixture
def payment(till: Station, frame: FakeFrame, counter: Counter) -> PaymentPresenter:
    presenter = PaymentPresenter(till, frame, run_inline, counter)
    presenter.enter()
    return presenter
