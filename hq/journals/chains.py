"""Verifies that the chains that HQ stores are what the stations signed."""

from uuid import UUID

from domain.rights import Holder
from hq.journals import rows
from sync.journal import NO_PREVIOUS_HASH, Head
from sync.line.messages import PushedEntry
from sync.line.push import BadChain, BadSignature, check_chain, check_signature
from sync.tables.transaction import Tx


def flaws_of_chains(tx: Tx, tenant_id: UUID) -> tuple[int, list[str]]:
    """Check hash and place of every entry, and the last signature of every life, which covers all entries before it.

    Returns how many entries were checked, and a sentence for each chain with a flaw.
    """
    checked, flaws = 0, []
    for row in rows.lives(tx, tenant_id):
        entries, flaw = _check_chain(tx, Holder(tenant_id, row.station_id, row.epoch), row.public_key)
        checked += entries
        flaws += [flaw] if flaw else []
    return checked, flaws


def _check_chain(tx: Tx, life: Holder, public_key: str) -> tuple[int, str]:
    """How many entries the chain has, and its first flaw or an empty text."""
    chain = rows.whole_chain(tx, life)
    name = f"station {life.station_id} epoch {life.epoch}"
    try:
        pushed = [PushedEntry(bytes(row.body), bytes(row.signature)) for row in chain]
        links = check_chain(pushed, life.tenant_id, life.station_id, life.epoch, Head(0, NO_PREVIOUS_HASH))
    except BadChain as error:
        return len(chain), f"{name}: entry {error.seq} {error.why}"
    for row, link in zip(chain, links, strict=True):
        if link.hash != bytes(row.hash):
            return len(chain), f"{name}: entry {row.seq} is not what its hash says"
    try:
        # As when a push arrives: only the last signature counts, because its hash covers all entries before it.
        if links:
            check_signature(links[-1], public_key)
    except BadSignature as error:
        return len(chain), f"{name}: entry {error.seq} was not signed by the station"
    return len(chain), _check_head(tx, life, Head(len(links), links[-1].hash if links else NO_PREVIOUS_HASH), name)


def _check_head(tx: Tx, life: Holder, stored: Head, name: str) -> str:
    """The flaw of a chain whose last entry is not the acknowledged one, or an empty text."""
    acknowledged = rows.acknowledged_head(tx, life)
    if acknowledged and acknowledged != (stored.seq, stored.hash):
        return f"{name}: acknowledged {acknowledged[0]}, found {stored.seq}"
    return ""
