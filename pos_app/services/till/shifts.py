"""Shifts: opening, cash movements, the blind count and closing."""

from dataclasses import dataclass

from domain.errors import Refused
from domain.ids import ShiftId
from domain.money.money import Money
from domain.people.staff import Cashier, NotAllowed, Permission
from domain.till.blind import ExpectedWasShown, check_all_counted, check_explained, counts_blind
from domain.till.excess import Excess, ExcessKind
from domain.till.shifts import (
    CashMove,
    CashMovement,
    Count,
    CountedTwice,
    Difference,
    DifferenceTooLarge,
    NoShiftOpen,
    NotCounted,
    Shift,
    ShiftIsOpen,
    TillHoldsLess,
    check_cash_out,
    check_count,
    check_floats,
    check_movement,
    check_reason,
    expected,
    needs_approval,
)
from domain.till.shifts import differences as compared
from pos_app.services.till import excesses
from pos_app.station import Station
from pos_app.storage.catalogue import catalog
from pos_app.storage.sales import known_time, print_jobs
from pos_app.storage.sales import shifts as stored
from pos_app.storage.sales.print_jobs import JobKind, new_job
from pos_app.storage.store import lacking
from sync import journal
from sync.facts import CashMoved, ExpectedShown, ShiftClosed, ShiftCounted, ShiftOpened
from sync.tables.transaction import Tx

_MOST_COUNTS = 2
_PERMISSIONS = {
    CashMove.CASH_IN: Permission.MOVE_CASH,
    CashMove.CASH_OUT: Permission.MOVE_CASH,
    CashMove.NO_SALE: Permission.OPEN_DRAWER,
}


@dataclass(frozen=True, slots=True)
class OpenShift:
    """The open shift with its cashier's name and its number of counts."""

    shift: Shift
    cashier_name: str
    counts: int


@dataclass(frozen=True, slots=True)
class ClosedShift:
    """A closed shift with the expected and counted amounts; `hidden` from who closed it when he counts blind."""

    shift: Shift
    differences: tuple[Difference, ...]
    hidden: bool


def must_be_open(tx: Tx, station: Station) -> Shift:
    """The open shift. Raises NoShiftOpen."""
    shift = stored.current(tx, station.tenant_id, station.id)
    if shift is None:
        raise NoShiftOpen
    return shift


def check_open(station: Station) -> None:
    """Check that the till is open. Raises NoShiftOpen."""
    with station.database.read() as tx:
        must_be_open(tx, station)


def current(station: Station) -> OpenShift | None:
    """The open shift; None when the till is closed."""
    with station.database.read() as tx:
        shift = stored.current(tx, station.tenant_id, station.id)
        if shift is None:
            return None
        return OpenShift(shift, _name(tx, station, shift), stored.counts(tx, station.tenant_id, shift.id))


def next_number(station: Station) -> int:
    """The number of the shift that is opened next."""
    with station.database.read() as tx:
        return stored.next_number(tx, station.tenant_id, station.id)


def open_shift(station: Station, cashier: Cashier, floats: tuple[Money, ...]) -> Shift:
    """Open the till with the cash it starts with. Raises ShiftIsOpen or NotPositive."""
    cashier.must(Permission.SELL)
    now = station.clock.now()
    with station.database.write() as tx:
        before = stored.current(tx, station.tenant_id, station.id)
        if before is not None:
            raise ShiftIsOpen(before.number, _name(tx, station, before))
        number = stored.next_number(tx, station.tenant_id, station.id)
        shift = Shift(ShiftId(station.ids.new()), number, cashier.id, now, check_floats(floats))
        journal.append(tx, station.author, ShiftOpened(shift), at=now, actor=cashier.id)
        known_time.note(tx, now)
    return shift


def move_cash(station: Station, cashier: Cashier, movement: CashMovement, approved_by: Cashier | None = None) -> None:
    """Put cash in, take it out, or open the drawer without a sale.

    More cash than the till holds goes out only when a supervisor approves it, who may know better; the journal keeps
    each attempt. Raises NotAllowed, NoShiftOpen, TillHoldsLess, and as `check_movement` does.
    """
    cashier.must(_PERMISSIONS[movement.kind])
    check_movement(movement)
    now = station.clock.now()
    with station.database.write() as tx:
        shift = must_be_open(tx, station)
        excess = _excess(tx, station, cashier, movement)
        if excess is not None:
            kept = Excess(ExcessKind.CASH_OUT, movement.amount)
            excesses.keep(tx, station, shift.id, kept, (cashier, approved_by))
        if excess is None or approved_by is not None:
            moved = CashMoved(id=station.ids.new(), shift_id=shift.id, movement=movement)
            journal.append(tx, station.author, moved, at=now, actor=cashier.id)
            print_jobs.add(tx, new_job(station.ids.new(), JobKind.DRAWER, moved.id, now))
    station.wake()
    if excess is not None and approved_by is None:
        raise excess  # after the commit: the attempt stays in the journal


def count(station: Station, cashier: Cashier, counted: Count) -> int:
    """Journal a count and return its ordinal.

    Raises CountedTwice after the second, NotAllCounted, NoShiftOpen, NotPositive or AmountTooLarge.
    """
    cashier.must(Permission.CLOSE_SHIFT)
    with station.database.write() as tx:
        shift = must_be_open(tx, station)
        ordinal = stored.counts(tx, station.tenant_id, shift.id) + 1
        if ordinal > _MOST_COUNTS:
            raise CountedTwice
        counted = check_count(counted)
        check_all_counted(stored.drawer(tx, station.tenant_id, shift.id), counted)
        fact = ShiftCounted(shift_id=shift.id, ordinal=ordinal, count=counted)
        journal.append(tx, station.author, fact, at=station.clock.now(), actor=cashier.id)
    return ordinal


def saved_counts(station: Station) -> int:
    """How many counts of the open shift are journaled. Raises NoShiftOpen."""
    with station.database.read() as tx:
        return stored.counts(tx, station.tenant_id, must_be_open(tx, station).id)


def differences(station: Station, person: Cashier) -> tuple[Difference, ...]:
    """Expected and counted amounts. Raises NotAllowed for somebody who counts blind, NoShiftOpen or NotCounted."""
    with station.database.read() as tx:
        _refuse_blind(tx, station, person)
        return _differences(tx, station, must_be_open(tx, station))


def shown_differences(station: Station, person: Cashier) -> tuple[Difference, ...]:
    """The same as `differences`; empty for somebody who counts blind."""
    try:
        return differences(station, person)
    except NotAllowed:
        return ()


def lacking_sales(station: Station) -> int:
    """The sales of the open shift that the store may lack after an older copy was put back. Raises NoShiftOpen."""
    with station.database.read() as tx:
        return lacking.sales(tx, station.tenant_id, station.id, must_be_open(tx, station).id)


def review_differences(station: Station, cashier: Cashier, supervisor: Cashier) -> tuple[Difference, ...]:
    """Expected and counted amounts, shown by a supervisor where a cashier closes.

    The journal keeps that a cashier who counts blind could see them: `close_shift` then needs a supervisor, whatever
    is counted. Raises as `differences` does.
    """
    now = station.clock.now()
    with station.database.write() as tx:
        _refuse_blind(tx, station, supervisor)
        shift = must_be_open(tx, station)
        amounts = _differences(tx, station, shift)
        if is_blind(tx, station, cashier) and not stored.expected_was_shown(tx, station.tenant_id, shift.id):
            journal.append(tx, station.author, ExpectedShown(shift_id=shift.id), at=now, actor=supervisor.id)
    return amounts


def expected_cash(station: Station, person: Cashier) -> tuple[Money, ...]:
    """The cash that must be in the drawer; empty for somebody who counts blind. Raises NoShiftOpen."""
    with station.database.read() as tx:
        shift = must_be_open(tx, station)
        return expected(stored.drawer(tx, station.tenant_id, shift.id)) if sees_cash(tx, station, person) else ()


def close_shift(
    station: Station, cashier: Cashier, reason: str = "", approved_by: Cashier | None = None
) -> ClosedShift:
    """Close the open shift and queue its slip. A difference needs a reason, and above the limits a supervisor too.

    Once the expected cash was shown, a cashier who counts blind needs the supervisor and the reason for every count.
    Raises NoShiftOpen, NotCounted, BadReason, DifferenceUnexplained, DifferenceTooLarge, ExpectedWasShown or
    NotAllowed.
    """
    cashier.must(Permission.CLOSE_SHIFT)
    now = station.clock.now()
    with station.database.write() as tx:
        shift = must_be_open(tx, station)
        amounts = _differences(tx, station, shift)
        limits = station.catalogue.profile(tx).difference_limits
        hidden = is_blind(tx, station, cashier)
        if needs_approval(amounts, limits):
            _refuse_unapproved(reason, approved_by, DifferenceTooLarge())
        elif hidden and stored.expected_was_shown(tx, station.tenant_id, shift.id):
            _refuse_unapproved(reason, approved_by, ExpectedWasShown())
        check_explained(amounts, reason)
        closed = ShiftClosed(
            shift_id=shift.id,
            differences=amounts,
            reason=check_reason(reason) if reason.strip() else "",
            approved_by=approved_by.id if approved_by else None,
            blind=approved_by is None and hidden,
        )
        journal.append(tx, station.author, closed, at=now, actor=cashier.id)
        print_jobs.add(tx, new_job(station.ids.new(), JobKind.COUNT, shift.id, now))
    station.wake()
    return ClosedShift(shift, amounts, hidden)


def sees_cash(tx: Tx, station: Station, person: Cashier) -> bool:
    """Whether a person may see the cash that must be in the drawer: who closes shifts and does not count blind."""
    return person.may(Permission.CLOSE_SHIFT) and not is_blind(tx, station, person)


def is_blind(tx: Tx, station: Station, cashier: Cashier) -> bool:
    """Whether the policy of the organisation hides the expected cash from this person."""
    return counts_blind(cashier, policy=station.catalogue.profile(tx).blind_count)


def _excess(tx: Tx, station: Station, cashier: Cashier, movement: CashMovement) -> TillHoldsLess | None:
    """The refusal of a cash-out beyond what the till holds."""
    if movement.kind is not CashMove.CASH_OUT:
        return None
    drawer = stored.drawer(tx, station.tenant_id, must_be_open(tx, station).id)
    try:
        check_cash_out(drawer, movement, blind=is_blind(tx, station, cashier))
    except TillHoldsLess as error:
        return error
    return None


def _refuse_blind(tx: Tx, station: Station, person: Cashier) -> None:
    person.must(Permission.CLOSE_SHIFT)
    if is_blind(tx, station, person):
        raise NotAllowed(Permission.APPROVE_DIFFERENCE)


def _refuse_unapproved(reason: str, approved_by: Cashier | None, refusal: Refused) -> None:
    if approved_by is None or not reason.strip():
        raise refusal
    if not approved_by.may(Permission.APPROVE_DIFFERENCE):
        raise NotAllowed(Permission.APPROVE_DIFFERENCE)


def _differences(tx: Tx, station: Station, shift: Shift) -> tuple[Difference, ...]:
    ordinal = stored.counts(tx, station.tenant_id, shift.id)
    if not ordinal:
        raise NotCounted
    counted = stored.count(tx, station.tenant_id, shift.id, ordinal)
    return compared(stored.drawer(tx, station.tenant_id, shift.id), counted)


def _name(tx: Tx, station: Station, shift: Shift) -> str:
    return catalog.cashier_name(tx, station.tenant_id, shift.cashier_id)
