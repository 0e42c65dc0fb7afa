"""Statements on disputes: the contested objects, the claims on each, and the resolutions of their cases."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ARRAY, String, any_, bindparam, select, text, update

from domain.conflicts.cases import CaseId, Claim, Resolution
from hq.storage import conflict_tables as tables
from hq.storage.one_of import one_of
from sync.tables import canonical
from sync.tables.transaction import Tx

_dispute = tables.dispute.c
_OF_DISPUTE = (_dispute.tenant_id == bindparam("tenant"), _dispute.thing == bindparam("contested"))
_UNSETTLE = update(tables.dispute).values(settled=0).where(*_OF_DISPUTE, _dispute.settled == 1)
_SETTLE = update(tables.dispute).values(settled=1).where(*_OF_DISPUTE)
_LOCK = (
    select(_dispute.thing)
    .where(_dispute.tenant_id == bindparam("tenant"), one_of(_dispute.thing, "contested"))
    .order_by(_dispute.thing)
    .with_for_update()
)
_UNSETTLED = (
    select(_dispute.thing)
    .where(_dispute.tenant_id == bindparam("tenant"), _dispute.settled == 0)
    .order_by(_dispute.thing)
    .with_for_update()
)
_UNSETTLED_LIKE = _UNSETTLED.where(_dispute.thing.like(any_(bindparam("patterns", type_=ARRAY(String)))))
# Keys are sent as one array: PostgreSQL takes no more than 65,535 parameters.
_CLAIMS = text("SELECT body FROM conflict_claim WHERE tenant_id = :tenant AND thing = ANY(:keys) ORDER BY id, said")
_RESOLUTIONS = text(
    "SELECT body FROM conflict_resolution WHERE tenant_id = :tenant AND case_id = ANY(:cases) ORDER BY case_id"
)


def insert_claim(tx: Tx, tenant_id: UUID, claim: Claim, sha256: str) -> None:
    """Insert a claim, with the dispute on its contested object. `sha256` identifies this version of the claim."""
    contested = claim.contested.key
    tx.insert(tables.dispute, [{"tenant_id": tenant_id, "thing": contested, "settled": 0}])
    tx.insert(tables.conflict_claim, [{
        "tenant_id": tenant_id, "id": claim.id, "said": sha256, "thing": contested, "body": canonical.text(claim),
        "filed_at": claim.received_at,
    }])  # fmt: skip


def unsettle(tx: Tx, tenant_id: UUID, contested: str) -> None:
    """Mark a dispute as one to judge."""
    tx.execute(_UNSETTLE, {"tenant": tenant_id, "contested": contested})


def settle(tx: Tx, tenant_id: UUID, contested: str) -> None:
    """Mark a dispute as judged and closed."""
    tx.execute(_SETTLE, {"tenant": tenant_id, "contested": contested})


def lock_dispute(tx: Tx, tenant_id: UUID, contested: str) -> None:
    """Lock a dispute until the transaction ends."""
    tx.execute(_LOCK, {"tenant": tenant_id, "contested": [contested]}).all()


def lock_unsettled(tx: Tx, tenant_id: UUID) -> list[str]:
    """The keys of all disputes to judge, locked until the transaction ends."""
    return list(tx.execute(_UNSETTLED, {"tenant": tenant_id}).scalars())


def lock_unsettled_like(tx: Tx, tenant_id: UUID, patterns: Sequence[str]) -> list[str]:
    """The keys of the disputes to judge that match one of these LIKE patterns, locked until the transaction ends."""
    return list(tx.execute(_UNSETTLED_LIKE, {"tenant": tenant_id, "patterns": list(patterns)}).scalars())


def read_claims(tx: Tx, tenant_id: UUID, contested: Sequence[str]) -> list[Claim]:
    """All claims on these objects, by id."""
    bodies = tx.execute(_CLAIMS, {"tenant": tenant_id, "keys": list(contested)}).scalars()
    return [canonical.decode(body, Claim) for body in bodies]


def read_resolutions(tx: Tx, tenant_id: UUID, case_ids: Sequence[CaseId]) -> list[Resolution]:
    """The resolutions of those of these cases that are closed."""
    bodies = tx.execute(_RESOLUTIONS, {"tenant": tenant_id, "cases": list(case_ids)}).scalars()
    return [canonical.decode(body, Resolution) for body in bodies]


def insert_resolution(tx: Tx, tenant_id: UUID, resolution: Resolution) -> bool:
    """Insert the act that closes a case; False when another act closed the case before."""
    return bool(tx.insert(tables.conflict_resolution, [{
        "tenant_id": tenant_id, "case_id": resolution.case_id, "id": resolution.id,
        "body": canonical.text(resolution), "resolved_at": resolution.at,
    }]))  # fmt: skip


def read_resolution(tx: Tx, tenant_id: UUID, closed: CaseId) -> Resolution:
    """The act that closed a case."""
    r = tables.conflict_resolution.c
    body = tx.execute(select(r.body).where(r.tenant_id == tenant_id, r.case_id == closed)).scalar_one()
    return canonical.decode(body, Resolution)
