"""The SQL of PostgreSQL's catalogue. Tables are those of the schema `public`."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, text

_TABLES = text("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace")
_TENANT_COLUMNS = text("""
    SELECT c.relname, t.typname, a.attnotnull AND a.attgenerated = ''
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
    WHERE a.attname = :column AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped
""")
_UNIQUE_INDEXES = text("""
    SELECT t.relname, x.relname, array_remove(array_agg(a.attname::text), NULL)
    FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
    CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
    LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum AND k.place <= i.indnkeyatts
    WHERE (i.indisunique OR i.indisexclusion) AND t.relnamespace = 'public'::regnamespace
    GROUP BY t.relname, x.relname
""")
_FOREIGN_KEYS = text("""
    SELECT f.relname AS of, t.relname AS to, c.conname AS name, c.confdeltype AS on_delete,
        c.confupdtype AS on_update, (
        SELECT json_agg(json_build_array(x.attname, y.attname)) FROM unnest(c.conkey, c.confkey) AS k(x, y)
        JOIN pg_attribute x ON x.attrelid = c.conrelid AND x.attnum = k.x
        JOIN pg_attribute y ON y.attrelid = c.confrelid AND y.attnum = k.y
    ) AS pairs
    FROM pg_constraint c JOIN pg_class f ON f.oid = c.conrelid JOIN pg_class t ON t.oid = c.confrelid
    WHERE c.contype = 'f' AND f.relnamespace = 'public'::regnamespace
""")
_TRIGGERS = text("""
    SELECT c.relname, t.tgname, p.proname,
        p.prosrc ~* '^ *BEGIN RAISE EXCEPTION [^;]*; END *$' AND t.tgtype & 2 = 2 AND t.tgtype & 64 = 0
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace
""")
_COUNTED_COLUMNS = text("""
    SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped
        AND (a.attidentity <> '' OR pg_get_expr(d.adbin, d.adrelid) LIKE '%nextval(%')
""")
_POLICIES_WITH_SUBQUERY = text("""
    SELECT c.relname, p.polname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
    WHERE c.relnamespace = 'public'::regnamespace AND 'SUBLINK' IN (
        SELECT upper(m[1]) FROM regexp_matches(coalesce(p.polqual::text, '') || coalesce(p.polwithcheck::text, ''),
            '[{](SUBLINK)', 'g') m)
""")


class UniqueIndex(NamedTuple):
    """A unique index with the columns of its key; expressions and included columns are not among them."""

    of: str
    name: str
    columns: list[str]


class ForeignKey(NamedTuple):
    """A foreign key with its actions as PostgreSQL writes them (`a` none, `r` restrict, `c`, `n`, `d`)."""

    of: str
    to: str
    name: str
    on_delete: str
    on_update: str
    pairs: list[tuple[str, str]]


class Trigger(NamedTuple):
    """A trigger. `only_refuses`: it runs before the act, and its function does nothing but raise."""

    of: str
    name: str
    function: str
    only_refuses: bool


def tables(connection: Connection) -> list[str]:
    """Every table."""
    return list(connection.execute(_TABLES).scalars())


def tenant_columns(connection: Connection, column: str) -> dict[str, tuple[str, bool]]:
    """The type of each table's column of this name, and whether it is never null and not generated."""
    return {table: (type_, plain) for table, type_, plain in connection.execute(_TENANT_COLUMNS, {"column": column})}


def unique_indexes(connection: Connection) -> list[UniqueIndex]:
    """Every primary key, unique or exclusion constraint, and unique index."""
    return [UniqueIndex._make(row) for row in connection.execute(_UNIQUE_INDEXES)]


def foreign_keys(connection: Connection) -> list[ForeignKey]:
    """Every foreign key."""
    return [
        ForeignKey(row.of, row.to, row.name, row.on_delete, row.on_update, [(own, other) for own, other in row.pairs])
        for row in connection.execute(_FOREIGN_KEYS)
    ]


def triggers(connection: Connection) -> list[Trigger]:
    """Every trigger that was created by a statement."""
    return [Trigger._make(row) for row in connection.execute(_TRIGGERS)]


def counted_columns(connection: Connection) -> Iterable[tuple[str, str]]:
    """Table and name of each serial or identity column."""
    return [(table, column) for table, column in connection.execute(_COUNTED_COLUMNS)]


def policies_with_subquery(connection: Connection) -> Iterable[tuple[str, str]]:
    """Table and name of each row security policy with a subquery."""
    return [(table, policy) for table, policy in connection.execute(_POLICIES_WITH_SUBQUERY)]
