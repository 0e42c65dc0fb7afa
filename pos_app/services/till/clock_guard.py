"""The clock of documents: it never moves back without a supervisor's acceptance (docs/fiscal-rules.md F26).

It is compared with the last document, and with what the store knows from the catalogue, rates, shifts and HQ: before
its first document a store could otherwise be taken back to a presale that has ended.
"""

from dataclasses import dataclass
from datetime import datetime

from domain.fiscal.clock import CLOCK_TOLERANCE, fiscal_time, newest_of
from domain.people.staff import Cashier, Permission
from pos_app.station import Station
from pos_app.storage.catalogue import numbers
from pos_app.storage.sales import clock_acceptance, known_time
from pos_app.storage.sales.clock_acceptance import Acceptance
from pos_app.storage.store import sync_state
from sync import journal
from sync.facts import ClockAccepted
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class ClockComparison:
    """The station's time beside the newest known time and that of HQ, each None when it is not known."""

    now: datetime
    newest: datetime | None
    hq_now: datetime | None
    accepted: bool = False

    @property
    def is_behind(self) -> bool:
        """Whether the next document needs a supervisor's acceptance that was not given yet."""
        return not self.accepted and self.newest is not None and self.newest - self.now > CLOCK_TOLERANCE

    @property
    def differs_from_hq(self) -> bool:
        """Whether the station's time is further from HQ's than clocks drift."""
        return self.hq_now is not None and abs(self.now - self.hq_now) > CLOCK_TOLERANCE


def compare(station: Station) -> ClockComparison:
    """Compare the station's clock. HQ's time is as of the last session with HQ, moved on by the station's clock."""
    now = station.clock.now()
    with station.database.read() as tx:
        last, known, link = *_known(tx, station), sync_state.link(tx)
        accepted = _is_accepted(tx, now, last, known)
    ahead = link.clock_ahead if link else None
    return ClockComparison(now, newest_of(last, known), None if ahead is None else now - ahead, accepted)


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
    last, known = _known(tx, station)
    newest = newest_of(last, known)
    if newest is None or now >= newest:
        return now
    return fiscal_time(now, last, known, accepted=_is_accepted(tx, now, last, known))


def accept_clock(station: Station, supervisor: Cashier) -> None:
    """Accept a clock behind the newest known time until the clock has caught up. Raises NotAllowed."""
    supervisor.must(Permission.ACCEPT_CLOCK)
    now = station.clock.now()
    with station.database.write() as tx:
        newest = newest_of(*_known(tx, station))
        if newest is None or now >= newest:
            return
        # Documents issued while the clock is behind carry the instant of the last one: one acceptance covers them all.
        clock_acceptance.replace(tx, Acceptance(newest, newest - now))
        journal.append(tx, station.author, ClockAccepted(now=now, last=newest), at=now, actor=supervisor.id)


def _known(tx: Tx, station: Station) -> tuple[datetime | None, datetime | None]:
    """The instant of the last document, and the newest one known otherwise."""
    return numbers.last_issued_at(tx, station.tenant_id), known_time.newest(tx)


def _is_accepted(tx: Tx, now: datetime, last: datetime | None, known: datetime | None) -> bool:
    """Whether a supervisor accepted a clock behind both instants: the last document, and what is known otherwise.

    HQ's time goes on with each round, so a clock that stays as far behind it as was accepted is not asked about again.
    """
    accepted = clock_acceptance.fetch(tx)
    if accepted is None:
        return False
    of_documents = last is None or last - now <= CLOCK_TOLERANCE or accepted.last >= last
    of_others = known is None or accepted.last >= known or known - now <= accepted.behind + CLOCK_TOLERANCE
    return of_documents and of_others
