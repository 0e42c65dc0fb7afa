"""Rounds over a network that loses, repeats, cuts, delays and forges: HQ has each sale once, or not yet."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import httpx
import msgspec
import pytest
from sqlalchemy import func, select

from domain.errors import Unavailable
from hq.rights import grants
from pos_app.services.hq import enrolment
from pos_app.services.hq.sending import send_all
from pos_app.services.rights import taking
from pos_app.station import Station
from pos_app.storage.catalogue import numbers
from pos_app.storage.store import sync_state
from pos_app.ui import wording
from sync.facts.entry import journal as journal_table
from sync.facts.sales import sale, sold_seat
from sync.line.client import HqClient, Sealed
from sync.line.hq_errors import BadAnswer, HqRefused, HqUnreachable, NotHeadOffice
from sync.line.messages import Acknowledged, Grants, Push
from tests.builders import stations as small
from tests.builders.stations import general_cart, seats_cart, sell
from tests.pos_app.snapshots import kinds
from tests.pos_app.with_hq.head_office import HeadOffice, dearer
from tests.pos_app.with_hq.network import (
    Fault,
    Late,
    answered_twice,
    cut_short,
    duplicated,
    lost_reply,
    lost_request,
    of_another,
    unsealed,
)


def pending(station: Station) -> int:
    with station.database.read() as tx:
        return sync_state.pending(tx, station.tenant_id, station.id)


def sales_at(hq: HeadOffice) -> int:
    with hq.office.database.tenant(hq.tenant_id) as tx:
        return int(tx.execute(select(func.count()).select_from(sale)).scalar_one())


def entries(hq: HeadOffice, station: Station) -> tuple[list[bytes], list[bytes]]:
    """The bodies of the journal's entries at the station and at HQ."""
    statement = select(journal_table.c.body).order_by(journal_table.c.epoch, journal_table.c.seq)
    with station.database.read() as tx:
        here = [bytes(body) for body in tx.execute(statement).scalars()]
    with hq.office.database.tenant(hq.tenant_id) as tx:
        at_hq = [bytes(body) for body in tx.execute(statement).scalars()]
    return here, at_hq


@pytest.mark.parametrize("fault", [lost_request, lost_reply, answered_twice, cut_short, unsealed])
@pytest.mark.parametrize("path", ["/head", "/journal"])
def test_whatever_the_network_does_a_sale_arrives_once(hq: HeadOffice, till: Station, path: str, fault: Fault) -> None:
    sell(till, general_cart(till, 2))
    hq.network.announce(path, fault)
    if fault is answered_twice and path == "/head":
        hq.round(till)  # the session opened last is the one that counts
    else:
        with pytest.raises((Unavailable, HqRefused)):
            hq.round(till)
    hq.round(till)
    assert (pending(till), sales_at(hq)) == (0, 1)
    here, at_hq = entries(hq, till)
    assert here == at_hq


def test_a_request_that_arrives_twice_is_taken_once(hq: HeadOffice, till: Station) -> None:
    sell(till, general_cart(till, 1))
    hq.network.announce("/journal", duplicated)
    hq.round(till)
    assert (pending(till), sales_at(hq)) == (0, 1)


def test_a_late_answer_is_not_taken_for_the_one_that_is_waited_for(hq: HeadOffice, till: Station) -> None:
    late = Late()
    sell(till, general_cart(till, 1))
    hq.network.announce("/journal", late.keep)
    with pytest.raises(HqUnreachable):
        hq.round(till)
    sell(till, general_cart(till, 1))
    sell(till, general_cart(till, 1))
    hq.network.announce("/journal", late.give)
    with pytest.raises(BadAnswer):
        hq.round(till)
    assert pending(till) > 0
    hq.round(till)
    assert (pending(till), sales_at(hq)) == (0, 3)


def test_words_that_hq_did_not_say_are_not_heard(hq: HeadOffice, till: Station) -> None:
    sell(till, general_cart(till, 1))
    before = pending(till)
    hq.network.announce("/journal", of_another(lambda body: body.replace(b'"conflicts_open":0', b'"conflicts_open":7')))
    with pytest.raises(BadAnswer) as caught:
        hq.round(till)
    assert caught.value.cause == "seal"
    assert pending(till) == before


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (200, {"content-type": "text/html"}, b"<html>Sign in</html>"),
        (200, {"content-type": "Text/HTML; charset=utf-8"}, b""),
        (200, {}, b"\n <!DOCTYPE html>"),
        (200, {"content-type": "application/xhtml+xml"}, b"<html/>"),
        (302, {"location": "http://portal.example/"}, b""),
        (404, {"content-type": "text/html"}, b"<h1>Not found</h1>"),
        (403, {"content-type": "text/plain"}, b"blocked"),
        (511, {"content-type": "text/html"}, b"<html>Sign in</html>"),
    ],
)
def test_a_page_of_the_network_is_called_that_and_not_tampering(
    hq: HeadOffice, till: Station, status: int, headers: dict[str, str], body: bytes
) -> None:
    sell(till, general_cart(till, 1))
    before = pending(till)
    hq.network.announce("/journal", lambda _beyond, _request: httpx.Response(status, headers=headers, content=body))
    with pytest.raises(NotHeadOffice) as caught:
        hq.round(till)
    assert pending(till) == before
    message = str(wording.refusal(caught.value))
    assert "otra página" in message
    assert "interviniendo" not in message
    hq.round(till)
    assert pending(till) == 0


def test_what_another_life_of_hq_acknowledges_is_not_taken_for_what_this_one_has(hq: HeadOffice, till: Station) -> None:
    line = hq.line(till)
    session = hq.round(till)
    sell(till, general_cart(till, 1))
    before = pending(till)
    session.head = msgspec.structs.replace(session.head, hq_incarnation=UUID(int=1))
    with pytest.raises(BadAnswer) as caught:
        send_all(till, line, session)
    assert caught.value.cause == "acknowledged"
    assert pending(till) == before


def test_a_right_that_hq_did_not_seal_for_this_life_is_not_taken(
    hq: HeadOffice, station: Station, expect_log: Callable[[str], None]
) -> None:
    hq.grant(station, numbers=300)
    with hq.office.database.tenant(hq.tenant_id) as tx:
        offered = grants.outstanding(tx, [station.holder])[station.id]
    ((grant_id, seal),) = offered.seals
    key = hq.line(station).caller.hq_key
    expect_log("a right that is not sealed for this life is left alone")
    longer = replace(offered.numbers[0], last=offered.numbers[0].last + 1)
    for forged in (Grants(numbers=offered.numbers), Grants(numbers=(longer,), seals=((grant_id, seal),))):
        assert taking.take(station, key, forged) == 0
    assert kinds(station).count("numbers_accepted/1") == 2  # of invoices, and of credit notes
    assert taking.take(station, key, offered) == 1


def test_without_a_network_the_till_goes_on_and_catches_up(hq: HeadOffice, till: Station) -> None:
    hq.network.is_up = False
    for _ in range(3):
        sell(till, general_cart(till, 1))
        with pytest.raises(Unavailable):
            hq.round(till)
    hq.network.is_up = True
    hq.round(till)
    assert (pending(till), sales_at(hq)) == (0, 3)


def test_nothing_is_written_while_hq_is_asked(hq: HeadOffice, till: Station) -> None:
    """A transaction across a request would make a sale wait for the network. Another one writes during the request."""
    sold: list[str] = []

    def meanwhile(beyond: httpx.BaseTransport, request: httpx.Request) -> httpx.Response:
        sold.append(str(sell(till, general_cart(till, 1)).document.number))
        return beyond.handle_request(request)

    for path in ("/head", "/journal", "/feed", "/digests"):
        hq.network.announce(path, meanwhile)
    hq.load(dearer())
    with till.database.write() as tx:
        sync_state.forget_comparison(tx)
    hq.round(till)
    assert len(sold) == 4


def test_rights_come_with_the_answer_and_are_journaled_once(hq: HeadOffice, station: Station) -> None:
    accepted = [kind for kind in kinds(station) if "accepted" in kind]
    numbers = ["numbers_accepted/1", "numbers_accepted/1"]  # of invoices, and of credit notes
    assert sorted(accepted) == [*numbers, "places_accepted/1", "seats_accepted/1", "turns_accepted/1"]
    hq.round(station)
    assert [kind for kind in kinds(station) if "accepted" in kind] == accepted


def test_rights_whose_answer_was_lost_come_again_and_count_once(hq: HeadOffice, station: Station) -> None:
    hq.grant(station, numbers=300)
    hq.network.announce("/journal", lost_reply)
    with pytest.raises(HqUnreachable):
        hq.round(station)
    hq.round(station)
    hq.round(station)
    with station.database.read() as tx:
        assert numbers.left(tx, station.holder, station.catalogue.profile(tx).series) == (500, 500)


def test_places_that_run_low_are_asked_for(hq: HeadOffice, till: Station) -> None:
    for _ in range(4):
        sell(till, general_cart(till, 10))
    hq.round(till)
    with till.database.read() as tx:
        places = till.catalogue.places(tx, small.offering(till).performance.id)
    assert list(places.values()) == [75]


def test_a_seat_of_a_lease_is_sold_and_arrives(hq: HeadOffice, till: Station) -> None:
    sell(till, seats_cart(till, ["A-1", "A-2"]))
    hq.round(till)
    with hq.office.database.tenant(hq.tenant_id) as tx:
        sold = tx.execute(select(sold_seat.c.seat_id).order_by(sold_seat.c.seat_id)).scalars()
        assert list(sold) == [0, 1]


def test_a_session_lasts_for_less_than_a_minute(hq: HeadOffice, till: Station) -> None:
    session = hq.round(till)
    small.clock_of(till).advance(seconds=54)
    assert hq.round(till, session) is session
    small.clock_of(till).advance(seconds=1)
    assert hq.round(till, session) is not session
    other = hq.round(till)
    small.clock_of(till).advance(seconds=-1)  # the clock was set back
    assert hq.round(till, other) is not other


class OtherHead(HqClient):
    """An HQ that acknowledges another last entry than the station sent."""

    def push(self, request: Push) -> Sealed[Acknowledged]:
        sealed = super().push(request)
        return replace(sealed, message=msgspec.structs.replace(sealed.message, head_hash="00" * 32))


def test_an_acknowledgement_of_another_entry_counts_for_nothing(hq: HeadOffice, till: Station) -> None:
    session = hq.round(till)
    sell(till, general_cart(till, 1))
    before = pending(till)
    with pytest.raises(BadAnswer) as caught:
        send_all(till, OtherHead(enrolment.caller_of(till), hq.network), session)
    assert (caught.value.cause, pending(till)) == ("head", before)


def test_a_packed_answer_is_refused(hq: HeadOffice, till: Station) -> None:
    """It was not asked for, and a small one may unpack without end."""
    sell(till, general_cart(till, 1))
    before = pending(till)
    body = gzip.compress(bytes(1_000_000))
    packed = httpx.Response(200, headers={"content-encoding": "gzip"}, content=body)
    hq.network.announce("/journal", lambda _beyond, _request: packed)
    with pytest.raises(BadAnswer) as caught:
        hq.round(till)
    assert (caught.value.cause, pending(till)) == ("packed", before)
