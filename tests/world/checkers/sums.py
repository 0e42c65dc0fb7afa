"""Cases and cash: each closed once, each adding up from its rows."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import text

from domain.conflicts import ConflictKind
from tests.world.books import Books
from tests.world.world import World


def cases_close_once(world: World, books: Books) -> Iterator[str]:
    """I23: one resolution a case, and every closed case has it."""
    with world.hq.office.database.tenant(world.hq.tenant_id) as tx:
        settled = Counter(tx.execute(text("SELECT case_id FROM conflict_resolution")).scalars())
    yield from (f"case {case_id} was closed {times} times" for case_id, times in settled.items() if times > 1)
    for case in books.cases:
        if (case.state == "closed") != (case.id in settled):
            yield f"case {case.id} ({case.kind}) is {case.state}"


def prices_are_as_asked(world: World, books: Books) -> Iterator[str]:
    """No station here charges anything else than what its catalogue says: there is nothing to settle about prices."""
    yield from (f"case {case.id} is about a price" for case in books.cases if case.kind == ConflictKind.PRICE)


def cash_adds_up(world: World, books: Books) -> Iterator[str]:
    """I25: float, payments, change and movements make what a closed shift was expected to hold."""
    with world.hq.office.database.tenant(world.hq.tenant_id) as tx:
        for row in tx.execute(text(_CASH), {"tenant": world.hq.tenant_id}):
            if row.station_id in books.stations_with_branches:
                continue
            if row.expected != row.found:
                yield f"shift {row.shift_id} expected {row.expected} {row.currency}, its rows make {row.found}"


_CASH = """
    SELECT d.shift_id, d.currency, d.expected, (SELECT s.station_id FROM shift s WHERE s.tenant_id = :tenant
            AND s.id = d.shift_id) AS station_id,
        coalesce((SELECT sum(f.amount) FROM shift_float f WHERE f.tenant_id = :tenant AND f.shift_id = d.shift_id
            AND f.currency = d.currency), 0)
        + coalesce((SELECT sum(p.amount) FROM payment p JOIN sale s ON s.tenant_id = :tenant AND s.id = p.sale_id
            WHERE p.tenant_id = :tenant AND s.shift_id = d.shift_id AND p.currency = d.currency
            AND p.method LIKE 'cash%'), 0)
        - coalesce((SELECT sum(c.amount) FROM change_given c JOIN sale s ON s.tenant_id = :tenant
            AND s.id = c.sale_id WHERE c.tenant_id = :tenant AND s.shift_id = d.shift_id
            AND c.currency = d.currency AND c.method LIKE 'cash%'), 0)
        + coalesce((SELECT sum(CASE m.kind WHEN 'in' THEN m.amount WHEN 'out' THEN -m.amount ELSE 0 END)
            FROM cash_movement m WHERE m.tenant_id = :tenant AND m.shift_id = d.shift_id
            AND m.currency = d.currency), 0) AS found
    FROM shift_difference d WHERE d.tenant_id = :tenant
"""
