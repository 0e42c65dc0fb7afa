"""What the user guide tells to try in the demo: the switch alone causes a conflict, and a supervisor settles it."""

from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from domain.conflicts.cases import Choice, ConflictKind
from pos_app.demo import two_stations
from pos_app.demo.demo_station import DemoStation
from pos_app.demo.patience import until
from pos_app.demo.window import DeskSwitch
from pos_app.services.conflicts import conflict_desk
from pos_app.services.conflicts.conflict_desk import Decision
from pos_app.services.rights import rights
from pos_app.services.selling import browsing
from pos_app.ui.conflicts.presenter import ConflictsPresenter
from pos_app.ui.frame import run_inline
from tests.pos_app.ui.fakes import FakeFrame

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)", extend=True),
]


def test_one_payment_taken_at_both_stations_while_the_network_is_cut_is_settled(qtbot: QtBot, tmp_path: Path) -> None:
    with two_stations.staged(tmp_path) as stage:
        two_stations.prepare(stage)
        stations = (stage.one, stage.two)
        switch = DeskSwitch([station.cable for station in stations], [])
        qtbot.addWidget(switch)
        switch.network.click()
        for station in stations:
            station.sell(stage.concert.places(1), reference="004512347788")
        switch.network.click()
        until(lambda: any(_waits(station) for station in stations), "the conflict")
        (asked,) = (station for station in stations if conflict_desk.waiting(station.station))
        (case,) = (case for case in conflict_desk.cases(asked.station) if case.waits)
        assert case.case.contested.kind is ConflictKind.REFERENCE_TWICE
        desk = ConflictsPresenter(asked.station, FakeFrame(asked.person(asked.supervisor)), run_inline)
        desk.enter()
        assert "004512347788" in desk.state.headline
        assert all(any("004512347788" in line for line in side.lines) for side in desk.state.sides)
        assert (desk.state.waits, desk.state.may_stand) == (True, False)  # F12 accepts the same
        supervisor = asked.person(asked.supervisor)
        conflict_desk.settle(asked.station, supervisor, case.case.id, Decision(Choice.STAND))
        asked.sync()
        assert conflict_desk.waiting(asked.station) == 0


def test_both_stations_hold_seats_and_places_of_the_next_functions(tmp_path: Path) -> None:
    with two_stations.staged(tmp_path) as stage:
        two_stations.prepare(stage)
        listed = [card.performance.id for card in browsing.performances(stage.one.station)]
        for station in (stage.one, stage.two):
            zones = rights.held(station.station, timedelta(hours=1)).zones
            assert {zone.performance_id for zone in zones if zone.left} == set(listed[:2])


def _waits(station: DemoStation) -> bool:
    station.sync()
    return conflict_desk.waiting(station.station) > 0
