"""The lane records ordinary pushes with the rows of `receive`, and leaves every other push to it."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pytest
from sqlalchemy import delete, text, update

from domain.fiscal.series import Medium
from domain.ids import JobId
from domain.money.money import VES, Money
from domain.payments.change import ChangeIn
from domain.sale.closing import Offer
from hq.intake import lane, lane_rows
from hq.intake.group_commit import MOST_ENTRIES_AT_ONCE
from hq.journals.arrivals import Arrived, OldRequest
from hq.office import Office
from hq.rights import grants
from hq.stations import stations
from hq.storage.database import DatabaseUnavailable
from hq.storage.ledger_tables import seat_right
from hq.web.busy import Busy
from pos_app.services.selling import carts, checkout
from pos_app.services.selling.checkout import Approvals
from sync.facts import SaleRecorded
from sync.facts.documents import PaperOutcome, PaperSettled
from sync.line.messages import Acknowledged, Wants
from sync.tables.catalogue import form_lot, series
from tests.builders import stations as small
from tests.builders.counters import Counter, Counters, two_counters
from tests.builders.lies import resigned
from tests.builders.twins import Twins, rows, twins

pytestmark = pytest.mark.house
_ENOUGH = 400
"""Numbers of which no refill is due."""


@pytest.fixture
def counters(office: Office, tmp_path: Path) -> Iterator[Counters]:
    with two_counters(office, tmp_path) as (one, two):
        for each, seats in ((one, ("A-1", "A-2", "A-3", "A-4")), (two, ("B-1", "B-2", "B-3", "B-4"))):
            each.grant(numbers=_ENOUGH, seats=seats, places=30)
            each.push()
        yield one, two


@pytest.fixture
def both(office: Office, counters: Counters, monkeypatch: pytest.MonkeyPatch) -> Iterator[Twins]:
    """Two HQs that have what both stations pushed so far, and whose lane has seen both stations sell."""
    with twins(office, monkeypatch) as made:
        for each, seat in zip(counters, ("A-4", "B-4"), strict=True):
            each.sell_places(1)
            each.sell_seats(seat)
        made.push(*counters)  # reads the catalogue, which stays in memory
        assert made.by_lane == 0
        yield made


def tables(both: Twins, one: Counter) -> dict[str, int]:
    return {name: len(some) for name, some in rows(both.other, one.holder.tenant_id).items()}


def test_sales_of_every_kind_are_recorded_in_one_group(both: Twins, counters: Counters) -> None:
    one, two = counters
    till = one.station
    one.sell_seats("A-1", "A-2")
    one.sell_places(3)
    checkout.sell(
        till, small.ana(till), small.general_cart(till, 1, "Cortesía"), Offer(()), Approvals(courtesy=small.rosa(till))
    )
    checkout.sell(
        till, small.ana(till), small.general_cart(till, 2), Offer((small.cash_usd("100.00"),), ChangeIn.CASH_USD)
    )
    small.sell(two.station, small.general_cart(two.station, 1), small.pago_movil("8570.06", "123456789012"))
    both.push(one, two)
    assert both.by_lane == 2
    counted = tables(both, one)
    assert (counted["sale"], counted["used_reference"], counted["conflict_case"]) == (9, 1, 0)


def test_what_follows_a_sale_is_recorded_by_the_lane_too(both: Twins, counters: Counters) -> None:
    one, _ = counters
    sold = one.sell_places(1)
    carts.void(one.station, small.ana(one.station), small.general_cart(one.station, 2))
    job, document = JobId(one.station.ids.new()), sold.document.id
    one.append(PaperSettled(job, document, PaperOutcome.PRINTED))
    both.push(one)
    one.sell_places(1)
    both.push(one)
    assert both.by_lane == 2
    assert tables(both, one)["cart_void"] == 1


def test_a_refill_is_granted_by_receive_and_accepted(both: Twins, counters: Counters) -> None:
    one, _ = counters
    for _ in range(2):
        one.sell_places(1)
        both.push(one)
    assert both.by_lane == 2
    zone, performance = small.zone(one.station, "General").id, small.offering(one.station).performance.id
    one.sell_places(1)
    sent = one.next_push(wants=Wants(places=((performance, zone, 5),)))
    (answer,) = both.receive(one.holder.tenant_id, [Arrived(one.holder.station_id, sent)])
    assert isinstance(answer, Acknowledged)
    assert answer.grants.places
    one.pushed_to = answer.acknowledged
    one.sell_places(1)
    both.push(one)  # its grant is on its way still
    assert both.refusals == ["a grant on its way"]
    one.accept(answer.grants)
    both.push(one)
    one.sell_places(1)
    both.push(one)
    one.sell_places(1)
    both.push(one)
    assert both.by_lane > 2


@pytest.mark.parametrize("sold_before", [1, 0])
def test_a_block_that_runs_low_is_refilled(
    both: Twins, counters: Counters, monkeypatch: pytest.MonkeyPatch, sold_before: int
) -> None:
    one, _ = counters
    monkeypatch.setattr(grants, "FEWEST_NUMBERS", 2 * (_ENOUGH - 3))  # low after four sales, of which two are made
    for _ in range(sold_before):
        one.sell_places(1)
        both.push(one)
    assert both.by_lane == sold_before
    for _ in range(2):
        one.sell_places(1)
    (answer,) = both.push(one)
    assert isinstance(answer, Acknowledged)
    assert len(answer.grants.numbers) == 1
    one.accept(answer.grants)
    both.push(one)
    assert both.refusals == []


def test_a_station_whose_forms_are_used_up_is_recorded_with_its_neighbour(
    both: Twins, counters: Counters, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = counters
    for office in (both.usual, both.other):
        with office.database.tenant(one.holder.tenant_id) as tx:
            tx.execute(update(series).values(medium=Medium.FREE_FORM))
            tx.execute(delete(form_lot))
    monkeypatch.setattr(grants, "FEWEST_NUMBERS", 4 * _ENOUGH)  # a block is due
    for _ in range(3):
        one.sell_places(1)
        two.sell_places(1)
        both.push(one, two)
    assert (both.by_lane, both.refusals) == (6, [])


def test_a_seat_whose_right_hq_lost_is_left_to_receive(both: Twins, counters: Counters) -> None:
    one, two = counters
    two.sell_places(1)
    one.sell_seats("A-1")
    for office in (both.usual, both.other):
        with office.database.tenant(one.holder.tenant_id) as tx:
            tx.execute(delete(seat_right).where(seat_right.c.seat_id == small.seat_id("A-1")))
    answers = both.push(one, two)
    assert all(isinstance(answer, Acknowledged) for answer in answers)
    assert (both.by_lane, both.refusals) == (0, ["a seat that is not held"])
    assert tables(both, one)["conflict_case"] == 0  # the station accepted it with HQ's seal


def test_a_false_figure_is_a_case_and_its_neighbour_is_recorded(both: Twins, counters: Counters) -> None:
    one, two = counters
    one.sell_places(1)
    two.sell_places(1)
    lie = resigned(one, lambda fact: msgspec.structs.replace(fact, document=_more(fact.document)))
    answers = both.receive(one.holder.tenant_id, [
        Arrived(one.holder.station_id, lie), Arrived(two.holder.station_id, two.next_push())
    ], together=False)  # fmt: skip
    assert all(isinstance(answer, Acknowledged) for answer in answers)
    assert both.by_lane == 1
    assert tables(both, one)["conflict_case"] == 1


def _more(document: Any) -> Any:
    return replace(document, total=Money(document.total.minor + 1, VES))


def test_a_payment_of_two_sales_is_a_case(both: Twins, counters: Counters) -> None:
    for each in counters:
        small.sell(each.station, small.general_cart(each.station, 1), small.pago_movil("8570.06", "123456789012"))
        both.push(each)
    assert both.by_lane == 2  # the second was recorded, and taken back
    assert tables(both, counters[0])["conflict_case"] == 1


def test_a_number_that_was_printed_before_is_a_case(both: Twins, counters: Counters) -> None:
    one, two = counters
    sold = two.sell_places(1)
    both.push(two)
    one.sell_places(1)
    number = sold.document.number
    lie = resigned(
        one, lambda fact: msgspec.structs.replace(fact, document=replace(fact.document, number=number))
    )  # fmt: skip
    both.receive(one.holder.tenant_id, [Arrived(one.holder.station_id, lie)])
    assert both.refusals == ["a row is known under another record"]
    assert tables(both, one)["conflict_case"] >= 1


@pytest.mark.parametrize("changed", [lambda theirs: {"code": theirs.code.swapcase()}, lambda theirs: {"id": theirs.id}])
def test_an_id_that_another_sale_has_is_a_case(both: Twins, counters: Counters, changed: Any) -> None:
    one, two = counters
    sold = two.sell_places(1)
    both.push(two)
    one.sell_places(1)
    (theirs,) = sold.sale.tickets
    both.receive(one.holder.tenant_id, [Arrived(one.holder.station_id, resigned(one, _with_ticket(**changed(theirs))))])
    assert both.refusals == ["a row is known under another record"]
    assert tables(both, one)["conflict_case"] == 1


def _with_ticket(**changed: Any) -> Any:
    def alter(fact: SaleRecorded) -> SaleRecorded:
        (ticket,) = fact.sale.tickets
        return msgspec.structs.replace(fact, sale=replace(fact.sale, tickets=(replace(ticket, **changed),)))

    return alter


def test_a_request_sent_twice_is_refused_as_receive_refuses_it(both: Twins, counters: Counters) -> None:
    one, _ = counters
    one.sell_places(1)
    sent = Arrived(one.holder.station_id, one.next_push())
    both.receive(one.holder.tenant_id, [sent])
    both.receive(one.holder.tenant_id, [sent])
    assert both.by_lane == 1


def test_a_station_that_was_frozen_meanwhile_is_left_to_receive(both: Twins, counters: Counters) -> None:
    one, _ = counters
    one.sell_places(1)
    both.push(one)
    for office in (both.usual, both.other):
        with office.database.tenant(one.holder.tenant_id) as tx:
            stations.freeze(tx, office, one.holder.tenant_id, one.holder.station_id, "test")
    one.sell_places(1)
    both.push(one)
    assert both.refusals == ["a station is not as it was"]


def test_a_closed_lane_takes_no_push(both: Twins, counters: Counters) -> None:
    one, _ = counters
    one.sell_places(1)
    both.push(one)  # the lane knows the station now
    one.sell_places(1)
    sent = Arrived(one.holder.station_id, one.next_push())
    both.runner.run(both.lane.aclose())
    with pytest.raises(Busy):
        both.runner.run(both.lane.put(one.holder.tenant_id, sent))
    assert both.by_lane == 1


def test_what_the_log_says_of_a_failed_group_quotes_no_value(
    both: Twins, counters: Counters, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    one, _ = counters

    async def failing(*_: object) -> None:
        raise psycopg.errors.InvalidTextRepresentation('invalid input syntax for type json: "Ana Pérez"')

    one.sell_places(1)
    monkeypatch.setattr(lane_rows, "call", failing)
    with caplog.at_level("INFO"):
        both.push(one)
    assert "InvalidTextRepresentation" in caplog.text
    assert "Ana" not in caplog.text


def test_a_connection_that_breaks_before_the_commit_records_each_push_once(
    both: Twins, counters: Counters, monkeypatch: pytest.MonkeyPatch
) -> None:
    notify = lane_rows.notify

    async def broken(connection: psycopg.AsyncConnection[Any], notices: Sequence[str]) -> None:
        with both.other.database.owner() as other:
            other.execute(text(f"SELECT pg_terminate_backend({connection.info.backend_pid})"))
        await notify(connection, notices)

    for each in counters:
        each.sell_places(1)
    with monkeypatch.context() as patched:
        patched.setattr(lane_rows, "notify", broken)
        both.push(*counters)
    for each in counters:
        each.sell_places(1)
        both.push(each)  # kept away once
        each.sell_places(1)
    both.push(*counters)
    assert both.by_lane == 4
    assert tables(both, counters[0])["sale"] == 10


def test_a_push_whose_commit_is_not_known_is_not_acknowledged(
    both: Twins, counters: Counters, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = counters
    commit = psycopg.AsyncConnection.commit

    async def lost(connection: psycopg.AsyncConnection[Any]) -> None:
        await commit(connection)
        raise psycopg.OperationalError("connection lost")

    one.sell_places(1)
    sent = Arrived(one.holder.station_id, one.next_push())
    with monkeypatch.context() as patched:
        patched.setattr(psycopg.AsyncConnection, "commit", lost)
        with pytest.raises(DatabaseUnavailable):
            both.runner.run(both.lane.put(one.holder.tenant_id, sent))
    with pytest.raises(OldRequest):
        both.runner.run(both.lane.put(one.holder.tenant_id, sent))
    assert tables(both, one)["sale"] == 5


def test_a_large_push_is_left_to_receive(both: Twins, counters: Counters) -> None:
    one, _ = counters
    one.sell_places(1)
    both.push(one)
    for _ in range(MOST_ENTRIES_AT_ONCE):
        one.sell_places(1)
    both.push(one)
    assert both.by_lane == 1


def test_a_group_whose_answers_fail_leaves_nobody_waiting(
    both: Twins, counters: Counters, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    one, _ = counters
    expect_log("a group of lane is not answered")
    one.sell_places(1)
    sent = Arrived(one.holder.station_id, one.next_push())
    monkeypatch.setattr(lane, "acknowledgement", lambda *_: 1 / 0)

    async def put() -> None:
        await asyncio.wait_for(both.lane.put(one.holder.tenant_id, sent), 20)

    with pytest.raises(Busy):
        both.runner.run(put())
