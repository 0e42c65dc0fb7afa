"""The store: its pragmas, its transactions and its guards."""

import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from pos_app.station import Station
from pos_app.storage.catalogue.signed_catalogue import SignedKind, insert_signed
from pos_app.storage.store import guards
from pos_app.storage.store.database import APPLICATION_ID, OLDEST_ENGINE, Database
from sync.facts.documents import fiscal_document
from sync.facts.forms import spoiled_form
from sync.facts.refund_rights import refund_right_move
from sync.facts.suspensions import decided_suspension
from tests.builders.stations import general_cart, sell
from tests.pos_app.snapshots import changed, count, digests


def pragma(database: Database, name: str) -> object:
    with database.read() as tx:
        return tx.execute(text(f"PRAGMA {name}")).scalar()


# ------------------------------------------------------------------------------------------------ what it is


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("busy_timeout", 5000),
        ("secure_delete", 1),
        ("application_id", APPLICATION_ID),
    ],
)
def test_every_connection_has_the_pragmas(station: Station, name: str, value: object) -> None:
    database = station.database
    with database.read(), database.read():  # two connections of the pool at once
        assert pragma(database, name) == value
    assert pragma(database, name) == value


def test_the_engine_is_past_the_release_that_corrupts() -> None:
    assert driver.sqlite_version_info >= OLDEST_ENGINE


def test_nothing_of_a_store_can_be_read_without_its_key(till: Station) -> None:
    sell(till, general_cart(till, 1))
    folder = till.database.path.parent
    till.database.checkpoint()
    for file in folder.glob("station.db*"):
        assert b"SQLite format" not in file.read_bytes()
        assert b"Concierto" not in file.read_bytes()


# ------------------------------------------------------------------------------------------------ transactions


def test_what_is_raised_inside_rolls_everything_back(station: Station) -> None:
    before = digests(station)

    def fail() -> None:
        with station.database.write() as tx:
            tx.execute(text("DELETE FROM exchange_rate"))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert changed(before, digests(station)) == set()


def test_a_trial_leaves_nothing(station: Station) -> None:
    before = digests(station)
    with station.database.trial() as tx:
        tx.execute(text("DELETE FROM exchange_rate"))
    assert changed(before, digests(station)) == set()


def test_a_reader_sees_one_moment(till: Station) -> None:
    with till.database.read() as tx:
        first = tx.execute(text("SELECT count(*) FROM sale")).scalar()
        sell(till, general_cart(till, 1))
        assert tx.execute(text("SELECT count(*) FROM sale")).scalar() == first
    assert count(till, "sale") == 1


_NOT_OF_THE_DAY = (spoiled_form, refund_right_move, decided_suspension)
"""Parts of the record that a day of the tests leaves empty: a trigger fires for a row only."""


@pytest.mark.parametrize("table", sorted({trigger.partition("_never_")[0] for trigger in guards.NEVER}))
@pytest.mark.parametrize("act", ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}"])
def test_the_record_is_never_edited(full: Station, table: str, act: str) -> None:
    with full.database.write() as tx:
        insert_signed(tx, SignedKind.PAGE, b"{}", "")  # this store was never enrolled
        for empty in (table for table in _NOT_OF_THE_DAY if not tx.execute(select(table).limit(1)).first()):
            tx.driver.execute(f"INSERT INTO {empty.name} VALUES ({', '.join('0' * len(empty.columns))})")  # noqa: S608  # names of our own
        column = tx.execute(text("SELECT name FROM pragma_table_info(:table)"), {"table": table}).scalars().first()
    before = digests(full)
    with pytest.raises(Exception, match="append-only"), full.database.write() as tx:
        tx.execute(text(act.format(table=table, column=column)))
    assert changed(before, digests(full)) == set()


def test_every_part_of_the_record_is_guarded() -> None:
    assert {trigger.partition("_never_")[0] for trigger in guards.NEVER} == {
        *("journal", "fiscal_document", "document_tax", "sale", "ticket", "payment", "change_given", "till_report"),
        *("refund", "refunded_ticket", "money_back", "signed_catalogue", "ticket_holder", "refund_right_move"),
        *("spoiled_form", "decided_suspension"),
    }


def test_a_second_document_with_a_number_does_not_get_in(till: Station) -> None:
    sell(till, general_cart(till, 1))
    with till.database.write() as tx:
        row = dict(tx.execute(select(fiscal_document)).mappings().one())
    with pytest.raises(IntegrityError), till.database.write() as tx:
        tx.execute(fiscal_document.insert(), {**row, "id": till.ids.new(), "sale_id": till.ids.new()})
    assert count(till, "fiscal_document") == 1
