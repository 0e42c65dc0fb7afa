"""Sign-in by PIN (argon2id) with a growing wait, and a lock that a supervisor lifts.

Who may lift locks is never locked, because ten wrong PINs at the screen would stop the station for good.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from domain.errors import Refused
from domain.ids import CashierId
from domain.people.staff import Cashier, NotOnStaff, Permission, Role
from pos_app.services.people import pin_guard
from pos_app.services.people.pin_guard import WrongPinThenWait
from pos_app.station import Station
from pos_app.storage.catalogue import catalog
from pos_app.storage.catalogue.catalog import StaffMember
from pos_app.storage.people import sign_in_guards
from pos_app.storage.people.sign_in_guards import SignInGuard
from sync import journal
from sync.facts import SignInOutcome, SignInTried

TRIES_BEFORE_LOCK = 10
LONGEST_WAIT_OF_A_SUPERVISOR_S = 300


@dataclass(eq=False)
class WrongPin(Refused):
    """The PIN is wrong. `left` tries remain before the lock."""

    code: ClassVar[str] = "PIN-01"

    left: int


@dataclass(eq=False)
class PinLocked(Refused):
    """Too many wrong PINs: the person is locked until a supervisor unlocks them."""

    code: ClassVar[str] = "PIN-03"


@dataclass(frozen=True, slots=True)
class CashierCard:
    """A person as the sign-in screen shows them."""

    id: CashierId
    name: str
    role: Role
    wait_until: datetime | None
    locked: bool


def staff(station: Station) -> tuple[CashierCard, ...]:
    """Everybody who may sign in at this station, by name."""
    with station.database.read() as tx:
        members = catalog.staff(tx, station.tenant_id)
        guards = [sign_in_guards.fetch(tx, member.cashier.id) for member in members]
    now = station.clock.now()
    return tuple(_card(member, guard, now) for member, guard in zip(members, guards, strict=True))


def sign_in(station: Station, cashier_id: CashierId, pin: str) -> Cashier:
    """Check the PIN of one person and return the person.

    Raises NotOnStaff, WrongPin, WrongPinThenWait, WaitFirst or PinLocked.
    """
    with station.database.read() as tx:
        member = catalog.staff_member(tx, station.tenant_id, cashier_id)
    if not member.active:
        raise NotOnStaff(member.cashier.name)
    _try_pin(station, member, pin)
    return member.cashier


def unlock(station: Station, supervisor: Cashier, cashier_id: CashierId) -> None:
    """Remove the lock and the failures of a person. Raises NotAllowed."""
    supervisor.must(Permission.APPROVE_DIFFERENCE)
    _settle(station, cashier_id, SignInGuard(), SignInOutcome.UNLOCKED, by=supervisor.id)


def _try_pin(station: Station, member: StaffMember, pin: str) -> None:
    """Check a PIN, unless the guard is locked or its wait is not over, and record the outcome of the check."""
    now, cashier_id = station.clock.now(), member.cashier.id
    with station.database.read() as tx:
        guard = sign_in_guards.fetch(tx, cashier_id)
    locks, longest_s = _limits(member.cashier)
    if guard.locked and locks:
        raise PinLocked
    pin_guard.refuse_waiting(guard, now, longest_s)
    if pin_guard.matches(member.pin_hash, pin):
        _settle(station, cashier_id, SignInGuard(), SignInOutcome.ACCEPTED)
        return
    after = pin_guard.after_failure(guard, now, longest_s)
    is_locked = locks and after.failures >= TRIES_BEFORE_LOCK
    _settle(
        station, cashier_id, replace(after, locked=is_locked),
        SignInOutcome.LOCKED if is_locked else SignInOutcome.WRONG_PIN,
    )  # fmt: skip
    if is_locked:
        raise PinLocked
    raise WrongPin(TRIES_BEFORE_LOCK - after.failures) if locks else WrongPinThenWait


def _limits(cashier: Cashier) -> tuple[bool, int]:
    """Whether wrong PINs lock this person, and the longest wait after them in seconds."""
    lifts_locks = cashier.may(Permission.APPROVE_DIFFERENCE)
    return (False, LONGEST_WAIT_OF_A_SUPERVISOR_S) if lifts_locks else (True, pin_guard.LONGEST_WAIT_S)


def _card(member: StaffMember, guard: SignInGuard, now: datetime) -> CashierCard:
    cashier = member.cashier
    locks, longest_s = _limits(cashier)
    until = pin_guard.wait_until(guard, now, longest_s)
    return CashierCard(cashier.id, cashier.name, cashier.role, until, guard.locked and locks)


def _settle(
    station: Station, cashier_id: CashierId, guard: SignInGuard, outcome: SignInOutcome, by: CashierId | None = None
) -> None:
    with station.database.write() as tx:
        sign_in_guards.save(tx, cashier_id, guard)
        tried = SignInTried(cashier_id=cashier_id, outcome=outcome)
        journal.append(tx, station.author, tried, at=station.clock.now(), actor=by or cashier_id)
