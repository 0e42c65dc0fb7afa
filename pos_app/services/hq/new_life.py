"""A new life of a restored store: requested from HQ, approved by a supervisor there, begun under HQ's seal."""

from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar

from domain.errors import Unavailable
from pos_app.services.copies import fencing
from pos_app.services.hq import own_journal
from pos_app.services.hq.silence import MaybeSilence
from pos_app.station import Station
from sync import journal
from sync.line.client import HqClient
from sync.line.hq_errors import EpochOver
from sync.line.messages import Enrolled, Head, OpenEpoch, epoch_words
from sync.line.push import BadChain, BadSignature
from sync.tables.position import Position


@dataclass(eq=False)
class NotAnswered(Unavailable):
    """HQ did not answer the request for a new life. The same command asks again."""

    code: ClassVar[str] = "CEN-33"

    silence: MaybeSilence = ""


def begin(station: Station, hq: HqClient) -> Station:
    """Have HQ open the next life, take the fence down and return the station of the new life.

    The entries that HQ has of this life and of later ones are fetched first; an old image may be several lives
    behind. Raises what `fencing.open_epoch` and the line raise; HQ refuses with EPOCH_NOT_APPROVED until a supervisor
    approves at HQ.
    """
    head = hq.head()
    ended = head.epoch
    # A store that is another branch keeps its own entries, and a life of another machine has another key.
    with suppress(BadChain, BadSignature):
        for epoch in range(station.author.epoch, ended + 1):
            own_journal.fetch(station, hq, epoch)
    answer = _begun_before(station, hq, head) or _opened(station, hq, ended)
    hq_end = Position(head.epoch, head.acknowledged, head.head_hash) if head.acknowledged else None
    return fencing.open_epoch(station, answer.certificate, answer.signature, hq.caller.hq_key, hq_end)


def _begun_before(station: Station, hq: HqClient, head: Head) -> Enrolled | None:
    """The life that HQ opened for this key when its answer was lost: a later one, of which HQ has no entry yet."""
    if head.epoch <= station.author.epoch or head.acknowledged:
        return None
    try:
        return _opened(station, hq, head.epoch - 1)
    except EpochOver:  # the present life is that of another key
        return None


def _opened(station: Station, hq: HqClient, ended: int) -> Enrolled:
    key = station.author.key
    proof = key.sign(epoch_words(station.id, ended)).hex()
    return hq.open_epoch(OpenEpoch(ended, journal.public_key(key), proof))
