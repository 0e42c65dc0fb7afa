"""HQ's migrations create the tables and guards of the code; a schema too old or too new is refused."""

from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from hq.storage import folded_codes, migrations
from hq.storage.database import Database
from hq.storage.schema import TABLES

FOLDER = Path(migrations.__file__).parent


def test_the_columns_stand_as_the_tables_say(database: Database) -> None:
    with database.owner() as connection:
        schema = inspect(connection)
        assert sorted(schema.get_table_names()) == sorted([*(table.name for table in TABLES), "alembic_version"])
        for table in TABLES:
            columns = {column["name"]: column["nullable"] for column in schema.get_columns(table.name)}
            computed = dict.fromkeys(folded_codes.names().get(table.name, ()), True)
            assert columns == {column.name: column.nullable for column in table.columns} | computed, table.name


def test_the_last_step_is_the_one_the_program_knows(database: Database) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    assert ScriptDirectory.from_config(config).get_current_head() == migrations.HEAD == migrations.KNOWN[-1]
    migrations.check(database)


def test_migrating_again_changes_nothing(database: Database) -> None:
    migrations.upgrade(database)
    migrations.check(database)


def test_a_database_without_tables_is_told_from_one_that_is_ahead(empty_database: Database) -> None:
    with pytest.raises(migrations.SchemaBehind):
        migrations.check(empty_database)
    migrations.upgrade(empty_database)
    with empty_database.owner() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(migrations.SchemaAhead, match="9999"):
        migrations.check(empty_database)
    with pytest.raises(migrations.SchemaAhead, match="9999"):
        migrations.upgrade(empty_database)


def test_a_step_that_fails_leaves_nothing_behind(empty_database: Database) -> None:
    with empty_database.owner() as connection:
        connection.execute(text("CREATE TABLE zone_sold (x int)"))
    with pytest.raises(Exception, match="already exists"):
        migrations.upgrade(empty_database)
    with empty_database.owner() as connection:
        assert inspect(connection).get_table_names() == ["zone_sold"]


@pytest.mark.parametrize("table", ["number_right", "number_block", "place_right", "allotment"])
def test_what_a_life_of_a_station_has_is_found_without_reading_that_of_all(database: Database, table: str) -> None:
    # Every push moves a number block, and every refill counts what is left: of one station among thousands.
    with database.owner() as connection:
        indexes = [index["column_names"] for index in inspect(connection).get_indexes(table)]
    assert ["tenant_id", "station_id", "epoch"] in indexes
