"""A new life of a store that was put back: asked of HQ, where a supervisor approves it, and begun under its seal."""

from contextlib import suppress

from pos_app.services.copies import fencing
from pos_app.services.hq import own_journal
from pos_app.station import Station
from sync import journal
from sync.line.client import HqClient
from sync.line.messages import OpenEpoch, epoch_words
from sync.line.push import BadChain, BadSignature


def begin(station: Station, hq: HqClient) -> Station:
    """Have HQ open the life after the one it knows, and take the fence down. Gives the station that writes in it.

    What HQ has of the lives since is fetched before: an old image may be behind by several. A store that is another
    branch keeps its own, and another computer's life is not this one's. Raises what `fencing.open_epoch` and the line
    raise; EPOCH_NOT_APPROVED is HQ's word until a supervisor there approved.
    """
    over = hq.head().epoch
    with suppress(BadChain, BadSignature):
        for epoch in range(station.author.epoch, over + 1):
            own_journal.fetch(station, hq, epoch)
    key = station.author.key
    proof = key.sign(epoch_words(station.id, over)).hex()
    answer = hq.open_epoch(OpenEpoch(over, journal.public_key(key), proof))
    return fencing.open_epoch(station, answer.certificate, answer.signature, hq.caller.hq_key)
