"""HQ believes a station about rights only where its own records agree: anything else changes nothing and is a case."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, text

from domain.conflicts.doubts import Why
from domain.rights import GrantId, SeatGrant, SeatSpan, spans
from hq.books.check import check
from hq.people.accounts import Author
from hq.rights import fencing, grants
from hq.rights.grants import AlreadyGranted
from sync import facts, journal
from sync.facts import rights as shared
from sync.line.messages import Acknowledged
from tests.builders import stations as small
from tests.builders.counters import Counter, Counters
from tests.hq.lives import begin_new_life
from tests.hq.rights.belief import doubts, is_refused, performance_and_zone, rows_of
from tests.pos_app.services.proof.tampering import tampering

pytestmark = pytest.mark.house


def _life(one: Counter) -> tuple[Any, Any, int]:
    return one.holder.tenant_id, one.holder.station_id, one.holder.epoch


def forget_last(one: Counter) -> None:
    """Take the last entry out of the store, as a cheater with the key may before it is sent."""
    with tampering(one.station) as tx:
        tx.execute(text("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)"))


def returns_of(owner: Counter) -> list[facts.AnyFact]:
    """The return of one right of each kind that a counter holds."""
    numbers, seats = owner.last_accepted(facts.NumbersAccepted), owner.last_accepted(facts.SeatsAccepted)
    with owner.station.database.read() as tx:
        block = tx.execute(select(shared.number_block.c.first, shared.number_block.c.last)).one()
        held = tx.execute(select(shared.seat_lease.c.seats)).scalar_one()
    first = int(held.split("-")[0])
    return [
        facts.NumbersReturned(grant_id=numbers, first=block.last - 4, last=block.last),
        facts.SeatsReturned(grant_id=seats, seats=(SeatSpan(first, first),)),
        facts.PlacesReturned(grant_id=owner.last_accepted(facts.PlacesAccepted), places=4, returned=4),
    ]


KINDS = pytest.mark.parametrize("kind", [0, 1, 2], ids=["numbers", "seats", "places"])


@KINDS
def test_nobody_returns_a_right_of_another_station(counters: Counters, kind: int) -> None:
    one, two = counters
    doubt = is_refused(two, returns_of(one)[kind])
    assert (doubt.why, doubt.subject) == (Why.OTHER_STATION, ["numbers", "seats", "places"][kind])
    assert (doubt.station_id, doubt.epoch) == (one.holder.station_id, 1)


@KINDS
def test_nobody_returns_a_right_that_hq_never_granted(counters: Counters, kind: int) -> None:
    one, _ = counters
    body = returns_of(one)[kind]
    unknown = {"grant_id": GrantId(one.station.ids.new())}
    lie = type(body)(**{name: getattr(body, name) for name in body.__struct_fields__} | unknown)
    assert is_refused(one, lie).why is Why.UNKNOWN_RIGHT


@KINDS
def test_a_new_life_returns_nothing_of_the_life_before(counters: Counters, kind: int) -> None:
    one, _ = counters
    old = returns_of(one)[kind]
    begin_new_life(one)
    one.push()
    doubt = is_refused(one, old)
    assert (doubt.why, doubt.epoch) == (Why.OTHER_LIFE, 1)


def test_nobody_returns_numbers_outside_of_the_unused_end(counters: Counters) -> None:
    one, _ = counters
    one.sell_places(1)
    grant_id = one.last_accepted(facts.NumbersAccepted)
    for first, last in ((1, 30), (5, 29), (5, 31), (30, 29)):
        lie = facts.NumbersReturned(grant_id=grant_id, first=first, last=last)
        one.append(lie)
    before = rows_of(one)["void_range"]
    one.push()
    assert rows_of(one)["void_range"] == before
    assert [(doubt.why, doubt.known) for doubt in doubts(one)] == [(Why.NOT_HELD, "A 2-30")] * 4
    assert check(one.office, one.holder.tenant_id).ok


def test_nobody_returns_seats_twice_or_after_selling_them(counters: Counters) -> None:
    one, _ = counters
    grant_id = one.last_accepted(facts.SeatsAccepted)
    seat = {name: small.seat_id(name) for name in ("A-1", "A-2", "A-3")}

    def giving_back(name: str) -> facts.SeatsReturned:
        return facts.SeatsReturned(grant_id=grant_id, seats=spans([seat[name]]))

    one.append(giving_back("A-3"))
    one.push()
    assert doubts(one) == []
    one.sell_seats("A-1")
    one.append(giving_back("A-1"), giving_back("A-3"))
    one.push()
    assert {(doubt.why, doubt.claimed) for doubt in doubts(one)} == {
        (Why.SOLD, str(seat["A-1"])),
        (Why.NOT_HELD, str(seat["A-3"])),
    }
    one.append(giving_back("A-1"))
    one.push()
    assert [doubt.why for doubt in doubts(one)].count(Why.SOLD) == 2


@pytest.mark.parametrize("together", [True, False])
def test_places_that_were_sold_do_not_come_back(counters: Counters, *, together: bool) -> None:
    """HQ would grant them again: two tickets for one place."""
    one, _ = counters
    one.sell_places(8)
    if not together:
        one.push()
    right = one.last_accepted(facts.PlacesAccepted)
    one.append(facts.PlacesReturned(grant_id=right, places=3, returned=3))
    one.push()
    (doubt,) = doubts(one)
    assert (doubt.why, doubt.claimed, doubt.known) == (Why.SOLD, "3", "2")
    one.append(facts.PlacesReturned(grant_id=right, places=2, returned=2))
    one.push()
    assert len(doubts(one)) == 1
    assert check(one.office, one.holder.tenant_id).ok


def test_a_return_of_the_wrong_sum_is_not_believed(counters: Counters) -> None:
    one, _ = counters
    right = one.last_accepted(facts.PlacesAccepted)
    for places, returned in ((4, 5), (0, 0), (-4, -4), (11, 11)):
        one.append(facts.PlacesReturned(grant_id=right, places=places, returned=returned))
    before = rows_of(one)
    one.push()
    assert rows_of(one) == before
    assert [doubt.why for doubt in doubts(one)] == [Why.NOT_HELD] * 4


def test_what_comes_back_rightly_is_granted_again(counters: Counters) -> None:
    """The seat of a lie stays its holder's; the seat of a true return is given to the next one."""
    one, two = counters
    seats = one.last_accepted(facts.SeatsAccepted)
    giving_back = facts.SeatsReturned(grant_id=seats, seats=spans([small.seat_id("A-3")]))
    two.append(giving_back)
    two.push()
    performance, _ = performance_and_zone(two)
    wanted = SeatGrant(GrantId(two.station.ids.new()), performance, spans([small.seat_id("A-3")]))
    with two.office.database.tenant(two.holder.tenant_id) as tx, pytest.raises(AlreadyGranted):
        grants.grant_seats(tx, two.office, two.holder, wanted)
    one.append(giving_back)
    one.push()
    again = replace(wanted, id=GrantId(two.station.ids.new()))
    with two.office.database.tenant(two.holder.tenant_id) as tx:
        grants.grant_seats(tx, two.office, two.holder, again)


@pytest.mark.parametrize("act", [lambda one: one.sell_places(2), lambda one: one.sell_seats("A-1")])
def test_ordinary_days_open_no_case(counters: Counters, act: Callable[[Counter], object]) -> None:
    one, _ = counters
    act(one)
    for giving_back in returns_of(one)[::2]:
        one.append(giving_back)
    one.push()
    assert doubts(one) == []
    assert check(one.office, one.holder.tenant_id).ok


def test_a_seat_that_is_sold_without_a_right_is_a_case(counters: Counters) -> None:
    """A forged acceptance lets the program sell it; HQ granted the seat to nobody."""
    one, _ = counters
    performance, _zone = performance_and_zone(one)
    grant = SeatGrant(GrantId(one.station.ids.new()), performance, spans([small.seat_id("D-4"), small.seat_id("D-5")]))
    one.append(facts.SeatsAccepted(grant=grant, certificate="00" * 64))
    one.sell_seats("D-4", "A-1")
    one.push()
    by_why = {doubt.why: doubt for doubt in doubts(one)}
    assert set(by_why) == {Why.NOT_SEALED, Why.NOT_HELD}
    assert (by_why[Why.NOT_HELD].claimed, by_why[Why.NOT_HELD].known) == (str(small.seat_id("D-4")), "0-2")
    assert check(one.office, one.holder.tenant_id).ok


def test_a_seat_that_came_back_is_not_sold_by_its_former_holder(counters: Counters) -> None:
    one, _ = counters
    sold = one.sell_seats("A-3")
    seats = one.last_accepted(facts.SeatsAccepted)
    giving_back = facts.SeatsReturned(grant_id=seats, seats=spans([small.seat_id("A-3")]))
    with one.station.database.read() as tx:
        (sale,) = [entry.read().body for entry in journal.read(tx, *_life(one)) if entry.kind == "sale_recorded/1"]
    assert isinstance(sale, facts.SaleRecorded)
    assert sale.sale.id == sold.sale.id
    forget_last(one)
    one.append(giving_back, sale)
    one.push()
    assert [(doubt.why, doubt.subject, doubt.claimed) for doubt in doubts(one)] == [
        (Why.NOT_HELD, "seats", str(small.seat_id("A-3")))
    ]


def test_a_sale_of_a_life_that_ended_is_held_by_what_it_was_granted(counters: Counters) -> None:
    """Also after staff released the seats: the sale is late, and no lie."""
    one, _ = counters
    late, old = one.sell_seats("A-1"), one.next_push()
    begin_new_life(one)
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        by = Author(one.holder.tenant_id, None)
        assert fencing.release_seats(tx, one.office, by, one.holder.station_id, "moved")
    assert isinstance(one.send(old), Acknowledged)
    assert late.sale.tickets
    assert doubts(one) == []
