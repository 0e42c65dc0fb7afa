"""Cancelling, moving and resuming a performance at HQ: published to every station, and an act in HQ's journal."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.catalogue.suspension import Suspension, SuspensionKind, check_suspension, decision
from hq.audit import act_journal
from hq.audit.acts import PerformanceSuspended
from hq.catalogue import suspensions
from hq.catalogue.rows import suspension_rows as rows
from hq.office import Office
from hq.people.accounts import Author
from hq.setup.retiring import NotInCatalogue
from sync.tables.catalogue_values import performance_of


@dataclass(frozen=True, slots=True)
class Decision:
    """What HQ decides of a performance and why; `moved_to` is the new date of one that is moved."""

    performance_id: UUID
    kind: SuspensionKind
    reason: str
    moved_to: datetime | None = None


def suspend(office: Office, by: Author, wanted: Decision) -> Suspension:
    """Decide that a performance is cancelled, moved or resumed, and publish it.

    Raises NotInCatalogue, AlreadyCancelled, NotCancelled or BadNewDate.
    """
    now = office.clock.now()
    with office.database.tenant(by.tenant_id) as tx:
        row = rows.performance(tx, by.tenant_id, wanted.performance_id)
        if row is None:
            raise NotInCatalogue
        performance = performance_of(row)
        decided = decision((office.ids.new(), now), performance, wanted.kind, wanted.reason, wanted.moved_to)
        check_suspension(performance, decided, rows.event_of(tx, by.tenant_id, row["event_id"]))
        suspensions.take(tx, by.tenant_id, now, decided)
        act = PerformanceSuspended(
            decided.id, wanted.performance_id, wanted.kind.value, performance.starts_at, wanted.moved_to, wanted.reason
        )
        act_journal.append(tx, office, by.tenant_id, act, by.account_id)
    return decided
