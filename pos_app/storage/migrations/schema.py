"""The schema that a store has, beside the one that the migrations make: tables, indexes, triggers and views."""

import tempfile
from collections.abc import Mapping
from contextlib import closing
from functools import cache
from pathlib import Path

from sqlalchemy import text

from pos_app.storage import migrations
from pos_app.storage.store.database import Database
from sync.tables.transaction import Tx

_OBJECTS = text(
    "SELECT type || ' ' || name AS called, tbl_name, sql FROM sqlite_schema WHERE substr(name, 1, 7) <> 'sqlite_'"
)
_ANY_KEY = bytes(32)
_DROPPED = ("trigger", "view", "index")

Schema = Mapping[str, tuple[str, str]]
"""Kind and name of each object, such as "trigger sale_never_changes", with its table and its statement."""


def differences(tx: Tx) -> tuple[tuple[str, str], ...]:
    """The objects that a store has too many, lacks, or has in other words, each with which of these, in order."""
    present, wanted = _schema(tx), _of_a_new_store()
    different = [(name, "not of this program") for name in present.keys() - wanted.keys()]
    different += [(name, "taken away") for name in wanted.keys() - present.keys()]
    different += [(name, "in other words") for name in present.keys() & wanted.keys() if present[name] != wanted[name]]
    return tuple(sorted(different))


def drop_foreign(tx: Tx) -> None:
    """Drop the triggers, views and indexes that are not of this program. A foreign table stays: it may be evidence."""
    wanted = _of_a_new_store()
    for name in sorted(_schema(tx).keys() - wanted.keys(), key=lambda name: not name.startswith("trigger")):
        kind, _, called = name.partition(" ")
        if kind in _DROPPED:
            quoted = called.replace('"', '""')
            tx.execute(text(f'DROP {kind.upper()} IF EXISTS "{quoted}"'))


def _schema(tx: Tx) -> dict[str, tuple[str, str]]:
    return {row.called: (row.tbl_name, row.sql or "") for row in tx.execute(_OBJECTS)}


@cache
def _of_a_new_store() -> Schema:
    with tempfile.TemporaryDirectory(prefix="taquilla-") as folder:
        database = Database(Path(folder) / "schema.db", _ANY_KEY)
        with closing(database):
            migrations.upgrade(database)
            with database.read() as tx:
                return _schema(tx)
