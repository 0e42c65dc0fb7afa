"""How shared tables are made: one metadata, `tenant_id` first in each key, foreign keys within the tenant."""

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Integer, MetaData, String, Table
from sqlalchemy.schema import SchemaItem

from sync.tables.column_types import Day, Id

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


LIST_SEPARATOR = "\n"
"""Separates names in one column; no name contains a line break."""


def shared_table(name: str, *parts: SchemaItem, with_rowid: bool = False) -> Table:
    """A table whose primary key begins with `tenant_id`.

    Without a rowid, SQLite stores the rows in the tree of the primary key: one tree less to write.
    """
    tenant = Column("tenant_id", Id, primary_key=True)
    return Table(name, metadata, tenant, *parts, sqlite_with_rowid=with_rowid)


def key(
    name: str, kind: type[Id] | type[Integer] | type[BigInteger] | type[String] | type[Day] = Id
) -> "Column[object]":
    """A column of the primary key."""
    return Column(name, kind, primary_key=True)


def refers(columns: str, table: str, to: str | None = None) -> ForeignKeyConstraint:
    """A foreign key within the tenant; column names separated by spaces."""
    local = ["tenant_id", *columns.split()]
    remote = [f"{table}.{column}" for column in ("tenant_id", *(to or columns).split())]
    return ForeignKeyConstraint(local, remote)
