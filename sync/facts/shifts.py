"""The till: shifts opened, cash moved, counts, shifts closed, X and Z."""

from uuid import UUID

from sqlalchemy import BigInteger, Column, Index, Integer, String, bindparam, update

from domain.fiscal.documents import DocumentKind
from domain.fiscal.form_supply import FormRun
from domain.ids import CashierId, ShiftId
from domain.till.excess import Excess, ExcessCounts
from domain.till.shifts import CashMovement, Count, Difference, Shift
from domain.till.till_report import ClassTotals, NoteTotals, PerpetualTotals, TillReport, classes_of
from sync.facts.fact import Fact, Header, Recorders
from sync.tables.column_types import Day, Id, Instant
from sync.tables.shared import key, refers, shared_table
from sync.tables.transaction import Tx


class ShiftOpened(Fact, frozen=True, tag="shift_opened/1"):
    """A cashier opened the till."""

    shift: Shift


class CashMoved(Fact, frozen=True, tag="cash_moved/1"):
    """Cash was put in or taken out, or the drawer was opened without a sale."""

    id: UUID
    shift_id: ShiftId
    movement: CashMovement


class TillExceeded(Fact, frozen=True, tag="till_exceeded/1"):
    """More cash was wanted than the till holds. `approved_by`: the supervisor; None when it was refused."""

    id: UUID
    shift_id: ShiftId
    excess: Excess
    approved_by: CashierId | None


class ShiftCounted(Fact, frozen=True, tag="shift_counted/1"):
    """A blind count, numbered from 1; a second count does not replace the first."""

    shift_id: ShiftId
    ordinal: int
    count: Count


class ExpectedShown(Fact, frozen=True, tag="expected_shown/1"):
    """A supervisor, the actor of the entry, had the expected cash shown while somebody who counts blind closes."""

    shift_id: ShiftId


class ShiftClosed(Fact, frozen=True, tag="shift_closed/1", omit_defaults=True):
    """The shift was closed with these differences. `approved_by`: the supervisor, when one exceeded its limit.

    `blind`: who closed it never saw the expected amounts, so the slip does not print them.
    """

    shift_id: ShiftId
    differences: tuple[Difference, ...]
    reason: str
    approved_by: CashierId | None
    blind: bool = False


class ReportTaken(Fact, frozen=True, tag="report_taken/1", omit_defaults=True):
    """An X was read or a Z was taken.

    `blind`: an X was read by somebody who still had to count the cash of an open shift, so screen and paper leave out
    what would reveal it. `excesses`: attempts since the last Z to take out more cash than the till held, None without.
    `notes`: credit and debit notes, None before the station issued one. `gifts`: tickets that the organiser gave since
    the last Z, which are in no document and no payment. `spoiled`: the forms since the last Z that no document is on.
    """

    report: TillReport
    blind: bool = False
    excesses: ExcessCounts | None = None
    notes: NoteTotals | None = None
    gifts: int = 0
    spoiled: tuple[FormRun, ...] = ()

    @property
    def classes(self) -> tuple[ClassTotals, ...]:
        """The three classes of documents, in the order of `DocumentKind`."""
        return classes_of(self.report.totals, self.notes)

    @property
    def perpetual_by_kind(self) -> dict[DocumentKind, PerpetualTotals]:
        """The perpetual totals of each class, with which the next report goes on."""
        return {group.kind: group.perpetual for group in self.classes}


shift = shared_table(
    "shift", key("id"), Column("station_id", Id, nullable=False), Column("number", Integer, nullable=False),
    Column("cashier_id", Id, nullable=False), Column("opened_at", Instant, nullable=False),
    Column("opened_position", BigInteger, nullable=False), Column("closed_at", Instant),
    Column("closed_position", BigInteger), Column("shown_position", BigInteger),
)  # fmt: skip
shift_float = shared_table(
    "shift_float", key("shift_id"), key("currency", String), Column("amount", BigInteger, nullable=False),
    refers("shift_id", "shift", "id"),
)  # fmt: skip
cash_movement = shared_table(
    "cash_movement", key("id"), Column("shift_id", Id, nullable=False), Column("position", BigInteger, nullable=False),
    Column("kind", String, nullable=False), Column("currency", String, nullable=False),
    Column("amount", BigInteger, nullable=False), Column("reason", String, nullable=False),
    Column("moved_at", Instant, nullable=False), refers("shift_id", "shift", "id"),
)  # fmt: skip
till_excess = shared_table(
    "till_excess", key("id"), Column("shift_id", Id, nullable=False), Column("position", BigInteger, nullable=False),
    Column("kind", String, nullable=False), Column("currency", String, nullable=False),
    Column("amount", BigInteger, nullable=False), Column("cashier_id", Id), Column("approved_by", Id),
    Column("tried_at", Instant, nullable=False), refers("shift_id", "shift", "id"),
)  # fmt: skip
shift_count = shared_table(
    "shift_count", key("shift_id"), key("ordinal", Integer), key("currency", String),
    key("denomination", Integer), Column("quantity", BigInteger, nullable=False), refers("shift_id", "shift", "id"),
)  # fmt: skip
shift_difference = shared_table(
    "shift_difference", key("shift_id"), key("currency", String), Column("expected", BigInteger, nullable=False),
    Column("counted", BigInteger, nullable=False), Column("reason", String, nullable=False),
    Column("approved_by", Id), refers("shift_id", "shift", "id"),
)  # fmt: skip
till_report = shared_table(
    "till_report", key("id"), Column("station_id", Id, nullable=False), Column("position", BigInteger, nullable=False),
    Column("kind", String, nullable=False), Column("number", Integer, nullable=False),
    Column("business_date", Day, nullable=False), Column("taken_at", Instant, nullable=False),
    Column("perpetual_documents", Integer, nullable=False), Column("perpetual_sales", BigInteger, nullable=False),
    Column("perpetual_iva", BigInteger, nullable=False), Column("perpetual_igtf", BigInteger, nullable=False),
    Index(None, "tenant_id", "station_id", "kind", "position"),
)  # fmt: skip


def _shift_opened(tx: Tx, entry: Header, fact: ShiftOpened) -> None:
    opened = fact.shift
    tx.insert(shift, [{
        "tenant_id": entry.tenant, "id": opened.id, "station_id": entry.station, "number": opened.number,
        "cashier_id": opened.cashier_id, "opened_at": opened.opened_at, "opened_position": entry.position,
        "closed_at": None, "closed_position": None, "shown_position": None,
    }])  # fmt: skip
    tx.insert(shift_float, [
        {"tenant_id": entry.tenant, "shift_id": opened.id, "currency": m.currency, "amount": m.minor}
        for m in opened.floats
    ])  # fmt: skip


def _cash_moved(tx: Tx, entry: Header, fact: CashMoved) -> None:
    tx.insert(cash_movement, [{
        "tenant_id": entry.tenant, "id": fact.id, "shift_id": fact.shift_id, "position": entry.position,
        "kind": fact.movement.kind, "currency": fact.movement.amount.currency,
        "amount": fact.movement.amount.minor, "reason": fact.movement.reason, "moved_at": entry.at,
    }])  # fmt: skip


def _till_exceeded(tx: Tx, entry: Header, fact: TillExceeded) -> None:
    tx.insert(till_excess, [{
        "tenant_id": entry.tenant, "id": fact.id, "shift_id": fact.shift_id, "position": entry.position,
        "kind": fact.excess.kind, "currency": fact.excess.wanted.currency, "amount": fact.excess.wanted.minor,
        "cashier_id": entry.actor, "approved_by": fact.approved_by, "tried_at": entry.at,
    }])  # fmt: skip


def _shift_counted(tx: Tx, entry: Header, fact: ShiftCounted) -> None:
    tx.insert(shift_count, [
        {
            "tenant_id": entry.tenant, "shift_id": fact.shift_id, "ordinal": fact.ordinal,
            "currency": line.denomination.currency, "denomination": line.denomination.minor,
            "quantity": line.quantity,
        }
        for line in fact.count.lines
    ])  # fmt: skip


_SHOW = (
    update(shift)
    .values(shown_position=bindparam("position"))
    .where(shift.c.tenant_id == bindparam("tenant"), shift.c.id == bindparam("shift"))
)


def _expected_shown(tx: Tx, entry: Header, fact: ExpectedShown) -> None:
    tx.run(_SHOW, {"position": entry.position, "tenant": entry.tenant, "shift": fact.shift_id})


_CLOSE = (
    update(shift)
    .values(closed_at=bindparam("at"), closed_position=bindparam("position"))
    .where(shift.c.tenant_id == bindparam("tenant"), shift.c.id == bindparam("shift"))
)


def _shift_closed(tx: Tx, entry: Header, fact: ShiftClosed) -> None:
    tx.run(_CLOSE, {"at": entry.at, "position": entry.position, "tenant": entry.tenant, "shift": fact.shift_id})
    tx.insert(shift_difference, [
        {
            "tenant_id": entry.tenant, "shift_id": fact.shift_id, "currency": d.expected.currency,
            "expected": d.expected.minor, "counted": d.counted.minor, "reason": fact.reason,
            "approved_by": fact.approved_by,
        }
        for d in fact.differences
    ])  # fmt: skip


def _report_taken(tx: Tx, entry: Header, fact: ReportTaken) -> None:
    report, perpetual = fact.report, fact.report.totals.perpetual
    tx.insert(till_report, [{
        "tenant_id": entry.tenant, "id": report.id, "station_id": entry.station, "position": entry.position,
        "kind": report.kind, "number": report.number, "business_date": report.business_date,
        "taken_at": report.taken_at, "perpetual_documents": perpetual.documents,
        "perpetual_sales": perpetual.sales.minor, "perpetual_iva": perpetual.iva.minor,
        "perpetual_igtf": perpetual.igtf.minor,
    }])  # fmt: skip


RECORDERS: Recorders = {
    ShiftOpened: _shift_opened,
    CashMoved: _cash_moved,
    TillExceeded: _till_exceeded,
    ShiftCounted: _shift_counted,
    ExpectedShown: _expected_shown,
    ShiftClosed: _shift_closed,
    ReportTaken: _report_taken,
}
