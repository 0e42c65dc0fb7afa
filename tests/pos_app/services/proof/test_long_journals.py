"""Verify and rebuild read a journal of any length once, keep none of it in memory, and may be stopped at any time."""

import gc
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Table, text

from pos_app import cli
from pos_app.services.proof import rebuild as rebuilding
from pos_app.services.proof import verify as verification
from pos_app.services.proof.findings import Flaw
from pos_app.services.proof.rebuild import rebuild
from pos_app.services.proof.verify import verify
from pos_app.station import Station
from pos_app.storage.store import guards, projections
from sync.facts import SaleRecorded
from sync.tables import catalogue, shared
from tests.builders.catalogue import SETUP
from tests.builders.stations import general_cart, sell
from tests.pos_app.snapshots import changed, digests

Reading = Callable[[Station, Callable[[int, int], None]], object]
READINGS: list[Reading] = [verify, rebuild]


@pytest.fixture(autouse=True)
def every_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress after each entry, as if a batch were one entry."""
    monkeypatch.setattr(verification, "ENTRIES_A_BATCH", 1)
    monkeypatch.setattr(rebuilding, "ENTRIES_A_BATCH", 1)


@pytest.mark.parametrize("reading", READINGS)
def test_progress_counts_every_entry(full: Station, reading: Reading) -> None:
    shown: list[tuple[int, int]] = []
    reading(full, lambda read, total: shown.append((read, total)))
    entries = verify(full).entries
    assert shown == [(read, entries) for read in range(1, entries + 1)]


@pytest.mark.parametrize("reading", READINGS)
def test_no_more_than_the_present_sale_is_in_memory(till: Station, reading: Reading) -> None:
    for _ in range(20):
        sell(till, general_cart(till, 1))
    alive: list[int] = []

    def count(_read: int, _total: int) -> None:
        alive.append(_sales_in_memory())

    gc.collect()
    before = _sales_in_memory()
    reading(till, count)
    assert max(alive) <= before + 2


def _sales_in_memory() -> int:
    return sum(isinstance(tracked, SaleRecorded) for tracked in gc.get_objects())


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("at", [1, 9, 23])
def test_a_reading_that_is_stopped_leaves_the_store_as_it_was(full: Station, reading: Reading, at: int) -> None:
    def stop(read: int, _total: int) -> None:
        if read == at:
            raise KeyboardInterrupt

    before, files = digests(full), sorted(full.database.path.parent.iterdir())
    with pytest.raises(KeyboardInterrupt):
        reading(full, stop)
    assert changed(before, digests(full)) == set()
    assert sorted(full.database.path.parent.iterdir()) == files
    with full.database.read() as tx:
        assert guards.missing(tx) == ()
    assert verify(full).ok


def test_a_sale_during_verify_neither_waits_nor_disturbs(till: Station) -> None:
    sell(till, general_cart(till, 1))

    def sell_once(read: int, _total: int) -> None:
        if read == 3:
            sell(till, general_cart(till, 1))

    verdict = verify(till, sell_once)
    assert verdict.ok
    assert verify(till).entries == verdict.entries + 1


def test_rows_are_compared_under_a_key_of_their_own(full: Station) -> None:
    def look(_read: int, _total: int) -> None:
        beside = [path for path in full.database.path.parent.rglob("*") if path.name == "scratch.db"]
        assert all(not path.read_bytes().startswith(b"SQLite format 3") for path in beside)

    assert verify(full, look).ok


def test_rows_are_deleted_before_those_that_they_refer_to(full: Station) -> None:
    statements: list[str] = []
    with full.database.trial() as tx:
        tx.driver.set_trace_callback(statements.append)
        with guards.without_triggers(tx):
            projections.delete_all(tx)
        tx.driver.set_trace_callback(None)
    deleted = [line.split()[2] for line in statements if line.startswith("DELETE FROM")]
    assert sorted(deleted) == sorted(projections.NAMES)
    for table in projections.TABLES:
        for key in table.foreign_keys:
            assert deleted.index(table.name) < deleted.index(key.column.table.name)


def test_every_table_that_facts_make_is_compared() -> None:
    entered = {table.name for table in vars(catalogue).values() if isinstance(table, Table)}
    assert set(shared.metadata.tables) - entered - {"journal"} <= set(projections.NAMES)


def test_a_turn_that_no_ticket_has_is_found(full: Station) -> None:
    with full.database.write() as tx:
        tx.execute(
            text("INSERT INTO sold_turn SELECT tenant_id, performance_id, zone_id, 7, id FROM ticket LIMIT 1"),
        )
    finding = verify(full).finding
    assert finding is not None
    assert (finding.flaw, finding.record.split()[0]) == (Flaw.ROWS_DIFFER, "sold_turn")
    rebuild(full)
    assert verify(full).ok


@pytest.mark.parametrize("command", ["verify", "rebuild"])
def test_ctrl_c_ends_a_command_with_what_is_safe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], command: str
) -> None:
    assert cli.main(["load", str(SETUP), "--profile", str(tmp_path / "p"), "--vault", "open"]) == 0

    def stop(_station: Station, _progress: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(verification if command == "verify" else rebuilding, command, stop)
    assert cli.main([command, str(tmp_path / "p")]) == 1
    assert "CAN-01" in capfd.readouterr().err


def test_a_terminal_shows_how_far_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["load", str(SETUP), "--profile", str(tmp_path / "p"), "--vault", "open"]) == 0
    assert cli.main(["verify", str(tmp_path / "p")]) == 0
    assert "/" not in capsys.readouterr().err
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert cli.main(["verify", str(tmp_path / "p")]) == 0
    entries = capsys.readouterr().err
    assert "1 de " in entries or "1 of " in entries
