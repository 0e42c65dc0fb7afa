"""The station's schema, step by step: forward only, a released step is never edited."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from pos_app.storage.store.database import Database

HEAD = "0001"


def upgrade(database: Database) -> None:
    """Bring a store to the present schema, in one transaction."""
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
    """The step a store is at; None for a new file. Reads one row, so that a start needs no Alembic."""
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        found = driver.execute("SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version'").fetchone()
        row = driver.execute("SELECT version_num FROM alembic_version").fetchone() if found else None
    return row[0] if row else None
