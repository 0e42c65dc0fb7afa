"""Verify: a row that differs from the journal is reported with the columns that differ."""

from uuid import UUID

import pytest
from sqlalchemy import text

from pos_app.services.proof.findings import Flaw
from pos_app.services.proof.verify import verify
from pos_app.station import Station
from tests.pos_app.services.proof.tampering import change, flaw


@pytest.mark.parametrize(
    ("table", "statement"),
    [
        ("payment", "UPDATE payment SET amount = amount - 1"),
        ("ticket", "UPDATE ticket SET amount = 0"),
        ("fiscal_document", "UPDATE fiscal_document SET total = total - 1 WHERE number = 2"),
        ("document_tax", "UPDATE document_tax SET tax = tax - 1"),
        ("change_given", "DELETE FROM change_given"),
        ("sold_seat", "DELETE FROM sold_seat WHERE seat_id = 0"),
        ("zone_sold", "UPDATE zone_sold SET sold = sold - 1"),
        ("number_block", "UPDATE number_block SET next = next + 1 WHERE first = 1"),
        ("number_block", "UPDATE number_block SET next = next - 1 WHERE first = 1"),
        ("number_block", "UPDATE number_block SET last = last + 1 WHERE first = 1"),
        ("seat_lease", "UPDATE seat_lease SET seats = '0-39,50'"),
        ("allotment", "UPDATE allotment SET granted = granted + 1"),
        ("cash_movement", "UPDATE cash_movement SET amount = 1"),
        ("shift", "UPDATE shift SET closed_at = NULL, closed_position = NULL"),
        ("reprint", "DELETE FROM reprint"),
        ("cart_void", "DELETE FROM cart_void"),
        ("till_report", "UPDATE till_report SET perpetual_sales = perpetual_sales + 1 WHERE kind = 'z'"),
        ("sale", "UPDATE sale SET customer_name = 'otro' WHERE position = (SELECT max(position) FROM sale)"),
    ],
)
def test_a_row_that_is_not_what_the_journal_says_is_found(full: Station, table: str, statement: str) -> None:
    change(full, statement)
    finding = flaw(full)
    assert finding is not None
    assert (finding[0], finding[1].split()[0]) == (Flaw.ROWS_DIFFER, table)


def test_a_row_that_differs_is_named_with_what_differs(full: Station) -> None:
    change(full, "UPDATE fiscal_document SET total = total - 1 WHERE number = 2")
    with full.database.read() as tx:
        row = tx.execute(text("SELECT id, total FROM fiscal_document WHERE number = 2")).one()
    finding = verify(full).finding
    assert finding is not None
    assert finding.record == f"fiscal_document {UUID(bytes=row.id)}"
    assert finding.detail == f"total is {row.total}, the journal says {row.total + 1}"


def test_a_row_that_is_gone_and_one_too_many_are_named(full: Station) -> None:
    change(full, "DELETE FROM sold_seat WHERE seat_id = 1")
    finding = verify(full).finding
    assert finding is not None
    assert (finding.record.endswith("/1"), finding.detail) == (True, "missing; the journal has it")
    change(
        full,
        "INSERT INTO sold_seat SELECT tenant_id, performance_id, 1, ticket_id FROM sold_seat WHERE seat_id = 0",
        "UPDATE sold_seat SET ticket_id = (SELECT id FROM ticket WHERE seat_id = 1) WHERE seat_id = 1",
        "INSERT INTO sold_seat SELECT tenant_id, performance_id, 39, ticket_id FROM sold_seat WHERE seat_id = 0",
    )
    finding = verify(full).finding
    assert finding is not None
    assert (finding.record.endswith("/39"), finding.detail) == (True, "not in the journal")


def test_swapped_numbers_of_two_documents_are_found(full: Station) -> None:
    change(
        full,
        "UPDATE fiscal_document SET number = 100 WHERE number = 1",
        "UPDATE fiscal_document SET number = 1 WHERE number = 2",
        "UPDATE fiscal_document SET number = 2 WHERE number = 100",
    )
    finding = verify(full).finding
    assert finding is not None
    assert (finding.flaw, finding.detail) == (Flaw.ROWS_DIFFER, "number is 2, the journal says 1")


def test_a_changed_row_is_named_before_the_guard_that_let_it_change(full: Station) -> None:
    with full.database.write() as tx:
        tx.execute(text("DROP TRIGGER payment_never_changes"))
        tx.execute(text("UPDATE payment SET amount = amount - 1"))
    finding = flaw(full)
    assert finding is not None
    assert finding[1].startswith("payment ")


@pytest.mark.parametrize("value", ["'hoy'", "x'00'", "1.5"])
def test_a_row_of_another_type_is_found_and_breaks_no_verifier(full: Station, value: str) -> None:
    change(full, f"UPDATE document_tax SET rate = {value}", f"UPDATE sale SET sold_at = {value}")  # noqa: S608  # the same
    finding = flaw(full)
    assert finding is not None
    assert (finding[0], finding[1].split()[0]) == (Flaw.ROWS_DIFFER, "sale")
