"""The health of the station: numbers left, rate, shift, print jobs, HQ, backups."""

from dataclasses import dataclass

from domain.money.money import USD, ExchangeRate
from pos_app.services.hq.connection import Connection, connection
from pos_app.services.rights import forms
from pos_app.services.till import clock_guard, rates, shifts
from pos_app.services.till.clock_guard import ClockComparison
from pos_app.services.till.shifts import OpenShift
from pos_app.station import Station
from pos_app.storage.catalogue import numbers, recalled_rights
from pos_app.storage.copies import backup_state
from pos_app.storage.copies.backup_state import BackupState
from pos_app.storage.sales import print_jobs
from pos_app.storage.sales.print_jobs import JobState
from pos_app.storage.store import doubt, fences, heads, sync_state
from pos_app.storage.store.fences import Fence
from printing.devices import PrinterStatus

_LOW_PART = 5
"""Numbers are low when a fifth of those granted, or less, is left."""


@dataclass(frozen=True, slots=True)
class Health:
    """The state of the station at one instant.

    `numbers_left` counts documents that can be made: the numbers, or the forms when they are fewer (`on_forms`).
    `pending_facts` counts entries of the journal that HQ has not acknowledged, `facts_in_no_backup` those that are in
    no backup. Entries that are in neither place are lost if this disk fails. `is_doubted`: a supervisor has to say that
    these data are the newest.
    """

    station_name: str
    organisation: str
    numbers_left: int
    numbers_low: bool
    rate: ExchangeRate | None
    rate_is_today: bool
    shift: OpenShift | None
    jobs_waiting: int
    jobs_unknown: int
    pending_facts: int
    printer: PrinterStatus | None
    fence: Fence | None
    connection: Connection
    clock: ClockComparison
    backup: BackupState
    facts_in_no_backup: int
    on_forms: bool = False
    is_doubted: bool = False
    recalls_unseen: int = 0


def read(station: Station, printer: PrinterStatus | None = None) -> Health:
    """Read the present state; `printer` is the last known state of the printer."""
    of_day = rates.today(station)
    with station.database.read() as tx:
        profile = station.catalogue.profile(tx)
        left, granted = numbers.left(tx, station.holder, profile.series)
        series = station.catalogue.series(tx)
        on_forms = series.medium.needs_control_number
        in_printer = forms.supply(tx, station, series)
        if in_printer.runs:  # notes take forms as well, so that fewer forms than numbers may be left
            left = min(left, in_printer.left)
        states = print_jobs.unfinished(tx)
        pending, link = sync_state.pending(tx, station.tenant_id, station.id), sync_state.link(tx)
        fence, backup = fences.current(tx), backup_state.read(tx)
        is_doubted = doubt.current(tx) is not None
        recalls_unseen = recalled_rights.count_unseen(tx)
        end = heads.end(tx, station.tenant_id, station.id)
    return Health(
        station_name=profile.name,
        organisation=profile.organisation,
        numbers_left=left,
        numbers_low=left * _LOW_PART <= granted,
        rate=next((rate for rate in of_day.rates.rates if rate.currency == USD), None),
        rate_is_today=of_day.is_today,
        shift=shifts.current(station),
        jobs_waiting=sum(states.get(state, 0) for state in (JobState.QUEUED, JobState.BLOCKED, JobState.SENDING)),
        jobs_unknown=states.get(JobState.UNKNOWN, 0),
        pending_facts=pending,
        printer=printer,
        fence=fence,
        connection=connection(station, link, fence),
        clock=clock_guard.compare(station),
        backup=backup,
        facts_in_no_backup=end.seq - (backup.seq if backup.epoch == end.epoch else 0),
        on_forms=on_forms,
        is_doubted=is_doubted,
        recalls_unseen=recalls_unseen,
    )
