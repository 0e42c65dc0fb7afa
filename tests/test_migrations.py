"""The station's migrations create exactly the tables of the code, and their SQL is generated from these."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from pos_app.storage import migrations
from pos_app.storage.store import guards, search_indexes
from pos_app.storage.store.database import Database
from scripts.schema.databases import SCHEMAS, STATION, Schema
from scripts.write_initial_sql import initial_sql

FOLDER = Path(migrations.__file__).parent
TABLES = STATION.tables
DIALECT = sqlite.dialect()


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database(tmp_path_factory.mktemp("store") / "station.db", bytes(32))
    with closing(database):
        migrations.upgrade(database)
        yield database


def schema(database: Database) -> dict[str, str]:
    """The SQL of every named object in the database, with white space normalised."""
    with database.read() as tx:
        rows = tx.execute(text("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")).all()
    return {row.name: tidy(row.sql) for row in rows if row.name != "alembic_version"}


def tidy(sql: str) -> str:
    return " ".join(sql.split())


def test_the_migrations_make_the_tables_and_the_guards_and_nothing_else(migrated: Database) -> None:
    wanted = {table.name: tidy(str(CreateTable(table).compile(dialect=DIALECT))) for table in TABLES}
    for table in TABLES:
        for index in table.indexes:
            wanted[str(index.name)] = tidy(str(CreateIndex(index).compile(dialect=DIALECT)))
    for statement in (*guards.STATEMENTS, *search_indexes.STATEMENTS):
        wanted[statement.split(" ON ")[0].split(" BEFORE ")[0].split()[-1]] = tidy(statement)
    assert schema(migrated) == wanted


def test_the_columns_stand_as_the_tables_say(migrated: Database) -> None:
    inspector = inspect(migrated.engine)
    assert sorted(inspector.get_table_names()) == sorted([*(table.name for table in TABLES), "alembic_version"])
    for table in TABLES:
        columns = {column["name"]: column["nullable"] for column in inspector.get_columns(table.name)}
        assert columns == {column.name: column.nullable for column in table.columns}, table.name


def test_the_last_step_is_the_one_the_program_knows(migrated: Database) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    assert ScriptDirectory.from_config(config).get_current_head() == migrations.HEAD
    assert migrations.revision(migrated.engine) == migrations.HEAD


def test_migrating_again_changes_nothing(migrated: Database) -> None:
    before = schema(migrated)
    migrations.upgrade(migrated)
    assert schema(migrated) == before


def test_a_new_file_has_no_revision(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "station.db", bytes(32))) as database:
        assert migrations.revision(database.engine) is None


def test_a_step_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    """A partial schema could never be completed, so a step is one transaction."""
    with closing(Database(tmp_path / "station.db", bytes(32))) as database:
        with database.write() as tx:
            tx.execute(text("CREATE TABLE zone_sold (x)"))
        with pytest.raises(Exception, match="already exists"):
            migrations.upgrade(database)
        assert list(schema(database)) == ["zone_sold"]


@pytest.mark.parametrize("published", SCHEMAS, ids=lambda schema: schema.name)
def test_the_first_migration_is_what_the_tables_say(published: Schema) -> None:
    assert initial_sql(published) == published.initial_sql.read_text(encoding="utf-8")
