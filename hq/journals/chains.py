"""Verifies that the chains that HQ stores are what the stations signed."""

from uuid import UUID

from domain.rights import Holder
from hq.findings import Finding, Flaw, finding
from hq.journals import rows
from sync.journal import NO_PREVIOUS_HASH, Head
from sync.line.messages import PushedEntry
from sync.line.push import BadChain, BadSignature, ChainFlaw, check_chain, check_signature
from sync.tables.transaction import Tx

_FLAWS = {
    ChainFlaw.OTHER_CHAIN: Flaw.ENTRY_OF_ANOTHER_CHAIN,
    ChainFlaw.OUT_OF_ORDER: Flaw.ENTRY_OUT_OF_ORDER,
    ChainFlaw.UNREADABLE: Flaw.ENTRY_UNREADABLE,
}


def flaws_of_chains(tx: Tx, tenant_id: UUID) -> tuple[int, list[Finding]]:
    """Check hash and place of every entry, and the last signature of every life, which covers all entries before it.

    Returns how many entries were checked, and a finding for each chain with a flaw.
    """
    checked = 0
    flaws: list[Finding] = []
    for row in rows.lives(tx, tenant_id):
        entries, flaw = _check_chain(tx, Holder(tenant_id, row.station_id, row.epoch), row.public_key)
        checked += entries
        flaws += [flaw] if flaw else []
    return checked, flaws


def _check_chain(tx: Tx, life: Holder, public_key: str) -> tuple[int, Finding | None]:
    """How many entries the chain has, and its first flaw."""
    chain = rows.whole_chain(tx, life)
    try:
        pushed = [PushedEntry(bytes(row.body), bytes(row.signature)) for row in chain]
        links = check_chain(pushed, life.tenant_id, life.station_id, life.epoch, Head(0, NO_PREVIOUS_HASH))
    except BadChain as error:
        return len(chain), _of(life, _FLAWS[error.why], seq=error.seq)
    for row, link in zip(chain, links, strict=True):
        if link.hash != bytes(row.hash):
            return len(chain), _of(life, Flaw.ENTRY_CHANGED, seq=row.seq)
    try:
        # As when a push arrives: only the last signature counts, because its hash covers all entries before it.
        if links:
            check_signature(links[-1], public_key)
    except BadSignature as error:
        return len(chain), _of(life, Flaw.ENTRY_UNSIGNED, seq=error.seq)
    return len(chain), _check_head(tx, life, Head(len(links), links[-1].hash if links else NO_PREVIOUS_HASH))


def _check_head(tx: Tx, life: Holder, stored: Head) -> Finding | None:
    """The flaw of a chain whose last entry is not the acknowledged one."""
    acknowledged = rows.acknowledged_head(tx, life)
    if acknowledged and acknowledged != (stored.seq, stored.hash):
        return _of(life, Flaw.HEAD_DIFFERS, acknowledged=acknowledged[0], found=stored.seq)
    return None


def _of(life: Holder, flaw: Flaw, **values: int) -> Finding:
    return finding(flaw, station=str(life.station_id), epoch=life.epoch, **values)
