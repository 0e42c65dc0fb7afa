"""HQ's ledger: grants and their holders, the fate of numbers and seats, the feed, and entries not applied.

Facts fill the shared tables; these tables hold what only HQ decides. No row is ever deleted but the right to a seat
that came back.
"""

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, LargeBinary, MetaData, String, Table, text
from sqlalchemy.schema import SchemaItem

from sync.tables import shared
from sync.tables.column_types import Id, Instant
from sync.tables.shared import key

metadata = MetaData(naming_convention=shared.metadata.naming_convention)


def ledger_table(name: str, *parts: SchemaItem) -> Table:
    """A table of HQ whose key begins with the tenant."""
    return Table(name, metadata, Column("tenant_id", Id, primary_key=True), *parts)


grant = ledger_table(
    "grant_issued", key("id"), Column("station_id", Id, nullable=False), Column("epoch", Integer, nullable=False),
    Column("kind", String, nullable=False), Column("body", LargeBinary, nullable=False),
    Column("certificate", String, nullable=False), Column("state", String, nullable=False),
    Column("granted_at", Instant, nullable=False),
    Index(None, "tenant_id", "station_id", "state"),
)  # fmt: skip
"""Every grant, for ever. `body` is the grant in canonical JSON, which `certificate` seals."""

issue_log = ledger_table("issue_log", Column("n", BigInteger, nullable=False))
"""One row for each tenant: how many lines the issue log has of it. Its lock makes granting transactions wait."""

number_series = ledger_table(
    "number_series", key("code", String), Column("next_free", BigInteger, nullable=False)
)  # fmt: skip
"""All numbers below `next_free` are granted, each in one block. `next_free` only grows."""
number_right = ledger_table(
    "number_right", key("id"), Column("station_id", Id, nullable=False), Column("epoch", Integer, nullable=False),
    Column("series", String, nullable=False), Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False), Column("fenced", Integer, nullable=False),
    Column("first_control", String, nullable=False),
    CheckConstraint("last >= first"), Index(None, "tenant_id", "series", "first", unique=True),
    Index(None, "tenant_id", "station_id", "epoch"),
    Index(
        "ix_number_right_first_control", "tenant_id", "series", "first_control", unique=True,
        postgresql_where=text("first_control <> ''"),
    ),
)  # fmt: skip
"""A block as it was granted; `fenced` is 1 when its holder's life ended.

`first_control` is the control number of its first form, empty for a medium without forms. The key makes giving it
twice impossible; what the blocks of a lot have of it tells how many forms were drawn.
"""
void_range = ledger_table(
    "void_range", key("series", String), key("first", BigInteger), Column("last", BigInteger, nullable=False),
    Column("grant_id", Id, nullable=False), Column("reason", String, nullable=False),
    Column("voided_at", Instant, nullable=False),
)  # fmt: skip
"""Numbers that will carry no document, and why. A document that still arrives under one counts as issued late."""
issued_number = ledger_table(
    "issued_number", key("series", String), key("number", BigInteger), Column("document_id", Id, nullable=False),
    Column("station_id", Id, nullable=False), Column("position", BigInteger, nullable=False),
)  # fmt: skip
"""The document of each number. The key makes a second document under a number visible."""
used_reference = ledger_table(
    "used_reference", key("ending", String), key("sale_id"), key("payment_id")
)  # fmt: skip
"""The payments that used a reference, by its last characters, so that one payment of two sales is visible."""

seat_right = ledger_table(
    "seat_right", key("performance_id"), key("seat_id", Integer), Column("grant_id", Id, nullable=False),
    Column("station_id", Id, nullable=False), Column("epoch", Integer, nullable=False),
    Column("quarantined", Integer, nullable=False), Column("asked", Integer, nullable=False),
    Index(None, "tenant_id", "grant_id"),
    Index(
        "ix_seat_right_asked", "tenant_id", "performance_id", "station_id", "epoch",
        postgresql_where=text("asked = 1"),
    ),
)  # fmt: skip
"""Who may sell a seat. The key makes granting a seat twice impossible. The station took it itself if `asked` is 1."""
place_pool = ledger_table(
    "place_pool", key("performance_id"), key("zone_id"), Column("capacity", Integer, nullable=False),
    Column("granted", Integer, nullable=False), Column("returned", Integer, nullable=False),
    Column("beyond", Integer, nullable=False),
    CheckConstraint("granted - returned <= capacity"), CheckConstraint("returned <= granted"),
)  # fmt: skip
"""The places of a zone; those not granted are HQ's. The check makes granting too many impossible.

Stations sold `beyond` places without holding them: HQ can grant so many fewer.
"""
place_right = ledger_table(
    "place_right", key("id"), Column("station_id", Id, nullable=False), Column("epoch", Integer, nullable=False),
    Column("performance_id", Id, nullable=False), Column("zone_id", Id, nullable=False),
    Column("granted", Integer, nullable=False), Column("returned", Integer, nullable=False),
    Column("asked", Integer, nullable=False), CheckConstraint("returned <= granted"),
    Index(None, "tenant_id", "station_id", "epoch"),
)  # fmt: skip
"""Places of one grant, and how many came back: a station cannot return more than it was granted. `asked` as above."""

recall = ledger_table(
    "recall", key("id"), Column("station_id", Id, nullable=False), Column("epoch", Integer, nullable=False),
    Column("series", String, nullable=False), Column("performance_id", Id), Column("zone_id", Id),
    Column("seats", String, nullable=False), Column("keep", Integer, nullable=False),
    Column("reason", String, nullable=False), Column("asked_at", Instant, nullable=False), Column("ended_at", Instant),
    Index(None, "tenant_id", "station_id", "epoch"),
)  # fmt: skip
"""What HQ asks a life to return, until it is ended. It moves no right: the returns of the station's journal do."""

turn_right = ledger_table(
    "turn_right", key("performance_id"), key("zone_id"), key("turn", Integer), Column("grant_id", Id, nullable=False),
    Column("station_id", Id, nullable=False), Column("epoch", Integer, nullable=False),
    Column("quarantined", Integer, nullable=False), Column("asked", Integer, nullable=False),
    Index(None, "tenant_id", "grant_id"),
)  # fmt: skip
"""Who may sell a ticket at a turn of a zone. The key makes granting a turn twice impossible. `asked` as above."""

handed_entry = ledger_table(
    "handed_entry", key("station_id"), key("epoch", Integer), key("seq", Integer),
    Column("hash", LargeBinary(32), nullable=False), Column("receiver_id", Id, nullable=False),
    Column("receiver_epoch", Integer, nullable=False),
)  # fmt: skip
"""Entries of one station that another one brought with a hand-over: a witness of the giver's chain."""
lent_refund = ledger_table(
    "lent_refund", key("sale_id"), key("ordinal", Integer), Column("grant_id", Id, nullable=False),
    Column("station_id", Id, nullable=False), Column("epoch", Integer, nullable=False),
)  # fmt: skip
"""Every time that the refund right of a sale was lent. The key makes lending it to two stations at once impossible."""
wanted_refund = ledger_table("wanted_refund", key("sale_id"), Column("station_id", Id, nullable=False))
"""Sales whose refund right HQ wants from the station that sold them; a row goes when the right has come."""

entry_state = ledger_table(
    "entry_state", key("station_id"), key("epoch", Integer), key("seq", Integer),
    Column("state", String, nullable=False), Column("error", String, nullable=False),
    Column("noted_at", Instant, nullable=False),
)  # fmt: skip
"""Entries that HQ stored without applying them. An applied entry has no row, or one in the state `applied`."""
entry_receipt = ledger_table(
    "entry_receipt", key("station_id"), key("epoch", Integer), key("seq", BigInteger),
    Column("received_at", Instant, nullable=False),
)  # fmt: skip
"""When HQ received the entries of a life up to `seq`: one row for each push with new entries."""
quarantine = ledger_table(
    "quarantine", key("station_id"), key("epoch", Integer), key("seq", Integer),
    Column("hash", LargeBinary(32), primary_key=True), Column("body", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False), Column("reason", String, nullable=False),
    Column("received_at", Instant, nullable=False),
)  # fmt: skip
"""Entries of a branch that HQ does not follow: forks, clones, ended lives. HQ keeps both branches."""

feed = ledger_table("feed", Column("head", BigInteger, nullable=False), Column("pruned_to", BigInteger, nullable=False))
"""One row for each tenant. Its lock makes writers wait, so that changes become visible in order, without gaps."""
change = ledger_table(
    "feed_change", key("seq", BigInteger), Column("station_id", Id), Column("body", LargeBinary, nullable=False),
)  # fmt: skip
"""Catalogue changes, each for all stations or for `station_id`. `body` is the Change in JSON under zstd."""
edition = ledger_table("edition", key("seq", BigInteger), Column("published_at", Instant))
"""The cursors of the feed at which the catalogue changed, and when. Other changes of the feed are conflict cases.

Without an instant: from here to the next edition, cursors may belong to changes that a restored database lost.
"""
past_row = ledger_table(
    "past_row", key("table_name", String), key("row_key", String), key("until_seq", BigInteger),
    Column("scope", String, nullable=False), Column("body", String),
    Index(None, "tenant_id", "table_name", "scope", "until_seq"),
)  # fmt: skip
"""A row of the catalogue as it was before the change `until_seq`: `body` in JSON, NULL where there was no such row.

With the present rows they give the catalogue at any cursor, which is what a sale that cites the cursor was made from.
"""
snapshot = ledger_table(
    "snapshot",
    key("id"),
    Column("cursor", BigInteger, nullable=False),
    Column("made_at", Instant, nullable=False),
    Index(None, "tenant_id", "cursor"),
)
"""The whole catalogue at a cursor of the feed, for stations that are new or too far behind."""
snapshot_chunk = ledger_table(
    "snapshot_chunk", key("snapshot_id"), key("no", Integer), Column("sha256", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
)  # fmt: skip
"""One chunk of a snapshot: rows in JSON under zstd. A station requests each chunk as often as it needs."""
