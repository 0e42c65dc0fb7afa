"""The screen after a sale reads the state of its paper while it is in front, and only then."""

import pytest
from pytestqt.qtbot import QtBot

from domain.people.staff import Cashier
from pos_app.station import Station
from pos_app.ui.frame import ScreenName
from tests.builders import stations
from tests.pos_app.ui.sale_window import SaleWindow


def test_the_paper_is_looked_at_while_the_screen_is_in_front(
    qtbot: QtBot, till: Station, ana: Cashier, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = SaleWindow(qtbot, till, ana)
    at.counter.sold = stations.sell(till, stations.general_cart(till, 1))
    at.window.go(ScreenName.DONE)
    looks: list[None] = []
    look = at.done.look

    def counted() -> None:
        looks.append(None)
        look()

    monkeypatch.setattr(at.done, "look", counted)
    assert at.done.state.paper_moves
    qtbot.waitUntil(lambda: len(looks) > 1)
    at.window.go(ScreenName.SELL)
    before = len(looks)
    qtbot.wait(700)
    assert len(looks) == before
    at.window.go(ScreenName.DONE)
    qtbot.waitUntil(lambda: len(looks) > before)
