"""Decisions of supervisors about performances: cancelled, moved to another date, or resumed."""

from sqlalchemy import BigInteger, Boolean, Column, Index, String

from domain.catalogue.suspension import Suspension
from domain.ids import CashierId
from sync.facts.fact import Fact, Header, Recorders
from sync.tables.column_types import Id, Instant
from sync.tables.shared import key, shared_table
from sync.tables.transaction import Tx


class PerformanceSuspended(Fact, frozen=True, omit_defaults=True, tag="performance_suspended/1"):
    """A supervisor decided that a performance does not take place as announced. HQ publishes it to all stations."""

    suspension: Suspension
    approved_by: CashierId | None = None


decided_suspension = shared_table(
    "decided_suspension", key("id"), Column("performance_id", Id, nullable=False),
    Column("kind", String, nullable=False), Column("starts_at", Instant, nullable=False),
    Column("moved_to", Instant), Column("was_cancelled", Boolean, nullable=False),
    Column("reason", String, nullable=False), Column("decided_at", Instant, nullable=False),
    Column("station_id", Id, nullable=False), Column("position", BigInteger, nullable=False),
    Index(None, "tenant_id", "performance_id"),
)  # fmt: skip
"""What supervisors of stations decided. HQ answers each with a row of `suspension` that has the same id."""


def _performance_suspended(tx: Tx, entry: Header, fact: PerformanceSuspended) -> None:
    decided = fact.suspension
    tx.insert(decided_suspension, [{
        "tenant_id": entry.tenant, "id": decided.id, "performance_id": decided.performance_id, "kind": decided.kind,
        "starts_at": decided.starts_at, "moved_to": decided.moved_to, "was_cancelled": decided.was_cancelled,
        "reason": decided.reason, "decided_at": decided.decided_at, "station_id": entry.station,
        "position": entry.position,
    }])  # fmt: skip


RECORDERS: Recorders = {PerformanceSuspended: _performance_suspended}
