"""Holds travel as facts: HQ lists those that stand, believes only what follows, and gets back nothing that is kept."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.conflicts.cases import ConflictKind
from domain.ids import HoldId
from domain.rights import SeatSpan
from domain.sale.holds import HoldEnd
from hq.books.check import check
from hq.rights import holds as at_hq
from hq.rights.holds import HoldView
from pos_app.services.proof.verify import verify
from pos_app.services.selling import holds
from pos_app.station import Station
from pos_app.storage.catalogue import rights as stored_rights
from sync.facts import HoldEnded, HoldExtended, HoldMade, SeatsReturned
from tests.builders import stations as small
from tests.builders.stations import general_cart, seat_id, seats_cart, sell
from tests.pos_app.services.selling.test_holds import hold
from tests.pos_app.with_hq.head_office import HeadOffice
from tests.pos_app.with_hq.test_refunds_at_hq import case_kinds
from tests.pos_app.with_hq.test_tickets_at_hq import lie


def listed(hq: HeadOffice) -> list[HoldView]:
    with hq.office.database.tenant(hq.tenant_id) as tx:
        return at_hq.page(tx, hq.tenant_id, (None, None), None, 50)


def test_hq_lists_what_is_held_until_it_ends(hq: HeadOffice, till: Station) -> None:
    made = hold(till, seats_cart(till, ["A-1", "A-2"]), phone="0414-1234567")
    general = hold(till, general_cart(till, 5), name="Luis")
    hq.round(till)
    first, second = listed(hq)
    assert (first.number, first.name, first.phone, len(first.lines)) == (1, "María Ñáñez", "0414-1234567", 2)
    assert (second.lines[0].seat_id, second.lines[0].places) == (None, 5)
    until = holds.extend(till, small.ana(till), made.hold.id)
    holds.release(till, small.ana(till), general.hold.id, "No vino")
    hq.round(till)
    assert [(one.number, one.expires_at) for one in listed(hq)] == [(1, until)]
    sell(till, holds.take_into_cart(till, small.ana(till), made.hold.id))
    hq.round(till)
    assert (listed(hq), case_kinds(hq)) == ([], [])
    assert check(hq.office, hq.tenant_id).ok
    assert verify(till).ok


def test_acts_on_one_hold_in_one_push_arrive_in_their_order(hq: HeadOffice, till: Station) -> None:
    ana = small.ana(till)
    first = hold(till, seats_cart(till, ["A-1"]))
    holds.release(till, ana, first.hold.id, "No vino")
    again = hold(till, seats_cart(till, ["A-1"]))
    until = holds.extend(till, ana, again.hold.id)
    gone = hold(till, general_cart(till, 50), lasts=timedelta(minutes=5))
    small.clock_of(till).advance(minutes=6)
    assert [one.id for one in holds.end_due(till)] == [gone.hold.id]
    hold(till, general_cart(till, 50))
    hq.round(till)
    assert case_kinds(hq) == []
    one, other = listed(hq)
    assert (one.number, one.expires_at, other.number) == (2, until, 4)


LIES: dict[str, Any] = {
    "an end before its time": lambda made: HoldEnded(made.hold.id, HoldEnd.EXPIRED),
    "a sale without a sale": lambda made: HoldEnded(made.hold.id, HoldEnd.SOLD),
    "an end of no hold": lambda _: HoldEnded(HoldId(UUID(int=5)), HoldEnd.RELEASED, "x"),
    "an earlier end": lambda made: HoldExtended(made.hold.id, made.hold.expires_at - timedelta(minutes=1)),
    "a seat that is held already": lambda made: HoldMade(replace(made.hold, id=HoldId(UUID(int=6)))),
}


@pytest.mark.parametrize("fact", LIES.values(), ids=LIES.keys())
def test_an_act_that_does_not_follow_changes_nothing_and_asks_hq(hq: HeadOffice, till: Station, fact: Any) -> None:
    made = hold(till, seats_cart(till, ["A-1"]))
    lie(till, fact(made))
    assert not verify(till).ok
    hq.round(till)
    assert case_kinds(hq) == [ConflictKind.RIGHT_NOT_HELD]
    assert [(one.number, one.expires_at) for one in listed(hq)] == [(1, made.hold.expires_at)]


def test_a_seat_does_not_come_back_while_it_is_held(hq: HeadOffice, till: Station) -> None:
    hold(till, seats_cart(till, ["A-1"]))
    with till.database.read() as tx:
        lease = next(one for one in stored_rights.leases(tx, till.holder) if seat_id("A-1") in one.seats[0])
    lie(till, SeatsReturned(lease.id, (SeatSpan(seat_id("A-1"), seat_id("A-1")),)))
    assert not verify(till).ok
    hq.round(till)
    assert case_kinds(hq) == [ConflictKind.RIGHT_NOT_HELD]


def test_more_places_than_are_left_are_not_held(hq: HeadOffice, till: Station) -> None:
    sell(till, general_cart(till, 3))
    made = hold(till, general_cart(till, 30))
    lie(till, HoldMade(replace(made.hold, id=HoldId(UUID(int=7)))))
    hq.round(till)
    assert case_kinds(hq) == [ConflictKind.RIGHT_NOT_HELD]
    assert not verify(till).ok
