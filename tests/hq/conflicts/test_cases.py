"""Conflict cases at HQ: judged from claims in any order, each closed once and sent to its station."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from uuid import UUID

import pytest
from sqlalchemy import select

from domain.conflicts.cases import (
    CaseId,
    CaseState,
    Choice,
    Claim,
    ConflictCase,
    ConflictKind,
    Resolution,
    ResolutionId,
)
from domain.ids import CashierId, SeatId
from hq.audit import act_journal
from hq.audit.acts import ConflictResolved
from hq.catalogue.publish import unpack
from hq.conflicts import cases, publishing
from hq.office import Office
from hq.people import tenants
from hq.setup import organisations
from hq.storage import ledger_tables
from sync.facts.sales import sold_seat
from sync.tables import canonical, catalogue
from sync.tables.catalogue import conflict_case
from sync.tables.transaction import Tx
from tests.builders.clock import FakeClock
from tests.domain.conflicts.disputes import (
    NOON,
    ONE,
    SHOW,
    STALLS,
    THREE,
    TWO,
    SaleAt,
    admitted,
    entry_claim,
    seat_claim,
)

EVENT, VENUE = UUID(int=50), UUID(int=51)


@pytest.fixture
def tenant_id(office: Office) -> UUID:
    """A tenant with a hall of one zone: two rows of six seats."""
    return _tenant(office, 900)


@pytest.fixture
def tx(office: Office, tenant_id: UUID) -> Iterator[Tx]:
    with office.database.tenant(tenant_id) as tx:
        yield tx


def _tenant(office: Office, number: int) -> UUID:
    made = organisations.make(office, tenants.Tenant(UUID(int=number), f"sala-{number}", "Sala"))
    with office.database.tenant(made.id) as tx:
        _hall(tx, made.id)
    return made.id


def _hall(tx: Tx, tenant_id: UUID) -> None:
    tx.insert(catalogue.venue, [{"tenant_id": tenant_id, "id": VENUE, "name": "Sala", "address": ""}])
    tx.insert(catalogue.section, [{"tenant_id": tenant_id, "venue_id": VENUE, "no": 0, "name": "Platea"}])
    tx.insert(catalogue.seat, [
        {"tenant_id": tenant_id, "venue_id": VENUE, "id": i, "section_no": 0, "row": "AB"[i // 6],
         "number": str(i % 6 + 1), "x_mm": 500 * (i % 6), "y_mm": 900 * (i // 6), "kind": 0}
        for i in range(12)
    ])  # fmt: skip
    tx.insert(
        catalogue.event,
        [
            {
                "tenant_id": tenant_id,
                "id": EVENT,
                "venue_id": VENUE,
                "name": "Concierto",
                "sell_until_minutes": 60,
                "refund_policy": "",
            }
        ],
    )
    tx.insert(catalogue.performance, [
        {"tenant_id": tenant_id, "id": SHOW, "event_id": EVENT, "starts_at": NOON + timedelta(days=9),
         "state": "active"}
    ])  # fmt: skip
    tx.insert(catalogue.zone, [
        {"tenant_id": tenant_id, "id": STALLS, "event_id": EVENT, "ordinal": 0, "name": "Platea", "kind": "numbered",
         "currency": "USD", "base_price": 3000, "fee": 0, "tax": "G", "tax_included": True, "capacity": 12,
         "state": "active"}
    ])  # fmt: skip
    tx.insert(catalogue.zone_section, [{"tenant_id": tenant_id, "zone_id": STALLS, "section_no": 0}])


def sold(tx: Tx, tenant_id: UUID, *claims: Claim) -> None:
    tx.insert(sold_seat, [
        {"tenant_id": tenant_id, "performance_id": SHOW, "seat_id": claim.contested.seat_id,
         "ticket_id": claim.ticket_id}
        for claim in claims
    ])  # fmt: skip


def accepted(case: ConflictCase, by: int = 7) -> Resolution:
    remedy = case.proposal.remedies[0]
    return Resolution(
        ResolutionId(UUID(int=by)), case.id, remedy.choice, NOON, CashierId(UUID(int=3)), case.proposal.winner,
        (remedy.claim_id,), remedy.moves, remedy.owed,
    )  # fmt: skip


FIRST, SECOND = seat_claim(SaleAt(ONE, 7), 8), seat_claim(SaleAt(TWO, 9), 8)


def test_a_seat_sold_twice_becomes_one_case_with_a_seat_that_is_free(tx: Tx, tenant_id: UUID) -> None:
    sold(tx, tenant_id, SECOND)
    cases.file_claims(tx, tenant_id, [SECOND, FIRST])
    (case,) = cases.assess(tx, tenant_id, NOON)
    assert case.proposal.winner == FIRST.id
    (move,) = case.proposal.remedies[0].moves
    assert move.seat_id != SeatId(8)
    assert cases.open_cases(tx, tenant_id) == (case,)
    assert cases.count_open(tx, tenant_id) == 1


def test_the_seat_is_the_winners_whoever_came_first(tx: Tx, tenant_id: UUID) -> None:
    sold(tx, tenant_id, SECOND)
    cases.file_claims(tx, tenant_id, [SECOND, FIRST])
    cases.assess(tx, tenant_id, NOON)
    assert tx.execute(select(sold_seat.c.ticket_id)).scalars().all() == [FIRST.ticket_id]


def test_filing_again_and_assessing_again_changes_nothing(tx: Tx, tenant_id: UUID) -> None:
    cases.file_claims(tx, tenant_id, [FIRST, SECOND])
    (case,) = cases.assess(tx, tenant_id, NOON)
    cases.file_claims(tx, tenant_id, [SECOND, FIRST])
    assert cases.assess(tx, tenant_id, NOON + timedelta(hours=1)) == ()
    assert [note.act for note in cases.history(tx, tenant_id, case.id)] == ["proposed", "sent"]


def test_any_order_of_arrival_leaves_the_same_row(office: Office) -> None:
    group = (7, 8)
    sides = [FIRST, SECOND, admitted(seat_claim(SaleAt(THREE, 2), 8)), seat_claim(SaleAt(TWO, 5), 7, group=group)]
    bodies = set()
    for number, order in enumerate(permutations(sides)):
        made = _tenant(office, number + 1)
        with office.database.tenant(made) as tx:
            for claim in order:
                cases.file_claim(tx, made, claim)
                cases.assess(tx, made, NOON)
            bodies.add(tuple(tx.execute(select(conflict_case.c.body).order_by(conflict_case.c.id)).scalars()))
    assert len(bodies) == 1


def test_the_station_concerned_is_told_and_the_others_are_not(tx: Tx, tenant_id: UUID) -> None:
    cases.file_claims(tx, tenant_id, [FIRST, SECOND])
    (case,) = cases.assess(tx, tenant_id, NOON)
    (change,) = tx.execute(select(ledger_tables.change)).all()
    assert change.station_id == TWO
    assert unpack(change.body).put[0].table == "conflict_case"
    assert case.concerned == TWO


def test_a_station_that_takes_the_catalogue_whole_gets_its_cases_after_it(tx: Tx, tenant_id: UUID) -> None:
    cases.file_claims(tx, tenant_id, [FIRST, SECOND])
    (case,) = cases.assess(tx, tenant_id, NOON)
    for station in (ONE, TWO):
        publishing.resend_open_cases(tx, tenant_id, station)
    receivers = [
        row.station_id for row in tx.execute(select(ledger_tables.change).order_by(ledger_tables.change.c.seq))
    ]
    assert receivers == [TWO, TWO]
    assert case.concerned == TWO


def test_a_case_that_goes_to_another_station_leaves_the_first(tx: Tx, tenant_id: UUID) -> None:
    cases.file_claims(tx, tenant_id, [FIRST, SECOND])
    cases.assess(tx, tenant_id, NOON)
    cases.file_claim(tx, tenant_id, admitted(SECOND))
    (case,) = cases.assess(tx, tenant_id, NOON)
    assert case.concerned == ONE
    changes = tx.execute(select(ledger_tables.change).order_by(ledger_tables.change.c.seq)).all()
    assert [(change.station_id, bool(unpack(change.body).drop)) for change in changes] == [
        (TWO, False), (TWO, True), (ONE, False),
    ]  # fmt: skip


def test_a_case_is_closed_once_and_the_same_act_again_is_no_other(office: Office, tenant_id: UUID) -> None:
    with office.database.tenant(tenant_id) as tx:
        cases.file_claims(tx, tenant_id, [FIRST, SECOND])
        (case,) = cases.assess(tx, tenant_id, NOON)
    closed = cases.resolve(office, tenant_id, accepted(case))
    assert (closed.state, closed.resolution) == (CaseState.CLOSED, accepted(case))
    assert cases.resolve(office, tenant_id, accepted(case)) == closed
    with pytest.raises(cases.CaseClosed):
        cases.resolve(office, tenant_id, accepted(case, by=8))
    with pytest.raises(cases.NoSuchCase):
        cases.resolve(office, tenant_id, replace(accepted(case), case_id=CaseId(UUID(int=1))))
    with office.database.tenant(tenant_id) as tx:
        assert cases.count_open(tx, tenant_id) == 0
        assert [note.act for note in cases.history(tx, tenant_id, case.id)] == ["proposed", "sent", "closed"]


def test_the_same_act_asked_for_later_is_told_once_and_another_under_its_id_is_refused(
    office: Office, tenant_id: UUID
) -> None:
    with office.database.tenant(tenant_id) as tx:
        cases.file_claims(tx, tenant_id, [FIRST, SECOND])
        (case,) = cases.assess(tx, tenant_id, NOON)
    closed = cases.resolve(office, tenant_id, accepted(case))
    assert cases.resolve(office, tenant_id, replace(accepted(case), at=NOON + timedelta(minutes=1))) == closed
    for other in (replace(accepted(case), choice=Choice.STAND), replace(accepted(case), note="otra")):
        with pytest.raises(cases.CaseClosed):
            cases.resolve(office, tenant_id, other)
    with office.database.tenant(tenant_id) as tx:
        acts = [act.entry.body for act in act_journal.read(tx, tenant_id, after=0, most=100)]
    assert [act.choice for act in acts if isinstance(act, ConflictResolved)] == [accepted(case).choice]


def test_a_station_closes_no_case_of_others(tx: Tx, tenant_id: UUID) -> None:
    cases.file_claims(tx, tenant_id, [FIRST, SECOND])
    (case,) = cases.assess(tx, tenant_id, NOON)
    assert not cases.apply_resolution(tx, tenant_id, THREE, accepted(case, by=9), NOON)
    assert cases.assess(tx, tenant_id, NOON) == ()
    assert cases.history(tx, tenant_id, case.id)[-1].act == "not_theirs"
    assert cases.apply_resolution(tx, tenant_id, TWO, accepted(case), NOON)
    (closed,) = cases.assess(tx, tenant_id, NOON)
    assert closed.resolution == accepted(case)


def test_a_case_that_hq_does_not_know_yet_is_closed_by_the_word_of_its_station(tx: Tx, tenant_id: UUID) -> None:
    cases.file_claims(tx, tenant_id, [FIRST, SECOND])
    (case,) = cases.assess(tx, tenant_id, NOON)
    unknown = replace(accepted(case), case_id=CaseId(UUID(int=1)))
    assert cases.apply_resolution(tx, tenant_id, TWO, unknown, NOON)


def test_what_a_station_settled_too_late_stays_in_the_history(tx: Tx, tenant_id: UUID) -> None:
    cases.file_claims(tx, tenant_id, [FIRST, SECOND])
    (case,) = cases.assess(tx, tenant_id, NOON)
    assert cases.apply_resolution(tx, tenant_id, TWO, accepted(case), NOON)
    assert cases.apply_resolution(tx, tenant_id, TWO, accepted(case), NOON)
    (closed,) = cases.assess(tx, tenant_id, NOON)
    assert closed.state is CaseState.CLOSED
    late = accepted(case, by=9)
    assert not cases.apply_resolution(tx, tenant_id, TWO, late, NOON)
    last = cases.history(tx, tenant_id, case.id)[-1]
    assert (last.act, canonical.decode(last.body, Resolution)) == ("too_late", late)


def test_a_third_ticket_for_a_settled_seat_opens_another_case(tx: Tx, tenant_id: UUID) -> None:
    cases.file_claims(tx, tenant_id, [FIRST, SECOND])
    (case,) = cases.assess(tx, tenant_id, NOON)
    cases.apply_resolution(tx, tenant_id, TWO, accepted(case), NOON)
    cases.assess(tx, tenant_id, NOON)
    cases.file_claim(tx, tenant_id, seat_claim(SaleAt(THREE, 1), 8, held=True))
    (again,) = cases.assess(tx, tenant_id, NOON)
    assert again.id != case.id
    assert again.proposal.winner == FIRST.id
    assert cases.case(tx, tenant_id, case.id).state is CaseState.CLOSED


def test_what_the_rule_settles_by_itself_is_closed_and_kept_at_hq(tx: Tx, tenant_id: UUID) -> None:
    cases.file_claim(tx, tenant_id, entry_claim(ConflictKind.LATE, SaleAt(ONE, 3)))
    (case,) = cases.assess(tx, tenant_id, NOON)
    assert case.resolution is not None
    assert (case.resolution.choice, case.resolution.by) == (Choice.STAND, None)
    assert tx.execute(select(ledger_tables.change.c.seq)).all() == []
    assert cases.assess(tx, tenant_id, NOON) == ()


def test_more_disputes_than_a_statement_has_parameters_for_are_judged(tx: Tx, tenant_id: UUID) -> None:
    many = [entry_claim(ConflictKind.UNKNOWN_ENTRY, SaleAt(ONE, seq)) for seq in range(1, 1_101)]
    cases.file_claims(tx, tenant_id, many)
    assert len(cases.assess(tx, tenant_id, NOON)) == len(many)


def test_no_tenant_sees_the_cases_of_another(office: Office, tenant_id: UUID, clock: FakeClock) -> None:
    with office.database.tenant(tenant_id) as tx:
        cases.file_claims(tx, tenant_id, [FIRST, SECOND])
        (case,) = cases.assess(tx, tenant_id, clock.now())
    other = _tenant(office, 901)
    with office.database.tenant(other) as tx:
        assert cases.open_cases(tx, tenant_id) == ()
        with pytest.raises(cases.NoSuchCase):
            cases.case(tx, other, case.id)
