"""HQ's ledger: what it granted to whom, what came of each number and seat, the feed, and what it could not apply.

Facts make the shared tables; these hold what only HQ decides. Nothing here is ever deleted but a seat that was
given back.
"""

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, LargeBinary, MetaData, String, Table
from sqlalchemy.schema import SchemaItem

from sync.tables import shared
from sync.tables.column_types import Id, Instant
from sync.tables.shared import key

metadata = MetaData(naming_convention=shared.metadata.naming_convention)


def ledger_table(name: str, *parts: SchemaItem) -> Table:
    """A table of HQ, led by the tenant."""
    return Table(name, metadata, Column("tenant_id", Id, primary_key=True), *parts)


grant = ledger_table(
    "grant_issued", key("id"), Column("station_id", Id, nullable=False), Column("epoch", Integer, nullable=False),
    Column("kind", String, nullable=False), Column("body", LargeBinary, nullable=False),
    Column("certificate", String, nullable=False), Column("state", String, nullable=False),
    Column("granted_at", Instant, nullable=False),
    Index(None, "tenant_id", "station_id", "state"),
)  # fmt: skip
"""Every right that was given out, for ever. `body` is the grant in canonical JSON, which `certificate` seals."""

issue_log = ledger_table("issue_log", Column("n", BigInteger, nullable=False))
"""One row a tenant: how many lines its part of the issue log has; its lock puts whoever grants in line."""

number_series = ledger_table(
    "number_series", key("code", String), Column("next_free", BigInteger, nullable=False)
)  # fmt: skip
"""Numbers below `next_free` were granted: blocks tile what is below it, and it only grows."""
number_right = ledger_table(
    "number_right", key("id"), Column("station_id", Id, nullable=False), Column("epoch", Integer, nullable=False),
    Column("series", String, nullable=False), Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False), Column("fenced", Integer, nullable=False),
    CheckConstraint("last >= first"), Index(None, "tenant_id", "series", "first", unique=True),
)  # fmt: skip
"""A granted block as it was granted; `fenced` is 1 when its life of the station ended."""
void_range = ledger_table(
    "void_range", key("series", String), key("first", BigInteger), Column("last", BigInteger, nullable=False),
    Column("grant_id", Id, nullable=False), Column("reason", String, nullable=False),
    Column("voided_at", Instant, nullable=False),
)  # fmt: skip
"""Numbers that will carry no document, with the reason; one that still turns up is issued late."""
issued_number = ledger_table(
    "issued_number", key("series", String), key("number", BigInteger), Column("document_id", Id, nullable=False),
    Column("station_id", Id, nullable=False), Column("position", BigInteger, nullable=False),
)  # fmt: skip
"""Its key is what makes a second document under a number visible."""

seat_right = ledger_table(
    "seat_right", key("performance_id"), key("seat_id", Integer), Column("grant_id", Id, nullable=False),
    Column("station_id", Id, nullable=False), Column("epoch", Integer, nullable=False),
    Column("quarantined", Integer, nullable=False), Index(None, "tenant_id", "grant_id"),
)  # fmt: skip
"""Who may sell a seat: its key is what makes granting one twice impossible."""
place_pool = ledger_table(
    "place_pool", key("performance_id"), key("zone_id"), Column("capacity", Integer, nullable=False),
    Column("granted", Integer, nullable=False), Column("returned", Integer, nullable=False),
    Column("beyond", Integer, nullable=False),
    CheckConstraint("granted - returned <= capacity"), CheckConstraint("returned <= granted"),
)  # fmt: skip
"""Places of a zone: what is not granted is HQ's. The check makes granting too many impossible.

`beyond` were sold by stations that did not hold them: HQ gives out so many fewer.
"""
place_right = ledger_table(
    "place_right", key("id"), Column("station_id", Id, nullable=False), Column("epoch", Integer, nullable=False),
    Column("performance_id", Id, nullable=False), Column("zone_id", Id, nullable=False),
    Column("granted", Integer, nullable=False), Column("returned", Integer, nullable=False),
    CheckConstraint("returned <= granted"), Index(None, "tenant_id", "station_id", "epoch"),
)  # fmt: skip
"""Places as they were granted, and what came back of them: a station's word alone gives it nothing."""

entry_state = ledger_table(
    "entry_state", key("station_id"), key("epoch", Integer), key("seq", Integer),
    Column("state", String, nullable=False), Column("error", String, nullable=False),
    Column("noted_at", Instant, nullable=False),
)  # fmt: skip
"""Entries that were kept and not applied; one that was applied has no row, or a row that says when it was re-run."""
quarantine = ledger_table(
    "quarantine", key("station_id"), key("epoch", Integer), key("seq", Integer),
    Column("hash", LargeBinary(32), primary_key=True), Column("body", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False), Column("reason", String, nullable=False),
    Column("received_at", Instant, nullable=False),
)  # fmt: skip
"""Entries of a branch that HQ does not follow: forks, clones, ended lives. Both branches are kept."""

feed = ledger_table("feed", Column("head", BigInteger, nullable=False), Column("pruned_to", BigInteger, nullable=False))
"""One row a tenant: its lock puts the writers of the feed in line, so the feed has no gap and no late comer."""
change = ledger_table(
    "feed_change", key("seq", BigInteger), Column("station_id", Id), Column("body", LargeBinary, nullable=False),
)  # fmt: skip
"""What HQ decided; for one station only when `station_id` says so. `body` is the Change in JSON under zstd."""
zone_price = ledger_table(
    "zone_price", key("zone_id"), key("from_seq", BigInteger), Column("currency", String, nullable=False),
    Column("base_price", BigInteger, nullable=False), Column("fee", BigInteger, nullable=False),
)  # fmt: skip
"""What a zone cost from a place of the feed on: late prices are judged by the place their sale cites."""
snapshot = ledger_table(
    "snapshot",
    key("id"),
    Column("cursor", BigInteger, nullable=False),
    Column("made_at", Instant, nullable=False),
    Index(None, "tenant_id", "cursor"),
)
"""The catalogue whole at a place of the feed, for stations that are new or too far behind."""
snapshot_chunk = ledger_table(
    "snapshot_chunk", key("snapshot_id"), key("no", Integer), Column("sha256", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
)  # fmt: skip
"""A piece of it: rows in JSON under zstd, asked for one by one and as often as needed."""
