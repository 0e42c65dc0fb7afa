"""What the first screen says of the next functions while it stays open: true with HQ and without a line."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from pos_app.services.hq import live_changes
from pos_app.station import Station
from pos_app.storage.store import sync_state
from pos_app.storage.store.trouble import Trouble
from pos_app.ui import wording
from pos_app.ui.frame import run_inline
from pos_app.ui.sign_in.presenter import SignInPresenter
from pos_app.ui.sign_in.programme import Programme
from pos_app.ui.sign_in.view import SignInView
from sync.line.live import FetchAgain
from tests.builders.stations import general_cart, seats_cart, sell
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.with_hq.head_office import HeadOffice

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)", extend=True)
OWN_SEATS = [f"{row}-{number}" for row in "AB" for number in range(1, 11)]


def sold_here(station: Station) -> Station:
    """The station has sold all that it may sell without asking."""
    sell(station, general_cart(station, 50))
    for first in (0, 10):
        sell(station, seats_cart(station, OWN_SEATS[first : first + 10]))
    return station


@pytest.fixture
def online(hq: HeadOffice, till: Station) -> Station:
    """A till that has sold all its own, with a line to an HQ that grants more."""
    made = replace(till, hq=hq.line(till))
    live_changes.note(made, hq.line(made), FetchAgain())
    return sold_here(made)


def first_screen(qtbot: QtBot, station: Station) -> SignInView:
    view = SignInView()
    qtbot.addWidget(view)
    view.attend(SignInPresenter(station, FakeFrame(), run_inline))
    view.resize(1024, 500)
    view.show()
    return view


def programme(view: SignInView) -> str:
    """The texts of the table of functions."""
    (table,) = view.findChildren(Programme)
    shown = [part for part in table.findChildren(QLabel) if not part.isHidden()]
    return " | ".join(part.accessibleName() or part.text() for part in shown)


@pytest.mark.parametrize("trouble", [Trouble.NO_NETWORK, Trouble.NO_ANSWER, Trouble.PORTAL, Trouble.CERTIFICATE])
def test_an_open_first_screen_offers_nothing_of_hq_once_hq_does_not_answer(
    qtbot: QtBot, online: Station, trouble: Trouble
) -> None:
    view = first_screen(qtbot, online)
    qtbot.waitUntil(lambda: "69 en central" in programme(view))
    with online.database.write() as tx:
        sync_state.note_failure(tx, trouble)
    qtbot.waitUntil(lambda: "ninguna aquí" in programme(view), timeout=1500)
    assert "en central" not in programme(view)
    with online.database.write() as tx:
        sync_state.note_contact(tx, online.clock.now(), 0)
    qtbot.waitUntil(lambda: "69 en central" in programme(view), timeout=1500)


def test_the_same_in_english(qtbot: QtBot, online: Station) -> None:
    wording.use("en")
    view = first_screen(qtbot, online)
    qtbot.waitUntil(lambda: "69 at HQ" in programme(view))
    with online.database.write() as tx:
        sync_state.note_failure(tx, Trouble.NO_NETWORK)
    qtbot.waitUntil(lambda: "none here" in programme(view), timeout=1500)
