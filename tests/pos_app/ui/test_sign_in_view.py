"""The first screen: after choosing a person, the PIN can be typed at once."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from pos_app.services.selling import browsing
from pos_app.station import Station
from pos_app.ui.frame import run_inline
from pos_app.ui.sign_in.presenter import SignInPresenter
from pos_app.ui.sign_in.view import SignInView
from pos_app.ui.supply_text import performance_left
from pos_app.ui.widgets.key_button import Tile
from pos_app.ui.widgets.keypad import PinField
from tests.builders.stations import general_cart, sell
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.ui.later import RunLater

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)", extend=True)


def test_the_pin_is_typed_after_another_name_is_chosen(qtbot: QtBot, station: Station) -> None:
    view = SignInView()
    qtbot.addWidget(view)
    view.attend(SignInPresenter(station, FakeFrame(), run_inline))
    view.show()
    pin = view.findChild(PinField)
    for tile in view.findChildren(Tile)[:2]:
        tile.setFocus()
        QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
        assert view.focusWidget() is pin


def test_the_functions_that_come_next_are_shown_once_the_staff_is(qtbot: QtBot, till: Station) -> None:
    later = RunLater()
    view = SignInView()
    qtbot.addWidget(view)
    view.attend(SignInPresenter(till, FakeFrame(), later))
    view.resize(1024, 488)
    view.show()
    later.catch_up()
    assert view.findChildren(Tile)
    assert view._programme.isHidden()
    later_turn(qtbot, later)
    card = browsing.performances(till)[0]
    qtbot.waitUntil(lambda: f"{card.event} · {card.venue}" in texts(view))
    assert performance_left(card.zones) in texts(view)
    assert view.minimumSizeHint().height() <= view.height()


def test_a_station_that_was_never_enrolled_counts_its_own_and_speaks_of_no_head_office(
    qtbot: QtBot, till: Station
) -> None:
    view = SignInView()
    qtbot.addWidget(view)
    view.attend(SignInPresenter(till, FakeFrame(), run_inline))
    view.show()
    qtbot.waitUntil(lambda: "139 libres" in texts(view))
    sell(till, general_cart(till, 100))
    qtbot.waitUntil(lambda: "39 libres" in texts(view), timeout=1500)
    assert not any("central" in text for text in texts(view))


def later_turn(qtbot: QtBot, later: RunLater) -> None:
    """The view asks for the programme in the next turn of the event loop."""
    qtbot.wait(20)
    later.catch_up()


def texts(view: SignInView) -> list[str]:
    return [shown.accessibleName() or shown.text() for shown in view.findChildren(QLabel)]


def test_the_key_that_unlocks_chooses_nobody_and_stands_on_one_button_only(qtbot: QtBot, station: Station) -> None:
    presenter = SignInPresenter(station, FakeFrame(), run_inline)
    view = SignInView()
    qtbot.addWidget(view)
    view.attend(presenter)
    view.show()
    person = presenter.state.tiles[0]
    eight = tuple(replace(person, key=f"F{place}", chosen=place == 1) for place in range(1, 9))
    chosen = replace(presenter.state, tiles=eight, asks="x", may_unlock=True)
    for state, shown in ((chosen, ["F8"]), (replace(chosen, may_unlock=False), ["F8"])):
        view.render_state(state)
        keys = [part.text() for part in view.findChildren(QLabel) if part.text() == "F8" and part.isVisible()]
        assert keys == shown
    assert [tile.key for tile in view.findChildren(Tile)] == [f"F{place}" for place in range(1, 9)]
