"""What Citus asks of tables, checked with PostgreSQL's own catalogue, so that it holds where Citus is not installed."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from hq.scaling.layout import DISTRIBUTED, DISTRIBUTION_COLUMN, LOCAL, REFERENCE
from hq.scaling.rows import catalogue


class Rule(StrEnum):
    """What a table breaks. Each has its sentence in `translations/<language>/hq_distribute.toml`."""

    UNKNOWN_TABLE = "unknown_table"
    """A table that is neither spread, nor whole on every server, nor the coordinator's own."""
    NO_TENANT = "no_tenant"
    """A spread table without the column `tenant_id`, a UUID that is never null."""
    UNIQUE_WITHOUT_TENANT = "unique_without_tenant"
    """Uniqueness is kept inside of one shard, so each unique index contains the tenant as a plain column."""
    KEY_WITHOUT_TENANT = "key_without_tenant"
    """A foreign key between spread tables pairs the tenant with the tenant; rows that refer lie on one server."""
    KEY_TO_SPREAD = "key_to_spread"
    """A table that is whole on every server cannot refer to one that is spread."""
    KEY_CHANGES_TENANT = "key_changes_tenant"
    """ON DELETE SET NULL or SET DEFAULT, and any action ON UPDATE, would move a row to another server."""
    TRIGGER = "trigger"
    """A trigger runs inside of a shard. Only `never_changes()`, which writes nothing, is safe there."""
    SEQUENCE = "sequence"
    """A serial or identity column counts on the server that writes; HQ makes its keys itself."""
    POLICY = "policy"
    """A row security policy with a subquery, which cannot run on another server."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A table, the rule that it breaks, and the index, key, trigger or column that does."""

    table: str
    rule: Rule
    by: str


def breaches(connection: Connection) -> list[Breach]:
    """Every rule that a table of the schema `public` breaks, by table. The connection needs no right but to connect."""
    every = {*_tables(connection), *_uniques(connection), *_keys(connection), *_others(connection)}
    return sorted(every, key=lambda breach: (breach.table, breach.rule, breach.by))


_SPREAD = {table.name for table in DISTRIBUTED}
_WHOLE = {table.name for table in REFERENCE}


def _tables(connection: Connection) -> Iterator[Breach]:
    columns = catalogue.tenant_columns(connection, DISTRIBUTION_COLUMN)
    for table in catalogue.tables(connection):
        if table not in _SPREAD | _WHOLE | set(LOCAL):
            yield Breach(table, Rule.UNKNOWN_TABLE, table)
        elif table in _SPREAD and columns.get(table) != ("uuid", True):
            yield Breach(table, Rule.NO_TENANT, DISTRIBUTION_COLUMN)


def _uniques(connection: Connection) -> Iterator[Breach]:
    for unique in catalogue.unique_indexes(connection):
        if unique.of in _SPREAD and DISTRIBUTION_COLUMN not in unique.columns:
            yield Breach(unique.of, Rule.UNIQUE_WITHOUT_TENANT, unique.name)


def _keys(connection: Connection) -> Iterator[Breach]:
    for key in catalogue.foreign_keys(connection):
        if key.to in _SPREAD and key.of not in _SPREAD:
            yield Breach(key.of, Rule.KEY_TO_SPREAD, key.name)
        elif key.to in _SPREAD and (DISTRIBUTION_COLUMN, DISTRIBUTION_COLUMN) not in key.pairs:
            yield Breach(key.of, Rule.KEY_WITHOUT_TENANT, key.name)
        elif key.of in _SPREAD and (key.on_delete in "nd" or key.on_update not in "ar"):
            yield Breach(key.of, Rule.KEY_CHANGES_TENANT, key.name)


def _others(connection: Connection) -> Iterator[Breach]:
    for trigger in catalogue.triggers(connection):
        if trigger.of in _WHOLE or trigger.function != "never_changes" or not trigger.only_refuses:
            yield Breach(trigger.of, Rule.TRIGGER, trigger.name)
    for table, column in catalogue.counted_columns(connection):
        yield Breach(table, Rule.SEQUENCE, column)
    for table, policy in catalogue.policies_with_subquery(connection):
        yield Breach(table, Rule.POLICY, policy)
