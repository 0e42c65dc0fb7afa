"""A station takes no more by itself than it can sell: whoever has its token does not take every free seat."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

from domain.ids import PerformanceId
from domain.rights import GrantId, SeatGrant, SeatSpan, spans
from hq.app import create_app
from hq.office import Office
from hq.people.permissions import StaffRole
from hq.people.tenants import Tenant
from hq.rights import allowance, grants
from hq.rights.grants import FEWEST_NUMBERS, MOST_BLOCKS_AHEAD
from hq.storage.ledger import NoSuchRow
from pos_app.services.rights import returning
from sync.line.messages import AskPlaces, AskSeats, Wants
from sync.tables import canonical
from tests.builders import stations as small
from tests.builders.catalogue import small_setup
from tests.builders.counters import Counters, two_counters
from tests.builders.in_process import client
from tests.builders.tenants import people
from tests.hq.web.calls import as_staff, bearer, code_of
from tests.hq.web.pushing import Line

pytestmark = pytest.mark.house

HOUSE = Tenant(small_setup().tenant_id, "sala", "Sala de Pruebas")
OK, TOO_MANY, AMOUNT, MISSING = (200, ""), (409, "TOO_MANY_UNSOLD"), (422, "AMOUNT"), (404, "NOT_FOUND")
ROOM = 100
"""The places of the general zone of the small house."""


@pytest.fixture
def counters(office: Office, tmp_path: Path) -> Iterator[Counters]:
    with two_counters(office, tmp_path) as (one, two):
        yield one, two


@pytest.fixture
def line(office: Office, counters: Counters) -> Iterator[Line]:
    people(office, HOUSE)
    with client(create_app(office)) as api:
        yield Line(api, counters[0])


def show(line: Line) -> PerformanceId:
    return small.offering(line.one.station).performance.id


def ask(line: Line, what: str, asked: AskSeats | AskPlaces) -> tuple[int, str]:
    path = f"/v1/stations/{line.one.holder.station_id}/{what}"
    headers = {**bearer(line.token), "Content-Type": "application/json"}
    answer = line.api.post(path, content=canonical.encode(asked), headers=headers)
    return answer.status_code, "" if answer.status_code == httpx.codes.OK else code_of(answer)


def seat(line: Line, no: int, *, to: int | None = None) -> tuple[int, str]:
    span = SeatSpan(no, no if to is None else to)
    return ask(line, "seats", AskSeats(GrantId(UUID(int=no + 1)), show(line), (span,)))


def places(line: Line, count: int, no: int = 1, *, turns: int = 0) -> tuple[int, str]:
    zone = small.zone(line.one.station, "General").id
    return ask(line, "places", AskPlaces(GrantId(UUID(int=0x100 + no)), show(line), zone, count, turns))


def test_one_token_takes_no_more_than_half_of_the_seats(line: Line) -> None:
    """The house has 40 seats; a hall of 60,000 would let one station take as many as one sale may have."""
    answers = [seat(line, no) for no in range(40)]
    assert answers.count(OK) == allowance.most_unsold(40) == 20
    assert set(answers[20:]) == {TOO_MANY}
    assert seat(line, 3) == OK  # a repeated request is answered as before
    assert [allowance.most_unsold(of) for of in (0, 40, 41, 100, 399, 400, 60_000)] == [20, 20, 20, 50, 199, 200, 200]


def test_all_at_once_or_one_by_one_is_the_same(line: Line) -> None:
    assert seat(line, 0, to=39) == TOO_MANY
    assert seat(line, 0, to=19) == OK
    assert seat(line, 20) == TOO_MANY


def test_what_is_sold_or_given_back_may_be_taken_again(line: Line) -> None:
    one = line.one
    one.grant(numbers=30)
    assert seat(line, 0, to=19) == OK
    one.push()
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        granted = grants.outstanding(tx, [one.holder])[one.holder.station_id]
    one.accept(granted)
    returning.return_seats(one.station, small.rosa(one.station), show(line), [SeatSpan(0, 4)])
    one.push()
    assert seat(line, 20, to=24) == OK
    assert seat(line, 25) == TOO_MANY


def test_places_that_staff_granted_do_not_count(line: Line) -> None:
    line.one.grant(numbers=30, places=60)
    assert places(line, 20) == OK
    assert places(line, 20, 2) == OK
    assert places(line, 20, 3) in {TOO_MANY, (409, "PLACES_TAKEN")}


def test_seats_that_staff_granted_do_not_count(line: Line) -> None:
    one = line.one
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        grant = SeatGrant(GrantId(UUID(int=0x99)), show(line), spans(range(20, 40)))
        grants.grant_seats(tx, one.office, one.holder, grant)
    assert seat(line, 0, to=19) == OK


def test_places_are_limited_at_the_counter_and_in_each_push(line: Line) -> None:
    zone = small.zone(line.one.station, "General").id
    most = allowance.most_unsold(ROOM)
    assert places(line, most + 1) == TOO_MANY
    assert places(line, most - 5, 2) == OK
    assert places(line, 6, 3) == TOO_MANY
    with line.one.office.database.tenant(line.one.holder.tenant_id) as tx:
        line.one.accept(grants.outstanding(tx, [line.one.holder])[line.one.holder.station_id])
    wants = Wants(places=((show(line), zone, 90_000),))
    (granted,) = line.one.push(wants=wants).grants.places
    assert granted.places == 5
    assert line.one.push(wants=wants).grants.places == (granted,)


def test_a_station_that_sells_is_refilled(line: Line) -> None:
    one = line.one
    one.grant(numbers=30, places=60)
    one.sell_places(50)
    wants = Wants(places=((show(line), small.zone(one.station, "General").id, 30),))
    (granted,) = one.push(wants=wants).grants.places
    assert granted.places == 30
    assert allowance.most_more_places(held=4_000, unsold=1_000, of=40_000) == 2_000
    assert allowance.most_more_places(held=4_000, unsold=4_000, of=40_000) == 0


@pytest.mark.parametrize("count", [0, -1, 201, 100_000, 10**9])
def test_one_request_is_for_one_sale(line: Line, count: int) -> None:
    assert places(line, count) == AMOUNT
    if count:
        assert places(line, 0, turns=count) == AMOUNT
    assert ask(line, "seats", AskSeats(GrantId(UUID(int=7)), show(line), (SeatSpan(0, count - 1),))) == AMOUNT


def test_turns_are_limited_too(line: Line) -> None:
    platea = small.zone(line.one.station, "Platea").id
    with line.one.office.database.owner() as connection:
        connection.execute(text("UPDATE price_stage SET up_to_sold = 40 WHERE up_to_sold IS NOT NULL"))

    def turns(count: int, no: int) -> tuple[int, str]:
        return ask(line, "places", AskPlaces(GrantId(UUID(int=0x200 + no)), show(line), platea, 0, count))

    assert turns(15, 1) == OK
    assert turns(15, 2) == OK  # as many as it may, as HQ also grants fewer when it has fewer
    assert turns(1, 3) == TOO_MANY
    with line.one.office.database.tenant(line.one.holder.tenant_id) as tx:
        assert tx.execute(text("SELECT count(*) FROM turn_right")).scalar_one() == 20


def test_numbers_are_refilled_by_need_not_by_wish(line: Line) -> None:
    sizes = []
    for _ in range(6):
        answer = line.one.push(wants=Wants(numbers=100_000))
        sizes += [grant.last - grant.first + 1 for grant in answer.grants.numbers]
        line.one.accept(answer.grants)
    assert max(sizes) <= max(FEWEST_NUMBERS, allowance.MOST_NUMBERS)
    assert sum(sizes) <= (MOST_BLOCKS_AHEAD + 1) * allowance.MOST_NUMBERS


HUGE = [
    [{"first": 0, "last": 99_999}] * 5_000,
    [{"first": 99_999, "last": 99_999}] * 5_000,
    [{"first": no * 20, "last": no * 20 + 19} for no in range(5_000)],
    [{"first": 40, "last": 40}],
    [{"first": 0, "last": 40}],
]


@pytest.mark.parametrize("huge", HUGE)
def test_spans_beyond_the_plan_are_refused_before_any_work(line: Line, huge: list[dict[str, int]]) -> None:
    path = f"/v1/stations/{line.one.holder.station_id}/seat-grants/{UUID(int=9)}"
    body = {"performance_id": str(show(line)), "seats": huge}
    answer = line.api.put(path, json=body, headers=as_staff(line.one.office, StaffRole.ADMINISTRATOR, HOUSE))
    assert (answer.status_code, code_of(answer)) in {AMOUNT, MISSING}
    spans_of_it = tuple(SeatSpan(span["first"], span["last"]) for span in huge)
    assert ask(line, "seats", AskSeats(GrantId(UUID(int=9)), show(line), spans_of_it)) in {AMOUNT, MISSING, TOO_MANY}


def test_a_span_beyond_the_plan_is_not_counted_out(line: Line) -> None:
    one, grant = line.one, SeatGrant(GrantId(UUID(int=9)), show(line), (SeatSpan(0, 10**15),))
    with one.office.database.tenant(one.holder.tenant_id) as tx, pytest.raises(NoSuchRow):
        grants.grant_seats(tx, one.office, one.holder, grant)
