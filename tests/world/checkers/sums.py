"""Checks that conflict cases are closed once and that the expected cash of a shift follows from its rows."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import text

from domain.conflicts.cases import Claim, ConflictCase, ConflictKind
from sync.tables import canonical
from tests.world.books import Books
from tests.world.world import World


def cases_close_once(world: World, books: Books) -> Iterator[str]:
    """I23: every closed case was closed by exactly one act."""
    acts: dict[UUID, set[UUID]] = defaultdict(set)
    with world.hq.office.database.tenant(world.hq.tenant_id) as tx:
        settled = set(tx.execute(text("SELECT case_id FROM conflict_resolution")).scalars())
        for row in tx.execute(text("SELECT case_id, body FROM conflict_history WHERE act = 'closed'")):
            by = canonical.decode(row.body, ConflictCase).resolution
            acts[row.case_id].add(by.id if by else row.case_id)
    yield from (f"case {case_id} was closed by {len(by)} acts" for case_id, by in acts.items() if len(by) > 1)
    for case in books.cases:
        if (case.state == "closed") != (case.id in settled):
            yield f"case {case.id} ({case.kind}) is {case.state}"


def the_best_claim_wins(world: World, books: Books) -> Iterator[str]:
    """I8, I23: the proposed winner of a seat follows from the claims alone, not from their order of arrival."""
    statement = text("SELECT body FROM conflict_case WHERE tenant_id = :tenant AND kind = :kind")
    with world.hq.office.database.tenant(world.hq.tenant_id) as tx:
        keys = {"tenant": world.hq.tenant_id, "kind": ConflictKind.SEAT_TWICE}
        for body in tx.execute(statement, keys).scalars():
            case = canonical.decode(body, ConflictCase)
            if case.round == 0 and case.proposal.winner != min(case.claims, key=_worse).id:
                yield f"case {case.id}: {case.contested.key} is not the best claim's"


def _worse(claim: Claim) -> tuple[bool, bool, int, int, int]:
    at = claim.position
    return (not claim.admitted, not claim.held_right, at.epoch, at.seq, claim.ticket_id.int if claim.ticket_id else 0)


def honest_stations_are_believed(world: World, books: Books) -> Iterator[str]:
    """I27: no case doubts a right or a settlement: the stations of a world do not lie, whatever happens to them."""
    doubts = {
        *(ConflictKind.RIGHT_NOT_HELD, ConflictKind.SETTLEMENT_UNASKED, ConflictKind.ID_TWICE, ConflictKind.REFUND)
    }
    yield from (f"case {case.id} ({case.kind}) doubts an honest station" for case in books.cases if case.kind in doubts)


def cash_adds_up(world: World, books: Books) -> Iterator[str]:
    """I25: the expected cash of a closed shift is float + payments - change - refunds + movements.

    A store that was put back to an older copy counts without what it lacks, as a Z does (`hq/books/closings.py`).
    """
    with world.hq.office.database.tenant(world.hq.tenant_id) as tx:
        for row in tx.execute(text(_CASH), {"tenant": world.hq.tenant_id}):
            if row.station_id in books.stations_with_branches:
                continue
            if row.expected not in {row.calculated, row.in_store}:
                yield f"shift {row.shift_id} expected {row.expected} {row.currency}, its rows make {row.calculated}"


def _cash(held: str) -> str:
    """The cash of a shift from the rows at HQ whose `position` is held."""
    return f"""coalesce((SELECT sum(f.amount) FROM shift_float f WHERE f.tenant_id = :tenant AND f.shift_id = d.shift_id
            AND f.currency = d.currency), 0)
        + coalesce((SELECT sum(p.amount) FROM payment p JOIN sale s ON s.tenant_id = :tenant AND s.id = p.sale_id
            WHERE p.tenant_id = :tenant AND s.shift_id = d.shift_id AND p.currency = d.currency
            AND p.method LIKE 'cash%' AND {held}), 0)
        - coalesce((SELECT sum(c.amount) FROM change_given c JOIN sale s ON s.tenant_id = :tenant
            AND s.id = c.sale_id WHERE c.tenant_id = :tenant AND s.shift_id = d.shift_id
            AND c.currency = d.currency AND c.method LIKE 'cash%' AND {held}), 0)
        - coalesce((SELECT sum(b.amount) FROM money_back b JOIN refund r ON r.tenant_id = :tenant
            AND r.id = b.refund_id WHERE b.tenant_id = :tenant AND r.shift_id = d.shift_id
            AND b.currency = d.currency AND b.method LIKE 'cash%' AND {held}), 0)
        + coalesce((SELECT sum(CASE m.kind WHEN 'in' THEN m.amount WHEN 'out' THEN -m.amount ELSE 0 END)
            FROM cash_movement m WHERE m.tenant_id = :tenant AND m.shift_id = d.shift_id
            AND m.currency = d.currency AND {held}), 0)"""  # noqa: S608  # our own conditions


_CASH = f"""
    SELECT d.shift_id, d.currency, d.expected, t.station_id, {_cash("TRUE")} AS calculated,
        {_cash("(position <= life.upto OR position >= life.first)")} AS in_store
    FROM shift_difference d JOIN shift t ON t.tenant_id = :tenant AND t.id = d.shift_id
    LEFT JOIN LATERAL (
        SELECT o.epoch::bigint << 32 AS first,
            ((opened.body #>> '{{body,previous,epoch}}')::bigint << 32)
                + (opened.body #>> '{{body,previous,seq}}')::bigint AS upto
        FROM journal o, LATERAL (SELECT convert_from(o.body, 'UTF8')::json AS body) AS opened
        WHERE o.tenant_id = :tenant AND o.station_id = t.station_id AND o.epoch = t.closed_position >> 32 AND o.seq = 1
    ) AS life ON TRUE
    WHERE d.tenant_id = :tenant
"""  # noqa: S608  # our own statements
"""`in_store` leaves out what the life that closed the shift lacks of the lives before it."""
