"""A ticket at a presale turn that its station did not hold is a case with what was paid and what was expected."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest

from domain.conflicts.cases import Choice, ConflictCase, ConflictKind
from domain.conflicts.differences import Matter
from domain.rights import GrantId, SeatSpan, TurnsGrant
from hq.books.check import check
from hq.conflicts.cases import open_cases
from hq.office import Office
from hq.people.accounts import Author
from hq.rights import fencing, grants
from sync import facts
from tests.builders import stations as small
from tests.builders.counters import Counter, Counters, two_counters

pytestmark = pytest.mark.house

ROW = tuple(range(1, 11))


@pytest.fixture
def counters(office: Office, tmp_path: Path) -> Iterator[Counters]:
    """Each has a row of ten of the forty seats, and so one of the four turns of the presale."""
    with two_counters(office, tmp_path) as (one, two):
        one.grant(numbers=30, seats=[f"C-{no}" for no in ROW])
        two.grant(numbers=30, seats=[f"B-{no}" for no in ROW])
        yield one, two


def empty(one: Counter, grant_id: int) -> TurnsGrant:
    show, zone = small.offering(one.station), small.zone(one.station, "Platea")
    return TurnsGrant(GrantId(UUID(int=grant_id)), show.performance.id, zone.id, ())


def accept_foreign_turns(one: Counter, first: int, last: int) -> None:
    """Record turns that HQ granted to another station, as a clone or a restored store may have."""
    grant = empty(one, 900 + first)
    given = TurnsGrant(grant.id, grant.performance_id, grant.zone_id, (SeatSpan(first, last),))
    one.append(facts.TurnsAccepted(grant=given, certificate=""))


def cases(one: Counter) -> list[ConflictCase]:
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        return [case for case in open_cases(tx, one.holder.tenant_id) if case.contested.kind is ConflictKind.FIGURES]


def figures(case: ConflictCase) -> list[tuple[object, object]]:
    """What each ticket of the case cost, and what it should have cost after the presale, fees included."""
    return [
        (difference.stated, difference.derived)
        for claim in case.claims
        for difference in claim.differences
        if difference.matter is Matter.PRICE
    ]


def presale(one: Counter) -> tuple[object, object]:
    """The price of a place in the presale and after it, fees included."""
    zone = small.zone(one.station, "Platea")
    return zone.base_price + zone.base_price.percent(Decimal(-20)) + zone.fee, zone.base_price + zone.fee


def test_turns_that_were_granted_to_the_station_are_no_case(counters: Counters) -> None:
    for one in counters:
        row = "C" if one is counters[0] else "B"
        one.sell_seats(f"{row}-1", f"{row}-2")
        one.push()
    assert cases(counters[0]) == []


@pytest.mark.parametrize("first", [0, 1])
def test_a_turn_of_another_station_is_a_case_with_both_figures(counters: Counters, first: int) -> None:
    one, two = counters
    accept_foreign_turns(two, 0, 0)
    one.sell_seats("C-1")
    two.sell_seats("B-1", "B-2", "B-3")  # turns 0 and 1, and none
    counters[first].push()
    counters[1 - first].push()
    two.push(after=0)
    (case,) = cases(one)
    (claim,) = case.claims
    assert claim.position.station_id == two.holder.station_id
    assert figures(case) == [presale(two)]  # one of its two turns was its own
    assert [remedy.choice for remedy in case.proposal.remedies] == [Choice.STAND]
    assert check(one.office, one.holder.tenant_id).findings == ()


def test_a_turn_that_nobody_was_granted_is_a_case(counters: Counters) -> None:
    one, _ = counters
    accept_foreign_turns(one, 2, 3)
    one.sell_seats("C-1", "C-2", "C-3")  # turn 0 is its own
    one.push()
    (case,) = cases(one)
    assert figures(case) == [presale(one)] * 2


@pytest.mark.parametrize("released", [False, True])
def test_the_late_sale_of_a_lost_station_is_a_case_only_after_its_turns_were_released(
    counters: Counters, released: bool
) -> None:
    one, two = counters
    one.push()
    one.sell_seats("C-1")
    by = Author(one.holder.tenant_id, None)
    with one.office.database.tenant(by.tenant_id) as tx:
        fencing.fence(tx, one.holder, "lost", one.office.clock.now())
        if released:
            fencing.release_seats(tx, one.office, by, one.holder.station_id, "burnt")
    with one.office.database.tenant(by.tenant_id) as tx:
        given = grants.grant_turns(tx, two.office, two.holder, empty(two, 700), 4)
    assert given.turns == ((SeatSpan(0, 0), SeatSpan(2, 3)) if released else (SeatSpan(2, 3),))
    one.push()
    assert [figures(case) for case in cases(one)] == [[presale(one)]] * released
