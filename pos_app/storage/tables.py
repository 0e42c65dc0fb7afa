"""The station's own tables, which are never sent to HQ."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, String, Table

from sync.tables import shared
from sync.tables.column_types import Id, Instant

metadata = MetaData(naming_convention=shared.metadata.naming_convention)

identity = Table(
    "identity", metadata, Column("only", Integer, primary_key=True), Column("tenant_id", Id, nullable=False),
    Column("station_id", Id, nullable=False), Column("epoch", Integer, nullable=False),
)  # fmt: skip
"""One row: the tenant, the station and the present life of this store."""

payment_reference = Table(
    "payment_reference", metadata, Column("ending", String, primary_key=True), Column("sale_id", Id, primary_key=True),
    Column("payment_id", Id, primary_key=True),
)  # fmt: skip
"""The payments that used a reference, by its last characters. Each reference pays once."""

customer_part = Table(
    "customer_part", metadata, Column("part", String, primary_key=True), Column("name", String, primary_key=True),
    Column("words", String, nullable=False), sqlite_with_rowid=False,
)  # fmt: skip
"""The names of customers by each part of their words, without capitals and accents. `words` has all of a name, each
after a space, for a search with several. See `domain.typed_text.word_parts`.
"""
LONGEST_CUSTOMER_PART = 12
"""The characters of a part of a name in the index. Of a longer typed word the rest is compared with the name."""

known_customer = Table(
    "known_customer", metadata, Column("no", Integer, primary_key=True), Column("id", Id, nullable=False),
    Column("person_id", Id), Column("document", String, nullable=False), Column("words", String, nullable=False),
    Column("hq_body", String, nullable=False), Index(None, "id", unique=True), Index(None, "document"),
    Index(None, "person_id"),
)  # fmt: skip
"""The customers that the station knows: one row a record, `person_id` the id of the person that it belongs to.

`hq_body` is the record as HQ merged it, empty before HQ has it; the edits in `customer_edit` that it lacks are merged
when it is read. `words` has what a search finds in all records of the person, each word after a space, in the row of
the person alone. `person_id` is empty for an erased record.
"""
customer_word = Table(
    "customer_word", metadata, Column("part", String, primary_key=True),
    Column("no", Integer, primary_key=True), sqlite_with_rowid=False,
)  # fmt: skip
"""The rows of `known_customer` by each part of their words. See `pos_app.storage.people.customer_search`."""
customer_cursor = Table(
    "customer_cursor", metadata, Column("only", Integer, primary_key=True),
    Column("hq_incarnation", Id, nullable=False), Column("cursor", BigInteger, nullable=False),
    Column("fetched_at", Instant, nullable=False), Column("is_whole", Integer, nullable=False),
)  # fmt: skip
"""One row: how far the station read HQ's customers, when it last asked, and whether that was all."""

sign_in_guard = Table(
    "sign_in_guard", metadata, Column("cashier_id", Id, primary_key=True), Column("failures", Integer, nullable=False),
    Column("wait_until", Instant), Column("locked", Integer, nullable=False),
)  # fmt: skip

kept_cart = Table(
    "kept_cart", metadata, Column("cart_id", Id, primary_key=True), Column("cashier_id", Id, nullable=False),
    Column("body", String, nullable=False), Column("kept_at", Instant, nullable=False), Column("until", Instant),
)  # fmt: skip
"""The cart that a cashier is filling, so that it survives a power cut. Without `until` it is kept for any time."""

print_job = Table(
    "print_job", metadata, Column("id", Id, primary_key=True), Column("kind", String, nullable=False),
    Column("subject_id", Id, nullable=False), Column("copy_no", Integer, nullable=False),
    Column("papers", Integer, nullable=False), Column("done", Integer, nullable=False),
    Column("doubts", String, nullable=False), Column("state", String, nullable=False),
    Column("cause", String, nullable=False), Column("attempts", Integer, nullable=False),
    Column("next_try_at", Instant, nullable=False), Column("created_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Index(None, "state", "created_at"), Index(None, "subject_id"), sqlite_with_rowid=False,
)  # fmt: skip

fence = Table(
    "fence", metadata, Column("only", Integer, primary_key=True), Column("cause", String, nullable=False),
    Column("raised_at", Instant, nullable=False), Column("found_epoch", Integer, nullable=False),
    Column("found_seq", Integer, nullable=False), Column("found_hash", String, nullable=False),
    Column("found_document", String, nullable=False), Column("known_epoch", Integer), Column("known_seq", Integer),
    Column("known_hash", String), Column("known_document", String, nullable=False),
)  # fmt: skip
"""A row stops the journal until HQ opens a new life: this store is an older copy. See `storage.store.fences`."""

witness_doubt = Table(
    "witness_doubt", metadata, Column("only", Integer, primary_key=True), Column("flaw", String, nullable=False),
    Column("raised_at", Instant, nullable=False),
)  # fmt: skip
"""A row stops sales until a supervisor says that this store is the newest one. See `storage.store.doubt`."""

backup_state = Table(
    "backup_state", metadata, Column("only", Integer, primary_key=True), Column("made_at", Instant),
    Column("z_number", Integer, nullable=False), Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False), Column("failed_at", Instant), Column("cause", String, nullable=False),
)  # fmt: skip
"""One row: the last backup, the end of the journal after it, and the failure of the last attempt."""

clock_acceptance = Table(
    "clock_acceptance", metadata, Column("only", Integer, primary_key=True), Column("last", Instant, nullable=False),
    Column("behind_ms", BigInteger, nullable=False),
)  # fmt: skip
"""The newest known instant for which a supervisor accepted a clock behind it, and how far behind it was."""

known_time = Table(
    "known_time", metadata, Column("only", Integer, primary_key=True), Column("at", Instant, nullable=False)
)  # fmt: skip
"""The newest instant known from the catalogue, rates, shifts and HQ: a clock before it is asked about."""

catalogue_version = Table(
    "catalogue_version", metadata, Column("only", Integer, primary_key=True), Column("version", Integer, nullable=False)
)  # fmt: skip
"""Grows with each change of the catalogue or the rights, which makes values cached in memory stale."""

hq_link = Table(
    "hq_link", metadata, Column("only", Integer, primary_key=True), Column("url", String, nullable=False),
    Column("hq_key", String, nullable=False), Column("hq_incarnation", Id, nullable=False),
    Column("cursor", BigInteger), Column("contact_at", Instant), Column("standing", String, nullable=False),
    Column("conflicts_open", Integer, nullable=False), Column("failure", String, nullable=False),
    Column("compared_at", Instant), Column("repaired", String, nullable=False), Column("repaired_at", Instant),
    Column("clock_ahead_ms", BigInteger), Column("catalogue_at", BigInteger, nullable=False),
)  # fmt: skip
"""One row in an enrolled store: HQ's address, its pinned key, and the cursor reached in its feed.

`cursor` belongs to the incarnation `hq_incarnation`. Without a cursor the catalogue has to be fetched whole.
`catalogue_at` is the cursor that the stored catalogue is of, also while it is fetched again: sales cite it.
"""
acknowledged = Table(
    "acknowledged", metadata, Column("epoch", Integer, primary_key=True), Column("hq_incarnation", Id, nullable=False),
    Column("seq", BigInteger, nullable=False),
)  # fmt: skip
"""The last position of each life of this store that HQ acknowledged, in the incarnation that acknowledged it."""
hq_receipt = Table(
    "hq_receipt", metadata, Column("epoch", Integer, primary_key=True), Column("seq", BigInteger, primary_key=True),
    Column("received_at", Instant, nullable=False), sqlite_with_rowid=False,
)  # fmt: skip
"""When HQ had the entries of a life up to `seq`, by HQ's clock: one row for each answer that reached further."""
countersigned_head = Table(
    "countersigned_head", metadata, Column("epoch", Integer, primary_key=True),
    Column("seq", BigInteger, nullable=False), Column("body", LargeBinary, nullable=False),
    Column("seal", String, nullable=False),
)  # fmt: skip
"""The acknowledgement that reaches furthest in each life, as HQ signed it: it proves a tail that was cut off.

`seq` is the last position that it acknowledges, `seal` is HQ's signature of `body` in hex.
"""
snapshot_piece = Table(
    "snapshot_piece", metadata, Column("no", Integer, primary_key=True), Column("snapshot_id", Id, nullable=False),
    Column("hq_incarnation", Id, nullable=False), Column("cursor", BigInteger, nullable=False),
    Column("sha256", String, nullable=False), Column("body", LargeBinary),
)  # fmt: skip
"""The pieces of a catalogue snapshot in transit. Received ones are kept, so a broken line costs one piece."""
signed_catalogue = Table(
    "signed_catalogue", metadata, Column("n", Integer, primary_key=True), Column("kind", String, nullable=False),
    Column("body", LargeBinary, nullable=False), Column("seal", String, nullable=False),
)  # fmt: skip
"""What HQ signed of the catalogue, in the order in which it came: pages of the feed, manifests of snapshots, chunks.

The rows of the catalogue can be edited in the store; these cannot. `seal` is HQ's signature of `body` in hex. A chunk
has its SHA-256 instead, which a manifest names.
"""
asked_right = Table(
    "asked_right", metadata, Column("grant_id", Id, primary_key=True), Column("performance_id", Id, nullable=False),
    Column("seats", String, nullable=False), Column("zone_id", Id), Column("places", Integer, nullable=False),
    Column("turns", Integer, nullable=False), Column("asked_at", Instant, nullable=False),
)  # fmt: skip
"""Seats, places or turns requested from HQ at the counter. The row precedes the request, so a retry repeats its id."""
sold_elsewhere = Table(
    "sold_elsewhere", metadata, Column("performance_id", Id, primary_key=True), Column("seats", String, nullable=False),
    Column("granted", String, nullable=False), Column("told_at", Instant, nullable=False),
)  # fmt: skip
"""Seats that HQ reports as sold, or granted to a station, as spans. No right follows from it."""
zone_at_hq = Table(
    "zone_at_hq", metadata, Column("performance_id", Id, primary_key=True), Column("zone_id", Id, primary_key=True),
    Column("sold", Integer, nullable=False), Column("places", Integer, nullable=False), Column("turn", Integer),
)  # fmt: skip
"""What HQ reports of a zone: tickets sold by all stations, the general places and the first turn that it may grant."""

recalled_right = Table(
    "recalled_right", metadata, Column("id", Id, primary_key=True), Column("body", String, nullable=False),
    Column("received_at", Instant, nullable=False), Column("returned", Integer, nullable=False),
    Column("stands", Integer, nullable=False), Column("seen", Integer, nullable=False),
)  # fmt: skip
"""What HQ asked this station to return: the recall in JSON, and how much went back because of it.

A row stays until HQ's head no longer names the recall (`stands` is 0) and somebody has seen it.
"""
