"""From facts to rows: once or twice, in the same order or not, the rows are the same."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text

from domain.ids import CashierId
from pos_app.storage.database import Database
from sync import fact_tables, tables
from sync.facts import AnyFact, Entry, kind_of
from sync.recording import record
from sync.transaction import Tx
from tests.sync.examples import AT, EXAMPLES, document, sale
from tests.sync.stores import STATION, TENANT, new_store

MADE_BY = {
    "shift_opened/1": {"shift", "shift_float"},
    "cash_moved/1": {"cash_movement"},
    "sale_recorded/1": {
        *("sale", "ticket", "payment", "change_given", "fiscal_document", "document_tax", "sold_seat", "zone_sold"),
        "number_block",
    },
    "cart_voided/1": {"cart_void"},
    "shift_counted/1": {"shift_count"},
    "shift_closed/1": {"shift", "shift_difference"},
    "report_taken/1": {"till_report"},
    "document_reprinted/1": {"reprint"},
    "paper_settled/1": {"paper"},
    "rate_entered/1": {"exchange_rate"},
    "conflict_settled/1": {"settled_case"},
    "ticket_replaced/1": {"replaced_ticket", "sold_seat"},
    "ticket_withdrawn/1": {"replaced_ticket", "zone_sold"},
}
"""The tables that each kind moves; a kind that is not here lives in the journal alone."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    """With the block that the example's document is numbered from, and its shift."""
    with new_store(tmp_path) as database:
        with database.write() as tx:
            tx.execute(text("PRAGMA defer_foreign_keys = ON"))
            for table, row in _granted():
                tx.insert(table, [row])
            record(tx, entry_of(EXAMPLES[2], seq=1))
        yield database


def _granted() -> list[tuple[Any, dict[str, object]]]:
    station = {
        "id": STATION, "no": 1, "name": "T", "organisation": "O", "series": "A", "printer_columns": 48,
        "difference_limits": "",
    }  # fmt: skip
    issuer = {"issuer_name": "O", "issuer_rif": "J", "issuer_address": "C", "medium": "free_form", "code": "A"}
    nothing = dict.fromkeys(
        ("special_from", "special_to", "form_printer", "form_printer_rif", "form_authorisation", "form_made_on",
         "form_first_control", "form_last_control"),
    )  # fmt: skip
    block = {
        "id": UUID(int=99), "station_id": STATION, "series": "A", "first": 1, "last": 1_000, "next": 123,
        "first_control": "",
    }  # fmt: skip
    rows = [(tables.station, station), (tables.series, {**issuer, **nothing}), (tables.number_block, block)]
    return [(table, {"tenant_id": TENANT, **row}) for table, row in rows]


def entry_of(fact: AnyFact, seq: int = 2) -> Entry:
    return Entry(
        v=1, tenant=TENANT, station=STATION, epoch=1, seq=seq, at=AT, actor=CashierId(UUID(int=3)), prev="", body=fact
    )


def rows(tx: Tx) -> dict[str, str]:
    found = {}
    for table in tables.metadata.sorted_tables:
        stored = tx.execute(select(table).order_by(*table.primary_key)).all()
        found[table.name] = hashlib.sha256(repr(stored).encode()).hexdigest()
    return found


def moved(store: Database, *facts: AnyFact) -> set[str]:
    with store.write() as tx:
        before = rows(tx)
        for fact in facts:
            record(tx, entry_of(fact))
        after = rows(tx)
    return {name for name in before if before[name] != after[name]}


REST = [fact for fact in EXAMPLES if kind_of(fact) != "shift_opened/1"]


@pytest.mark.parametrize("fact", REST, ids=kind_of)
def test_a_fact_makes_the_rows_of_its_kind_and_no_others(store: Database, fact: AnyFact) -> None:
    assert moved(store, fact) == MADE_BY.get(kind_of(fact), set())


@pytest.mark.parametrize("fact", EXAMPLES, ids=kind_of)
def test_recording_again_changes_nothing(store: Database, fact: AnyFact) -> None:
    moved(store, fact)
    assert moved(store, fact, fact) == set()


def test_a_whole_history_recorded_twice_is_recorded_once(store: Database) -> None:
    assert moved(store, *EXAMPLES)
    assert moved(store, *EXAMPLES) == set()


def test_the_places_of_a_sale_are_counted_once(store: Database) -> None:
    for _ in range(3):
        moved(store, EXAMPLES[4])
    with store.read() as tx:
        sold = tx.execute(select(fact_tables.zone_sold.c.sold)).scalars().all()
    assert sold == [1, 1]


def test_the_number_of_a_document_moves_its_block_and_never_back(store: Database) -> None:
    moved(store, EXAMPLES[4])
    with store.write() as tx:
        assert tx.execute(select(tables.number_block.c.next)).scalar() == 124
        tx.execute(tables.number_block.update().values(next=500))
        record(tx, entry_of(EXAMPLES[4], seq=3))
        assert tx.execute(select(tables.number_block.c.next)).scalar() == 500


@pytest.mark.parametrize("other", [{"series": "B"}, {"station_id": UUID(int=98)}], ids=["series", "station"])
def test_a_document_leaves_the_blocks_of_another_series_and_station(store: Database, other: dict[str, object]) -> None:
    nearby = {**_granted()[-1][1], "id": UUID(int=100), **other}
    with store.write() as tx:
        tx.insert(tables.series, [{**_granted()[1][1], "code": "B"}])
        tx.insert(tables.station, [{**_granted()[0][1], "id": UUID(int=98)}])
        tx.insert(tables.number_block, [nearby])
    moved(store, EXAMPLES[4])
    with store.read() as tx:
        following = tx.execute(select(tables.number_block.c.next).order_by(tables.number_block.c.id)).scalars().all()
    assert following == [124, 123]


def test_a_sale_is_read_back_column_by_column(store: Database) -> None:
    moved(store, EXAMPLES[4])
    made, invoice = sale(), document()
    with store.read() as tx:
        ticket = tx.execute(select(fact_tables.ticket).where(fact_tables.ticket.c.seat_id == 7)).one()
        payment = tx.execute(select(fact_tables.payment).where(fact_tables.payment.c.method == "pago_movil")).one()
        issued = tx.execute(select(fact_tables.fiscal_document)).one()
        tax = tx.execute(select(fact_tables.document_tax)).one()
        change = tx.execute(select(fact_tables.change_given).order_by(fact_tables.change_given.c.ordinal)).all()
        sold = tx.execute(select(fact_tables.sale)).one()
    first = made.tickets[0]
    assert (ticket.id, ticket.code, ticket.amount, ticket.fee) == (first.id, first.code, 2_000, 200)
    given = made.payments[1].references
    assert (payment.reference, payment.bank, payment.phone, payment.last_four) == (
        *(given.reference, given.bank, given.phone, given.last_four),
    )
    assert (issued.number, issued.issued_at, issued.total) == (123, invoice.issued_at, invoice.total.minor)
    assert (tax.rate, tax.base, tax.tax) == (invoice.taxes[0].rate, 738_798, 118_208)
    assert [(row.method, row.amount) for row in change] == [("cash_usd", 900), ("cash_ves", 59_991)]
    assert (sold.customer_name, sold.rates_on, sold.sold_at) == (made.customer.name, made.rates.on, made.sold_at)
