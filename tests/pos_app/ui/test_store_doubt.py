"""A station whose witness is lost, in the real window: the bar and the till say so, and a supervisor confirms."""

import os
from pathlib import Path
from typing import cast

import pytest

from pos_app.services import health
from pos_app.services.copies import fencing
from pos_app.station import Station
from pos_app.storage.store import doubt
from pos_app.storage.store.doubt import Doubt, StoreDoubted
from pos_app.ui import status, wording
from pos_app.ui.app import Till
from pos_app.ui.sell.view import SellView
from pos_app.ui.shift.state import Form
from pos_app.ui.shift.view import ShiftView
from tests.builders import stations
from tests.builders.stations import PINS
from tests.pos_app.ui.conftest import Hands


@pytest.fixture
def doubted(station: Station) -> Station:
    stations.open_shift(station)
    with station.database.write() as tx:
        doubt.put(tx, Doubt("missing", station.clock.now()))
    return station


def test_a_supervisor_confirms_the_data_at_the_till(hands: Hands, doubted: Station, running: Till) -> None:
    with pytest.raises(StoreDoubted):
        stations.sell(doubted, stations.general_cart(doubted, 1))
    hands.sign_in("1", "1111")
    hands.wait_for(lambda: isinstance(running.window.shown, SellView))
    assert any("sin confirmar" in part.words for part in status.parts(health.read(doubted)))
    hands.press("F7")
    hands.wait_for(lambda: isinstance(running.window.shown, ShiftView))
    view = cast("ShiftView", running.window.shown)
    hands.wait_for(lambda: "Datos del equipo" in view._clock.text())
    hands.press("Ctrl+D")
    hands.wait_for(lambda: view._presenter.state.form is Form.STORE and not view._presenter.state.busy)
    assert "Falta el testigo" in view._intro.text()
    if folder := os.environ.get("TAQUILLA_LOOK"):
        for width, height in ((1024, 600), (1366, 768)):
            running.window.resize(width, height)
            running.window.grab().save(str(Path(folder) / f"doubt-{width}.png"))
    hands.press("F12")
    hands.wait_for_field("PIN")
    hands.type(PINS["Rosa Zambrano"])
    hands.press("Return")
    hands.wait_for(lambda: fencing.present_doubt(doubted) is None)
    hands.wait_for(lambda: not view._menu._items[Form.STORE].isVisible())
    stations.sell(doubted, stations.general_cart(doubted, 1))


@pytest.mark.parametrize("language", wording.LANGUAGES)
@pytest.mark.parametrize("flaw", ["missing", "unreadable", "older", "behind"])
def test_each_flaw_has_words(language: str, flaw: str) -> None:
    wording.use(language)
    message, words = wording.refusal(StoreDoubted(flaw)), wording.text(f"shift.store_{flaw}")
    wording.use("es")
    assert message.code == "RES-10"
    assert "Ctrl+D" in message.todo
    assert words
