"""Sign-in: a PIN, a growing wait, and a lock that a supervisor removes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.people.staff import Cashier, NotAllowed, Role
from pos_app import startup
from pos_app.services.people import sign_in
from pos_app.services.people.pin_guard import FREE_TRIES, WaitFirst, WrongPinThenWait
from pos_app.services.people.sign_in import LONGEST_WAIT_OF_A_SUPERVISOR_S, TRIES_BEFORE_LOCK, PinLocked, WrongPin
from pos_app.station import Station
from pos_app.storage.people import sign_in_guards
from pos_app.storage.people.sign_in_guards import SignInGuard
from sync import journal
from sync.facts import SignInOutcome, SignInTried
from sync.tables.catalogue import cashier as cashier_table
from tests.builders import stations
from tests.builders.clock import FakeClock


def fail(station: Station, who: Cashier, times: int) -> None:
    """Enter wrong PINs, each after the wait that follows from the previous one."""
    for _ in range(times):
        stations.clock_of(station).advance(minutes=2)
        with pytest.raises((WrongPin, PinLocked)):
            sign_in.sign_in(station, who.id, "0000")


def tried(station: Station) -> list[tuple[SignInOutcome, bool]]:
    """Every outcome in the journal, and whether its actor is the person that it is about."""
    with station.database.read() as tx:
        entries = [signed.read() for signed in journal.read(tx, station.tenant_id, station.id, 1)]
    return [(e.body.outcome, e.actor == e.body.cashier_id) for e in entries if isinstance(e.body, SignInTried)]


def test_the_right_pin_opens(station: Station, ana: Cashier) -> None:
    assert sign_in.sign_in(station, ana.id, "1111") == ana


@pytest.mark.parametrize("pin", ["1112", "", " 1111", "1111\n", "\uff11" * 4, "🎭", "1" * 65_536, "\ud83d"])
def test_a_wrong_pin_does_not(station: Station, ana: Cashier, pin: str) -> None:
    with pytest.raises(WrongPin) as caught:
        sign_in.sign_in(station, ana.id, pin)
    assert caught.value.left == TRIES_BEFORE_LOCK - 1


def test_somebody_elses_pin_does_not(station: Station, ana: Cashier) -> None:
    with pytest.raises(WrongPin):
        sign_in.sign_in(station, ana.id, stations.PINS["Rosa Zambrano"])


def test_the_first_tries_are_free_and_then_the_wait_doubles(station: Station, ana: Cashier, clock: FakeClock) -> None:
    waits = []
    for _ in range(TRIES_BEFORE_LOCK - 1):
        with pytest.raises(WrongPin):
            sign_in.sign_in(station, ana.id, "0000")
        card = next(card for card in sign_in.staff(station) if card.id == ana.id)
        assert card.wait_until is not None
        waits.append(int((card.wait_until - clock.now()).total_seconds()))
        clock.advance(seconds=waits[-1])
    assert waits == [0, 0, 1, 2, 4, 8, 16, 32, 60]
    assert waits.count(0) == FREE_TRIES - 1


def test_during_the_wait_even_the_right_pin_is_not_looked_at(station: Station, ana: Cashier, clock: FakeClock) -> None:
    fail(station, ana, 5)
    before = len(tried(station))
    with pytest.raises(WaitFirst) as caught:
        sign_in.sign_in(station, ana.id, "1111")
    assert caught.value.until == clock.now() + timedelta(seconds=4)
    assert len(tried(station)) == before
    clock.advance(seconds=4)
    assert sign_in.sign_in(station, ana.id, "1111") == ana


def test_a_clock_that_was_moved_back_does_not_lengthen_the_wait(
    station: Station, ana: Cashier, clock: FakeClock
) -> None:
    for _ in range(FREE_TRIES + 1):
        clock.advance(minutes=2)
        with pytest.raises(WrongPin):
            sign_in.sign_in(station, ana.id, "0000")
    clock.advance(hours=-5)
    assert [card.wait_until for card in sign_in.staff(station) if card.id == ana.id] == [None]
    assert sign_in.sign_in(station, ana.id, "1111") == ana


def test_a_right_pin_forgives_the_wrong_ones(station: Station, ana: Cashier, clock: FakeClock) -> None:
    fail(station, ana, 5)
    clock.advance(minutes=1)
    sign_in.sign_in(station, ana.id, "1111")
    with pytest.raises(WrongPin) as caught:
        sign_in.sign_in(station, ana.id, "0000")
    assert caught.value.left == TRIES_BEFORE_LOCK - 1


def test_too_many_wrong_pins_lock_until_a_supervisor_unlocks(
    station: Station, ana: Cashier, rosa: Cashier, clock: FakeClock
) -> None:
    fail(station, ana, TRIES_BEFORE_LOCK)
    clock.advance(days=1)
    with pytest.raises(PinLocked):
        sign_in.sign_in(station, ana.id, "1111")
    assert [card.name for card in sign_in.staff(station) if card.locked] == ["Ana Rondón"]
    with pytest.raises(NotAllowed):
        sign_in.unlock(station, stations.cashier(station, "luis"), ana.id)
    sign_in.unlock(station, rosa, ana.id)
    assert sign_in.sign_in(station, ana.id, "1111") == ana


def test_a_lock_survives_a_restart(station: Station, ana: Cashier) -> None:
    fail(station, ana, TRIES_BEFORE_LOCK)
    station.database.close()
    again = startup.open_station(station.database.path.parent, stations.keys(), stations.surroundings())
    with pytest.raises(PinLocked):
        sign_in.sign_in(again, ana.id, "1111")
    again.database.close()


def test_every_try_is_in_the_journal_and_the_unlock_is_the_supervisors(
    station: Station, ana: Cashier, rosa: Cashier
) -> None:
    fail(station, ana, TRIES_BEFORE_LOCK)
    sign_in.unlock(station, rosa, ana.id)
    sign_in.sign_in(station, ana.id, "1111")
    assert tried(station)[-4:] == [
        (SignInOutcome.WRONG_PIN, True),
        (SignInOutcome.LOCKED, True),
        (SignInOutcome.UNLOCKED, False),
        (SignInOutcome.ACCEPTED, True),
    ]


def test_a_supervisor_is_delayed_and_never_locked(station: Station, rosa: Cashier, clock: FakeClock) -> None:
    """Ten wrong PINs at the screen would otherwise stop everybody who lifts locks, and with them the station."""
    for _ in range(3 * TRIES_BEFORE_LOCK):
        clock.advance(minutes=5)
        with pytest.raises(WrongPinThenWait):
            sign_in.sign_in(station, rosa.id, "0000")
    with pytest.raises(WaitFirst) as caught:
        sign_in.sign_in(station, rosa.id, "9999")
    assert caught.value.until == clock.now() + timedelta(seconds=LONGEST_WAIT_OF_A_SUPERVISOR_S)
    assert not [card for card in sign_in.staff(station) if card.locked]
    clock.advance(minutes=5)
    assert sign_in.sign_in(station, rosa.id, "9999") == rosa


def test_a_lock_of_an_older_release_stops_no_supervisor(station: Station, rosa: Cashier) -> None:
    with station.database.write() as tx:
        sign_in_guards.save(tx, rosa.id, SignInGuard(TRIES_BEFORE_LOCK, None, locked=True))
    assert sign_in.sign_in(station, rosa.id, "9999") == rosa


def test_a_damaged_hash_opens_to_nobody(station: Station, ana: Cashier) -> None:
    with station.database.write() as tx:
        tx.execute(cashier_table.update().values(pin_hash="$argon2id$damaged"))
    with pytest.raises(WrongPin):
        sign_in.sign_in(station, ana.id, "1111")


def test_the_staff_is_listed_by_name(station: Station, ana: Cashier) -> None:
    assert [card.name for card in sign_in.staff(station)] == sorted(stations.PINS)
    assert replace(ana, name="").role is Role.CASHIER
