"""HQ's check counts documents in journals and books, and names each that only one of them has."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from hq.books.check import check
from hq.books.documents_check import DocumentCounts
from hq.findings import Flaw
from hq.office import Office
from sync.facts.issuing import issuing_kinds
from sync.tables.position import seq_of
from tests.builders.counters import Counter, counter

pytestmark = pytest.mark.house


@pytest.fixture
def one(office: Office, tmp_path: Path) -> Iterator[Counter]:
    with counter(office, tmp_path / "1", 1) as made:
        made.grant(numbers=10, places=10)
        for places in (1, 2, 3):
            made.sell_places(places)
        made.push()
        yield made


def tamper(one: Counter, *statements: str) -> None:
    """Change HQ's tables as somebody with the database's password may."""
    with one.office.database.owner() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # skips triggers and foreign keys
        for statement in statements:
            assert connection.execute(text(statement)).rowcount


def test_the_kinds_that_issue_a_document_are_known() -> None:
    assert "sale_recorded/1" in issuing_kinds()  # other tests may have made kinds of their own


def test_sound_books_have_each_document_of_the_journals(one: Counter) -> None:
    report = check(one.office, one.holder.tenant_id)
    assert (report.documents, report.ok) == (DocumentCounts(3, 3, 0), True)


def test_a_document_that_left_the_books_is_named_by_its_entry(one: Counter) -> None:
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        position = tx.execute(text("SELECT max(position) FROM fiscal_document")).scalar_one()
    tamper(one, "DELETE FROM fiscal_document WHERE position = (SELECT max(position) FROM fiscal_document)")
    report = check(one.office, one.holder.tenant_id)
    assert report.documents == DocumentCounts(3, 2, 0)
    named = [flaw for flaw in report.findings if flaw.flaw is Flaw.DOCUMENT_NOT_IN_BOOKS]
    assert [(f.values["epoch"], f.values["seq"]) for f in named] == [("1", str(seq_of(position)))]


def test_a_document_that_no_entry_issued_is_named_by_its_number(one: Counter) -> None:
    tamper(one, "UPDATE fiscal_document SET position = position + 1000 WHERE number = 2")
    report = check(one.office, one.holder.tenant_id)
    assert {f.flaw for f in report.findings} >= {Flaw.DOCUMENT_NOT_IN_BOOKS, Flaw.DOCUMENT_WITHOUT_ENTRY}
    (named,) = [f for f in report.findings if f.flaw is Flaw.DOCUMENT_WITHOUT_ENTRY]
    assert named.values["key"] == "A-00000002"
