"""The station's own tables: what never travels."""

from sqlalchemy import Column, Index, Integer, MetaData, String, Table

from sync import tables as shared
from sync.column_types import Id, Instant

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
"""Moves with each change of the catalogue, so that what is kept in memory is known to be fresh."""
