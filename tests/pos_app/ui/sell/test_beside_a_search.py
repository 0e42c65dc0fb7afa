"""What digits and Esc do while the text of a search stands in the field."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from domain.people.staff import Cashier
from pos_app.station import Station
from pos_app.ui.type_list import TypeList
from tests.pos_app.priced_houses import one_zone_event, reload_text
from tests.pos_app.ui.sale_window import SaleWindow
from tests.sync.setup.setups import SMALL

_MORE_TYPES = """
[[event.ticket_type]]
name = "Tercera edad"
percent = -20

[[event.ticket_type]]
name = "Niño"
percent = -50
"""
GAITAS = one_zone_event("gaitas", "Noche de Gaitas", "USD", "Gradas", _MORE_TYPES)


@pytest.fixture
def at(qtbot: QtBot, till: Station, ana: Cashier) -> SaleWindow:
    """Gaitas were searched, and one place was added by Enter."""
    reload_text(till, SMALL + GAITAS)
    window = SaleWindow(qtbot, till, ana)
    window.press("gait", until=lambda: window.sell.state.query == "gait")
    window.press(Qt.Key.Key_Return, until=lambda: window.counter.cart.tickets == 1)
    return window


def event(at: SaleWindow) -> str:
    card = at.sell.state.choices.card
    assert card is not None
    return card.event


def searches(at: SaleWindow, query: str) -> bool:
    return at.sell.state.query == query


def last_line(at: SaleWindow) -> str:
    assert at.counter.priced
    quoted = at.counter.priced.quote.lines[-1]
    return quoted.description


def test_a_digit_chooses_a_type_of_the_open_list(at: SaleWindow) -> None:
    at.press("*", until=lambda: bool(at.sell.cart.state.types))
    at.press("3", until=lambda: not at.sell.cart.state.types)
    assert (last_line(at), at.sell.state.query, event(at)) == (
        "Noche de Gaitas · Gradas · Niño",
        "gait",
        "Noche de Gaitas",
    )
    (types,) = at.window.shown.findChildren(TypeList)
    assert not types.isVisible()


def test_digits_are_the_quantity_of_what_was_just_added(at: SaleWindow) -> None:
    at.press("12", until=lambda: at.counter.cart.tickets == 12)
    assert at.sell.state.query == "gait"


@pytest.mark.parametrize("more", ["", "zzz"])
def test_esc_clears_the_search_and_keeps_the_performance(at: SaleWindow, more: str) -> None:
    if more:
        at.press(more, until=lambda: not at.sell.state.choices.cards)
    else:
        at.press(Qt.Key.Key_Down, until=lambda: not at.sell.cart.counts_places)
    at.press(Qt.Key.Key_Escape, until=lambda: at.sell.state.query == "")
    assert (event(at), len(at.sell.state.choices.cards)) == ("Noche de Gaitas", 2)
    at.press("1", until=lambda: at.counter.cart.tickets == 2)
    assert last_line(at) == "Noche de Gaitas · Gradas · Adulto"


def test_a_search_that_is_erased_letter_by_letter_keeps_the_performance(at: SaleWindow) -> None:
    for left in ("gai", "ga", "g", ""):
        at.press(Qt.Key.Key_Backspace, until=partial(searches, at, left))
    assert event(at) == "Noche de Gaitas"


def test_a_letter_goes_on_with_the_search(at: SaleWindow) -> None:
    at.press("*", until=lambda: bool(at.sell.cart.state.types))
    at.press("a", until=lambda: at.sell.state.query == "gaita")
    assert QApplication.focusWidget() is not None
    assert event(at) == "Noche de Gaitas"
