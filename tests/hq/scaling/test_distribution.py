"""Spreading the tables: the statements, their order, what is refused, and going on after a stop."""

from pathlib import Path

import pytest
from sqlalchemy import text

from hq.office import Office
from hq.people.tenants import Tenant
from hq.scaling import distribution
from hq.scaling.distribution import Plan
from hq.scaling.layout import DISTRIBUTED, REFERENCE
from hq.scaling.rows import citus
from hq.scaling.rules import Breach, Rule
from hq.setup import organisations
from hq.storage import migrations
from hq.storage.database import Database
from tests.builders.citus import citus_available, create_citus

ALL = len(DISTRIBUTED) + len(REFERENCE)


def spread(database: Database) -> Plan:
    planned = distribution.plan(database)
    distribution.carry_out(database, planned, lambda _number, _step: None)
    return planned


def run(database: Database, statement: str) -> None:
    with database.owner() as connection:
        connection.execute(text(statement))


def test_every_table_is_spread_beside_the_others_or_whole_everywhere(with_citus: Database) -> None:
    planned = spread(with_citus)
    assert planned.nodes == ["worker1:5432", "worker2:5432"]
    assert (len(planned.steps), planned.done) == (ALL, 0)
    with with_citus.owner() as connection:
        placed = citus.placed(connection)
    assert {placed[table.name][1:3] for table in REFERENCE} == {("n", "t")}
    assert {placed[table.name].column for table in DISTRIBUTED} == {"tenant_id"}
    assert len({placed[table.name].group for table in DISTRIBUTED}) == 1
    assert len(placed) == ALL


def test_the_intake_plans_with_the_organisation(with_citus: Database) -> None:
    spread(with_citus)
    with with_citus.owner() as connection:
        stored = text("SELECT proconfig FROM pg_proc WHERE proname = 'record_pushes'")
        settings = connection.execute(stored).scalar_one()
    assert "plan_cache_mode=force_custom_plan" in settings
    assert "enable_seqscan=off" in settings


def test_spreading_again_does_nothing(with_citus: Database) -> None:
    spread(with_citus)
    again = spread(with_citus)
    assert (again.steps, again.done) == ((), ALL)


def test_a_plan_changes_nothing(with_citus: Database) -> None:
    distribution.plan(with_citus)
    with with_citus.owner() as connection:
        assert citus.placed(connection) == {}


def test_the_statements_are_those_of_citus(with_citus: Database) -> None:
    steps = distribution.plan(with_citus).steps
    assert [step.statement for step in steps[:3]] == [
        "SELECT create_reference_table('public.hq_incarnation')",
        f"SELECT create_distributed_table('public.{DISTRIBUTED[0].name}', 'tenant_id', colocate_with => 'none')",
        (
            f"SELECT create_distributed_table('public.{DISTRIBUTED[1].name}', 'tenant_id', "
            f"colocate_with => 'public.{DISTRIBUTED[0].name}')"
        ),
    ]


def test_the_roles_may_connect_to_every_server_and_still_bypass_nothing(with_citus: Database) -> None:
    spread(with_citus)
    roles = "SELECT rolcanlogin, rolsuper, rolbypassrls FROM pg_roles WHERE rolname LIKE 'taquilla_%'"
    with with_citus.owner() as connection:
        assert {tuple(row) for row in connection.execute(text(roles))} == {(True, False, False)}
        commands = connection.execute(text("SELECT nodeid, command FROM citus_stand_in.commands")).all()
    assert [tuple(one) for one in commands] == [(1, citus.LOGIN_ROLES), (2, citus.LOGIN_ROLES)]


def test_a_stop_keeps_what_was_done_and_the_next_run_goes_on(with_citus: Database) -> None:
    third = DISTRIBUTED[2].name
    run(with_citus, "CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''disk full''; END'")
    run(with_citus, "CREATE TRIGGER fill BEFORE INSERT ON pg_dist_partition FOR EACH ROW WHEN "
        f"(NEW.logicalrelid = 'public.{third}'::regclass) EXECUTE FUNCTION fill()")  # fmt: skip
    with pytest.raises(distribution.DistributionStopped) as stopped:
        spread(with_citus)
    assert (stopped.value.table, stopped.value.cause) == (third, "disk full")
    run(with_citus, "DROP TRIGGER fill ON pg_dist_partition")
    again = spread(with_citus)
    assert (again.done, again.steps[0].table, len(again.steps)) == (3, third, ALL - 3)


def test_a_table_that_loses_rows_on_the_way_is_put_back(with_citus: Database, office: Office) -> None:
    organisations.make(office, Tenant(office.ids.new(), "sala", "Sala"))
    run(with_citus, "CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS "
        "'BEGIN SET LOCAL session_replication_role = replica; DELETE FROM hq_key; RETURN NEW; END'")  # fmt: skip
    run(with_citus, "CREATE TRIGGER lose BEFORE INSERT ON pg_dist_partition FOR EACH ROW WHEN "
        "(NEW.logicalrelid = 'public.hq_key'::regclass) EXECUTE FUNCTION lose()")  # fmt: skip
    with pytest.raises(distribution.DistributionStopped, match="1 rows before, 0 after"):
        spread(with_citus)
    with with_citus.owner() as connection:
        assert citus.count(connection, "hq_key") == 1
        assert "hq_key" not in citus.placed(connection)


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        ("DELETE FROM pg_dist_node", distribution.NoNodes),
        ("UPDATE pg_dist_node SET shouldhaveshards = false", distribution.NoNodes),
        ("UPDATE pg_dist_node SET isactive = false", distribution.NoNodes),
        ("UPDATE pg_dist_local_group SET groupid = 1", distribution.NotCoordinator),
        ("UPDATE pg_extension SET extversion = '10.2-4' WHERE extname = 'citus'", distribution.CitusTooOld),
        ("UPDATE pg_extension SET extversion = '11.0-4' WHERE extname = 'citus'", None),
        ("CREATE TABLE extra (id int)", distribution.NotDistributable),
        ("SELECT create_distributed_table('hq_incarnation', 'n')", distribution.DistributedOtherwise),
        ("SELECT create_reference_table('exchange_rate')", distribution.DistributedOtherwise),
        ("UPDATE alembic_version SET version_num = '9999'", migrations.SchemaAhead),
    ],
)
def test_what_is_not_as_it_must_be_is_refused(
    with_citus: Database, statement: str, refusal: type[Exception] | None
) -> None:
    run(with_citus, statement)
    if refusal is None:
        assert distribution.plan(with_citus).steps
        return
    with pytest.raises(refusal):
        distribution.plan(with_citus)
    with with_citus.owner() as connection:
        connection.execute(text("SELECT 1"))


def test_tables_in_two_groups_are_refused(with_citus: Database) -> None:
    run(with_citus, "SELECT create_distributed_table('exchange_rate', 'tenant_id', colocate_with => 'none')")
    run(with_citus, "SELECT create_distributed_table('venue', 'tenant_id', colocate_with => 'none')")
    with pytest.raises(distribution.DistributedOtherwise):
        distribution.plan(with_citus)


def test_what_the_schema_breaks_is_named(with_citus: Database) -> None:
    run(with_citus, "CREATE UNIQUE INDEX odd ON zone (name)")
    with pytest.raises(distribution.NotDistributable) as refused:
        distribution.plan(with_citus)
    assert refused.value.broken == (Breach("zone", Rule.UNIQUE_WITHOUT_TENANT, "odd"),)


def test_a_role_from_which_rows_are_hidden_moves_none(with_citus: Database) -> None:
    name = with_citus.url.database
    run(with_citus, "CREATE ROLE plain")
    for table in ("alembic_version", "pg_dist_node", "pg_dist_local_group"):
        run(with_citus, f"GRANT SELECT ON {table} TO plain")
    run(with_citus, f'ALTER DATABASE "{name}" SET role = plain')
    with_citus.close()
    try:
        with pytest.raises(distribution.NotSuperuser):
            distribution.plan(with_citus)
    finally:
        run(with_citus, "SET ROLE postgres; DROP OWNED BY plain; DROP ROLE plain")


def test_a_server_without_the_extension_is_told_from_a_database_without_it(
    database: Database, short_folder: Path
) -> None:
    with pytest.raises(distribution.CitusAbsent):
        distribution.plan(database)
    with citus_available(database, short_folder), pytest.raises(distribution.CitusNotCreated):
        distribution.plan(database)


def test_the_stand_in_refuses_what_citus_refuses(database: Database, short_folder: Path) -> None:
    """Otherwise the tests above could not fail."""
    with citus_available(database, short_folder):
        with database.owner() as connection:
            create_citus(connection)
        first, child = "exchange_rate", "zone"
        for statement, message in (
            ("SELECT create_distributed_table('exchange_rate', 'source')", "cannot create constraint"),
            (f"SELECT create_distributed_table('{child}', 'tenant_id')", "must be a distributed table"),
            ("SELECT create_distributed_table('hq_journal', 'tenant_id')", "has triggers"),
            (f"SELECT create_distributed_table('{first}', 'nothing')", "does not exist"),
            ("SELECT create_reference_table('hq_journal')", "has triggers"),
        ):
            _refused(database, statement, message)
        run(database, "SELECT create_distributed_table('venue', 'tenant_id', colocate_with => 'none')")
        _refused(database, "SELECT create_distributed_table('venue', 'tenant_id')", "already distributed")
        _refused(
            database, "SELECT create_distributed_table('section', 'tenant_id', colocate_with => 'none')", "foreign key"
        )
        _refused(database, "SELECT create_reference_table('section')", "to distributed tables")


def _refused(database: Database, statement: str, message: str) -> None:
    with pytest.raises(Exception, match=message):
        run(database, statement)
