"""The keys of items that the menu of the till leaves out: each says why its act is not possible now."""

import pytest
from PySide6.QtWidgets import QLabel

from pos_app.services.till import shifts
from pos_app.station import Station
from pos_app.ui.app import Till
from pos_app.ui.sell.view import SellView
from pos_app.ui.shift.state import Form
from pos_app.ui.shift.view import ShiftView
from pos_app.ui.widgets.banner import Banner
from tests.builders import stations
from tests.pos_app.ui.conftest import Hands
from tests.pos_app.ui.test_closing_a_shift import look_at_the_till
from tests.pos_app.ui.test_main_window import FLOAT


def banner(till: Till) -> str:
    shown = till.window.findChild(Banner)
    assert shown is not None
    return " ".join(part.text() for part in shown.findChildren(QLabel)) if shown.isVisible() else ""


def form(till: Till) -> Form:
    view = till.window.shown
    assert isinstance(view, ShiftView)
    return view._presenter.state.form


def test_the_key_of_the_z_names_the_shift_that_is_open(hands: Hands, running: Till, station: Station) -> None:
    stations.open_shift(station)
    look_at_the_till(hands, running)
    hands.press("Ctrl+F6")
    hands.wait_for(lambda: "ZET-01" in banner(running))
    assert form(running) is Form.NONE
    hands.press("Esc", "F8")
    hands.wait_for(lambda: form(running) is Form.COUNT)


@pytest.mark.parametrize("key", ["F4", "F5", "F8"])
def test_the_keys_of_cash_say_that_no_shift_is_open(hands: Hands, running: Till, key: str) -> None:
    hands.sign_in("1", "1111")
    hands.wait_for_field(FLOAT)
    hands.press(key)
    hands.wait_for(lambda: "CAJ-01" in banner(running))
    hands.wait_for_field(FLOAT)
    assert form(running) is Form.OPEN


def test_escape_leads_to_the_sale_also_without_a_shift(hands: Hands, running: Till, station: Station) -> None:
    hands.sign_in("1", "1111")
    hands.wait_for_field(FLOAT)
    hands.press("Esc")
    hands.wait_for(lambda: isinstance(running.window.shown, SellView))
    assert shifts.current(station) is None
    hands.press("F7")
    hands.wait_for_field(FLOAT)
