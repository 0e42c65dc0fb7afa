"""HQ's database, which keeps how PostgreSQL would run each statement if row security did not add the tenant."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Self

import psycopg
from sqlalchemy import Connection

from hq.storage.database import Database, _adapt

_STATEMENT = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)
_OF_ONE_TENANT = re.compile(r"\btenant_id = ('[^']+'::uuid|\(?\w+\.tenant_id)|= \w+\.tenant_id\b")
_CONDITIONS = ("Index Cond", "Recheck Cond", "Filter", "Hash Cond", "Join Filter", "Merge Cond")
Plan = Mapping[str, Any]


class PlannedDatabase(Database):
    """A database whose statements are explained, each text once, to a superuser, from whom nothing is hidden."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.plans: dict[str, Plan] = {}
        plans, conninfo = self.plans, self.conninfo

        class Cursor(psycopg.Cursor[Any]):
            def execute(self, query: Any, params: Any = None, **named: Any) -> Self:
                _explain(plans, conninfo, str(query), params)
                return super().execute(query, params, **named)

            def executemany(self, query: Any, params_seq: Any, **named: Any) -> None:
                rows = list(params_seq)
                for row in rows[:1]:
                    _explain(plans, conninfo, str(query), row)
                super().executemany(query, rows, **named)

        self._cursor = Cursor

    @contextmanager
    def owner(self) -> Iterator[Connection]:
        """A transaction whose statements are explained."""
        with super().owner() as connection:
            driver: Any = connection.connection.driver_connection
            driver.cursor_factory = self._cursor
            yield connection


def _explain(plans: dict[str, Plan], conninfo: str, query: str, params: Any) -> None:
    if query in plans or not _STATEMENT.match(query):
        return
    with psycopg.connect(conninfo, autocommit=True) as connection:
        _adapt(connection, None)
        row = connection.execute(f"EXPLAIN (FORMAT JSON) {query}".encode(), params).fetchone()
    assert row is not None
    plans[query] = row[0][0]["Plan"]


def not_of_one_tenant(plan: Plan, tables: Sequence[str]) -> list[str]:
    """The tables that a plan reads without naming one tenant, and without joining to a row of one."""
    return [
        node["Relation Name"]
        for node in _nodes(plan)
        if node.get("Relation Name") in tables
        and node["Node Type"] != "ModifyTable"
        and not _OF_ONE_TENANT.search(_conditions(node))
    ]


def _conditions(node: Plan) -> str:
    """The conditions of a node; a bitmap of an index has its own below it."""
    own = [str(node[name]) for name in _CONDITIONS if name in node]
    below = [_conditions(part) for part in node.get("Plans", ()) if part["Node Type"].startswith("Bitmap")]
    return " ".join([*own, *below])


def _nodes(plan: Plan) -> Iterator[Plan]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)
