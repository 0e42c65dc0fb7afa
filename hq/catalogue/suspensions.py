"""Decisions about performances at HQ: each is published with what it makes of the performance."""

from datetime import datetime
from uuid import UUID

from domain.catalogue.suspension import Suspension, applies, decided_of
from hq.catalogue.publish import publish
from hq.catalogue.rows import suspension_rows as rows
from sync.tables import catalogue
from sync.tables.catalogue_values import performance_of
from sync.tables.transaction import Row, Tx


def take(tx: Tx, tenant_id: UUID, at: datetime, decided: Suspension, station_id: UUID | None = None) -> None:
    """Publish a decision. One that was made about another state of the performance is published and changes nothing.

    `station_id` is the station that decided, None for HQ. Taking a decision again changes nothing.
    """
    row = rows.performance(tx, tenant_id, decided.performance_id)
    if row is None or rows.is_known(tx, tenant_id, decided.id):
        return
    before = performance_of(row)
    is_applied = applies(before, decided)
    after = decided_of(before, decided) if is_applied else before
    performance: Row = {**row, "starts_at": after.starts_at, "state": after.state.value}
    made: Row = {
        "tenant_id": tenant_id, "id": decided.id, "performance_id": decided.performance_id,
        "ordinal": rows.next_ordinal(tx, tenant_id, decided.performance_id), "kind": decided.kind.value,
        "starts_at": decided.starts_at, "moved_to": decided.moved_to,
        "was_cancelled": decided.was_cancelled, "reason": decided.reason,
        "decided_at": decided.decided_at, "station_id": station_id, "applied": is_applied,
    }  # fmt: skip
    publish(tx, tenant_id, at, {catalogue.performance: [performance], catalogue.suspension: [made]})
