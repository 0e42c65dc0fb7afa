"""Writes the schema of both databases to docs/schema: DBML and a picture."""

from scripts.schema.databases import ROOT, SCHEMAS
from scripts.schema.dbml import dbml
from scripts.schema.notes import table_notes
from scripts.schema.picture import svg
from scripts.schema.subjects import check_names

FOLDER = ROOT / "docs" / "schema"


def documents() -> dict[str, str]:
    """The content of each generated file of docs/schema, by its name."""
    check_names(frozenset(table.name for schema in SCHEMAS for table in schema.tables))
    notes = table_notes()
    files = {}
    for schema in SCHEMAS:
        files[f"{schema.name}.dbml"] = dbml(schema, notes)
        files[f"{schema.name}.svg"] = svg(schema, notes)
    return files


def main() -> None:
    """Write the files."""
    for name, content in documents().items():
        (FOLDER / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
