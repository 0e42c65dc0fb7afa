"""Sign-in guards: the wrong PINs counted for each cashier, and the wait or the lock that follows from them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import select

from domain.ids import CashierId
from pos_app.storage.tables import sign_in_guard
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class SignInGuard:
    """Wrong PINs since the last accepted one. Without a row in the store, no failure and no wait."""

    failures: int = 0
    wait_until: datetime | None = None
    locked: bool = False


def fetch(tx: Tx, cashier_id: CashierId) -> SignInGuard:
    """The guard of one cashier."""
    row = tx.execute(select(sign_in_guard).where(sign_in_guard.c.cashier_id == cashier_id)).first()
    return SignInGuard(row.failures, row.wait_until, bool(row.locked)) if row else SignInGuard()


def of_approvals(station_id: UUID, asked_by: CashierId | None) -> tuple[CashierId, ...]:
    """The keys of the guards that wrong approvals lengthen: that of the station's screen and that of whoever asks.

    They are apart from the guard of that person's own PIN.
    """
    screen = CashierId(station_id)
    return (screen, CashierId(uuid5(asked_by, "approval"))) if asked_by else (screen,)


def everybodys(tx: Tx) -> dict[CashierId, SignInGuard]:
    """All guards of the store, by their keys."""
    return {
        row.cashier_id: SignInGuard(row.failures, row.wait_until, bool(row.locked))
        for row in tx.execute(select(sign_in_guard))
    }


def save(tx: Tx, cashier_id: CashierId, guard: SignInGuard) -> None:
    """Replace the guard of one cashier."""
    tx.upsert(sign_in_guard, [{
        "cashier_id": cashier_id, "failures": guard.failures, "wait_until": guard.wait_until,
        "locked": int(guard.locked),
    }])  # fmt: skip
