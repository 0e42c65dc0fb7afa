"""X and Z reports. Both are journalled and printed; an X changes nothing, a Z closes the business date."""

from datetime import datetime

from domain.calendar import CARACAS
from domain.ids import ReportId
from domain.people.staff import Cashier, Permission
from domain.till.till_report import (
    NO_PERPETUAL,
    NoteTotals,
    ReportKind,
    ShiftStillOpen,
    TillReport,
    ZOverdue,
    is_overdue,
    note_totals,
    totals,
)
from pos_app.services.till import clock_guard, shifts
from pos_app.station import Station
from pos_app.storage.catalogue import catalog, numbers
from pos_app.storage.sales import excesses, form_changes, gifts, print_jobs, reports
from pos_app.storage.sales import shifts as stored_shifts
from pos_app.storage.sales.print_jobs import JobKind, new_job
from sync import journal
from sync.facts import ReportTaken
from sync.tables.transaction import Tx


def read_x(station: Station, cashier: Cashier) -> TillReport:
    """Take an X report of everything since the last Z. Only its entry in the journal remains. Raises NotAllowed.

    While a shift is open, somebody who will count blind is not shown the cash (`ReportTaken.blind`).
    """
    cashier.must(Permission.READ_X)
    return _take(station, cashier, ReportKind.X)


def take_z(station: Station, supervisor: Cashier) -> TillReport:
    """Close the business date with the next Z number. Raises NotAllowed, ShiftStillOpen or ClockMovedBack.

    A round with HQ is tried first; the Z does not depend on its success.
    """
    supervisor.must(Permission.TAKE_Z)
    station.try_sync()
    return _take(station, supervisor, ReportKind.Z)


def preview_z(station: Station) -> ReportTaken:
    """The Z that would be taken now. Nothing is recorded. Raises ShiftStillOpen.

    With every shift closed the cash was counted, so the figures may be shown to everybody.
    """
    with station.database.read() as tx:
        _refuse_open_shift(tx, station)
        report, notes = _calculate(tx, station, ReportKind.Z, "", clock_guard.document_time(tx, station))
        return _fact(tx, station, report, notes)


def taken(station: Station, report_id: ReportId) -> ReportTaken:
    """A report that was taken, with how it is shown."""
    with station.database.read() as tx:
        return reports.load(tx, station.tenant_id, report_id)


def last_z(station: Station) -> TillReport | None:
    """The last Z report; None before the first."""
    with station.database.read() as tx:
        taken = reports.last_z(tx, station.tenant_id, station.id)
        return taken.report if taken else None


def refuse_overdue(tx: Tx, station: Station, now: datetime) -> None:
    """Refuse the next document when a day ended without a Z, as a fiscal machine does. Raises ZOverdue."""
    closed = reports.last_z_position(tx, station.tenant_id, station.id)
    first = numbers.first_issued_after(tx, station.tenant_id, closed)
    if first is not None and is_overdue(first, now):
        raise ZOverdue(first)


def _take(station: Station, by: Cashier, kind: ReportKind) -> TillReport:
    with station.database.write() as tx:
        if kind is ReportKind.Z:
            _refuse_open_shift(tx, station)
        at = clock_guard.fiscal_now(tx, station)
        report, notes = _calculate(tx, station, kind, by.name, at)
        blind = kind is ReportKind.X and _counts_blind(tx, station, by)
        fact = _fact(tx, station, report, notes, blind=blind)
        journal.append(tx, station.author, fact, at=at, actor=by.id)
        print_jobs.add(tx, new_job(station.ids.new(), JobKind.REPORT, report.id, station.clock.now()))
    station.wake()
    return report


def _calculate(
    tx: Tx, station: Station, kind: ReportKind, taken_by: str, at: datetime
) -> tuple[TillReport, NoteTotals | None]:
    before = reports.last_z(tx, station.tenant_id, station.id)
    closed = reports.last_z_position(tx, station.tenant_id, station.id)
    activity = reports.activity(tx, station.tenant_id, station.id, closed)
    head = journal.head(tx, station.tenant_id, station.id, station.author.epoch)
    first = activity.documents[0].issued_at if activity.documents else None
    report = TillReport(
        id=ReportId(station.ids.new()),
        kind=kind,
        number=(before.report.number if before else 0) + 1,
        business_date=(first or at).astimezone(CARACAS).date(),
        opened_at=first,
        taken_at=at,
        taken_by=taken_by,
        totals=totals(activity, before.report.totals.perpetual if before else NO_PERPETUAL),
        head_epoch=station.author.epoch,
        head_seq=head.seq,
        head_hash=head.hash.hex(),
    )
    return report, note_totals(activity, before.perpetual_by_kind if before else {})


def _fact(
    tx: Tx, station: Station, report: TillReport, notes: NoteTotals | None, *, blind: bool = False
) -> ReportTaken:  # fmt: skip
    """A report with what happened since the last Z beside its figures."""
    tenant_id, closed = station.tenant_id, reports.last_z_position(tx, station.tenant_id, station.id)
    return ReportTaken(
        report=report,
        blind=blind,
        excesses=excesses.count_since(tx, tenant_id, closed),
        notes=notes,
        gifts=gifts.tickets_since(tx, tenant_id, closed),
        spoiled=tuple(one.run for one in form_changes.since(tx, tenant_id, closed)),
    )


def _counts_blind(tx: Tx, station: Station, reader: Cashier) -> bool:
    is_open = stored_shifts.current(tx, station.tenant_id, station.id) is not None
    return is_open and shifts.is_blind(tx, station, reader)


def _refuse_open_shift(tx: Tx, station: Station) -> None:
    shift = stored_shifts.current(tx, station.tenant_id, station.id)
    if shift is not None:
        raise ShiftStillOpen(shift.number, catalog.cashier_name(tx, station.tenant_id, shift.cashier_id))
