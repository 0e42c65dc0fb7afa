"""Writes the SQL of the station's first schema from the tables; for use until 0001 is released."""

from pathlib import Path

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

import sync.facts  # fills the shared metadata
import sync.tables.catalogue  # noqa: F401  # fills the shared metadata
from pos_app.storage import tables
from pos_app.storage.store import guards
from sync.tables import shared

TARGET = Path(__file__).parent.parent / "pos_app/storage/migrations/versions/0001_initial.sql"


def main() -> None:
    """Write the file."""
    dialect = sqlite.dialect()
    statements = []
    for metadata in (shared.metadata, tables.metadata):
        for table in metadata.sorted_tables:
            statements.append(str(CreateTable(table).compile(dialect=dialect)).strip())
            indexes = sorted(table.indexes, key=lambda index: str(index.name))
            statements += [str(CreateIndex(index).compile(dialect=dialect)).strip() for index in indexes]
    statements += guards.STATEMENTS
    TARGET.write_text(";;\n".join(statements) + ";;\n", encoding="utf-8")


if __name__ == "__main__":
    main()
