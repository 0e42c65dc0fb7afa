"""A shift closed in a store that was put back to an older copy: screen and slip say how much it lacks."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from pos_app import startup
from pos_app.services.copies import fencing, restore
from pos_app.services.documents import previews
from pos_app.services.till import shifts
from pos_app.station import Station
from pos_app.ui import look
from pos_app.ui.app import Till
from pos_app.ui.look import Look
from pos_app.ui.printer.view import PrinterView
from pos_app.ui.shift import view as shift_view
from pos_app.ui.shift.state import Form
from pos_app.ui.shift.view import ShiftView
from tests.builders import stations
from tests.builders.stations import cash_ves, general_cart, sell
from tests.pos_app.services.copies.copies import certified, copied
from tests.pos_app.ui.conftest import Hands
from tests.pos_app.ui.in_sight import shows
from tests.pos_app.ui.test_closing_a_shift import reaches, view
from tests.pos_app.ui.test_keys_around_a_pin import counts_short

WORDS = {"es": "pueden faltarles hasta 2 ventas posteriores a su copia", "en": "may lack up to 2 sales made after"}
ON_THE_SLIP = "Pueden faltar hasta 2 ventas posteriores a la copia de estos datos"


@pytest.fixture(autouse=True)
def quick_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shift_view, "REPEAT_GUARD_MS", 0)


@pytest.fixture
def lost() -> int:
    """The sales made after the copy."""
    return 2


@pytest.fixture
def station(tmp_path: Path, lost: int) -> Iterator[Station]:
    """Ana's shift in a store that was restored from a copy made before some of its sales, in its new life."""
    before = stations.new_station(tmp_path / "profile")
    stations.open_shift(before)
    sell(before, general_cart(before, 1), cash_ves("10000"))
    made = copied(before, tmp_path / "copies")
    for _ in range(lost):
        sell(before, general_cart(before, 1), cash_ves("10000"))
    before.database.close()
    profile = before.database.path.parent
    request = restore.Request(profile, made, accept_loss=True)
    restore.restore(request, stations.keys(), (), before.clock.now())
    old = startup.open_station(profile, stations.keys(), stations.surroundings(seed=7))
    with closing(old.database):
        yield fencing.open_epoch(old, *certified(old, 2))


def paper(till: Till) -> str:
    shown = view(till)._presenter.state.paper
    assert shown is not None
    return " ".join(shown.paper.text.split())


def looks_at_the_till(hands: Hands, till: Till) -> Till:
    """The paper of the sale before the copy is in doubt, which is asked about first."""
    hands.sign_in("1", "1111")
    hands.wait_for(shows(till, PrinterView))
    hands.press("F7")
    hands.wait_for(shows(till, ShiftView))
    hands.wait_for(lambda: view(till)._presenter.state.is_open and reaches(till, Form.NONE)())
    return till


def closes_with_a_supervisor(hands: Hands, till: Till) -> str:
    """Close with a difference that a supervisor must see; returns the words above the figures."""
    counts_short(hands, till)
    hands.press("F12")
    hands.wait_for_field("PIN")
    hands.type("9999")
    hands.press("Return")
    hands.wait_for(reaches(till, Form.REVIEW))
    return view(till)._intro.text()


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_supervisor_and_the_slip_are_told_what_the_store_lacks(
    hands: Hands, running: Till, station: Station, qapp: QApplication, language: str
) -> None:
    closed = shifts.current(station)
    assert closed is not None
    till = looks_at_the_till(hands, running)
    look.apply(qapp, Look(language, ""))
    words = closes_with_a_supervisor(hands, till)
    look.apply(qapp, Look("es", ""))
    assert WORDS[language] in words
    assert ON_THE_SLIP in paper(till)
    hands.type("copia vieja")
    hands.press("F12")
    hands.wait_for(reaches(till, Form.CLOSED))
    assert ON_THE_SLIP in " ".join(previews.of_closed(station, closed.shift.id).paper.text.split())


@pytest.mark.parametrize("lost", [0])
def test_nothing_is_said_where_nothing_is_lacking(hands: Hands, running: Till) -> None:
    till = looks_at_the_till(hands, running)
    assert "faltarles" not in closes_with_a_supervisor(hands, till)
    assert "faltar" not in paper(till)
