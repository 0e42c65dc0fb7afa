"""HQ's schema, step by step: forward only, a released step is never edited.

FORCEd row security hides every row from the owner too: a step that moves data says NO FORCE before and FORCE after.
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
"""The advisory lock of PostgreSQL under which one program migrates and the others wait."""


@dataclass(eq=False)
class SchemaAhead(Refused):
    """A newer program has migrated the database: this one would not understand its rows."""

    code: ClassVar[str] = "SCHEMA_AHEAD"

    found: str
    known: str = HEAD


@dataclass(eq=False)
class SchemaBehind(Refused):
    """The database has not been migrated to what this program needs."""

    code: ClassVar[str] = "SCHEMA_BEHIND"

    found: str
    known: str = HEAD


def upgrade(database: Database) -> None:
    """Bring a database to the present schema, in one transaction. Raises SchemaAhead."""
    with database.owner() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        found = _revision(connection)
        if found is not None and found not in KNOWN:
            raise SchemaAhead(found)
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def check(database: Database) -> None:
    """That the schema is the one this program knows. Raises SchemaAhead or SchemaBehind."""
    with database.owner() as connection:
        found = _revision(connection)
    if found is None or found in KNOWN[:-1]:
        raise SchemaBehind(found or "nothing")
    if found != HEAD:
        raise SchemaAhead(found)


def _revision(connection: Connection) -> str | None:
    if connection.execute(text("SELECT to_regclass('alembic_version')")).scalar_one() is None:
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return None if found is None else str(found)
