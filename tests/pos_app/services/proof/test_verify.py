"""Verify: a sound store is ok, and each kind of tampering is reported by name."""

import re

import pytest
from sqlalchemy import text

from domain.people.staff import Cashier
from pos_app.services.proof.findings import Flaw
from pos_app.services.proof.verify import verify
from pos_app.services.till.till_reports import read_x
from pos_app.station import Station
from sync import journal
from tests.pos_app.services.proof.tampering import change, flaw, rewrite
from tests.pos_app.snapshots import changed
from tests.pos_app.snapshots import digests as all_digests


def seq_of(station: Station, kind: str) -> int:
    """The position of the first entry of a kind."""
    with station.database.read() as tx:
        first = tx.execute(text("SELECT min(seq) FROM journal WHERE kind = :kind"), {"kind": kind}).scalar_one()
    return int(first)


def test_a_good_store_is_ok_and_counted(full: Station) -> None:
    verdict = verify(full)
    assert verdict.ok
    assert (verdict.documents, verdict.numbers_issued, verdict.numbers_held, verdict.reports) == (5, 5, 31 + 999, 2)
    assert (verdict.entries, verdict.head_seq) == (verdict.head_seq, verdict.entries)


def test_verifying_leaves_the_store_as_it_was(full: Station) -> None:
    before = all_digests(full)
    verify(full)
    assert changed(before, all_digests(full)) == set()
    with pytest.raises(Exception, match="append-only"), full.database.write() as tx:
        tx.execute(text("DELETE FROM payment"))


def test_a_new_store_is_ok(station: Station) -> None:
    assert verify(station).ok


def test_a_deleted_entry_is_a_gap(full: Station) -> None:
    seq = seq_of(full, "sale_recorded/1")
    change(full, "DELETE FROM journal WHERE seq = :seq", seq=seq)
    assert flaw(full) == (Flaw.GAP, f"journal 1/{seq}")


def test_an_empty_journal_is_a_gap(full: Station) -> None:
    change(full, "DELETE FROM journal")
    assert flaw(full) == (Flaw.GAP, "journal 1/1")


def test_swapped_entries_break_the_chain(full: Station) -> None:
    seq = seq_of(full, "sale_recorded/1")
    change(
        full,
        "UPDATE journal SET seq = 100000 WHERE seq = :seq",
        "UPDATE journal SET seq = :seq WHERE seq = :next",
        "UPDATE journal SET seq = :next WHERE seq = 100000",
        seq=seq,
    )
    assert flaw(full) == (Flaw.CHAIN_BROKEN, f"journal 1/{seq}")


def test_a_changed_amount_in_the_journal_is_found_by_its_hash(full: Station) -> None:
    seq = seq_of(full, "sale_recorded/1")
    change(full, "UPDATE journal SET body = replace(body, '1714012', '1714011') WHERE seq = :seq", seq=seq)
    assert flaw(full) == (Flaw.BAD_HASH, f"journal 1/{seq}")


def test_a_recomputed_hash_is_found_by_its_signature(full: Station) -> None:
    seq = seq_of(full, "sale_recorded/1")
    rewrite(full, seq, lambda body: body.replace(b"1714012", b"1714011"))
    assert flaw(full) == (Flaw.BAD_SIGNATURE, f"journal 1/{seq}")


def test_a_bad_signature_is_found(full: Station) -> None:
    change(full, "UPDATE journal SET signature = zeroblob(64) WHERE seq = 3")
    assert flaw(full) == (Flaw.BAD_SIGNATURE, "journal 1/3")


def test_an_entry_signed_anew_does_not_fit_the_next_one(full: Station) -> None:
    seq = seq_of(full, "sale_recorded/1")
    rewrite(full, seq, lambda body: body.replace(b"1714012", b"1714011"), sign=True)
    assert flaw(full) == (Flaw.CHAIN_BROKEN, f"journal 1/{seq + 1}")


def test_a_whole_chain_forged_with_another_key_is_not_this_stations(full: Station) -> None:
    change(full, "UPDATE journal SET hash = zeroblob(32), signature = zeroblob(64)")
    assert flaw(full) == (Flaw.BAD_HASH, "journal 1/1")
    seq = 1
    rewrite(full, seq, lambda body: body.replace(journal.public_key(full.author.key).encode(), b"0" * 64), sign=True)
    assert flaw(full) == (Flaw.UNKNOWN_KEY, "journal 1/1")


def test_a_column_beside_the_entry_that_says_otherwise_breaks_the_chain(full: Station) -> None:
    change(full, "UPDATE journal SET at = at + 1 WHERE seq = 4")
    assert flaw(full) == (Flaw.CHAIN_BROKEN, "journal 1/4")


@pytest.mark.parametrize("column", ["at", "hash", "signature", "body", "kind"])
def test_a_value_of_another_type_is_found_and_breaks_no_verifier(full: Station, column: str) -> None:
    change(full, f"UPDATE journal SET {column} = 'hoy' WHERE seq = 4")  # noqa: S608  # a column of ours
    assert flaw(full) in {(kind, "journal 1/4") for kind in (Flaw.CHAIN_BROKEN, Flaw.BAD_HASH, Flaw.BAD_SIGNATURE)}


@pytest.mark.parametrize("body", [b"", b"{}", b"\xff", b"[1]"])
def test_an_entry_that_cannot_be_read_is_named(full: Station, body: bytes) -> None:
    rewrite(full, 5, lambda _: body, sign=True)
    assert flaw(full) == (Flaw.BAD_ENTRY, "journal 1/5")


def test_an_amount_beyond_any_document_is_a_bad_entry(full: Station) -> None:
    seq = seq_of(full, "sale_recorded/1")
    rewrite(full, seq, lambda body: re.sub(rb'"minor":\d+', b'"minor":9007199254740993', body, count=1))
    assert flaw(full) == (Flaw.BAD_ENTRY, f"journal 1/{seq}")


def test_an_instant_outside_the_calendar_is_a_bad_entry(full: Station) -> None:
    change(full, "UPDATE journal SET at = 9223372036854775807 WHERE seq = 4")
    assert flaw(full) == (Flaw.BAD_ENTRY, "journal 1/4")


def test_a_block_of_another_type_is_found_and_breaks_no_verifier(full: Station) -> None:
    change(full, "UPDATE number_block SET next = 'hoy'")
    finding = flaw(full)
    assert finding is not None
    assert finding[0] is Flaw.ROWS_DIFFER


def test_a_guard_that_was_taken_away_is_found(full: Station) -> None:
    with full.database.write() as tx:
        tx.execute(text("DROP TRIGGER journal_never_changes"))
    assert flaw(full) == (Flaw.GUARD_MISSING, "journal_never_changes")


def test_an_entry_of_no_known_station_is_found(full: Station) -> None:
    change(
        full, "INSERT INTO journal SELECT tenant_id, zeroblob(16), 1, seq, kind, at, body, hash, signature FROM journal"
    )
    assert flaw(full) == (Flaw.CHAIN_BROKEN, "journal")


def test_a_last_report_that_was_cut_off_is_missed_by_its_paper(full: Station, rosa: Cashier) -> None:
    read_x(full, rosa)
    change(
        full,
        "DELETE FROM fact_subject WHERE position = (SELECT max(position) FROM till_report)",
        "DELETE FROM till_report WHERE position = (SELECT max(position) FROM till_report)",
        "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)",
    )
    finding = verify(full).finding
    assert finding is not None
    assert (finding.flaw, finding.record.split()[0]) == (Flaw.ROWS_DIFFER, "print_job")
