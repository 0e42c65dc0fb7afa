"""A database as DBML (https://dbml.dbdiagram.io/docs): tables, keys, indexes, references, groups and notes."""

from collections.abc import Iterator

from sqlalchemy import CheckConstraint, Column, Dialect, Index, Table

from scripts.schema.columns import MEANING_NOTES, Reference, meaning, references
from scripts.schema.databases import SHARED_TABLES, Schema
from scripts.schema.subjects import by_subject


def dbml(schema: Schema, notes: dict[str, str]) -> str:
    """The text of the file; `notes` has the note of each table, by name."""
    blocks = [_project(schema)]
    for subject, tables in by_subject(schema.tables):
        blocks += [_table(table, schema.dialect, notes.get(table.name, "")) for table in tables]
        members = "".join(f"  {table.name}\n" for table in tables)
        blocks.append(f"TableGroup {subject.name} {{\n{members}}}\n")
    blocks.append("".join(_reference(reference) for reference in references(schema.tables)))
    return "\n".join(blocks)


def _project(schema: Schema) -> str:
    types = "; ".join(f"{word}: {note}" for word, note in MEANING_NOTES.items())
    note = f"{schema.title}. Written by `make schema`. [shared]: a table of both databases. Column notes: {types}."
    settings = f"  database_type: {_text(schema.engine)}\n  Note: {_text(note)}\n"
    return f"Project taquilla_{schema.name} {{\n{settings}}}\n"


def _table(table: Table, dialect: Dialect, note: str) -> str:
    lines = [f"  {_column(column, dialect)}\n" for column in table.columns]
    indexes = list(_indexes(table))
    if indexes:
        lines += ["\n  indexes {\n", *(f"    {line}\n" for line in indexes), "  }\n"]
    if whole := " ".join(_note_parts(table, note)):
        lines.append(f"\n  Note: {_text(whole)}\n")
    return f"Table {table.name} {{\n{''.join(lines)}}}\n"


def _note_parts(table: Table, note: str) -> Iterator[str]:
    if table.name in SHARED_TABLES:
        yield "[shared]"
    if note:
        yield note
    checks = [str(rule.sqltext) for rule in table.constraints if isinstance(rule, CheckConstraint)]
    yield from (f"Check: {check}." for check in sorted(checks))


def _column(column: "Column[object]", dialect: Dialect) -> str:
    settings = []
    if [key.name for key in column.table.primary_key] == [column.name]:
        settings.append("pk")
    if column.unique:
        settings.append("unique")
    if not column.nullable:
        settings.append("not null")
    if meaning(column) in MEANING_NOTES:
        settings.append(f"note: {_text(meaning(column))}")
    kind = column.type.compile(dialect=dialect)
    return f"{column.name} {kind}" + (f" [{', '.join(settings)}]" if settings else "")


def _indexes(table: Table) -> Iterator[str]:
    key = [column.name for column in table.primary_key]
    if len(key) > 1:
        yield f"({', '.join(key)}) [pk]"
    yield from (_index(index) for index in sorted(table.indexes, key=lambda index: str(index.name)))


def _index(index: Index) -> str:
    columns = ", ".join(column.name for column in index.columns)
    unique = "unique, " if index.unique else ""
    return f"({columns}) [{unique}name: {_text(str(index.name))}]"


def _reference(reference: Reference) -> str:
    local, remote = ", ".join(reference.columns), ", ".join(reference.to_columns)
    return f"Ref: {reference.table.name}.({local}) > {reference.to.name}.({remote})\n"


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
