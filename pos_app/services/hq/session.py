"""A session with HQ: opened by fetching HQ's head, judged once; its requests are numbered (docs/protocol.md 4)."""

from dataclasses import dataclass
from datetime import datetime

from pos_app.services.copies import fencing
from pos_app.station import Station
from pos_app.storage.sales import known_time
from pos_app.storage.store import fences, sync_state
from pos_app.storage.store.fences import FenceCause, Reached
from pos_app.storage.store.standing import Standing
from sync import journal
from sync.line.client import HqClient
from sync.line.messages import Head
from sync.tables.position import Position

_NEEDS_FENCE = {Standing.FORK, Standing.REWIND}
"""Standings that stop the journal itself until a new life begins. The other standings stop sales only."""
_BY_STATUS = {"frozen": Standing.FROZEN, "lost": Standing.LOST, "revoked": Standing.REVOKED}


@dataclass(frozen=True, slots=True)
class OwnChain:
    """The store's chain: its end, and the hash of its entry at the position that HQ acknowledged."""

    epoch: int
    top: int
    hash_at_acknowledged: str


@dataclass(slots=True)
class Session:
    """HQ's head when the session was opened, and the position that HQ acknowledged of each life since."""

    head: Head
    standing: Standing
    opened_at: datetime
    reached: dict[int, int]
    fenced: bool = False
    requests: int = 0

    @property
    def may_take(self) -> bool:
        """Whether the store may accept and return rights."""
        return self.standing is Standing.GOOD and not self.fenced

    def next_request(self) -> int:
        """The number of the next request. HQ answers each number once."""
        self.requests += 1
        return self.requests


def judge(head: Head, own: OwnChain) -> Standing:
    """The standing of this store by HQ's head and its own chain. HQ detects a fork and a rewind by itself as well."""
    if head.epoch != own.epoch:
        return Standing.EPOCH_OVER
    if head.acknowledged > own.top:
        return Standing.REWIND
    if head.head_hash != own.hash_at_acknowledged:
        return Standing.FORK
    return _BY_STATUS.get(head.status, Standing.GOOD)


def open_session(station: Station, hq: HqClient) -> Session:
    """Fetch HQ's head and record the standing, which decides whether this station may sell.

    A fork or a rewind fences the store. Raises what the line raises.
    """
    asked_at = station.clock.now()
    head = hq.head()
    # HQ read its clock between the two instants; the middle is at most half the exchange away from that moment.
    ahead = asked_at + (station.clock.now() - asked_at) / 2 - head.server_time
    with station.database.read() as tx:
        own = OwnChain(
            epoch=station.author.epoch,
            top=journal.head(tx, station.tenant_id, station.id, station.author.epoch).seq,
            hash_at_acknowledged=sync_state.hash_at(tx, station.holder, head.acknowledged),
        )
        link = sync_state.link(tx)
        fenced = fences.current(tx) is not None
    standing = judge(head, own)
    with station.database.write() as tx:
        sync_state.note_clock(tx, ahead)
        known_time.note(tx, head.server_time)
        if link is not None and link.standing is not standing:
            sync_state.stand(tx, standing)
        if standing is Standing.GOOD:
            sync_state.acknowledge(tx, head.epoch, head.hq_incarnation, head.acknowledged)
    if standing in _NEEDS_FENCE and not fenced:
        known = Reached(Position(head.epoch, head.acknowledged, head.head_hash), "")
        fencing.stop(station, FenceCause.HQ, known)
    return Session(head, standing, station.clock.now(), {head.epoch: head.acknowledged}, fenced)
