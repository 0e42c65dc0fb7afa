"""The clock of documents: it never moves back without a supervisor's acceptance (docs/fiscal-rules.md F26)."""

from datetime import datetime

from domain.fiscal.clock import fiscal_time
from domain.people.staff import Cashier, Permission
from pos_app.station import Station
from pos_app.storage.catalogue import numbers
from pos_app.storage.sales import clock_acceptance
from sync import journal
from sync.facts import ClockAccepted
from sync.tables.transaction import Tx


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
    accepted = clock_acceptance.accepted_behind(tx)
    return fiscal_time(now, last, accepted=accepted is not None and accepted >= last)


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
