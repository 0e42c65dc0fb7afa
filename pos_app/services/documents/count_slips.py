"""The slip of a shift, read from what was recorded."""

from domain.ids import CashierId, ShiftId
from domain.people.staff import Cashier
from domain.till.blind import counts_blind
from domain.till.count_slip import CountSlip
from domain.till.method_flows import MethodFlow, method_flows, without_cash
from domain.till.shifts import Count, Difference
from domain.till.till_report import method_totals
from pos_app.station import Station
from pos_app.storage.catalogue import catalog
from pos_app.storage.sales import sales
from pos_app.storage.sales import shifts as stored
from pos_app.storage.store import lacking
from sync.facts import ShiftClosed
from sync.tables.transaction import Tx


def of_shift(tx: Tx, station: Station, shift_id: ShiftId) -> CountSlip:
    """The slip of a closed shift. The difference is left out when it was closed blind."""
    tenant = station.tenant_id
    shift, entry = stored.closing(tx, tenant, shift_id)
    closed = entry.body
    assert isinstance(closed, ShiftClosed)
    return CountSlip(
        shift=shift,
        cashier=_name(tx, station, shift.cashier_id),
        closed_by=_name(tx, station, entry.actor),
        closed_at=entry.at,
        blind=closed.blind,
        counts=_counts(tx, station, shift_id),
        differences=() if closed.blind else closed.differences,
        reason=closed.reason,
        approved_by=_name(tx, station, closed.approved_by),
        others=_others(tx, station, shift_id),
        lacking=lacking.sales(tx, tenant, station.id, shift_id),
    )


def draft(
    tx: Tx, station: Station, cashier: Cashier, typed: Count | None, differences: tuple[Difference, ...]
) -> CountSlip | None:
    """The slip if the open shift were closed now. None without an open shift or without any count."""
    shift = stored.current(tx, station.tenant_id, station.id)
    if shift is None:
        return None
    now = station.clock.now()
    counts = (*_counts(tx, station, shift.id), *((typed,) if typed is not None else ()))
    if not counts:
        return None
    opener, blind = _name(tx, station, shift.cashier_id), not differences and _is_blind(tx, station, cashier)
    lost = lacking.sales(tx, station.tenant_id, station.id, shift.id)
    return CountSlip(
        shift, opener, cashier.name, now, blind, counts, differences, "", "", _others(tx, station, shift.id), lost
    )


def _is_blind(tx: Tx, station: Station, cashier: Cashier) -> bool:
    return counts_blind(cashier, policy=station.catalogue.profile(tx).blind_count)


def _counts(tx: Tx, station: Station, shift_id: ShiftId) -> tuple[Count, ...]:
    ordinals = range(1, stored.counts(tx, station.tenant_id, shift_id) + 1)
    return tuple(stored.count(tx, station.tenant_id, shift_id, ordinal) for ordinal in ordinals)


def _others(tx: Tx, station: Station, shift_id: ShiftId) -> tuple[MethodFlow, ...]:
    payments = method_totals(sales.payments_of_shift(tx, station.tenant_id, shift_id))
    change = method_totals(sales.change_of_shift(tx, station.tenant_id, shift_id))
    return without_cash(method_flows(payments, change))


def _name(tx: Tx, station: Station, person: CashierId | None) -> str:
    return catalog.cashier_name(tx, station.tenant_id, person) if person else ""
