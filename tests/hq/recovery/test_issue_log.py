"""The issue log: lines of failed transactions, lines that were cut off, and missing lines."""

import os
import stat
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from hq.recovery.recovery import IssueLogGap, recover
from hq.storage.issue_log import NOWHERE, IssueLog, Tail
from sync.line.messages import Wants
from tests.builders import stations as small
from tests.builders.counters import Counters
from tests.hq.recovery.copies import BLOCK, PutBack, Safe, numbers, rights, stop_before_the_commit
from tests.log_guard import LogGuard

pytestmark = pytest.mark.house


def test_a_grant_that_was_never_committed_gives_its_line_to_the_next(
    counters: Counters, safe: Safe, issued: IssueLog
) -> None:
    one, two = counters
    copy = safe.copy_of(one.office)
    with pytest.raises(KeyboardInterrupt):
        stop_before_the_commit(one)
    assert numbers(one.office, two).first == 1

    restored = recover(safe.opened(one.office, copy, issued))
    assert rights(restored, one.holder.tenant_id) == {(two.holder.station_id, 1)}
    assert numbers(restored, one).first == BLOCK + 1


def test_a_grant_is_on_the_disk_before_it_is_given(counters: Counters, monkeypatch: pytest.MonkeyPatch) -> None:
    one, _ = counters
    file = one.office.issued.file
    assert file is not None
    synced: list[tuple[str, int]] = []
    sync = os.fsync

    def recording(descriptor: int) -> None:
        sync(descriptor)
        synced.append((str(Path(f"/proc/self/fd/{descriptor}").readlink()), file.stat().st_size))

    monkeypatch.setattr("hq.storage.issue_log.os.fsync", recording)
    numbers(one.office, one)
    assert (str(file), file.stat().st_size) in synced


def test_a_grant_that_was_cut_off_at_its_commit_is_given_after_all(counters: Counters) -> None:
    one, _ = counters
    with pytest.raises(KeyboardInterrupt):
        stop_before_the_commit(one)
    again = recover(one.office)
    assert again.incarnation == one.office.incarnation
    assert rights(again, one.holder.tenant_id) == {(one.holder.station_id, 1)}
    assert recover(again) == again


def test_a_line_that_another_hq_wrote_meanwhile_stands(counters: Counters, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = counters
    with pytest.raises(KeyboardInterrupt):
        stop_before_the_commit(one, two)
    read = IssueLog.beyond

    def overtaken(log: IssueLog, known: Mapping[UUID, int]) -> dict[UUID, Tail]:
        tails = read(log, known)
        monkeypatch.setattr(IssueLog, "beyond", read)
        numbers(one.office, two)
        return tails

    monkeypatch.setattr(IssueLog, "beyond", overtaken)
    again = recover(one.office)
    assert rights(again, one.holder.tenant_id) == {(two.holder.station_id, 1)}


def test_what_a_program_without_the_log_gave_is_told_at_the_next_start(
    counters: Counters, safe: Safe, put_back: PutBack, log_guard: LogGuard
) -> None:
    one, two = counters
    numbers(one.office, one)
    numbers(replace(one.office, issued=NOWHERE), two)
    numbers(one.office, one)
    log_guard.expect("the issue log begins here")
    recover(one.office)
    copy = safe.copy_of(one.office)
    numbers(one.office, two)
    numbers(one.office, one)
    held = rights(one.office, one.holder.tenant_id)
    assert rights(put_back(one.office, copy), one.holder.tenant_id) == held


def test_two_lines_of_one_transaction_come_to_nothing_together(
    counters: Counters, safe: Safe, issued: IssueLog
) -> None:
    one, two = counters
    copy = safe.copy_of(one.office)
    with pytest.raises(KeyboardInterrupt):
        stop_before_the_commit(one, two)
    numbers(one.office, two)
    restored = recover(safe.opened(one.office, copy, issued))
    assert rights(restored, one.holder.tenant_id) == {(two.holder.station_id, 1)}


def test_a_log_that_lacks_a_line_opens_nothing(counters: Counters, safe: Safe, issued: IssueLog) -> None:
    one, two = counters
    copy = safe.copy_of(one.office)
    for station in (one, two, one):
        numbers(one.office, station)
    assert issued.file is not None
    lines = issued.file.read_bytes().splitlines(keepends=True)
    issued.file.write_bytes(b"".join([*lines[:-2], lines[-1]]))
    with pytest.raises(IssueLogGap):
        recover(safe.opened(one.office, copy, issued))


def test_a_line_that_a_power_cut_ended_does_not_spoil_the_next(
    counters: Counters, safe: Safe, put_back: PutBack, issued: IssueLog
) -> None:
    one, two = counters
    copy = safe.copy_of(one.office)
    numbers(one.office, one)
    assert issued.file is not None
    with issued.file.open("ab") as file:
        file.write(b'0123456789abcdef {"tenant":"')
    numbers(one.office, two)
    restored = put_back(one.office, copy)
    assert rights(restored, one.holder.tenant_id) == {(one.holder.station_id, 1), (two.holder.station_id, BLOCK + 1)}


def test_a_log_that_begins_later_covers_no_copy_from_before(
    counters: Counters, safe: Safe, issued: IssueLog, log_guard: LogGuard
) -> None:
    one, two = counters
    copy = safe.copy_of(one.office)
    numbers(one.office, one)
    assert issued.file is not None
    issued.file.unlink()
    log_guard.expect("the issue log begins here")
    numbers(recover(one.office), two)
    with pytest.raises(IssueLogGap):
        recover(safe.opened(one.office, copy, issued))


def test_what_stations_did_is_taken_although_the_issue_log_cannot_be_written(
    counters: Counters, issued: IssueLog, log_guard: LogGuard
) -> None:
    one, _ = counters
    one.grant(numbers=BLOCK, places=30)
    one.push()
    one.sell_places(2)
    assert issued.file is not None
    issued.file.unlink()
    issued.file.mkdir()
    log_guard.expect("nothing is granted")
    place = small.offering(one.station).performance.id, small.zone(one.station, "General").id, 5
    answer = one.push(wants=Wants(places=(place,)))
    assert answer.acknowledged == one.pushed_to
    assert answer.grants.places == ()


def test_nobody_else_on_the_machine_reads_the_log(tmp_path: Path) -> None:
    made, older = tmp_path / "made", tmp_path / "older"
    older.touch(0o644)
    older.chmod(0o644)
    before = os.umask(0)
    try:
        for file in (made, older):
            IssueLog(file).write([])
    finally:
        os.umask(before)
    assert {stat.S_IMODE(file.stat().st_mode) for file in (made, older)} == {0o600}
