"""Queries of shifts, their counts and the cash of their drawers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, func, select

from domain.ids import CashierId, ShiftId
from domain.money.money import Currency, Money
from domain.till.shifts import CashMove, CashMovement, Count, DenominationCount, Drawer, Shift
from pos_app.storage.sales import refunds, sales
from sync import journal
from sync.facts.entry import Entry
from sync.facts.shifts import cash_movement, shift, shift_count, shift_float
from sync.tables.column_types import instant
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class TimedMovement:
    """Cash that was put in or taken out, or an opening of the drawer, with its time."""

    kind: CashMove
    amount: Money
    reason: str
    at: datetime

    @property
    def flow(self) -> Money:
        """What it put into the drawer, negative when it was taken out."""
        return -self.amount if self.kind is CashMove.CASH_OUT else self.amount


_CURRENT = (
    select(shift.c.id, shift.c.number, shift.c.cashier_id, shift.c.opened_at)
    .where(
        shift.c.tenant_id == bindparam("tenant_id"),
        shift.c.station_id == bindparam("station_id"),
        shift.c.closed_position.is_(None),
    )
    .order_by(shift.c.number.desc())
    .limit(1)
)


def current(tx: Tx, tenant_id: UUID, station_id: UUID) -> Shift | None:
    """The open shift of the till. It is read at every sale, hence without its floats."""
    row = tx.run(_CURRENT, {"tenant_id": tenant_id, "station_id": station_id}).fetchone()
    if row is None:
        return None
    return Shift(ShiftId(UUID(bytes=row[0])), row[1], CashierId(UUID(bytes=row[2])), instant(row[3]), ())


def next_number(tx: Tx, tenant_id: UUID, station_id: UUID) -> int:
    """One more than the last shift's number."""
    last = tx.execute(
        select(func.max(shift.c.number)).where(shift.c.tenant_id == tenant_id, shift.c.station_id == station_id)
    ).scalar()
    return (last or 0) + 1


def counts(tx: Tx, tenant_id: UUID, shift_id: ShiftId) -> int:
    """The number of counts of a shift."""
    last = tx.execute(
        select(func.max(shift_count.c.ordinal)).where(
            shift_count.c.tenant_id == tenant_id, shift_count.c.shift_id == shift_id
        )
    ).scalar()
    return last or 0


def count(tx: Tx, tenant_id: UUID, shift_id: ShiftId, ordinal: int) -> Count:
    """One count of a shift."""
    rows = tx.execute(
        select(shift_count.c.denomination, shift_count.c.currency, shift_count.c.quantity).where(
            shift_count.c.tenant_id == tenant_id,
            shift_count.c.shift_id == shift_id,
            shift_count.c.ordinal == ordinal,
        )
    )
    return Count(
        tuple(DenominationCount(Money(row.denomination, Currency(row.currency)), row.quantity) for row in rows)
    )


def expected_was_shown(tx: Tx, tenant_id: UUID, shift_id: ShiftId) -> bool:
    """Whether the expected cash of a shift was shown while somebody who counts blind was closing it."""
    of_shift = select(shift.c.shown_position).where(shift.c.tenant_id == tenant_id, shift.c.id == shift_id)
    return tx.execute(of_shift).scalar_one() is not None


def number(tx: Tx, tenant_id: UUID, shift_id: ShiftId) -> int:
    """The number of a shift."""
    of_shift = select(shift.c.number).where(shift.c.tenant_id == tenant_id, shift.c.id == shift_id)
    return int(tx.execute(of_shift).scalar_one())


def closing(tx: Tx, tenant_id: UUID, shift_id: ShiftId) -> tuple[Shift, Entry]:
    """A closed shift without its floats, and the entry of the journal that closed it."""
    s = shift.c
    row = tx.execute(select(shift).where(s.tenant_id == tenant_id, s.id == shift_id)).one()
    entry = journal.entry_at(tx, tenant_id, row.station_id, row.closed_position)
    assert entry is not None
    return Shift(shift_id, row.number, CashierId(row.cashier_id), row.opened_at, (), row.closed_at), entry


def floats(tx: Tx, tenant_id: UUID, shift_id: ShiftId) -> tuple[Money, ...]:
    """The cash that a shift began with, an amount a currency."""
    rows = tx.execute(
        select(shift_float.c.amount, shift_float.c.currency)
        .where(shift_float.c.tenant_id == tenant_id, shift_float.c.shift_id == shift_id)
        .order_by(shift_float.c.currency.desc())
    )
    return tuple(Money(row.amount, Currency(row.currency)) for row in rows)


def movements(tx: Tx, tenant_id: UUID, shift_id: ShiftId) -> tuple[TimedMovement, ...]:
    """Cash put in and taken out in a shift, and its openings of the drawer, in order."""
    m = cash_movement.c
    rows = tx.execute(
        select(m.kind, m.amount, m.currency, m.reason, m.moved_at)
        .where(m.tenant_id == tenant_id, m.shift_id == shift_id)
        .order_by(m.position)
    )
    return tuple(
        TimedMovement(CashMove(row.kind), Money(row.amount, Currency(row.currency)), row.reason, row.moved_at)
        for row in rows
    )


def drawer(tx: Tx, tenant_id: UUID, shift_id: ShiftId) -> Drawer:
    """All cash that entered or left the drawer in a shift."""
    return Drawer(
        floats=floats(tx, tenant_id, shift_id),
        payments=sales.payments_of_shift(tx, tenant_id, shift_id),
        change=sales.change_of_shift(tx, tenant_id, shift_id),
        movements=tuple(
            CashMovement(moved.kind, moved.amount, moved.reason) for moved in movements(tx, tenant_id, shift_id)
        ),
        given_back=refunds.given_back_of_shift(tx, tenant_id, shift_id),
    )
