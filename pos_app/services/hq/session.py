"""A conversation with HQ: opened by asking where it stands, judged once, its requests numbered."""

from dataclasses import dataclass
from datetime import datetime

from pos_app.services.copies import fencing
from pos_app.station import Station
from pos_app.storage.store import fences, sync_state
from pos_app.storage.store.fences import FenceCause, Reached
from pos_app.storage.store.standing import Standing
from sync import journal
from sync.line.client import HqClient
from sync.line.messages import Head
from sync.tables.position import Position

_NOT_THE_TRUTH = {Standing.FORK, Standing.REWIND}
"""The journal itself is stopped: only a new life ends that. In other standings HQ may think again."""
_BY_STATUS = {"frozen": Standing.FROZEN, "lost": Standing.LOST, "revoked": Standing.REVOKED}


@dataclass(frozen=True, slots=True)
class OwnChain:
    """What the store itself knows: the end of its chain, and its entry at the place that HQ names."""

    epoch: int
    top: int
    hash_there: str


@dataclass(slots=True)
class Session:
    """What HQ said when the session was opened, and how far it has each life of the store since."""

    head: Head
    standing: Standing
    opened_at: datetime
    reached: dict[int, int]
    fenced: bool = False
    requests: int = 0

    @property
    def may_take(self) -> bool:
        """Whether the store may take and give back rights."""
        return self.standing is Standing.GOOD and not self.fenced

    def next_request(self) -> int:
        """The number of the next request; HQ answers each number once."""
        self.requests += 1
        return self.requests


def judge(head: Head, own: OwnChain) -> Standing:
    """What this store is to HQ. Two chains and a store that was put back are seen on either side."""
    if head.epoch != own.epoch:
        return Standing.EPOCH_OVER
    if head.acknowledged > own.top:
        return Standing.REWIND
    if head.head_hash != own.hash_there:
        return Standing.FORK
    return _BY_STATUS.get(head.status, Standing.GOOD)


def open_session(station: Station, hq: HqClient) -> Session:
    """Ask where HQ stands, and remember what it takes this store for: on that, fiscal sale goes on or stops."""
    head = hq.head()
    with station.database.read() as tx:
        own = OwnChain(
            epoch=station.author.epoch,
            top=journal.head(tx, station.tenant_id, station.id, station.author.epoch).seq,
            hash_there=sync_state.hash_at(tx, station.holder, head.acknowledged),
        )
        link = sync_state.link(tx)
        fenced = fences.current(tx) is not None
    standing = judge(head, own)
    with station.database.write() as tx:
        if link is not None and link.standing is not standing:
            sync_state.stand(tx, standing)
        if standing is Standing.GOOD:
            sync_state.acknowledge(tx, head.epoch, head.hq_incarnation, head.acknowledged)
    if standing in _NOT_THE_TRUTH and not fenced:
        known = Reached(Position(head.epoch, head.acknowledged, head.head_hash), "")
        fencing.stop(station, FenceCause.HQ, known)
    return Session(head, standing, station.clock.now(), {head.epoch: head.acknowledged}, fenced)
