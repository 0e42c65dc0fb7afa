"""Writes the SQL of HQ's first schema from the tables and guards; for use until 0001 is released."""

from pathlib import Path

from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from hq.storage import guards
from hq.storage.schema import TABLES

TARGET = Path(__file__).parent.parent / "hq/storage/migrations/versions/0001_initial.sql"


def main() -> None:
    """Write the file."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # has no types
    statements = []
    for table in TABLES:
        statements.append(str(CreateTable(table).compile(dialect=dialect)).strip())
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        statements += [str(CreateIndex(index).compile(dialect=dialect)).strip() for index in indexes]
    statements += guards.statements()
    TARGET.write_text(";;\n".join(statements) + ";;\n", encoding="utf-8")


if __name__ == "__main__":
    main()
