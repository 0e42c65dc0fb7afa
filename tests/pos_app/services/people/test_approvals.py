"""Approval by a supervisor's PIN: wrong ones delay the screen and whoever asks, and lock nobody."""

from datetime import timedelta

import pytest

from domain.people.staff import Cashier, NotAllowed, Permission, Role
from pos_app.services.people import approvals, sign_in
from pos_app.services.people.pin_guard import WaitFirst, WrongPinThenWait
from pos_app.station import Station
from sync import journal
from sync.facts import ApprovalTried, SignInOutcome
from sync.tables.catalogue import cashier as cashier_table
from tests.builders import stations
from tests.builders.clock import FakeClock

ACT = Permission.GIVE_COURTESY


def fail(station: Station, times: int, asked_by: Cashier | None = None) -> None:
    """Wrong approvals, each after the wait that follows from the previous one."""
    for _ in range(times):
        stations.clock_of(station).advance(minutes=2)
        with pytest.raises(WrongPinThenWait):
            approvals.approve(station, "1111", ACT, asked_by.id if asked_by else None)


def tried(station: Station) -> list[ApprovalTried]:
    with station.database.read() as tx:
        entries = [signed.read().body for signed in journal.read(tx, station.tenant_id, station.id, 1)]
    return [fact for fact in entries if isinstance(fact, ApprovalTried)]


def test_a_supervisor_approves_in_place(station: Station, ana: Cashier, rosa: Cashier) -> None:
    assert approvals.approve(station, "9999", ACT, ana.id) == rosa
    assert tried(station) == [ApprovalTried(act=ACT, outcome=SignInOutcome.ACCEPTED, asked_by=ana.id)]


def test_any_number_of_wrong_approvals_locks_no_supervisor(station: Station, ana: Cashier, rosa: Cashier) -> None:
    fail(station, 40, ana)
    stations.clock_of(station).advance(minutes=2)
    assert sign_in.sign_in(station, rosa.id, "9999") == rosa, "a supervisor signs in meanwhile"
    assert approvals.approve(station, "9999", ACT, ana.id) == rosa
    assert len(tried(station)) == 41


def test_wrong_approvals_delay_the_screen_whoever_asks_next(
    station: Station, ana: Cashier, rosa: Cashier, clock: FakeClock
) -> None:
    fail(station, 5, ana)
    for asking in (ana, stations.cashier(station, "luis"), None):
        with pytest.raises(WaitFirst) as caught:
            approvals.approve(station, "9999", ACT, asking.id if asking else None)
        assert caught.value.until == clock.now() + timedelta(seconds=4)
    clock.advance(seconds=4)
    assert approvals.approve(station, "9999", ACT, ana.id) == rosa


def test_a_guess_is_not_checked_during_the_wait(station: Station, ana: Cashier) -> None:
    fail(station, 9, ana)
    before = len(tried(station))
    for _ in range(5):
        with pytest.raises(WaitFirst):
            approvals.approve(station, "0000", ACT, ana.id)
    assert len(tried(station)) == before


def test_the_sign_in_of_whoever_asks_is_not_delayed(station: Station, ana: Cashier) -> None:
    fail(station, 12, ana)
    assert sign_in.sign_in(station, ana.id, "1111") == ana


def test_what_nobody_may_do_cannot_be_approved(station: Station) -> None:
    with station.database.write() as tx:
        tx.execute(cashier_table.update().values(role=Role.CASHIER))
    with pytest.raises(NotAllowed):
        approvals.approve(station, "9999", ACT)
