"""Deliberate defects in how HQ settles conflict cases."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from domain.conflicts.cases import Claim, Resolution
from domain.conflicts.policy.dispute import Dispute
from hq.conflicts import contradictions
from hq.conflicts.rows import disputes
from hq.storage.guards import APP
from tests.world.harmless import Replacements
from tests.world.world import World

_BEFORE = timedelta(hours=3)


def closed_without_its_act(_: World) -> Replacements:
    """A case is closed without the row of the act that closed it."""
    return [(disputes, "insert_resolution", lambda *_: True)]


def closed_again(_: World) -> Replacements:
    """The last resolution of a case replaces the earlier one; the triggers that refuse this are disabled."""
    real = disputes.insert_resolution

    def insert_resolution(tx: Any, tenant_id: UUID, resolution: Resolution) -> bool:
        tx.execute(text("RESET ROLE"))
        tx.execute(text("ALTER TABLE conflict_resolution DISABLE TRIGGER USER"))
        tx.execute(text("DELETE FROM conflict_resolution WHERE case_id = :case"), {"case": resolution.case_id})
        tx.execute(text(f"SET LOCAL ROLE {APP}"))
        return real(tx, tenant_id, resolution)

    return [(disputes, "insert_resolution", insert_resolution)]


def the_first_received_claim_wins(_: World) -> Replacements:
    """HQ awards a contested seat to the claim that it received first."""
    real = vars(contradictions)["seats_twice"]

    def seats_twice(tx: Any, tenant_id: UUID, sold: Sequence[Any], moved: Sequence[Any]) -> Iterator[Claim]:
        new = {sale.fact.sale.id for sale in sold}
        for claim in real(tx, tenant_id, sold, moved):
            since = timedelta(0) if claim.sale_id in new else _BEFORE
            yield replace(claim, received_at=claim.received_at - since)

    def ranked(self: Dispute) -> tuple[Claim, ...]:
        return tuple(sorted(self.claims, key=lambda claim: (claim.received_at, claim.id)))

    return [(contradictions, "seats_twice", seats_twice), (Dispute, "ranked", ranked)]
