"""The station's own tables: what never travels."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, String, Table

from sync.tables import shared
from sync.tables.column_types import Id, Instant

metadata = MetaData(naming_convention=shared.metadata.naming_convention)

identity = Table(
    "identity", metadata, Column("only", Integer, primary_key=True), Column("tenant_id", Id, nullable=False),
    Column("station_id", Id, nullable=False), Column("epoch", Integer, nullable=False),
)  # fmt: skip
"""One row: who this store is."""

payment_reference = Table(
    "payment_reference", metadata, Column("key", String, primary_key=True), Column("sale_id", Id, nullable=False)
)  # fmt: skip
"""A reference pays once."""

sign_in_guard = Table(
    "sign_in_guard", metadata, Column("cashier_id", Id, primary_key=True), Column("failures", Integer, nullable=False),
    Column("wait_until", Instant), Column("locked", Integer, nullable=False),
)  # fmt: skip

kept_cart = Table(
    "kept_cart", metadata, Column("cart_id", Id, primary_key=True), Column("cashier_id", Id, nullable=False),
    Column("body", String, nullable=False), Column("kept_at", Instant, nullable=False),
)  # fmt: skip
"""The cart being filled: it survives a power cut."""

print_job = Table(
    "print_job", metadata, Column("id", Id, primary_key=True), Column("kind", String, nullable=False),
    Column("subject_id", Id, nullable=False), Column("copy_no", Integer, nullable=False),
    Column("papers", Integer, nullable=False), Column("done", Integer, nullable=False),
    Column("state", String, nullable=False), Column("cause", String, nullable=False),
    Column("attempts", Integer, nullable=False), Column("next_try_at", Instant, nullable=False),
    Column("created_at", Instant, nullable=False), Column("sent_at", Instant),
    Index(None, "state", "created_at"), sqlite_with_rowid=False,
)  # fmt: skip

fence = Table(
    "fence", metadata, Column("only", Integer, primary_key=True), Column("cause", String, nullable=False),
    Column("raised_at", Instant, nullable=False), Column("found_epoch", Integer, nullable=False),
    Column("found_seq", Integer, nullable=False), Column("found_hash", String, nullable=False),
    Column("found_document", String, nullable=False), Column("known_epoch", Integer), Column("known_seq", Integer),
    Column("known_hash", String), Column("known_document", String, nullable=False),
)  # fmt: skip
"""A row here stops the journal until HQ opens a new life: this store is an older copy of itself."""

backup_state = Table(
    "backup_state", metadata, Column("only", Integer, primary_key=True), Column("made_at", Instant),
    Column("z_number", Integer, nullable=False), Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False), Column("failed_at", Instant), Column("cause", String, nullable=False),
)  # fmt: skip
"""One row: the last backup, the journal it left behind it, and why the last try failed, if it did."""

clock_acceptance = Table(
    "clock_acceptance", metadata, Column("only", Integer, primary_key=True), Column("last", Instant, nullable=False)
)  # fmt: skip
"""The last document's instant for which a supervisor accepted a clock behind it."""

catalogue_version = Table(
    "catalogue_version", metadata, Column("only", Integer, primary_key=True), Column("version", Integer, nullable=False)
)  # fmt: skip
"""Moves with each change of the catalogue or the rights, so that what is kept in memory is known to be fresh."""

hq_link = Table(
    "hq_link", metadata, Column("only", Integer, primary_key=True), Column("url", String, nullable=False),
    Column("hq_key", String, nullable=False), Column("hq_incarnation", Id, nullable=False),
    Column("cursor", BigInteger), Column("contact_at", Instant), Column("standing", String, nullable=False),
    Column("conflicts_open", Integer, nullable=False), Column("failure", String, nullable=False),
    Column("compared_at", Instant), Column("repaired", String, nullable=False), Column("repaired_at", Instant),
)  # fmt: skip
"""One row in a store that HQ knows: where HQ is, the key pinned for it, and how far its feed was followed.

`hq_incarnation` is the life of HQ that `cursor` is of; no cursor: the catalogue is to come whole.
"""
acknowledged = Table(
    "acknowledged", metadata, Column("epoch", Integer, primary_key=True), Column("hq_incarnation", Id, nullable=False),
    Column("seq", BigInteger, nullable=False),
)  # fmt: skip
"""How far HQ has each life of this store, as it said in that life of its own."""
snapshot_piece = Table(
    "snapshot_piece", metadata, Column("no", Integer, primary_key=True), Column("snapshot_id", Id, nullable=False),
    Column("hq_incarnation", Id, nullable=False), Column("cursor", BigInteger, nullable=False),
    Column("sha256", String, nullable=False), Column("body", LargeBinary),
)  # fmt: skip
"""The snapshot on its way down: what came stays, so that a line that breaks costs one piece."""
asked_right = Table(
    "asked_right", metadata, Column("grant_id", Id, primary_key=True), Column("performance_id", Id, nullable=False),
    Column("seats", String, nullable=False), Column("zone_id", Id), Column("places", Integer, nullable=False),
    Column("asked_at", Instant, nullable=False),
)  # fmt: skip
"""Seats or general places asked of HQ at the counter, noted before they are: asking again is the same question."""
sold_elsewhere = Table(
    "sold_elsewhere", metadata, Column("performance_id", Id, primary_key=True), Column("seats", String, nullable=False),
    Column("told_at", Instant, nullable=False),
)  # fmt: skip
"""What HQ tells of seats that other stations sold, for the map; `seats` are spans. No right follows from it."""
