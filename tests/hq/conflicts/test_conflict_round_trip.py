"""A seat sold twice, from both tills to HQ, down to the desk, settled, and back: the end is the same on both sides."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from domain.conflicts.cases import CaseState, Choice
from domain.rights import GrantId, SeatGrant, spans
from hq.catalogue import feed
from hq.catalogue.feed import Reader
from hq.conflicts import cases
from hq.office import Office
from pos_app.services.conflicts import conflict_desk
from pos_app.services.conflicts.conflict_desk import Decision
from sync import facts
from sync.facts.conflicts import replaced_ticket
from sync.facts.sales import sold_seat
from sync.line import rows
from sync.tables.catalogue import conflict_case
from tests.builders import stations as small
from tests.builders.counters import Counter, Counters, two_counters

pytestmark = pytest.mark.house


@pytest.fixture
def counters(office: Office, tmp_path: Path) -> Iterator[Counters]:
    """The second has recorded a grant of a seat that HQ granted to the first, as a restored store may have."""
    with two_counters(office, tmp_path) as (one, two):
        one.grant(numbers=30, seats=["A-1", "A-2"])
        two.grant(numbers=30, seats=["A-3", "B-1", "B-2"])
        performance = small.offering(two.station).performance.id
        grant = SeatGrant(GrantId(two.station.ids.new()), performance, spans([small.seat_id("A-1")]))
        two.append(facts.SeatsAccepted(grant=grant, certificate=""))
        yield one, two


def pull_cases(one: Counter) -> None:
    """Apply the cases in the station's feed."""
    holder = one.holder
    with one.office.database.tenant(holder.tenant_id) as tx:
        page = feed.page(tx, one.office, Reader(holder.tenant_id, holder.station_id), 0, one.office.incarnation)
    with one.station.database.write() as tx:
        for change in page.changes:
            for put in change.put:
                if put.table == conflict_case.name:
                    tx.upsert(conflict_case, rows.unpack(conflict_case, put, holder.tenant_id))


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("choice", [Choice.MOVE, Choice.MONEY_BACK])
def test_a_settled_seat_is_the_same_at_hq_and_at_the_station(counters: Counters, first: int, choice: Choice) -> None:
    one, two = counters
    kept = one.sell_seats("A-1").sale.tickets[0]
    lost = two.sell_seats("A-1").sale.tickets[0]
    counters[first].push()
    assert counters[1 - first].push().conflicts_open == 1
    for station in counters:
        pull_cases(station)
    assert (conflict_desk.waiting(one.station), conflict_desk.waiting(two.station)) == (0, 1)

    (known,) = conflict_desk.cases(two.station)
    (offered,) = known.case.proposal.remedies[0].moves
    assert offered.seat_id == small.seat_id("A-3")  # as good as the lost seat, and held by the station itself
    decision = Decision(choice, (small.seat_id("B-2"),) if choice is Choice.MOVE else ())
    outcome = conflict_desk.settle(two.station, small.rosa(two.station), known.case.id, decision)

    assert two.push().conflicts_open == 0
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        closed = cases.case(tx, one.holder.tenant_id, known.case.id)
        seats = {row.seat_id: row.ticket_id for row in tx.execute(select(sold_seat))}
        ended = {row.code: row.new_code for row in tx.execute(select(replaced_ticket))}
    assert (closed.state, closed.resolution) == (CaseState.CLOSED, outcome.resolution)
    moved = {small.seat_id("B-2"): lost.id} if choice is Choice.MOVE else {}
    assert seats == {small.seat_id("A-1"): kept.id, **moved}
    assert ended == {lost.code: outcome.tickets[0].code if outcome.tickets else ""}
    pull_cases(two)
    assert conflict_desk.waiting(two.station) == 0
