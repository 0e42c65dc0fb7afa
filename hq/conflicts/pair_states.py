"""Whether the two customers of a case may still be one person."""

from collections.abc import Iterable
from uuid import UUID

from domain.conflicts.cases import Claim, ConflictKind, Contested
from domain.conflicts.policy.dispute import PairState
from hq.customers import pair_rows, rows
from hq.customers.pair_rows import PairIds
from sync.tables.transaction import Tx


def customers_of(contested: Contested) -> PairIds:
    """The two customers whom a case is about."""
    first, second = map(UUID, contested.series.split())
    return first, second


def pair_states(tx: Tx, tenant_id: UUID, claims: Iterable[Claim]) -> dict[str, PairState]:
    """The states of the pairs that these claims are about, by `Contested.series`."""
    about = {claim.contested for claim in claims if claim.contested.kind is ConflictKind.SAME_CUSTOMER}
    pairs = {contested.series: customers_of(contested) for contested in about}
    doubtful = pair_rows.standing(tx, tenant_id, pairs.values()) if pairs else set()
    return {
        series: PairState.DOUBTFUL if pair in doubtful else _undoubted(tx, tenant_id, pair)
        for series, pair in pairs.items()
    }


def _undoubted(tx: Tx, tenant_id: UUID, pair: PairIds) -> PairState:
    """A person decided by a link, a parting or an erasure; a document that joins two records may be corrected."""
    known = rows.records(tx, tenant_id, pair)
    is_decided = any(
        record.is_erased or not {*record.linked, *record.parted}.isdisjoint(pair) for record in known.values()
    )
    return PairState.DECIDED if is_decided or len(known) < len(pair) else PairState.UNLIKE
