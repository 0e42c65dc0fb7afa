"""Migrations of the station's schema: forward only, and a released one is never edited (docs/migrations.md)."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from pos_app.storage.store.database import Database

HEAD = "0001"


def upgrade(database: Database) -> None:
    """Migrate a store to the present schema, in one transaction."""
    with database.engine.begin() as connection:
        # The engine's own BEGIN is off (database.py): without this one every statement would commit by itself, and a
        # crash would leave half a schema.
        driver: Any = connection.connection.driver_connection
        driver.execute("BEGIN IMMEDIATE")
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def revision(engine: Engine) -> str | None:
    """The revision of a store; None for a new file. Plain SQL, so that a start does not load Alembic's scripts."""
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        table = driver.execute("SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version'").fetchone()
        row = driver.execute("SELECT version_num FROM alembic_version").fetchone() if table else None
    return row[0] if row else None
