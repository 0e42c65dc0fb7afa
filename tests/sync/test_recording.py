"""Recording facts: each kind writes its own tables, and recording an entry twice has the result of once."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Table, select, text

from domain.ids import CashierId
from domain.payments.payee import Payee
from pos_app.storage.store.database import Database
from sync import facts
from sync.facts import AnyFact, Entry, kind_of
from sync.facts.documents import document_tax, fiscal_document
from sync.facts.rights import allotment, number_block, seat_lease, turn_lease
from sync.facts.sales import change_given, zone_sold
from sync.facts.sales import payment as payment_table
from sync.facts.sales import sale as sale_table
from sync.facts.sales import ticket as ticket_table
from sync.facts.subjects import subjects_of
from sync.recording import record
from sync.tables import catalogue, shared
from sync.tables.transaction import Tx
from tests.builders.examples import AT, EXAMPLES, document, sale
from tests.builders.stores import STATION, TENANT, new_store

MADE_BY = {
    "shift_opened/1": {"shift", "shift_float"},
    "cash_moved/1": {"cash_movement"},
    "till_exceeded/1": {"till_excess"},
    "sale_recorded/1": {
        *("sale", "ticket", "payment", "change_given", "fiscal_document", "document_tax", "sold_seat", "zone_sold"),
        "number_block",
    },
    "cart_voided/1": {"cart_void"},
    "shift_counted/1": {"shift_count"},
    "expected_shown/1": {"shift"},
    "shift_closed/1": {"shift", "shift_difference"},
    "report_taken/1": {"till_report"},
    "document_reprinted/1": {"reprint"},
    "paper_settled/1": {"paper"},
    "rate_entered/1": {"entered_rate"},
    "numbers_accepted/1": {"number_block", "form_run"},
    "seats_accepted/1": {"seat_lease"},
    "places_accepted/1": {"allotment"},
    "numbers_returned/1": {"number_block"},
    "seats_returned/1": {"seat_lease"},
    "places_returned/1": {"allotment"},
    "turns_accepted/1": {"turn_lease"},
    "turns_returned/1": {"turn_lease"},
    "rights_handed_over/1": {"seat_lease", "allotment"},
    "hand_over_accepted/1": {"seat_lease", "allotment"},
    "conflict_settled/1": {"settled_case"},
    "refund_right_accepted/1": {"refund_right_move"},
    "refund_right_returned/1": {"refund_right_move"},
    "ticket_replaced/1": {"replaced_ticket", "sold_seat"},
    "customer_edited/1": {"customer_edit"},
    "customers_linked/1": {"customer_edit"},
    "customer_erased/1": {"customer_edit"},
    "ticket_withdrawn/1": {"replaced_ticket", "zone_sold"},
    "tickets_refunded/1": {
        *("refund", "refunded_ticket", "money_back", "fiscal_document", "document_tax", "zone_sold"),
    },
    "ticket_reissued/1": {"replaced_ticket", "sold_seat"},
    "holder_changed/1": {"replaced_ticket", "ticket_holder"},
    "forms_spoiled/1": {"spoiled_form"},
    "form_replaced/1": {"spoiled_form"},
    "ticket_revoked/1": {"replaced_ticket", "zone_sold"},
    "hold_made/1": {"hold", "held_place"},
    "hold_extended/1": {"hold"},
    "hold_ended/1": {"hold"},
    "performance_suspended/1": {"decided_suspension"},
    "organiser_gift_made/1": {"organiser_gift", "gift_ticket", "sold_seat", "zone_sold"},
}
"""The tables that each kind of fact changes. A kind that is absent here has no rows."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    """A store with the shift of the example's sale, and the rights that the examples use and return."""
    with new_store(tmp_path) as database:
        with database.write() as tx:
            tx.execute(text("PRAGMA defer_foreign_keys = ON"))
            for table, row in _granted():
                tx.insert(table, [row])
            record(tx, entry_of(EXAMPLES[2], seq=1))
        yield database


def _granted() -> list[tuple[Table, dict[str, object]]]:
    own = {"tenant_id": TENANT, "station_id": STATION, "epoch": 1}
    performance = {"performance_id": UUID(int=30)}
    return [
        (number_block, {**own, "id": UUID(int=110), "series": "A", "first": 1, "last": 1_000, "next": 123,
                                    "first_control": ""}),
        (seat_lease, {**own, **performance, "id": UUID(int=111), "seats": "0-9,40"}),
        (allotment, {**own, **performance, "id": UUID(int=112), "zone_id": UUID(int=32), "granted": 100,
                                 "returned": 15}),
        (turn_lease, {**own, **performance, "id": UUID(int=113), "zone_id": UUID(int=31), "turns": "0-5"}),
    ]  # fmt: skip


def entry_of(fact: AnyFact, seq: int = 2) -> Entry:
    return Entry(
        v=1, tenant=TENANT, station=STATION, epoch=1, seq=seq, at=AT, actor=CashierId(UUID(int=3)), prev="", body=fact
    )


def rows(tx: Tx) -> dict[str, str]:
    """A digest of the rows of each table."""
    digests = {}
    for table in shared.metadata.sorted_tables:
        stored = tx.execute(select(table).order_by(*table.primary_key)).all()
        digests[table.name] = hashlib.sha256(repr(stored).encode()).hexdigest()
    return digests


def moved(store: Database, *facts: AnyFact) -> set[str]:
    """Record facts; returns the tables whose rows changed."""
    with store.write() as tx:
        before = rows(tx)
        for fact in facts:
            record(tx, entry_of(fact))
        after = rows(tx)
    return {name for name in before if before[name] != after[name]}


def prepare(store: Database, fact: AnyFact) -> None:
    """Record the sale that a refund refers to, or the hold that is extended or ended."""
    if isinstance(fact, facts.TicketsRefunded):
        moved(store, next(one for one in EXAMPLES if isinstance(one, facts.SaleRecorded)))
    if isinstance(fact, facts.HoldExtended | facts.HoldEnded):
        made = next(one for one in EXAMPLES if isinstance(one, facts.HoldMade))
        with store.write() as tx:
            record(tx, entry_of(made, seq=1))


REST = [fact for fact in EXAMPLES if kind_of(fact) != "shift_opened/1"]


@pytest.mark.parametrize("fact", REST, ids=kind_of)
def test_a_fact_makes_the_rows_of_its_kind_and_no_others(store: Database, fact: AnyFact) -> None:
    prepare(store, fact)
    of_subjects = {"fact_subject"} if kind_of(fact) != "sale_recorded/1" and subjects_of(fact) else set()
    assert moved(store, fact) == MADE_BY.get(kind_of(fact), set()) | of_subjects


@pytest.mark.parametrize("fact", EXAMPLES, ids=kind_of)
def test_recording_again_changes_nothing(store: Database, fact: AnyFact) -> None:
    prepare(store, fact)
    moved(store, fact)
    assert moved(store, fact, fact) == set()


def test_a_whole_history_recorded_twice_is_recorded_once(store: Database) -> None:
    assert moved(store, *EXAMPLES)
    assert moved(store, *EXAMPLES) == set()


def test_the_places_of_a_sale_are_counted_once(store: Database) -> None:
    for _ in range(3):
        moved(store, EXAMPLES[4])
    with store.read() as tx:
        sold = tx.execute(select(zone_sold.c.sold)).scalars().all()
    assert sold == [1, 1]


def test_the_number_of_a_document_moves_its_block_and_never_back(store: Database) -> None:
    moved(store, EXAMPLES[4])
    with store.write() as tx:
        assert tx.execute(select(number_block.c.next)).scalar() == 124
        tx.execute(number_block.update().values(next=500))
        record(tx, entry_of(EXAMPLES[4], seq=3))
        assert tx.execute(select(number_block.c.next)).scalar() == 500


@pytest.mark.parametrize(
    "other", [{"series": "B"}, {"station_id": UUID(int=98)}, {"epoch": 2}], ids=["series", "station", "life"]
)
def test_a_document_leaves_the_blocks_of_another_series_station_and_life(
    store: Database, other: dict[str, object]
) -> None:
    nearby = {**_granted()[0][1], "id": UUID(int=113), **other}
    with store.write() as tx:
        tx.insert(number_block, [nearby])
    moved(store, EXAMPLES[4])
    with store.read() as tx:
        block = number_block.c
        following = tx.execute(select(block.next).order_by(block.id)).scalars().all()
    assert following == [124, 123]


def test_a_sale_is_read_back_column_by_column(store: Database) -> None:
    moved(store, EXAMPLES[4])
    made, invoice = sale(), document()
    with store.read() as tx:
        ticket = tx.execute(select(ticket_table).where(ticket_table.c.seat_id == 7)).one()
        payment = tx.execute(select(payment_table).where(payment_table.c.method == "pago_movil")).one()
        issued = tx.execute(select(fiscal_document)).one()
        tax = tx.execute(select(document_tax)).one()
        change = tx.execute(select(change_given).order_by(change_given.c.ordinal)).all()
        sold = tx.execute(select(sale_table)).one()
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


@pytest.mark.parametrize("method", ["pago_movil", "a_method_of_a_later_program"])
def test_only_electronic_change_has_the_payee(store: Database, method: str) -> None:
    cash, other = sale().change
    electronic = replace(other, method=method)
    to = Payee("0102", "+584121234567", "V12345678")
    moved(store, facts.SaleRecorded(replace(sale(), change=(cash, electronic)), document(), 0, to))
    with store.read() as tx:
        rows = tx.execute(select(change_given).order_by(change_given.c.ordinal)).all()
    assert [(row.payee_bank, row.payee_phone, row.payee_document) for row in rows] == [
        ("", "", ""),
        ("0102", "+584121234567", "V12345678"),
    ]


def test_what_was_given_back_is_gone_from_its_right(store: Database) -> None:
    moved(store, *(fact for fact in EXAMPLES if "_returned/" in kind_of(fact)))
    with store.read() as tx:
        assert tx.execute(select(number_block.c.last)).scalars().all() == [900]
        assert tx.execute(select(seat_lease.c.seats)).scalars().all() == ["0-3,8-9"]
        assert tx.execute(select(allotment.c.returned)).scalars().all() == [25]


def test_a_rate_that_was_typed_leaves_what_was_published(store: Database) -> None:
    typed = next(fact for fact in EXAMPLES if kind_of(fact) == "rate_entered/1")
    published = {"tenant_id": TENANT, "currency": "EUR", "value_on": date(2026, 11, 23), "value": 1, "source": "bcv"}
    with store.write() as tx:
        tx.insert(catalogue.exchange_rate, [published])
    assert moved(store, typed) == {"entered_rate"}


def test_only_tickets_that_are_new_are_counted(store: Database) -> None:
    """A sale recorded again with one ticket more, which no station would send, counts that ticket only."""
    first, second = sale().tickets
    moved(store, facts.SaleRecorded(replace(sale(), tickets=(first,)), document(), catalogue=0))
    moved(store, facts.SaleRecorded(replace(sale(), tickets=(first, second)), document(), catalogue=0))
    with store.read() as tx:
        assert tx.execute(select(zone_sold.c.sold)).scalars().all() == [1, 1]
