"""The check of countersigned heads: the journal has every entry of which HQ signed that it has it."""

from dataclasses import replace

import msgspec

from pos_app.services.proof.findings import Finding, Flaw, entry_name
from pos_app.station import Station
from pos_app.storage.store import countersigned, sync_state
from pos_app.storage.store.countersigned import CountersignedHead
from sync.line import seal
from sync.line.messages import Acknowledged
from sync.tables import canonical
from sync.tables.transaction import Tx


def heads_finding(tx: Tx, station: Station, hq_key: str) -> Finding | None:
    """The first head that HQ did not sign for this station, or that the journal does not have."""
    for head in countersigned.heads(tx):
        if not _is_of_hq(head, station, hq_key):
            return Finding(Flaw.HEAD_NOT_SEALED, f"countersigned_head {head.epoch}", "")
        answer = canonical.decode(head.body, Acknowledged)
        life = replace(station.holder, epoch=head.epoch)
        if sync_state.hash_at(tx, life, head.seq) != answer.head_hash:
            return Finding(Flaw.BEHIND_HQ, entry_name(head.epoch, head.seq), f"HQ has {answer.head_hash}")
    return None


def _is_of_hq(head: CountersignedHead, station: Station, hq_key: str) -> bool:
    if not seal.holds(hq_key, head.body, head.seal):
        return False
    try:
        answer = canonical.decode(head.body, Acknowledged)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return False
    stated = (answer.tenant, answer.station, answer.epoch, answer.acknowledged)
    return stated == (station.tenant_id, station.id, head.epoch, head.seq)
