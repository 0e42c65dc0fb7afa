"""Transactions of one tenant: row security, the form of stored values, and what the database refuses."""

from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Self
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import bindparam, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from hq.storage.database import Database, DatabaseUnavailable
from hq.storage.guards import APPEND_ONLY
from hq.storage.schema import TENANT_TABLES
from hq.storage.tables import tenant
from sync.facts.entry import journal
from sync.tables.catalogue import exchange_rate, venue
from sync.tables.transaction import Tx


class Recording(psycopg.Cursor[tuple[object, ...]]):
    """A cursor that keeps the text of each statement."""

    statements: ClassVar[list[str]] = []

    def execute(self, query: Any, *arguments: Any, **named: Any) -> Self:
        self.statements.append(str(query))
        return super().execute(query, *arguments, **named)


A, B = UUID(int=0xA), UUID(int=0xB)
RATE = {"currency": "USD", "value_on": date(2026, 6, 1), "value": Decimal("36.5000"), "source": "BCV"}


def put_venue(tx: Tx, tenant_id: UUID) -> None:
    tx.insert(venue, [{"tenant_id": tenant_id, "id": UUID(int=1), "name": "Teatro", "address": "Caracas"}])


def test_a_tenant_sees_its_own_rows_without_any_filter(database: Database) -> None:
    for tenant_id in (A, B):
        with database.tenant(tenant_id) as tx:
            put_venue(tx, tenant_id)
    with database.tenant(A) as tx:
        assert tx.execute(select(venue.c.tenant_id)).scalars().all() == [A]
        assert tx.execute(update(venue).values(name="Otro")).rowcount == 1
    with database.tenant(B) as tx:
        assert tx.execute(select(venue.c.name)).scalars().all() == ["Teatro"]


def test_a_row_of_another_tenant_cannot_be_written(database: Database) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), database.tenant(A) as tx:
        put_venue(tx, B)


def test_without_a_tenant_nothing_is_seen(database: Database) -> None:
    with database.tenant(A) as tx:
        put_venue(tx, A)
    with pytest.raises(DBAPIError, match="permission denied"), database.platform() as tx:
        tx.execute(select(venue))
    with database.owner() as connection:
        connection.execute(text("SET LOCAL ROLE taquilla_app"))
        assert connection.execute(select(venue)).all() == []


def test_the_platform_makes_tenants_and_a_tenant_sees_itself_only(database: Database, postgres: object) -> None:
    at = datetime(2026, 6, 1, tzinfo=UTC)
    with database.platform() as tx:
        for tenant_id, slug in ((A, "a"), (B, "b")):
            row = {"tenant_id": tenant_id, "slug": slug, "name": slug, "created_at": at, "books_closed_through": None}
            tx.insert(tenant, [row])
        assert tx.execute(select(tenant.c.slug).order_by("slug")).scalars().all() == ["a", "b"]
    with database.tenant(A) as tx:
        assert tx.execute(select(tenant.c.slug)).scalars().all() == ["a"]


def test_every_table_of_a_tenant_forces_row_security_and_leads_its_key_with_the_tenant(database: Database) -> None:
    forced = text("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
    policies = text("SELECT tablename FROM pg_policies WHERE policyname = 'own_tenant'")
    with database.owner() as connection:
        names = {table.name for table in TENANT_TABLES}
        assert set(connection.execute(forced).scalars()) == names
        assert set(connection.execute(policies).scalars()) == names
    assert [t.name for t in TENANT_TABLES if next(iter(t.primary_key)).name != "tenant_id"] == []


def test_neither_role_may_bypass_row_security(database: Database) -> None:
    roles = text("SELECT rolname FROM pg_roles WHERE rolname LIKE 'taquilla%' AND (rolbypassrls OR rolsuper)")
    with database.owner() as connection:
        assert connection.execute(roles).all() == []


def test_values_reach_the_columns_alike_by_both_doors(database: Database) -> None:
    with database.tenant(A) as tx:
        tx.insert(exchange_rate, [{"tenant_id": A, **RATE}])
        tx.execute(insert(exchange_rate).values(tenant_id=A, **{**RATE, "currency": "EUR"}))
        rows = tx.execute(select(exchange_rate.c.value_on, exchange_rate.c.value)).all()
        assert [tuple(row) for row in rows] == [(RATE["value_on"], RATE["value"])] * 2
        one = select(exchange_rate.c.value).where(exchange_rate.c.value_on == bindparam("on"))
        assert len(tx.run(one, {"on": RATE["value_on"]}).fetchall()) == 2


def test_an_instant_is_stored_as_microseconds(database: Database) -> None:
    at = datetime(2026, 6, 1, 12, 30, 0, 5, tzinfo=UTC)
    row = {"station_id": A, "epoch": 1, "seq": 1, "kind": "k", "body": b"b", "hash": b"h", "signature": b"s"}
    with database.tenant(A) as tx:
        assert tx.insert(journal, [{"tenant_id": A, "at": at, **row}]) == 1
        assert tx.insert(journal, [{"tenant_id": A, "at": at, **row}]) == 0
        assert tx.execute(select(journal.c.at)).scalar_one() == at


@pytest.mark.parametrize("verb", ["UPDATE {} SET tenant_id = tenant_id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_what_was_written_once_never_changes(database: Database, verb: str) -> None:
    for table in APPEND_ONLY:
        with pytest.raises(DBAPIError, match="permission denied"), database.tenant(A) as tx:
            tx.execute(text(verb.format(table)))


def test_the_owner_cannot_change_the_journal_either(database: Database) -> None:
    row = {"station_id": A, "epoch": 1, "seq": 1, "kind": "k", "body": b"b", "hash": b"h", "signature": b"s"}
    with database.tenant(A) as tx:
        tx.insert(journal, [{"tenant_id": A, "at": datetime(2026, 6, 1, tzinfo=UTC), **row}])
    for verb in ("UPDATE journal SET kind = 'x'", "DELETE FROM journal", "TRUNCATE journal"):
        with pytest.raises(DBAPIError, match="append-only"), database.owner() as connection:
            connection.execute(text(verb))


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    def fail() -> None:
        with database.tenant(A) as tx:
            put_venue(tx, A)
            tx.execute(text("SELECT 1 / 0"))

    with pytest.raises(DBAPIError, match="division"):
        fail()
    with database.tenant(A) as tx:
        assert tx.execute(select(venue)).all() == []


def test_a_connection_that_broke_is_said_so_and_the_next_one_works(database: Database) -> None:
    def break_off() -> None:
        with database.tenant(A) as tx, database.owner() as other:
            pid = tx.execute(text("SELECT pg_backend_pid()")).scalar_one()
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
            tx.execute(select(venue))

    with pytest.raises(DatabaseUnavailable):
        break_off()
    with database.tenant(A) as tx:
        put_venue(tx, A)


def test_after_a_restart_of_the_server_one_request_fails_and_not_one_for_each_connection(database: Database) -> None:
    with database.tenant(A) as tx, database.tenant(A) as other, database.owner() as killer:
        pids = [one.execute(text("SELECT pg_backend_pid()")).scalar_one() for one in (tx, other)]
        kept = killer.execute(text("SELECT pg_backend_pid()")).scalar_one()
    assert kept not in pids
    with psycopg.connect(database.conninfo, autocommit=True) as connection:
        for pid in (*pids, kept):
            connection.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    with pytest.raises(DatabaseUnavailable), database.tenant(A):
        pass
    with database.tenant(A) as tx, database.tenant(A) as other:
        put_venue(tx, A)
        assert other.execute(select(venue)).all() == []


def test_role_and_tenant_are_set_by_statements_that_citus_repeats_on_its_other_servers(database: Database) -> None:
    """It repeats SET LOCAL after `citus.propagate_set_commands`; with `set_config` its workers would show no row."""
    with database.owner() as connection:
        driver: Any = connection.connection.driver_connection
        driver.cursor_factory = Recording
    del Recording.statements[:]
    for door, role, tenant_id in (
        (database.tenant(A), "taquilla_app", str(A)),
        (database.snapshot(B), "taquilla_app", str(B)),
        (database.platform(), "taquilla_platform", ""),
    ):
        with door as tx:
            seen = "SELECT current_user, current_setting('taquilla.tenant')"
            assert tuple(tx.execute(text(seen)).one()) == (role, tenant_id)
            entered = [statement for statement in Recording.statements if statement.startswith("SET LOCAL")]
        assert entered == [
            "SET LOCAL citus.propagate_set_commands = 'local'",
            f"SET LOCAL ROLE {role}",
            f"SET LOCAL taquilla.tenant = '{tenant_id}'",
        ]
        del Recording.statements[:]
    with database.owner() as connection:
        now = "SELECT current_user, current_setting('taquilla.tenant')"
        assert tuple(connection.execute(text(now)).one()) == ("postgres", "")


def test_a_database_that_does_not_answer_is_named_without_its_password() -> None:
    with closing(Database("postgresql://somebody:canary@127.0.0.1:9/none")) as database:
        with pytest.raises(DatabaseUnavailable) as raised, database.tenant(A):
            pass
        assert "canary" not in str(raised.value)
        assert "127.0.0.1" in str(raised.value)
