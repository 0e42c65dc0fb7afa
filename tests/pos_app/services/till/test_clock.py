"""The clock set back: what is due comes at the clock's own time; the comparison with HQ and with the last document."""

from datetime import timedelta
from pathlib import Path

import pytest

from domain.people.staff import Cashier
from pos_app.services.copies import backup
from pos_app.services.copies.backup import BackupPlan
from pos_app.services.documents import print_queue
from pos_app.services.documents.print_queue import Turn
from pos_app.services.till import clock_guard, shifts, till_reports
from pos_app.settings import BackupSettings
from pos_app.station import Station
from pos_app.storage.sales.print_jobs import JobKind, JobState
from sync.facts import BackupReason
from tests.builders.clock import FakeClock
from tests.builders.counts import NONE_LEFT
from tests.builders.printer import ScriptedPrinter, to_bytes
from tests.builders.stations import cash_ves, clock_of, general_cart, sell

BACK = pytest.mark.parametrize("back_s", [90, 5 * 3600])


def print_all(till: Station, printer: ScriptedPrinter) -> int:
    """Print what is due now and return how many jobs were."""
    done = 0
    while print_queue.print_next(till, printer, to_bytes) is Turn.PRINTED:
        done += 1
    return done


@BACK
def test_sale_slip_x_and_z_print_at_once_after_the_clock_went_back(
    till: Station, clock: FakeClock, ana: Cashier, rosa: Cashier, back_s: int
) -> None:
    sell(till, general_cart(till, 1), cash_ves("8570.06"))
    clock.advance(seconds=-back_s)
    clock_guard.accept_clock(till, rosa)
    sell(till, general_cart(till, 1), cash_ves("8570.06"))
    till_reports.read_x(till, ana)
    shifts.count(till, ana, NONE_LEFT)
    shifts.close_shift(till, ana, "sin contar", approved_by=rosa)
    till_reports.take_z(till, rosa)
    print_all(till, ScriptedPrinter())
    jobs = print_queue.jobs(till)
    waiting = [job.kind for job in jobs if job.state not in {JobState.PRINTED, JobState.CANCELLED}]
    printed = sorted(job.kind for job in jobs if job.state is JobState.PRINTED and job.kind is not JobKind.DRAWER)
    assert (waiting, printed) == (
        [],
        sorted([JobKind.SALE, JobKind.SALE, JobKind.REPORT, JobKind.COUNT, JobKind.REPORT]),
    )


@BACK
def test_the_drawer_of_a_new_sale_opens_although_older_papers_wait(
    till: Station, clock: FakeClock, rosa: Cashier, back_s: int
) -> None:
    sell(till, general_cart(till, 1), cash_ves("8570.06"))
    clock.advance(seconds=-back_s)
    clock_guard.accept_clock(till, rosa)
    sell(till, general_cart(till, 1), cash_ves("8570.06"))
    newest = max((job for job in print_queue.jobs(till) if job.kind is JobKind.DRAWER), key=lambda job: job.created_at)
    assert newest.state is JobState.QUEUED
    printer = ScriptedPrinter()
    print_all(till, printer)
    state = next(job.state for job in print_queue.jobs(till) if job.id == newest.id)
    assert state is JobState.PRINTED


@BACK
def test_a_backup_of_a_z_is_due_at_once_after_the_clock_went_back(
    till: Station, ana: Cashier, rosa: Cashier, tmp_path: Path, back_s: int
) -> None:
    sell(till, general_cart(till, 1))
    plan = BackupPlan.of(tmp_path, BackupSettings(folder=str(tmp_path)))
    backup.make_due(till, plan, BackupReason.SCHEDULE, lambda: None)
    clock_of(till).advance(seconds=-back_s)
    clock_guard.accept_clock(till, rosa)
    shifts.count(till, ana, NONE_LEFT)
    shifts.close_shift(till, ana, "sin contar", approved_by=rosa)
    till_reports.take_z(till, rosa)
    assert backup.due(till, plan) is BackupReason.Z


def test_the_clock_is_behind_until_a_supervisor_accepts_it(till: Station, clock: FakeClock, rosa: Cashier) -> None:
    last = sell(till, general_cart(till, 1)).document.issued_at
    clock.at = last - timedelta(minutes=1)
    assert not clock_guard.compare(till).is_behind
    clock.advance(hours=-5)
    behind = clock_guard.compare(till)
    assert (behind.is_behind, behind.now, behind.newest) == (True, clock.at, last)
    assert (behind.hq_now, behind.differs_from_hq) == (None, False)
    clock_guard.accept_clock(till, rosa)
    assert not clock_guard.compare(till).is_behind
