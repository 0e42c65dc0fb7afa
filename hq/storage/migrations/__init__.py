"""Migrations of HQ's schema: forward only; a released one is never edited.

Forced row security hides every row from the owner too. A migration that moves data runs NO FORCE ROW LEVEL SECURITY
before and FORCE ROW LEVEL SECURITY after.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from domain.errors import Refused
from hq.storage.database import Database

HEAD = "0001"
KNOWN = ("0001",)
_LOCK = 0x54515531
"""The advisory lock that lets one process migrate while others wait."""


@dataclass(eq=False)
class SchemaAhead(Refused):
    """A newer program migrated the database; this one cannot read its rows."""

    code: ClassVar[str] = "SCHEMA_AHEAD"

    revision: str
    known: str = HEAD


@dataclass(eq=False)
class SchemaBehind(Refused):
    """The database must be migrated before this program can use it."""

    code: ClassVar[str] = "SCHEMA_BEHIND"

    revision: str
    known: str = HEAD


def upgrade(database: Database) -> None:
    """Migrate a database to the newest schema, in one transaction. Raises SchemaAhead."""
    with database.owner() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        revision = _revision(connection)
        if revision is not None and revision not in KNOWN:
            raise SchemaAhead(revision)
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def check(database: Database) -> None:
    """Check that the schema is the one this program knows. Raises SchemaAhead or SchemaBehind."""
    with database.owner() as connection:
        revision = _revision(connection)
    if revision is None or revision in KNOWN[:-1]:
        raise SchemaBehind(revision or "none")
    if revision != HEAD:
        raise SchemaAhead(revision)


def _revision(connection: Connection) -> str | None:
    if connection.execute(text("SELECT to_regclass('alembic_version')")).scalar_one() is None:
        return None
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return None if revision is None else str(revision)
