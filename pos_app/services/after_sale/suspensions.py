"""Performances that were cancelled, moved or resumed: a supervisor's decision, and the list with their sales here."""

from dataclasses import dataclass
from datetime import datetime

from domain.after_sale.suspended_sales import TicketCounts
from domain.catalogue.catalog import Event, Performance, PerformanceState
from domain.catalogue.suspension import Suspension, SuspensionKind, check_suspension, decision
from domain.ids import PerformanceId
from domain.money.money import Money
from domain.people.staff import Cashier, Permission
from domain.till.shifts import check_reason
from pos_app.services.till import clock_guard
from pos_app.station import Station
from pos_app.storage.catalogue import catalog, suspensions
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from pos_app.storage.catalogue.suspensions import Decided
from pos_app.storage.sales import known_time, suspended_rows
from pos_app.storage.store import fences
from sync import journal
from sync.facts import PerformanceSuspended
from sync.tables.transaction import Tx

_NO_TICKETS = (0, TicketCounts(0, 0, 0))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to decide of a performance; `moved_to` is the new date of one that is moved."""

    performance_id: PerformanceId
    kind: SuspensionKind
    reason: str
    moved_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class SuspendedShow:
    """A cancelled performance, with what this station sold of it.

    `decided` is the last decision; None when a set-up file cancelled it. `decided_by` is the name of the station that
    decided, empty for HQ. `given_back` has one amount a currency.
    """

    performance: Performance
    event: str
    venue: str
    decided: Decided | None
    decided_by: str
    sales: int
    tickets: TicketCounts
    given_back: tuple[Money, ...]


def suspend(station: Station, cashier: Cashier, wanted: Wanted, approved_by: Cashier | None = None) -> Suspension:
    """Decide that a performance is cancelled, moved or resumed; nothing is sold of a cancelled one from now on.

    Raises NotAllowed without a supervisor, ReasonMissing, BadReason, NotForSale for an unknown performance,
    AlreadyCancelled, NotCancelled, BadNewDate, ClockMovedBack, StoreFenced, AnotherLife and StoppedByHq.
    """
    (approved_by or cashier).must(Permission.SUSPEND)
    reason = check_reason(wanted.reason)
    with station.database.write() as tx:
        fences.refuse_stopped(tx, station.author.epoch)
        at = clock_guard.fiscal_now(tx, station)
        offering = station.catalogue.offering(tx, wanted.performance_id)
        performance = offering.performance
        decided = decision((station.ids.new(), at), performance, wanted.kind, reason, wanted.moved_to)
        check_suspension(performance, decided, offering.event.name)
        fact = PerformanceSuspended(decided, approved_by.id if approved_by else None)
        journal.append(tx, station.author, fact, at=at, actor=cashier.id)
        known_time.note(tx, at)
        catalogue_changed(tx)
    station.wake()
    return decided


def suspended(station: Station) -> tuple[SuspendedShow, ...]:
    """The cancelled performances: those with sales here first, the last one first."""
    with station.database.read() as tx:
        decided = suspensions.history(tx, station.tenant_id)
        shows = {event.id: event for event in catalog.events(tx, station.tenant_id)}
        called_off = [
            performance
            for performance in catalog.performances(tx, station.tenant_id)
            if performance.state is PerformanceState.CANCELLED
        ]
        counted = suspended_rows.counts(tx, station.tenant_id, [performance.id for performance in called_off])
        listed = [
            _show(tx, station, (performance, shows[performance.event_id]), decided, counted.get(performance.id))
            for performance in reversed(called_off)
        ]
    return tuple(sorted(listed, key=lambda show: not show.sales))


def _show(
    tx: Tx,
    station: Station,
    of: tuple[Performance, Event],
    history: dict[PerformanceId, tuple[Decided, ...]],
    counted: tuple[int, TicketCounts] | None,
) -> SuspendedShow:
    performance, event = of
    last = history.get(performance.id, (None,))[-1]
    by = last.station_id if last is not None else None
    name = station.catalogue.profile(tx).name if last is not None and last.is_pending else ""
    sales, tickets = counted or _NO_TICKETS
    return SuspendedShow(
        performance=performance,
        event=event.name,
        venue=catalog.venue(tx, station.tenant_id, event.venue_id).name,
        decided=last,
        decided_by=catalog.station_names(tx, station.tenant_id).get(by, name) if by else name,
        sales=sales,
        tickets=tickets,
        given_back=suspended_rows.given_back(tx, station.tenant_id, performance.id) if sales else (),
    )
