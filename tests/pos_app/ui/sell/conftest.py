"""The sell screen of a till, without Qt."""

import pytest

from domain.people.staff import Cashier
from pos_app.station import Station
from pos_app.ui.counter import Counter
from pos_app.ui.frame import run_inline
from pos_app.ui.sell.presenter import SellPresenter
from tests.pos_app.ui.fakes import FakeFrame


@pytest.fixture
def frame(ana: Cashier) -> FakeFrame:
    return FakeFrame(ana)


@pytest.fixture
def counter(till: Station) -> Counter:
    return Counter(till.ids)


@pytest.fixture
def sell(till: Station, frame: FakeFrame, counter: Counter) -> SellPresenter:
    presenter = SellPresenter(till, frame, run_inline, counter)
    presenter.enter()
    return presenter
