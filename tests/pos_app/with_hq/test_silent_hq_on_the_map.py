"""A seat of HQ while HQ does not answer: it cannot be chosen, and the message names a seat that can."""

from dataclasses import replace

import pytest

from pos_app.services.hq import live_changes
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.counter import Counter, MapTarget
from pos_app.ui.frame import run_inline
from pos_app.ui.seat_map.presenter import SeatMapPresenter
from sync.line.live import FetchAgain
from tests.builders import stations
from tests.builders.stations import seat_id
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.with_hq.head_office import HeadOffice

FREE_OF_THIS_STATION = "F5"


@pytest.fixture
def online(hq: HeadOffice, till: Station) -> Station:
    """The till with a line to HQ and HQ's report of the house: it holds rows A and B."""
    made = replace(till, hq=hq.line(till))
    live_changes.note(made, hq.line(made), FetchAgain())
    return made


@pytest.mark.parametrize(
    ("language", "words"),
    [("es", "El asiento C-7 no se puede elegir ahora"), ("en", "Seat C-7 cannot be chosen now")],
)
def test_the_message_names_the_seat_and_what_to_take_instead(
    hq: HeadOffice, online: Station, language: str, words: str
) -> None:
    frame, counter = FakeFrame(stations.ana(online)), Counter(online.ids)
    counter.looked_at = MapTarget(stations.offering(online).performance.id)
    seats = SeatMapPresenter(online, frame, run_inline, counter)
    seats.enter()
    hq.network.is_up = False
    wording.use(language)
    seats.choose(seat_id("C-7"))
    wording.use("es")
    (message,) = (text for text, _ in frame.messages)
    assert words in message
    assert FREE_OF_THIS_STATION in message
    assert (seats.state.chosen, seats.state.busy) == ((), False)
