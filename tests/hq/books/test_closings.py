"""HQ adds up the documents of each Z report itself, across lives of the store."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from domain.ids import ReportId
from domain.till.till_report import TillReport
from hq.books.check import check
from hq.findings import Finding, Flaw, finding
from hq.office import Office
from pos_app import startup
from pos_app.services.till import till_reports
from sync import facts
from tests.builders import stations as small
from tests.builders.counters import Counter, counter, keys_of
from tests.hq.lives import begin_new_life
from tests.pos_app.lives import bring_back
from tests.pos_app.services.copies.copies import snapshot
from tests.pos_app.services.copies.test_backup import close_day

pytestmark = pytest.mark.house


@pytest.fixture
def one(office: Office, tmp_path: Path) -> Iterator[Counter]:
    """A counter with numbers, seats and places."""
    with counter(office, tmp_path / "1", 1) as made:
        made.grant(numbers=30, seats=["A-1", "A-2", "A-3"], places=20)
        yield made


def take_z(one: Counter) -> TillReport:
    close_day(one.station)
    taken = till_reports.last_z(one.station)
    assert taken is not None
    return taken


def flaws(one: Counter) -> tuple[Finding, ...]:
    one.push()
    return check(one.office, one.holder.tenant_id).findings


def sell_for_dollars(one: Counter, seat: str) -> None:
    """A sale with IGTF, so that perpetual sales exceed the documents' totals."""
    small.sell(one.station, small.seats_cart(one.station, [seat]), small.cash_usd("60"))


def test_a_z_over_two_lives_adds_up(one: Counter) -> None:
    one.sell_places(1)
    take_z(one)
    one.sell_places(2)
    sell_for_dollars(one, "A-1")
    assert flaws(one) == ()
    begin_new_life(one)
    one.grant(numbers=20, seats=["C-1"], places=10)
    sell_for_dollars(one, "C-1")
    assert take_z(one).number == 2
    one.sell_places(1)
    assert take_z(one).number == 3
    assert flaws(one) == ()


@pytest.mark.parametrize("brought_back", [False, True])
def test_a_z_after_a_restore_holds_with_what_was_lost_or_without(
    one: Counter, tmp_path: Path, *, brought_back: bool
) -> None:
    """HQ has a sale and a Z report that the restored copy lacks."""
    one.sell_places(1)
    take_z(one)
    one.sell_places(1)
    copy = snapshot(one.station, tmp_path / "older")
    one.sell_places(1)
    take_z(one)
    assert flaws(one) == ()
    newer = one.station
    one.station = startup.open_station(copy, keys_of(1), small.surroundings(seed=9, clock=small.clock_of(newer)))
    with closing(one.station.database):
        begin_new_life(one)
        if brought_back:
            bring_back(one.station, newer, 1)
        one.grant(numbers=20, places=10)
        one.sell_places(1)
        assert take_z(one).number == (3 if brought_back else 2)
        assert flaws(one) == ()


@pytest.mark.parametrize("flaw", ["number", "sales"])
def test_a_z_that_says_something_else_is_told(one: Counter, flaw: str) -> None:
    one.sell_places(1)
    take_z(one)
    assert flaws(one) == ()
    begin_new_life(one)
    one.grant(numbers=20, places=10)
    one.sell_places(1)
    right = take_z(one)
    perpetual = right.totals.perpetual
    if flaw == "number":
        false = replace(right, number=right.number + 2)
    else:
        more = replace(perpetual, sales=perpetual.sales + perpetual.sales)
        false = replace(right, number=right.number + 1, totals=replace(right.totals, perpetual=more))
    false = replace(false, id=ReportId(one.station.ids.new()))
    one.append(facts.ReportTaken(false))
    assert flaws(one) == (finding(Flaw.Z_SUM, key=str(false.id)),)
