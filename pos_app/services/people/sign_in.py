"""Sign-in by PIN (argon2id) with a growing wait and a lock, and approval by a supervisor at a cashier's screen."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from domain.errors import Refused
from domain.ids import CashierId
from domain.people.staff import Cashier, NotAllowed, NotOnStaff, Permission, Role
from pos_app.station import Station
from pos_app.storage.catalogue import catalog
from pos_app.storage.catalogue.catalog import StaffMember
from pos_app.storage.people import sign_in_guards
from pos_app.storage.people.sign_in_guards import SignInGuard
from sync import journal
from sync.facts import SignInOutcome, SignInTried

FREE_TRIES = 3
TRIES_BEFORE_LOCK = 10
_LONGEST_WAIT_S = 60
_hasher = PasswordHasher()


@dataclass(eq=False)
class WrongPin(Refused):
    """The PIN is wrong. `left` tries remain before the lock."""

    code: ClassVar[str] = "PIN-01"

    left: int


@dataclass(eq=False)
class WaitFirst(Refused):
    """After wrong PINs, no PIN is checked before the instant `until`."""

    code: ClassVar[str] = "PIN-02"

    until: datetime


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
    return tuple(
        CashierCard(member.cashier.id, member.cashier.name, member.cashier.role, _wait_until(guard, now), guard.locked)
        for member, guard in zip(members, guards, strict=True)
    )


def sign_in(station: Station, cashier_id: CashierId, pin: str) -> Cashier:
    """Check the PIN of one person and return the person. Raises NotOnStaff, WrongPin, WaitFirst or PinLocked."""
    with station.database.read() as tx:
        member = catalog.staff_member(tx, station.tenant_id, cashier_id)
    if not member.active:
        raise NotOnStaff(member.cashier.name)
    _try_pin(station, member, pin)
    return member.cashier


def approve(station: Station, pin: str, permission: Permission) -> Cashier:
    """Find the supervisor whose PIN this is, for one act at somebody else's screen.

    Raises NotAllowed when nobody has the permission, otherwise WrongPin, WaitFirst or PinLocked.
    """
    with station.database.read() as tx:
        members = catalog.staff(tx, station.tenant_id)
    able = [member for member in members if member.cashier.may(permission)]
    if not able:
        raise NotAllowed(permission)
    for member in able:
        if _matches(member.pin_hash, pin):
            _try_pin(station, member, pin)
            return member.cashier
    # One wrong PIN is a guess at the PIN of every supervisor, so it counts as a failure of each of them.
    refused: list[Refused] = []
    for member in able:
        try:
            _try_pin(station, member, pin)
        except (WrongPin, WaitFirst, PinLocked) as error:
            refused.append(error)
    raise refused[0]


def unlock(station: Station, supervisor: Cashier, cashier_id: CashierId) -> None:
    """Remove the lock and the failures of a person. Raises NotAllowed."""
    supervisor.must(Permission.APPROVE_DIFFERENCE)
    _settle(station, cashier_id, SignInGuard(), SignInOutcome.UNLOCKED, by=supervisor.id)


def _try_pin(station: Station, member: StaffMember, pin: str) -> None:
    """Check a PIN, unless the guard is locked or its wait is not over, and record the outcome of the check."""
    now, cashier_id = station.clock.now(), member.cashier.id
    with station.database.read() as tx:
        guard = sign_in_guards.fetch(tx, cashier_id)
    if guard.locked:
        raise PinLocked
    until = _wait_until(guard, now)
    if until is not None and now < until:
        raise WaitFirst(until)
    if _matches(member.pin_hash, pin):
        _settle(station, cashier_id, SignInGuard(), SignInOutcome.ACCEPTED)
        return
    after = _after_failure(guard, now)
    _settle(station, cashier_id, after, SignInOutcome.LOCKED if after.locked else SignInOutcome.WRONG_PIN)
    if after.locked:
        raise PinLocked
    raise WrongPin(TRIES_BEFORE_LOCK - after.failures)


def _wait_until(guard: SignInGuard, now: datetime) -> datetime | None:
    """The end of the wait; None when it is further off than any wait, because the clock was moved back since."""
    until = guard.wait_until
    return until if until is not None and until <= now + timedelta(seconds=_LONGEST_WAIT_S) else None


def _settle(
    station: Station, cashier_id: CashierId, guard: SignInGuard, outcome: SignInOutcome, by: CashierId | None = None
) -> None:
    with station.database.write() as tx:
        sign_in_guards.save(tx, cashier_id, guard)
        tried = SignInTried(cashier_id=cashier_id, outcome=outcome)
        journal.append(tx, station.author, tried, at=station.clock.now(), actor=by or cashier_id)


def _after_failure(guard: SignInGuard, now: datetime) -> SignInGuard:
    """The wait starts at the third failure with one second and doubles with each further one."""
    failures = guard.failures + 1
    wait_s = min(2 ** (failures - FREE_TRIES), _LONGEST_WAIT_S) if failures >= FREE_TRIES else 0
    return SignInGuard(failures, now + timedelta(seconds=wait_s), failures >= TRIES_BEFORE_LOCK)


def _matches(pin_hash: str, pin: str) -> bool:
    try:
        # Half an emoji (a lone surrogate) cannot be encoded strictly; it is a wrong PIN, not a defect.
        return _hasher.verify(pin_hash, pin.encode(errors="surrogatepass"))
    except VerificationError:
        return False
