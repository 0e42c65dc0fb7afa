"""The screen of rights: what the station holds, and returning all of a line or a part of it under a supervisor."""

from uuid import UUID

import pytest
from sqlalchemy import delete

from domain.people.staff import Cashier, Permission
from pos_app.services.proof.verify import verify
from pos_app.services.selling import carts
from pos_app.station import Station
from pos_app.storage.store import sync_state
from pos_app.storage.tables import hq_link
from pos_app.ui.app import Till
from pos_app.ui.frame import Tone, run_inline
from pos_app.ui.rights.presenter import RightsPresenter
from pos_app.ui.rights.view import RightsView
from tests.builders import stations
from tests.pos_app.snapshots import kinds
from tests.pos_app.ui.conftest import Hands
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.ui.in_sight import shows
from tests.pos_app.ui.test_focus_on_every_screen import at_sell, rest

__all__ = ["at_sell"]  # the fixture of a cashier who sells

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
NUMBERS, SEATS, PLACES = 0, 1, 2


@pytest.fixture
def enrolled(till: Station) -> Station:
    with till.database.write() as tx:
        sync_state.pin(tx, "https://hq.test", "", UUID(int=1))
    return till


@pytest.fixture
def frame(till: Station, ana: Cashier) -> FakeFrame:
    return FakeFrame(ana, stations.rosa(till))


@pytest.fixture
def presenter(enrolled: Station, frame: FakeFrame) -> RightsPresenter:
    stations.sell(enrolled, stations.seats_cart(enrolled, ["C-4"]))
    carts.keep(enrolled, stations.ana(enrolled), stations.seats_cart(enrolled, ["B-1", "B-2"]))
    made = RightsPresenter(enrolled, frame, run_inline)
    made.enter()
    return made


def verifies(till: Station) -> bool:
    """Whether the store is whole, read as one that was never enrolled: no HQ sealed the rights of its set-up."""
    with till.database.write() as tx:
        tx.execute(delete(hq_link))
    return verify(till).ok


def left(presenter: RightsPresenter, line: int) -> str:
    return presenter.state.rows[line][3]


def test_each_line_counts_what_is_left_sold_and_in_carts(presenter: RightsPresenter) -> None:
    rows = presenter.state.rows[:3]
    assert [(row[0], *row[2:6]) for row in rows] == [
        ("Números de la serie A", "", "34", "", "1"),
        ("Concierto", "Platea", "38", "2", "1"),
        ("Concierto", "General", "100", "", "0"),
    ]


def test_everything_free_goes_back_without_typing(presenter: RightsPresenter, frame: FakeFrame, till: Station) -> None:
    presenter.choose(SEATS)
    assert presenter.state.leaving.startswith("Elegido: 36 asientos de Platea")
    presenter.give_back()
    assert frame.asked == [Permission.MOVE_RIGHTS]
    assert frame.about[0].startswith("Devolver a la central: 36 asientos de Platea")
    assert frame.messages[0][1] is Tone.OK
    assert left(presenter, SEATS) == "2"
    assert kinds(till)[-2:] == ["seats_returned/1", "turns_returned/1"]
    assert verifies(till)


def test_a_part_is_typed_by_row_seat_and_range(presenter: RightsPresenter) -> None:
    presenter.choose(SEATS)
    presenter.type_part("C, D-1..D-3")
    assert "12 asientos de Platea" in presenter.state.leaving
    assert presenter.state.leaving.endswith("C-1 a C-3, C-5 a C-10, D-1 a D-3")
    presenter.give_back()
    assert left(presenter, SEATS) == "26"
    assert (presenter.state.typed, presenter.state.chosen) == ("", SEATS)


@pytest.mark.parametrize(
    ("line", "typed"), [(SEATS, "Z"), (SEATS, "B-1"), (PLACES, "101"), (PLACES, "x"), (NUMBERS, "0")]
)
def test_what_cannot_go_back_is_named_and_asks_nobody(
    presenter: RightsPresenter, frame: FakeFrame, line: int, typed: str
) -> None:
    presenter.choose(line)
    presenter.type_part(typed)
    assert (presenter.state.tone, presenter.state.may_return) == (Tone.ATTENTION, False)
    presenter.give_back()
    assert frame.asked == []


def test_numbers_and_places_go_back_by_count(presenter: RightsPresenter) -> None:
    for line, typed, after in ((NUMBERS, "4", "30"), (PLACES, "60", "40")):
        presenter.choose(line)
        presenter.type_part(typed)
        presenter.give_back()
        assert left(presenter, line) == after


def test_numbers_go_back_by_a_typed_count_only(presenter: RightsPresenter, till: Station) -> None:
    presenter.choose(NUMBERS)
    assert not presenter.state.may_return
    presenter.give_back()
    assert "numbers_returned/1" not in kinds(till)


def test_nothing_goes_back_without_a_supervisor(presenter: RightsPresenter, frame: FakeFrame, till: Station) -> None:
    frame.supervisor = None
    presenter.choose(PLACES)
    presenter.give_back()
    assert "places_returned/1" not in kinds(till)


def test_a_seat_that_came_into_a_cart_meanwhile_is_refused(
    presenter: RightsPresenter, frame: FakeFrame, till: Station
) -> None:
    presenter.choose(SEATS)
    presenter.type_part("D-1")
    carts.keep(till, stations.rosa(till), stations.seats_cart(till, ["D-1"]))
    presenter.give_back()
    assert frame.codes == ["DER-02"]


def test_what_is_not_hqs_is_not_handed_over(presenter: RightsPresenter, frame: FakeFrame) -> None:
    presenter.choose(SEATS)
    presenter.type_part("B-3")
    presenter.hand_over("2")
    assert frame.about == ["Entregar a la taquilla 2: 1 asiento de Platea, Concierto, sáb 28 nov · 20:00: B-3."]
    assert frame.codes == ["DER-05"]  # the small house has one station


def test_without_a_file_there_is_no_hand_over_to_receive(presenter: RightsPresenter, frame: FakeFrame) -> None:
    presenter.receive()
    assert frame.codes == ["DER-10"]


def test_a_station_without_head_office_returns_to_nobody(till: Station, frame: FakeFrame) -> None:
    alone = RightsPresenter(till, frame, run_inline)
    alone.enter()
    alone.choose(SEATS)
    before = kinds(till)
    alone.give_back()
    assert (frame.codes, kinds(till)) == (["DER-11"], before)


def test_a_line_goes_back_by_keys_alone(hands: Hands, at_sell: Till, station: Station) -> None:
    with station.database.write() as tx:
        sync_state.pin(tx, "https://hq.test", "", UUID(int=1))
    hands.press("Ctrl+O")
    hands.wait_for(shows(at_sell, RightsView))
    rest(hands, at_sell)
    hands.press("Down")
    hands.type("B-1..B-3")
    hands.press("F12")
    rest(hands, at_sell)
    hands.type("9999")
    hands.press("Return")
    hands.wait_for(lambda: "seats_returned/1" in kinds(station))
    assert verifies(station)
