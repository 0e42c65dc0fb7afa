"""Verify sees what an editor of the store adds to its schema, and what he does to PINs and their counters."""

import pytest
from sqlalchemy import text

from domain.people.staff import Cashier, Permission
from pos_app.services.people import approvals, sign_in
from pos_app.services.people.pin_guard import WrongPinThenWait
from pos_app.services.people.sign_in import WrongPin
from pos_app.services.proof.findings import Flaw
from pos_app.services.proof.rebuild import rebuild
from pos_app.services.proof.verify import verify
from pos_app.station import Station
from pos_app.storage.people.sign_in_guards import of_approvals
from tests.builders import stations
from tests.pos_app.services.proof.tampering import flaw

RESETS = (
    "CREATE TRIGGER again AFTER UPDATE ON sign_in_guard BEGIN UPDATE sign_in_guard SET failures = 0, locked = 0; END"
)
SWALLOWS = (
    "CREATE TRIGGER swallow BEFORE INSERT ON journal WHEN NEW.kind = 'sign_in_tried/1' BEGIN SELECT RAISE(IGNORE); END"
)


def run(station: Station, *statements: str) -> None:
    with station.database.write() as tx:
        for statement in statements:
            tx.execute(text(statement))


def wrong_pins(station: Station, who: Cashier, times: int) -> None:
    for _ in range(times):
        stations.clock_of(station).advance(minutes=2)
        with pytest.raises(WrongPin):
            sign_in.sign_in(station, who.id, "0000")


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        (RESETS, "trigger again"),
        (SWALLOWS, "trigger swallow"),
        ("CREATE TABLE notes (x)", "table notes"),
        ("CREATE VIEW prices AS SELECT 1", "view prices"),
        ("CREATE INDEX faster ON sale (sold_at)", "index faster"),
        ("CREATE UNIQUE INDEX once ON ticket (code)", "index once"),
    ],
)
def test_what_is_not_of_this_program_is_named_and_rebuild_drops_it(full: Station, statement: str, name: str) -> None:
    run(full, statement)
    assert flaw(full) == (Flaw.SCHEMA_DIFFERS, name)
    rebuild(full)
    assert flaw(full) == ((Flaw.SCHEMA_DIFFERS, name) if name.startswith("table") else None)


def test_a_table_with_another_column_is_named(full: Station) -> None:
    run(full, "ALTER TABLE sign_in_guard ADD COLUMN note TEXT")
    assert flaw(full) == (Flaw.SCHEMA_DIFFERS, "table sign_in_guard")


def test_an_index_that_is_gone_is_named(full: Station) -> None:
    with full.database.read() as tx:
        names = tx.execute(text("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE 'CREATE INDEX%'"))
        name = names.scalars().first()
    run(full, f"DROP INDEX {name}")
    assert flaw(full) == (Flaw.SCHEMA_DIFFERS, f"index {name}")


def test_sound_counters_are_ok_while_people_err(full: Station, ana: Cashier, rosa: Cashier) -> None:
    wrong_pins(full, ana, 5)
    assert verify(full).ok
    with pytest.raises(WrongPinThenWait):
        approvals.approve(full, "0000", Permission.TAKE_Z, ana.id)
    assert verify(full).ok
    sign_in.unlock(full, rosa, ana.id)
    approvals.approve(full, "9999", Permission.TAKE_Z, ana.id)
    assert verify(full).ok


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE sign_in_guard SET failures = 0",
        "DELETE FROM sign_in_guard",
        "UPDATE sign_in_guard SET locked = 1",
        "UPDATE sign_in_guard SET failures = failures + 1",
    ],
)
def test_tries_that_somebody_gave_himself_are_seen(full: Station, ana: Cashier, edit: str) -> None:
    wrong_pins(full, ana, 5)
    run(full, edit)
    reported = flaw(full)
    assert reported
    assert reported[0] is Flaw.PIN_GUARD_DIFFERS


def test_a_counter_of_approvals_that_was_reset_is_seen(full: Station, ana: Cashier) -> None:
    with pytest.raises(WrongPinThenWait):
        approvals.approve(full, "0000", Permission.TAKE_Z, ana.id)
    run(full, "UPDATE sign_in_guard SET failures = 0")
    assert flaw(full) == (Flaw.PIN_GUARD_DIFFERS, f"sign_in_guard {min(of_approvals(full.id, ana.id))}")


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE cashier SET pin_hash = (SELECT pin_hash FROM cashier WHERE name LIKE 'Ana%') WHERE name LIKE 'Rosa%'",
        "UPDATE cashier SET role = 'supervisor'",
        "UPDATE cashier SET name = 'Ana Mar'  WHERE name LIKE 'Ana%'",
        "UPDATE cashier SET active = 0 WHERE name LIKE 'Luis%'",
    ],
)
def test_staff_that_was_not_loaded_is_seen(station: Station, edit: str) -> None:
    assert verify(station).ok
    run(station, edit)
    assert flaw(station) == (Flaw.STAFF_DIFFERS, "cashier")
