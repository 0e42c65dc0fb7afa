"""HQ's own tables besides the ledger: tenants, keys, staff, stations, and HQ's journal."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    text,
)
from sqlalchemy.schema import SchemaItem

from sync.tables import catalogue, shared
from sync.tables.column_types import Day, Id, Instant
from sync.tables.shared import key

metadata = MetaData(naming_convention=shared.metadata.naming_convention)


def hq_table(name: str, *parts: SchemaItem) -> Table:
    """A table of HQ whose key begins with the tenant."""
    return Table(name, metadata, Column("tenant_id", Id, primary_key=True), *parts)


def _refers(column: str, to: Table) -> ForeignKeyConstraint:
    """A foreign key within the tenant to a table whose key is (tenant_id, id)."""
    return ForeignKeyConstraint(["tenant_id", column], [to.c.tenant_id, to.c.id])


hq_incarnation = Table(
    "hq_incarnation", metadata, Column("n", Integer, primary_key=True, autoincrement=False),
    Column("id", Id, nullable=False),
    Column("opened_at", Instant, nullable=False),
)  # fmt: skip
"""One row for each life of this database. A restored backup begins a new one, which stations notice by its id."""

tenant = hq_table(
    "tenant", Column("slug", String, nullable=False), Column("name", String, nullable=False),
    Column("created_at", Instant, nullable=False), Column("books_closed_through", Day), Index(None, "slug"),
)  # fmt: skip
"""`slug` is unique, as tenants are created one after another. `books_closed_through` is the last day whose books are
closed.
"""
hq_key = hq_table(
    "hq_key", key("id"), Column("public_key", String, nullable=False), Column("sealed", LargeBinary, nullable=False),
    Column("created_at", Instant, nullable=False), Column("retired_at", Instant),
)  # fmt: skip
"""The tenant's signing keys; the newest one that is not retired signs. HQ's secret encrypts the private key."""

staff_account = hq_table(
    "staff_account", key("id"), Column("login", String, nullable=False), Column("name", String, nullable=False),
    Column("role", String, nullable=False), Column("password_hash", String, nullable=False),
    Column("active", Boolean, nullable=False), Column("networks", String, nullable=False),
    Column("created_at", Instant, nullable=False), Index(None, "tenant_id", "login", unique=True),
)  # fmt: skip
"""`networks`: JSON list of marks of the networks that the account was used from, which do not tell where these are."""
refresh_token = hq_table(
    "refresh_token", key("id"), Column("family_id", Id, nullable=False), Column("account_id", Id, nullable=False),
    Column("issued_at", Instant, nullable=False), Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant), Column("revoked_at", Instant), Column("hash", LargeBinary(32), nullable=False),
    _refers("account_id", staff_account), Index(None, "tenant_id", "hash", unique=True),
    Index("ix_refresh_token_family", "tenant_id", "family_id"),
    Index("ix_refresh_token_revoked", "tenant_id", "family_id", postgresql_where=text("revoked_at IS NOT NULL")),
)  # fmt: skip
"""Refresh tokens, hashed. Each works once; a second use revokes the whole family."""

station_life = hq_table(
    "station_life", key("station_id"), Column("status", String, nullable=False),
    Column("epoch", Integer, nullable=False), Column("public_key", String, nullable=False),
    Column("enrolled_at", Instant), Column("acknowledged", BigInteger, nullable=False),
    Column("head_hash", LargeBinary(32), nullable=False), Column("session", String, nullable=False),
    Column("last_request", Integer, nullable=False), Column("last_seen_at", Instant),
    Column("software", String, nullable=False), Column("epoch_approved", Integer),
    ForeignKeyConstraint(["tenant_id", "station_id"], [catalogue.station.c.tenant_id, catalogue.station.c.id]),
)  # fmt: skip
"""The current life of a station. The lock of this row makes the requests of one station wait for each other.

A supervisor allowed a new life of the store after the epoch `epoch_approved`.
"""
station_epoch = hq_table(
    "station_epoch", key("station_id"), key("epoch", Integer), Column("public_key", String, nullable=False),
    Column("enrolled_at", Instant, nullable=False), Column("ended_at", Instant), Column("reason", String),
    ForeignKeyConstraint(["tenant_id", "station_id"], [catalogue.station.c.tenant_id, catalogue.station.c.id]),
)  # fmt: skip
"""Each life of a station's store with its public key. Kept for ever: late entries are verified with it."""
enrolment_code = hq_table(
    "enrolment_code", key("id"), Column("station_id", Id, nullable=False),
    Column("hash", LargeBinary(32), nullable=False), Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False), Column("used_at", Instant), Column("used_by", String),
    Column("epoch", Integer),
    ForeignKeyConstraint(["tenant_id", "station_id"], [catalogue.station.c.tenant_id, catalogue.station.c.id]),
    Index(None, "tenant_id", "hash", unique=True), Index(None, "hash"),
)  # fmt: skip
"""A code has 128 secret bits, so its hash is unique among all tenants; the index of the hash alone finds its tenant.

`used_by` is the public key that used the code: a request repeated with the same key gets the same answer.
"""
challenge = hq_table(
    "challenge", key("id"), Column("station_id", Id, nullable=False), Column("hash", LargeBinary(32), nullable=False),
    Column("expires_at", Instant, nullable=False), Index(None, "tenant_id", "station_id"),
)  # fmt: skip
"""Nonces that no station has answered yet; an answer deletes its nonce."""

hq_journal = hq_table(
    "hq_journal", key("seq", BigInteger), Column("kind", String, nullable=False), Column("at", Instant, nullable=False),
    Column("body", LargeBinary, nullable=False), Column("hash", LargeBinary(32), nullable=False),
    Column("signature", LargeBinary(64), nullable=False),
)  # fmt: skip
"""HQ's journal, append-only: acts and their authors, chained and signed like a station's journal."""

customer = hq_table(
    "customer", key("id"), Column("seq", BigInteger, nullable=False), Column("person_id", Id),
    Column("sort_name", String, nullable=False), Column("document", String, nullable=False),
    Column("phone", String, nullable=False), Column("email", String, nullable=False),
    Column("words", String, nullable=False), Column("doubtful", Boolean, nullable=False),
    Column("body", String, nullable=False),
    Index(None, "tenant_id", "seq", unique=True), Index(None, "tenant_id", "document"),
    Index(None, "tenant_id", "phone"), Index(None, "tenant_id", "email"),
    Index(None, "tenant_id", "person_id"), Index("ix_customer_sort_name", "tenant_id", "sort_name", "id"),
)  # fmt: skip
"""The customers as all edits make them: one row a record, `person_id` the id of the person that it belongs to.

`seq` is the place of the row's last change, by which stations read what is new. `person_id` is empty for an erased
record. `doubtful` is true when another person has the same identity document. `phone` and `email` are in the row of a
person alone.
"""
customer_pair = hq_table(
    "customer_pair", key("first_id"), key("second_id"), Column("shared", String, nullable=False),
    Column("is_filed", Boolean, nullable=False), Index(None, "tenant_id", "second_id"),
    Index(None, "tenant_id", "is_filed"),
)  # fmt: skip
"""Pairs of persons who may be one, by their ids in order, and what they share; nothing once they share nothing.

`is_filed` is whether the conflict desk knows of the pair as it is.
"""
customer_feed = hq_table("customer_feed", Column("head", BigInteger, nullable=False))
"""The last `seq` of a tenant's customers."""
