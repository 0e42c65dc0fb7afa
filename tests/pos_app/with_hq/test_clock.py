"""HQ's time beside the station's: compared at each session, shown in bar and till, no fault of the network."""

from datetime import timedelta

import pytest

from pos_app.services import health
from pos_app.services.rights.link_state import ConnectionState
from pos_app.services.till import clock_guard
from pos_app.station import Station
from pos_app.ui.frame import Tone, run_inline
from pos_app.ui.shift.presenter import ShiftPresenter
from pos_app.ui.status import parts
from pos_app.ui.status_part import Part
from tests.builders import stations
from tests.builders.stations import clock_of
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.with_hq.head_office import HeadOffice


def heading(till: Station) -> str:
    """The warning of the till's screen."""
    presenter = ShiftPresenter(till, FakeFrame(stations.ana(till)), run_inline)
    presenter.enter()
    return presenter.state.clock


def bar(till: Station) -> dict[Part, tuple[str, Tone]]:
    return {part.part: (part.words, part.tone) for part in parts(health.read(till))}


@pytest.mark.parametrize("apart", [timedelta(hours=5), timedelta(hours=-5), timedelta(minutes=3)])
def test_a_clock_apart_from_hq_is_shown_with_both_times(hq: HeadOffice, till: Station, apart: timedelta) -> None:
    clock_of(till).at = hq.office.clock.now() + apart
    hq.round(till)
    compared = clock_guard.compare(till)
    assert compared.hq_now is not None
    assert abs(compared.hq_now - hq.office.clock.now()) < timedelta(seconds=1)
    words, tone = bar(till)[Part.CLOCK]
    assert (tone, words.startswith("▲ Hora: aquí")) == (Tone.ATTENTION, True)
    assert "La red funciona" in heading(till)
    assert bar(till)[Part.CONNECTION] == ("● En línea", Tone.OK)


@pytest.mark.parametrize("apart", [timedelta(0), timedelta(seconds=110), timedelta(seconds=-110)])
def test_a_clock_that_drifts_a_little_is_not_mentioned(hq: HeadOffice, till: Station, apart: timedelta) -> None:
    clock_of(till).at = hq.office.clock.now() + apart
    hq.round(till)
    assert Part.CLOCK not in bar(till)
    assert heading(till) == ""


def test_a_clock_that_was_corrected_is_no_longer_mentioned(hq: HeadOffice, till: Station) -> None:
    clock_of(till).at = hq.office.clock.now() + timedelta(hours=5)
    hq.round(till)
    clock_of(till).at = hq.office.clock.now()
    hq.round(till)
    assert Part.CLOCK not in bar(till)


def test_a_clock_set_back_between_two_rounds_does_not_look_like_a_cut_network(hq: HeadOffice, till: Station) -> None:
    hq.round(till)
    clock_of(till).advance(hours=-5)
    assert health.read(till).connection.state is ConnectionState.ONLINE
