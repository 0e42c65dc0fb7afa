"""Whether a life holds what it sold is one look-up by key for each thing, also while PostgreSQL has counted no rows."""

from uuid import UUID

import pytest
from sqlalchemy import TextClause, text

from hq.conflicts.rows import evidence
from hq.storage.database import Database

_TENANT = UUID(int=1)


@pytest.mark.parametrize(
    ("statement", "things", "key"),
    [
        (evidence.NUMBERS_NOT_HELD, "numbers", "station_id"),
        (evidence.SEATS_NOT_HELD, "used", "seat_id"),
        (evidence.FOREIGN_TURNS, "turns", "turn"),
    ],
)
def test_no_thing_is_compared_with_all_rows(database: Database, statement: TextClause, things: str, key: str) -> None:
    with database.tenant(_TENANT) as tx:
        tx.execute(text("SET LOCAL enable_seqscan = off"))  # of an empty table it costs nothing
        rows = tx.execute(text(f"EXPLAIN {statement.text}"), {"tenant": _TENANT, things: "[]"})
        plan = "\n".join(rows.scalars())
    (condition,) = [line for line in plan.splitlines() if "Index Cond" in line]
    assert f"{key} = " in condition
    assert "Join" not in plan
