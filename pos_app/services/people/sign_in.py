"""Signing in by PIN: argon2id, a delay that grows, a lock; and a supervisor's approval in place."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import Row, Select, select
from sqlalchemy.dialects.sqlite import insert

from domain.errors import Refused
from domain.ids import CashierId
from domain.people.staff import Cashier, NotAllowed, Permission, Role
from pos_app.station import Station
from pos_app.storage.tables import sign_in_guard
from sync import journal
from sync.facts import SignInOutcome, SignInTried
from sync.tables.catalogue import cashier as cashier_table
from sync.tables.transaction import Tx

FREE_TRIES = 3
TRIES_BEFORE_LOCK = 10
_LONGEST_WAIT_S = 60
_hasher = PasswordHasher()


@dataclass(eq=False)
class WrongPin(Refused):
    """The PIN is not this person's. `left` tries remain before the lock."""

    code: ClassVar[str] = "PIN-01"

    left: int


@dataclass(eq=False)
class WaitFirst(Refused):
    """After wrong PINs, the next try is looked at only after a while."""

    code: ClassVar[str] = "PIN-02"

    until: datetime


@dataclass(eq=False)
class PinLocked(Refused):
    """Too many wrong PINs: a supervisor unlocks."""

    code: ClassVar[str] = "PIN-03"


@dataclass(frozen=True, slots=True)
class CashierCard:
    """A person as the sign-in screen shows them."""

    id: CashierId
    name: str
    role: Role
    wait_until: datetime | None
    locked: bool


@dataclass(frozen=True, slots=True)
class _Guard:
    """What wrong PINs have led to, so far."""

    failures: int = 0
    wait_until: datetime | None = None
    locked: bool = False

    def after_failure(self, now: datetime) -> "_Guard":
        failures = self.failures + 1
        wait_s = min(2 ** (failures - FREE_TRIES), _LONGEST_WAIT_S) if failures >= FREE_TRIES else 0
        return _Guard(failures, now + timedelta(seconds=wait_s), failures >= TRIES_BEFORE_LOCK)


def staff(station: Station) -> tuple[CashierCard, ...]:
    """Everybody who may sign in here, by name."""
    with station.database.read() as tx:
        rows = tx.execute(_people(station).order_by(cashier_table.c.name)).all()
        guards = {row.id: _guard(tx, CashierId(row.id)) for row in rows}
    return tuple(
        CashierCard(CashierId(row.id), row.name, Role(row.role), guards[row.id].wait_until, guards[row.id].locked)
        for row in rows
    )


def sign_in(station: Station, cashier_id: CashierId, pin: str) -> Cashier:
    """The person, if the PIN is theirs. Raises WrongPin, WaitFirst or PinLocked."""
    with station.database.read() as tx:
        row = tx.execute(_people(station).where(cashier_table.c.id == cashier_id)).one()
    _try_pin(station, row, pin)
    return Cashier(cashier_id, row.name, Role(row.role))


def approve(station: Station, pin: str, permission: Permission) -> Cashier:
    """The supervisor whose PIN this is, for one act over somebody else's screen. Raises WrongPin or NotAllowed.

    A wrong PIN counts against every supervisor: whoever stands there guesses them all at once.
    """
    with station.database.read() as tx:
        rows = tx.execute(_people(station)).all()
    people = [(Cashier(CashierId(row.id), row.name, Role(row.role)), row) for row in rows]
    able = [(person, row) for person, row in people if person.may(permission)]
    if not able:
        raise NotAllowed(permission)
    for person, row in able:
        if _matches(row.pin_hash, pin):
            _try_pin(station, row, pin)
            return person
    refused: list[Refused] = []
    for _, row in able:
        try:
            _try_pin(station, row, pin)
        except (WrongPin, WaitFirst, PinLocked) as error:
            refused.append(error)
    raise refused[0]


def unlock(station: Station, supervisor: Cashier, cashier_id: CashierId) -> None:
    """Let a locked person try again. Raises NotAllowed."""
    supervisor.must(Permission.APPROVE_DIFFERENCE)
    _settle(station, cashier_id, _Guard(), SignInOutcome.UNLOCKED, by=supervisor.id)


def _try_pin(station: Station, row: Row[Any], pin: str) -> None:
    """Look at a PIN, unless the guard says to wait; remember the outcome either way."""
    now, cashier_id = station.clock.now(), CashierId(row.id)
    with station.database.read() as tx:
        guard = _guard(tx, cashier_id)
    if guard.locked:
        raise PinLocked
    if guard.wait_until is not None and now < guard.wait_until:
        raise WaitFirst(guard.wait_until)
    if _matches(row.pin_hash, pin):
        _settle(station, cashier_id, _Guard(), SignInOutcome.ACCEPTED)
        return
    after = guard.after_failure(now)
    _settle(station, cashier_id, after, SignInOutcome.LOCKED if after.locked else SignInOutcome.WRONG_PIN)
    if after.locked:
        raise PinLocked
    raise WrongPin(TRIES_BEFORE_LOCK - after.failures)


def _settle(
    station: Station, cashier_id: CashierId, guard: _Guard, outcome: SignInOutcome, by: CashierId | None = None
) -> None:
    with station.database.write() as tx:
        values = {"failures": guard.failures, "wait_until": guard.wait_until, "locked": int(guard.locked)}
        statement = insert(sign_in_guard).values(cashier_id=cashier_id, **values)
        tx.execute(statement.on_conflict_do_update(index_elements=["cashier_id"], set_=values))
        tried = SignInTried(cashier_id=cashier_id, outcome=outcome)
        journal.append(tx, station.author, tried, at=station.clock.now(), actor=by or cashier_id)


def _people(station: Station) -> Select[Any]:
    return select(cashier_table.c.id, cashier_table.c.name, cashier_table.c.role, cashier_table.c.pin_hash).where(
        cashier_table.c.tenant_id == station.tenant_id
    )


def _guard(tx: Tx, cashier_id: CashierId) -> _Guard:
    row = tx.execute(select(sign_in_guard).where(sign_in_guard.c.cashier_id == cashier_id)).first()
    return _Guard(row.failures, row.wait_until, bool(row.locked)) if row else _Guard()


def _matches(pin_hash: str, pin: str) -> bool:
    try:
        # Half an emoji is a wrong PIN, not a defect.
        return _hasher.verify(pin_hash, pin.encode(errors="surrogatepass"))
    except VerificationError:
        return False
