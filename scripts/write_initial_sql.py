"""Writes the SQL of both first migrations from the tables and guards; for use until 0001 is released."""

from sqlalchemy.schema import CreateIndex, CreateTable

from scripts.schema.databases import SCHEMAS, Schema


def initial_sql(schema: Schema) -> str:
    """The statements that create a database, `;;` after each."""
    statements = []
    for table in schema.tables:
        statements.append(str(CreateTable(table).compile(dialect=schema.dialect)).strip())
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        statements += [str(CreateIndex(index).compile(dialect=schema.dialect)).strip() for index in indexes]
    statements += schema.guards
    return ";;\n".join(statements) + ";;\n"


def main() -> None:
    """Write both files."""
    for schema in SCHEMAS:
        schema.initial_sql.write_text(initial_sql(schema), encoding="utf-8")


if __name__ == "__main__":
    main()
