"""Seats that other stations sell appear on the map, and no decision depends on them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest

from domain.catalogue.seats import SeatState
from domain.ids import PerformanceId
from domain.rights import SeatSpan
from pos_app.live_thread import failures_after_end
from pos_app.services.hq import enrolment, live_changes
from pos_app.services.selling import seat_maps
from pos_app.station import Station
from pos_app.storage.catalogue import elsewhere
from sync.line import live
from sync.line.client import HqClient
from sync.line.hq_errors import BadAnswer, HqUnreachable, NotHeadOffice
from sync.line.live import FetchAgain
from sync.line.live_messages import Availability, SeatsChanged
from sync.line.messages import Failure, FailureBody
from sync.tables import canonical
from tests.builders import stations
from tests.builders.stations import seats_cart, sell
from tests.pos_app.with_hq.head_office import HeadOffice


class BrokenLine(httpx.SyncByteStream):
    """A live line that delivers these bytes and breaks."""

    def __init__(self, *notice: bytes) -> None:
        self._parts = notice

    def __iter__(self) -> Iterator[bytes]:
        yield from self._parts
        raise httpx.ReadError("broken")


def look_of(station: Station, name: str) -> SeatState:
    states = seat_maps.seat_states(station, stations.offering(station).performance.id)
    return SeatState(int(states[stations.seat_id(name)]))


def changed(station: Station, sold: tuple[SeatSpan, ...] = (), freed: tuple[SeatSpan, ...] = ()) -> SeatsChanged:
    return SeatsChanged(stations.offering(station).performance.id, sold, freed)


def test_a_seat_that_another_sold_is_sold_on_the_map(hq: HeadOffice, station: Station) -> None:
    c5 = SeatSpan(stations.seat_id("C-5"), stations.seat_id("C-6"))
    assert look_of(station, "C-5") is SeatState.ELSEWHERE
    live_changes.note(station, hq.line(station), changed(station, sold=(c5,)))
    assert [look_of(station, name) for name in ("C-5", "C-6", "C-7")] == [
        SeatState.SOLD,
        SeatState.SOLD,
        SeatState.AT_HQ,
    ]
    live_changes.note(station, hq.line(station), changed(station, freed=(SeatSpan(c5.first, c5.first),)))
    assert [look_of(station, name) for name in ("C-5", "C-6")] == [SeatState.AT_HQ, SeatState.SOLD]


def test_a_seat_that_is_held_here_is_free_whatever_is_told(hq: HeadOffice, station: Station) -> None:
    live_changes.note(station, hq.line(station), changed(station, sold=(SeatSpan(0, 3),)))
    assert look_of(station, "A-1") is SeatState.FREE


def test_where_something_may_have_been_missed_the_whole_is_asked_for(hq: HeadOffice, till: Station) -> None:
    performance = stations.offering(till).performance.id
    sell(till, seats_cart(till, ["A-3", "A-4"]))
    hq.round(till)
    live_changes.note(till, hq.line(till), FetchAgain())
    with till.database.read() as tx:
        assert elsewhere.sold(tx, performance) == (SeatSpan(2, 3),)


def test_a_live_line_is_heard_until_it_breaks(hq: HeadOffice, station: Station) -> None:
    notice = canonical.encode(changed(station, sold=(SeatSpan(24, 24),)))
    stream = (
        b": here\n\n",
        b"event: changed\ndata: ",
        notice[:20],
        notice[20:] + b"\n",
        b"\nevent: other\ndata: {}\n\n",
    )
    hq.network.announce("/live", lambda _beyond, _request: httpx.Response(200, stream=BrokenLine(*stream)))
    with pytest.raises(HqUnreachable):
        live_changes.listen(station, hq.line(station), lambda: False)
    assert look_of(station, "C-5") is SeatState.SOLD


def test_a_line_that_nobody_listens_to_any_more_changes_nothing(hq: HeadOffice, station: Station) -> None:
    notice = canonical.encode(changed(station, sold=(SeatSpan(24, 24),)))
    stream = BrokenLine(b"event: changed\ndata: " + notice + b"\n\n")
    hq.network.announce("/live", lambda _beyond, _request: httpx.Response(200, stream=stream))
    live_changes.listen(station, hq.line(station), lambda: True)
    assert look_of(station, "C-5") is SeatState.ELSEWHERE


def test_a_token_that_is_over_is_replaced_for_the_next_line(hq: HeadOffice, station: Station) -> None:
    line = HqClient(enrolment.caller_of(station), hq.network)
    hq.network.asked.clear()
    hq.network.announce("/live", lambda _beyond, _request: httpx.Response(401, content=_failure()))
    with pytest.raises(Exception, match="CEN-19"):
        live_changes.listen(station, line, lambda: False)
    hq.network.announce("/live", lambda _beyond, _request: httpx.Response(200, stream=BrokenLine(b": here\n\n")))
    with pytest.raises(HqUnreachable):
        live_changes.listen(station, line, lambda: False)
    assert hq.network.times("POST token") == 2


def test_two_bits_a_seat_are_read_from_the_lowest() -> None:
    whole = Availability(PerformanceId(UUID(int=1)), 6, bytes([0b01_10_00_01, 0b01_01_11_01]), ())
    assert live.sold_of(whole) == (SeatSpan(0, 0), SeatSpan(3, 4))


def test_words_that_are_none_of_hqs_end_the_line() -> None:
    with pytest.raises(BadAnswer):
        list(live.events(iter(["event: changed", "data: {}", ""])))


def test_a_line_that_never_ends_is_given_up(hq: HeadOffice, station: Station) -> None:
    parts = [b"data: ", *([b"x" * 65_536] * 64)]
    hq.network.announce("/live", lambda _beyond, _request: httpx.Response(200, stream=BrokenLine(*parts)))
    with pytest.raises(BadAnswer, match="a line too long"):
        live_changes.listen(station, hq.line(station), lambda: False)


def test_an_event_that_never_ends_is_given_up(hq: HeadOffice, station: Station) -> None:
    parts = [b"event: changed\n", *([b"data: " + b"x" * 65_536 + b"\n"] * 64)]
    hq.network.announce("/live", lambda _beyond, _request: httpx.Response(200, stream=BrokenLine(*parts)))
    with pytest.raises(BadAnswer, match="an event too large"):
        live_changes.listen(station, hq.line(station), lambda: False)


def test_a_live_line_that_is_packed_is_not_unpacked(hq: HeadOffice, station: Station) -> None:
    packed = {"content-type": "text/event-stream", "content-encoding": "gzip"}
    hq.network.announce(
        "/live", lambda _beyond, _request: httpx.Response(200, headers=packed, stream=BrokenLine(b"\x1f\x8b"))
    )
    with pytest.raises(BadAnswer, match="packed"):
        live_changes.listen(station, hq.line(station), lambda: False)


def test_a_notice_of_every_other_seat_of_the_largest_hall_arrives(hq: HeadOffice, station: Station) -> None:
    sold = tuple(SeatSpan(seat, seat) for seat in range(0, 60_000, 2))
    stream = BrokenLine(b"event: changed\r\ndata: " + canonical.encode(changed(station, sold=sold)) + b"\r\n\r\n")
    hq.network.announce("/live", lambda _beyond, _request: httpx.Response(200, stream=stream))
    with pytest.raises(HqUnreachable):
        live_changes.listen(station, hq.line(station), lambda: False)
    with station.database.read() as tx:
        assert elsewhere.sold(tx, stations.offering(station).performance.id) == sold


@pytest.mark.parametrize("body", [b"<html>Welcome</html>", b"data: x\n\n", b""])
def test_a_page_in_place_of_the_live_line_is_an_error_and_not_its_quiet_end(
    hq: HeadOffice, station: Station, body: bytes
) -> None:
    html = {"content-type": "text/html; charset=utf-8"}
    hq.network.announce("/live", lambda _beyond, _request: httpx.Response(200, headers=html, content=body))
    with pytest.raises(NotHeadOffice):
        live_changes.listen(station, hq.line(station), lambda: False)


def test_the_wait_grows_while_each_line_ends_at_once() -> None:
    failures = 0
    for expected in (1, 2, 3):
        failures = failures_after_end(failures, lasted_s=0.1)
        assert failures == expected
    assert failures_after_end(failures, lasted_s=20.0) == 1


def _failure() -> bytes:
    return canonical.encode(FailureBody(Failure("UNAUTHENTICATED", "", datetime(2026, 11, 21, tzinfo=UTC), "")))
