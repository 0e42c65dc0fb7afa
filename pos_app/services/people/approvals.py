"""Approval: a supervisor's PIN at somebody else's screen.

Wrong PINs delay the station and whoever asks. They lock nobody: a cashier could stop all supervisors with them.
"""

from domain.ids import CashierId
from domain.people.staff import Cashier, NotAllowed, Permission
from pos_app.services.people import pin_guard
from pos_app.services.people.pin_guard import WrongPinThenWait
from pos_app.station import Station
from pos_app.storage.catalogue import catalog
from pos_app.storage.people import sign_in_guards
from pos_app.storage.people.sign_in_guards import SignInGuard
from sync import journal
from sync.facts import ApprovalTried, SignInOutcome


def approve(station: Station, pin: str, permission: Permission, asked_by: CashierId | None = None) -> Cashier:
    """Find the supervisor whose PIN this is, for one act at the screen of `asked_by`, if anybody is signed in.

    Raises NotAllowed when nobody has the permission, otherwise WrongPinThenWait or WaitFirst.
    """
    with station.database.read() as tx:
        members = catalog.staff(tx, station.tenant_id)
        guards = {key: sign_in_guards.fetch(tx, key) for key in sign_in_guards.of_approvals(station.id, asked_by)}
    able = [member for member in members if member.cashier.may(permission)]
    if not able:
        raise NotAllowed(permission)
    now = station.clock.now()
    for guard in guards.values():
        pin_guard.refuse_waiting(guard, now)
    by = next((member.cashier for member in able if pin_guard.matches(member.pin_hash, pin)), None)
    outcome = SignInOutcome.ACCEPTED if by else SignInOutcome.WRONG_PIN
    with station.database.write() as tx:
        for key, guard in guards.items():
            sign_in_guards.save(tx, key, SignInGuard() if by else pin_guard.after_failure(guard, now))
        tried = ApprovalTried(act=permission, outcome=outcome, asked_by=asked_by)
        journal.append(tx, station.author, tried, at=now, actor=by.id if by else asked_by)
    if by is None:
        raise WrongPinThenWait
    return by
