"""Tables that HQ sends to stations: the catalogue, and the conflict cases of a station.

They are the same on a station's SQLite and on HQ's PostgreSQL. Amounts are minor units. Tables of facts are in
sync/facts.
"""

from sqlalchemy import BigInteger, Boolean, Column, Integer, String, Table

from sync.tables.column_types import Day, Exact, Id, Instant
from sync.tables.shared import key, refers, shared_table

station = shared_table(
    "station", key("id"), Column("no", Integer, nullable=False), Column("name", String, nullable=False),
    Column("organisation", String, nullable=False), Column("series", String, nullable=False),
    Column("printer_columns", Integer, nullable=False), Column("difference_limits", String, nullable=False),
    Column("blind_count", Boolean, nullable=False),
)  # fmt: skip
cashier = shared_table(
    "cashier", key("id"), Column("name", String, nullable=False), Column("role", String, nullable=False),
    Column("pin_hash", String, nullable=False), Column("active", Boolean, nullable=False),
)  # fmt: skip
tax_rate = shared_table(
    "tax_rate", key("category", String), key("valid_from", Day), Column("valid_to", Day),
    Column("rate", Exact, nullable=False), Column("source", String, nullable=False),
)  # fmt: skip
exchange_rate = shared_table(
    "exchange_rate", key("currency", String), key("value_on", Day), Column("value", Exact, nullable=False),
    Column("source", String, nullable=False),
)  # fmt: skip
series = shared_table(
    "series", key("code", String), Column("medium", String, nullable=False),
    Column("issuer_name", String, nullable=False), Column("issuer_rif", String, nullable=False),
    Column("issuer_address", String, nullable=False), Column("special_from", Day), Column("special_to", Day),
)  # fmt: skip
form_lot = shared_table(
    "form_lot", key("series", String), key("first_control", String), Column("last_control", String, nullable=False),
    Column("printer", String, nullable=False), Column("printer_rif", String, nullable=False),
    Column("authorisation", String, nullable=False), Column("made_on", Day, nullable=False),
    refers("series", "series", "code"),
)  # fmt: skip
"""Pre-printed forms for the documents of a series. Control numbers have eight digits, so they sort as texts."""

venue = shared_table(
    "venue", key("id"), Column("name", String, nullable=False), Column("address", String, nullable=False)
)
section = shared_table(
    "section", key("venue_id"), key("no", Integer), Column("name", String, nullable=False),
    refers("venue_id", "venue", "id"),
)  # fmt: skip
seat = shared_table(
    "seat", key("venue_id"), key("id", Integer), Column("section_no", Integer, nullable=False),
    Column("row", String, nullable=False), Column("number", String, nullable=False),
    Column("x_mm", Integer, nullable=False), Column("y_mm", Integer, nullable=False),
    Column("kind", Integer, nullable=False),
)  # fmt: skip
event = shared_table(
    "event", key("id"), Column("venue_id", Id, nullable=False), Column("name", String, nullable=False),
    Column("sell_until_minutes", Integer, nullable=False), Column("refund_policy", String, nullable=False),
    refers("venue_id", "venue", "id"),
)  # fmt: skip
"""`refund_policy` is a line of `domain.catalogue.refund_policy`."""
performance = shared_table(
    "performance", key("id"), Column("event_id", Id, nullable=False), Column("starts_at", Instant, nullable=False),
    Column("state", String, nullable=False), refers("event_id", "event", "id"),
)  # fmt: skip
zone = shared_table(
    "zone", key("id"), Column("event_id", Id, nullable=False), Column("ordinal", Integer, nullable=False),
    Column("name", String, nullable=False), Column("kind", String, nullable=False),
    Column("currency", String, nullable=False), Column("base_price", BigInteger, nullable=False),
    Column("fee", BigInteger, nullable=False), Column("tax", String, nullable=False),
    Column("tax_included", Boolean, nullable=False), Column("capacity", Integer, nullable=False),
    Column("state", String, nullable=False),
    refers("event_id", "event", "id"),
)  # fmt: skip
zone_section = shared_table("zone_section", key("zone_id"), key("section_no", Integer), refers("zone_id", "zone", "id"))
price_stage = shared_table(
    "price_stage", key("zone_id"), key("ordinal", Integer), Column("name", String, nullable=False),
    Column("percent", Exact, nullable=False), Column("until", Instant), Column("up_to_sold", Integer),
    refers("zone_id", "zone", "id"),
)  # fmt: skip
place_modifier = shared_table(
    "place_modifier", key("zone_id"), key("ordinal", Integer), Column("label", String, nullable=False),
    Column("percent", Exact, nullable=False), Column("section_nos", String, nullable=False),
    Column("rows", String, nullable=False), Column("numbers", String, nullable=False),
    refers("zone_id", "zone", "id"),
)  # fmt: skip
ticket_type = shared_table(
    "ticket_type", key("event_id"), key("id"), Column("ordinal", Integer, nullable=False),
    Column("name", String, nullable=False), Column("percent", Exact, nullable=False),
    Column("needs_document", Boolean, nullable=False), Column("active", Boolean, nullable=False),
    refers("event_id", "event", "id"),
)  # fmt: skip
withheld_seat = shared_table(
    "withheld_seat", key("performance_id"), key("seat_id", Integer), Column("state", Integer, nullable=False),
    Column("purpose", String, nullable=False), refers("performance_id", "performance", "id"),
)  # fmt: skip
suspension = shared_table(
    "suspension", key("id"), Column("performance_id", Id, nullable=False), Column("ordinal", Integer, nullable=False),
    Column("kind", String, nullable=False), Column("starts_at", Instant, nullable=False),
    Column("moved_to", Instant), Column("was_cancelled", Boolean, nullable=False),
    Column("reason", String, nullable=False), Column("decided_at", Instant, nullable=False),
    Column("station_id", Id), Column("applied", Boolean, nullable=False),
    refers("performance_id", "performance", "id"),
)  # fmt: skip
"""What was decided of performances: cancelled, moved, resumed. `starts_at` is the time that the performance had.

`ordinal` counts the decisions of a performance in the order in which HQ took them; `station_id` is the station that
decided, None for HQ. One that came after another had changed the performance is not `applied`.
"""

station_key = shared_table(
    "station_key", key("station_id"), key("epoch", Integer), Column("public_key", String, nullable=False),
)  # fmt: skip
"""The key that signs the journal of each life of each station: what a station gives to another is signed with it."""

CATALOGUE: tuple[Table, ...] = (
    station, cashier, tax_rate, exchange_rate, series, form_lot, venue, section, seat, event, performance, zone,
    zone_section, price_stage, place_modifier, ticket_type, withheld_seat, suspension,
    station_key,
)  # fmt: skip
"""The tables of the catalogue, each after those that it refers to. Only HQ or a set-up file writes them."""

conflict_case = shared_table(
    "conflict_case", key("id"), Column("station_id", Id), Column("kind", String, nullable=False),
    Column("state", String, nullable=False), Column("course", String, nullable=False),
    Column("opened_at", Instant, nullable=False), Column("body", String, nullable=False),
)  # fmt: skip
"""Conflict cases, sent to the station that has to settle them. `body` is the case in canonical JSON."""
