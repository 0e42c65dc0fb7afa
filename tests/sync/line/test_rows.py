"""Rows of the catalogue in messages: every type of value arrives unchanged, under the receiver's tenant."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import Table, select

from pos_app.storage.store.database import Database
from sync.line import rows
from sync.line.messages import Rows
from sync.line.rows import BadRows
from sync.tables import catalogue
from tests.builders.stores import TENANT, new_store

RATE = {"tenant_id": TENANT, "currency": "USD", "value_on": date(2026, 11, 21), "value": Decimal("857.00580000"),
        "source": "bcv"}  # fmt: skip
EVENT = {
    "tenant_id": TENANT,
    "id": UUID(int=7),
    "venue_id": UUID(int=8),
    "name": "Íñigo «Ñandú» 🎭",
    "sell_until_minutes": 60,
    "refund_policy": "",
}
PERFORMANCE = {"tenant_id": TENANT, "id": UUID(int=9), "event_id": UUID(int=7),
               "starts_at": datetime(2026, 12, 1, 0, 30, 0, 1, tzinfo=UTC), "state": "active"}  # fmt: skip
SERIES = {column.name: None for column in catalogue.series.columns} | {
    "tenant_id": TENANT, "code": "A", "medium": "free_form", "issuer_name": "Fundación", "issuer_rif": "J-1",
    "issuer_address": "Caracas", "special_from": date(2026, 1, 1),
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    with new_store(tmp_path) as database:
        yield database


@pytest.mark.parametrize(
    ("table", "row"),
    [
        (catalogue.exchange_rate, RATE),
        (catalogue.event, EVENT),
        (catalogue.performance, PERFORMANCE),
        (catalogue.series, SERIES),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_a_row_arrives_as_it_was(table: Table, row: dict[str, object]) -> None:
    packed = msgspec.json.decode(msgspec.json.encode(rows.pack(table, [row, row])), type=Rows)
    assert rows.unpack(table, packed, TENANT) == [row, row]


def test_rows_are_unpacked_under_the_tenant_of_the_receiver() -> None:
    packed = rows.pack(catalogue.event, [EVENT])
    assert "tenant_id" not in packed.columns
    assert rows.unpack(catalogue.event, packed, UUID(int=99))[0]["tenant_id"] == UUID(int=99)


def test_a_column_of_a_newer_hq_is_left_out() -> None:
    packed = rows.pack(catalogue.event, [EVENT])
    newer = Rows(packed.table, (*packed.columns, "colour"), (*packed.values, ("red",)))
    assert rows.unpack(catalogue.event, newer, TENANT) == [EVENT]


@pytest.mark.parametrize(
    "packed",
    [
        Rows("event", ("id", "venue_id"), ((UUID(int=7).hex,), (UUID(int=8).hex,))),
        Rows("event", ("id", "venue_id", "name"), (("no id",), (UUID(int=8).hex,), ("x",))),
        Rows("event", ("id", "venue_id", "name"), ((UUID(int=7).hex,), (UUID(int=8).hex,), (5,))),
        Rows("event", ("id", "venue_id", "name"), ((UUID(int=7).hex,), (UUID(int=8).hex,), (None,))),
        Rows("event", ("id", "venue_id", "name"), ((UUID(int=7).hex,), (UUID(int=8).hex,), ("x", "y"))),
        Rows("event", ("id", "venue_id", "name"), ((UUID(int=7).hex,), (UUID(int=8).hex,))),
    ],
    ids=["missing", "bad id", "bad text", "null", "ragged", "short"],
)
def test_rows_that_do_not_fit_are_refused(packed: Rows) -> None:
    with pytest.raises(BadRows):
        rows.unpack(catalogue.event, packed, TENANT)


def test_a_number_is_not_taken_for_a_boolean() -> None:
    packed = rows.pack(catalogue.zone_section, [{"zone_id": UUID(int=1), "section_no": 1}])
    assert rows.unpack(catalogue.zone_section, packed, TENANT)[0]["section_no"] == 1
    wrong = Rows(packed.table, packed.columns, (packed.values[0], (True,)))
    with pytest.raises(BadRows):
        rows.unpack(catalogue.zone_section, wrong, TENANT)


def test_keys_name_the_rows_to_delete(store: Database) -> None:
    packed = rows.pack_keys(catalogue.exchange_rate, [RATE])
    assert packed.columns == ("currency", "value_on")
    assert rows.unpack_keys(catalogue.exchange_rate, packed, TENANT) == [
        {"tenant_id": TENANT, "currency": "USD", "value_on": date(2026, 11, 21)}
    ]
    with pytest.raises(BadRows):
        rows.unpack_keys(catalogue.exchange_rate, rows.pack(catalogue.exchange_rate, [RATE]), TENANT)


def test_equal_rows_have_one_digest_in_any_order(store: Database) -> None:
    other = RATE | {"currency": "EUR"}
    with store.write() as tx:
        empty = rows.digest(tx, catalogue.exchange_rate, TENANT)
        tx.insert(catalogue.exchange_rate, [RATE, other])
        both = rows.digest(tx, catalogue.exchange_rate, TENANT)
        tx.execute(catalogue.exchange_rate.delete())
        tx.insert(catalogue.exchange_rate, [other, RATE])
        assert rows.digest(tx, catalogue.exchange_rate, TENANT) == both != empty
        tx.execute(catalogue.exchange_rate.update().values(value=Decimal(1)))
        assert rows.digest(tx, catalogue.exchange_rate, TENANT) != both


def test_a_digest_leaves_other_tenants_out(store: Database) -> None:
    with store.write() as tx:
        before = rows.digest(tx, catalogue.exchange_rate, TENANT)
        tx.insert(catalogue.exchange_rate, [RATE | {"tenant_id": UUID(int=99)}])
        assert rows.digest(tx, catalogue.exchange_rate, TENANT) == before
        assert len(tx.execute(select(catalogue.exchange_rate)).all()) == 1
