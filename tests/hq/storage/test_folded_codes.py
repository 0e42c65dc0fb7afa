"""A ticket is found by its code without reading the other tickets of the tenant."""

from uuid import UUID

import pytest
from sqlalchemy import inspect, text

from hq.storage.database import Database
from hq.storage.guards import APP

TENANT = UUID(int=1)


@pytest.mark.parametrize(
    ("table", "column"),
    [("ticket", "code_folded"), ("replaced_ticket", "code_folded"), ("replaced_ticket", "new_code_folded")],
)
def test_the_index_serves_under_row_security(database: Database, table: str, column: str) -> None:
    with database.owner() as connection:
        # Of an empty table PostgreSQL would read any index, which costs as little.
        connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT pk_{table} CASCADE"))
        for index in inspect(connection).get_indexes(table):
            if column not in index["column_names"]:
                connection.execute(text(f"DROP INDEX {index['name']}"))
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        connection.execute(text(f"SET LOCAL ROLE {APP}"))
        look_up = f"SELECT 1 FROM {table} WHERE tenant_id = '{TENANT}' AND {column} = ANY(ARRAY['a', 'b'])"  # noqa: S608  # our own names
        plan = "\n".join(connection.execute(text(f"EXPLAIN {look_up}")).scalars())
        connection.rollback()
    (condition,) = [line for line in plan.splitlines() if "Index Cond" in line]
    assert column in condition
