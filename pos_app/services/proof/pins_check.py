"""The check of what is known of people: the counters of wrong PINs, and the staff of a store without HQ.

Whoever edits the store could give himself new tries, or replace the PIN of a supervisor.
"""

from dataclasses import dataclass, field

from domain.ids import CashierId
from pos_app.services.proof.findings import Finding, Flaw
from pos_app.station import Station
from pos_app.storage.people import sign_in_guards, staff_rows
from pos_app.storage.people.sign_in_guards import SignInGuard
from pos_app.storage.store import sync_state
from sync.facts import ApprovalTried, Entry, EpochOpened, SetupLoaded, SignInOutcome, SignInTried
from sync.tables.transaction import Tx


@dataclass(slots=True)
class PinsCheck:
    """Wrong PINs since the last right one, and the staff that was loaded last, at a point of the journal."""

    station: Station
    _failures: dict[CashierId, int] = field(default_factory=dict)
    _locked: set[CashierId] = field(default_factory=set)
    _settled: set[CashierId] = field(default_factory=set)
    _staff: str = ""
    _has_lives: bool = False

    def read(self, entry: Entry) -> None:
        """Take one entry into account."""
        fact = entry.body
        if isinstance(fact, EpochOpened) and entry.seq == 1 and fact.previous is not None:
            # The rows are those of an older copy, which did not take part in entries that came back from HQ.
            self._has_lives = True
            self._failures.clear()
            self._locked.clear()
            self._settled.clear()
        elif isinstance(fact, SetupLoaded):
            self._staff = fact.staff
        elif isinstance(fact, SignInTried):
            self._count(fact.cashier_id, fact.outcome)
        elif isinstance(fact, ApprovalTried):
            for key in sign_in_guards.of_approvals(self.station.id, fact.asked_by):
                self._count(key, fact.outcome)

    def finding(self, tx: Tx) -> Finding | None:
        """The first row that differs from the journal."""
        stored = sign_in_guards.everybodys(tx)
        for key in sorted(stored.keys() | self._failures.keys()):
            guard, failures = stored.get(key, SignInGuard()), self._failures.get(key, 0)
            if not self._agrees(key, guard):
                detail = f"{guard.failures} wrong PINs, the journal says {failures}"
                return Finding(Flaw.PIN_GUARD_DIFFERS, f"sign_in_guard {key}", detail)
        if self._staff and sync_state.link(tx) is None:
            present = staff_rows.digest(tx, self.station.tenant_id)
            if present != self._staff:
                return Finding(Flaw.STAFF_DIFFERS, "cashier", "other rows than the set-up that was loaded last")
        return None

    def _count(self, key: CashierId, outcome: SignInOutcome) -> None:
        if outcome in {SignInOutcome.ACCEPTED, SignInOutcome.UNLOCKED}:
            self._failures[key] = 0
            self._locked.discard(key)
            self._settled.add(key)
            return
        self._failures[key] = self._failures.get(key, 0) + 1
        if outcome is SignInOutcome.LOCKED:
            self._locked.add(key)

    def _agrees(self, key: CashierId, guard: SignInGuard) -> bool:
        failures = self._failures.get(key, 0)
        if self._has_lives and key not in self._settled:
            return guard.failures >= failures
        return (guard.failures, guard.locked) == (failures, key in self._locked)
