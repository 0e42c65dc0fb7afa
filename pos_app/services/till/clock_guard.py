"""The clock of documents: it never moves back without a supervisor's acceptance (docs/fiscal-rules.md F26)."""

from dataclasses import dataclass
from datetime import datetime

from domain.fiscal.clock import CLOCK_TOLERANCE, fiscal_time
from domain.people.staff import Cashier, Permission
from pos_app.station import Station
from pos_app.storage.catalogue import numbers
from pos_app.storage.sales import clock_acceptance
from pos_app.storage.store import sync_state
from sync import journal
from sync.facts import ClockAccepted
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class ClockComparison:
    """The station's time beside that of the last document and that of HQ, each None when it is not known."""

    now: datetime
    last: datetime | None
    hq_now: datetime | None
    accepted: bool = False

    @property
    def is_behind(self) -> bool:
        """Whether the next document needs a supervisor's acceptance that was not given yet."""
        return not self.accepted and self.last is not None and self.last - self.now > CLOCK_TOLERANCE

    @property
    def differs_from_hq(self) -> bool:
        """Whether the station's time is further from HQ's than clocks drift."""
        return self.hq_now is not None and abs(self.now - self.hq_now) > CLOCK_TOLERANCE


def compare(station: Station) -> ClockComparison:
    """Compare the station's clock. HQ's time is as of the last session with HQ, moved on by the station's clock."""
    now = station.clock.now()
    with station.database.read() as tx:
        last, link = numbers.last_issued_at(tx, station.tenant_id), sync_state.link(tx)
        accepted = _is_accepted(tx, last)
    ahead = link.clock_ahead if link else None
    return ClockComparison(now, last, None if ahead is None else now - ahead, accepted)


def document_time(tx: Tx, station: Station) -> datetime:
    """The instant that a document made now carries, once a clock behind the last document is accepted.

    What is shown and quoted is computed at this instant, because the sale is.
    """
    now = station.clock.now()
    last = numbers.last_issued_at(tx, station.tenant_id)
    return now if last is None else max(now, last)


def fiscal_now(tx: Tx, station: Station) -> datetime:
    """The instant of the next document. Raises ClockMovedBack."""
    now = station.clock.now()
    last = numbers.last_issued_at(tx, station.tenant_id)
    if last is None or now >= last:
        return now
    return fiscal_time(now, last, accepted=_is_accepted(tx, last))


def accept_clock(station: Station, supervisor: Cashier) -> None:
    """Accept a clock behind the last document until the clock has caught up. Raises NotAllowed."""
    supervisor.must(Permission.ACCEPT_CLOCK)
    now = station.clock.now()
    with station.database.write() as tx:
        last = numbers.last_issued_at(tx, station.tenant_id)
        if last is None or now >= last:
            return
        # Documents issued while the clock is behind carry the instant of the last one: one acceptance covers them all.
        clock_acceptance.replace(tx, last)
        journal.append(tx, station.author, ClockAccepted(now=now, last=last), at=now, actor=supervisor.id)


def _is_accepted(tx: Tx, last: datetime | None) -> bool:
    accepted = clock_acceptance.accepted_behind(tx)
    return accepted is not None and last is not None and accepted >= last
