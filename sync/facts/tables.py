"""The tables that facts make: the journal itself and every row `recording` draws from it.

An index here is one more page written by every sale: a program that searches otherwise adds its own.
`position` is the place in the journal of the fact a row comes from (`sync.tables.position`): an X or a Z covers a range of places.
"""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String

from sync.tables.catalogue import key, refers, shared_table
from sync.tables.column_types import Day, Exact, Id, Instant

journal = shared_table(
    "journal", key("station_id"), key("epoch", Integer), key("seq", Integer),
    Column("kind", String, nullable=False), Column("at", Instant, nullable=False),
    Column("body", LargeBinary, nullable=False), Column("hash", LargeBinary(32), nullable=False),
    Column("signature", LargeBinary(64), nullable=False), with_rowid=True,
)  # fmt: skip
"""Append-only. `body` is the whole entry in canonical JSON, the very bytes that were hashed and signed."""

shift = shared_table(
    "shift", key("id"), Column("station_id", Id, nullable=False), Column("number", Integer, nullable=False),
    Column("cashier_id", Id, nullable=False), Column("opened_at", Instant, nullable=False),
    Column("opened_position", BigInteger, nullable=False), Column("closed_at", Instant),
    Column("closed_position", BigInteger),
)  # fmt: skip
shift_float = shared_table(
    "shift_float", key("shift_id"), key("currency", String), Column("amount", BigInteger, nullable=False),
    refers("shift_id", "shift", "id"),
)  # fmt: skip
cash_movement = shared_table(
    "cash_movement", key("id"), Column("shift_id", Id, nullable=False), Column("position", BigInteger, nullable=False),
    Column("kind", String, nullable=False), Column("currency", String, nullable=False),
    Column("amount", BigInteger, nullable=False), Column("reason", String, nullable=False),
    Column("moved_at", Instant, nullable=False), refers("shift_id", "shift", "id"),
)  # fmt: skip
shift_count = shared_table(
    "shift_count", key("shift_id"), key("ordinal", Integer), key("currency", String),
    key("denomination", Integer), Column("quantity", Integer, nullable=False), refers("shift_id", "shift", "id"),
)  # fmt: skip
shift_difference = shared_table(
    "shift_difference", key("shift_id"), key("currency", String), Column("expected", BigInteger, nullable=False),
    Column("counted", BigInteger, nullable=False), Column("reason", String, nullable=False),
    Column("approved_by", Id), refers("shift_id", "shift", "id"),
)  # fmt: skip

sale = shared_table(
    "sale", key("id"), Column("station_id", Id, nullable=False), Column("shift_id", Id, nullable=False),
    Column("cashier_id", Id, nullable=False), Column("position", BigInteger, nullable=False),
    Column("sold_at", Instant, nullable=False), Column("customer_name", String, nullable=False),
    Column("customer_document", String, nullable=False), Column("rates_on", Day, nullable=False),
    refers("shift_id", "shift", "id"), Index(None, "tenant_id", "position"),
)  # fmt: skip
ticket = shared_table(
    "ticket", key("id"), Column("sale_id", Id, nullable=False), Column("code", String, nullable=False),
    Column("performance_id", Id, nullable=False), Column("zone_id", Id, nullable=False), Column("seat_id", Integer),
    Column("ticket_type", String, nullable=False), Column("currency", String, nullable=False),
    Column("amount", BigInteger, nullable=False), Column("fee", BigInteger, nullable=False),
    refers("sale_id", "sale", "id"),
)  # fmt: skip
payment = shared_table(
    "payment", key("sale_id"), key("id"), Column("method", String, nullable=False),
    Column("currency", String, nullable=False), Column("amount", BigInteger, nullable=False),
    Column("ves", BigInteger, nullable=False), Column("igtf_base", BigInteger, nullable=False),
    Column("reference", String, nullable=False), Column("bank", String, nullable=False),
    Column("phone", String, nullable=False), Column("payer", String, nullable=False),
    Column("batch", String, nullable=False), Column("approval", String, nullable=False),
    Column("last_four", String, nullable=False), refers("sale_id", "sale", "id"),
)  # fmt: skip
change_given = shared_table(
    "change_given", key("sale_id"), key("ordinal", Integer), Column("method", String, nullable=False),
    Column("currency", String, nullable=False), Column("amount", BigInteger, nullable=False),
    Column("ves", BigInteger, nullable=False), refers("sale_id", "sale", "id"),
)  # fmt: skip
fiscal_document = shared_table(
    "fiscal_document", key("id"), Column("sale_id", Id, nullable=False), Column("position", BigInteger, nullable=False),
    Column("kind", String, nullable=False), Column("medium", String, nullable=False),
    Column("series", String, nullable=False), Column("number", BigInteger, nullable=False),
    Column("control_number", String, nullable=False), Column("issued_at", Instant, nullable=False),
    Column("exempt", BigInteger, nullable=False), Column("total", BigInteger, nullable=False),
    Column("igtf_base", BigInteger, nullable=False), Column("igtf", BigInteger, nullable=False),
    refers("sale_id", "sale", "id"), Index(None, "tenant_id", "position"),
)  # fmt: skip
document_tax = shared_table(
    "document_tax", key("document_id"), key("category", String), Column("rate", Exact, nullable=False),
    Column("base", BigInteger, nullable=False), Column("tax", BigInteger, nullable=False),
    refers("document_id", "fiscal_document", "id"),
)  # fmt: skip
sold_seat = shared_table(
    "sold_seat", key("performance_id"), key("seat_id", Integer), Column("ticket_id", Id, nullable=False)
)  # fmt: skip
"""A row is a sold seat: its key is what makes selling one twice impossible."""
zone_sold = shared_table(
    "zone_sold", key("performance_id"), key("zone_id"), key("station_id"), key("epoch", Integer),
    Column("sold", Integer, nullable=False),
)  # fmt: skip
"""Tickets sold by each life of each station, counted in the sale's own transaction: reading it never scans."""

reprint = shared_table(
    "reprint", key("document_id"), key("copy_no", Integer), Column("position", BigInteger, nullable=False),
    Column("by", Id, nullable=False), Column("reprinted_at", Instant, nullable=False),
)  # fmt: skip
cart_void = shared_table(
    "cart_void", key("cart_id"), Column("shift_id", Id, nullable=False), Column("position", BigInteger, nullable=False),
    Column("tickets", Integer, nullable=False), Column("voided_at", Instant, nullable=False),
)  # fmt: skip
paper = shared_table(
    "paper", key("job_id"), Column("document_id", Id, nullable=False), Column("outcome", String, nullable=False),
    Column("position", BigInteger, nullable=False),
)  # fmt: skip
till_report = shared_table(
    "till_report", key("id"), Column("station_id", Id, nullable=False), Column("position", BigInteger, nullable=False),
    Column("kind", String, nullable=False), Column("number", Integer, nullable=False),
    Column("business_date", Day, nullable=False), Column("taken_at", Instant, nullable=False),
    Column("perpetual_documents", Integer, nullable=False), Column("perpetual_sales", BigInteger, nullable=False),
    Column("perpetual_iva", BigInteger, nullable=False), Column("perpetual_igtf", BigInteger, nullable=False),
    Index(None, "tenant_id", "station_id", "kind", "position"),
)  # fmt: skip
settled_case = shared_table(
    "settled_case", key("case_id"), Column("resolution_id", Id, nullable=False),
    Column("choice", String, nullable=False), Column("by", Id), Column("settled_at", Instant, nullable=False),
    Column("station_id", Id, nullable=False), Column("position", BigInteger, nullable=False),
)  # fmt: skip
"""What a station settled; HQ closes the case when the fact arrives."""
replaced_ticket = shared_table(
    "replaced_ticket", key("code", String), Column("ticket_id", Id, nullable=False),
    Column("case_id", Id, nullable=False), Column("new_code", String, nullable=False),
    Column("zone_id", Id, nullable=False), Column("seat_id", Integer), Column("owed_currency", String, nullable=False),
    Column("owed", BigInteger, nullable=False), Column("replaced_at", Instant, nullable=False),
    Column("position", BigInteger, nullable=False), Index(None, "tenant_id", "ticket_id"),
)  # fmt: skip
"""A code that admits nobody any more, and the code and place that took its turn; `new_code` is empty when none did."""

number_block = shared_table(
    "number_block", key("id"), Column("station_id", Id, nullable=False), Column("epoch", Integer, nullable=False),
    Column("series", String, nullable=False), Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False), Column("next", BigInteger, nullable=False),
    Column("first_control", String, nullable=False),
)  # fmt: skip
"""`id` is the grant's. Documents move `next`, what was given back lowers `last`."""
seat_lease = shared_table(
    "seat_lease", key("id"), Column("station_id", Id, nullable=False), Column("epoch", Integer, nullable=False),
    Column("performance_id", Id, nullable=False), Column("seats", String, nullable=False),
)  # fmt: skip
"""`seats` are spans as `domain.rights.written` writes them; what was given back is gone from them."""
allotment = shared_table(
    "allotment", key("id"), Column("station_id", Id, nullable=False), Column("epoch", Integer, nullable=False),
    Column("performance_id", Id, nullable=False), Column("zone_id", Id, nullable=False),
    Column("granted", Integer, nullable=False), Column("returned", Integer, nullable=False),
)  # fmt: skip
entered_rate = shared_table(
    "entered_rate", key("station_id"), key("position", BigInteger), Column("currency", String, nullable=False),
    Column("value_on", Day, nullable=False), Column("value", Exact, nullable=False),
    Column("source", String, nullable=False),
)  # fmt: skip
"""Rates that supervisors typed. For a day the last one typed holds at its station, whatever HQ or a file says."""
