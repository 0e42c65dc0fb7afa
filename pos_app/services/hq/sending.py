"""Sending the journal: every life of the store, the oldest first, piece by piece until HQ has all of it."""

from dataclasses import replace

from pos_app.services.hq.session import Session
from pos_app.services.rights import taking, wants
from pos_app.station import Station
from pos_app.storage.store import sync_state
from pos_app.storage.store.standing import Standing
from sync.line import push
from sync.line.client import HqClient
from sync.line.hq_errors import BadAnswer, EntriesMissing
from sync.line.messages import PROTOCOL, Acknowledged, Push, Wants

_TWO_CHAINS = {Standing.FORK, Standing.REWIND}


def send_all(station: Station, hq: HqClient, session: Session) -> Acknowledged:
    """Push until HQ has everything; says what it answered last. Raises what the line raises."""
    with station.database.read() as tx:
        tops = sync_state.tops(tx, station.tenant_id, station.id)
        sent = {epoch: sync_state.reached(tx, epoch, session.head.hq_incarnation) for epoch in tops}
    for epoch, top in tops.items():
        if epoch != station.author.epoch and sent[epoch] != top:
            _send(station, hq, session, epoch, _beginning(session, epoch, top, sent[epoch]))
    epoch = station.author.epoch
    return _send(station, hq, session, epoch, _beginning(session, epoch, tops[epoch], sent[epoch]))


def _beginning(session: Session, epoch: int, top: int, sent: int | None) -> int:
    """Where to go on: `sent` is how far this life of HQ said that it has the chain, None when it never did.

    A life that HQ never spoke of is asked about by sending nothing from its end. Where two stores wrote one chain, HQ
    is shown everything after what both have, so that it keeps both branches, however short this one is.
    """
    if session.standing in _TWO_CHAINS or epoch not in session.reached:
        return min(top if sent is None else sent, top)
    return min(session.reached[epoch], top)


def _send(station: Station, hq: HqClient, session: Session, epoch: int, after: int) -> Acknowledged:
    missed = False
    while True:
        said = _piece(station, session, epoch, after)
        try:
            answer = hq.push(said)
        except EntriesMissing as gap:
            if missed or gap.expected >= after:
                raise
            missed, after = True, gap.expected
            continue
        _note(station, session, said, answer)
        if session.may_take and epoch == station.author.epoch:
            taking.take(station, hq.caller.hq_key, answer.grants)
        after = answer.acknowledged
        if after >= _top(station, epoch):
            return answer


def _piece(station: Station, session: Session, epoch: int, after: int) -> Push:
    with station.database.read() as tx:
        entries = push.collect(tx, station.author, epoch, after)
        top = sync_state.tops(tx, station.tenant_id, station.id)[epoch]
        entitled = session.may_take and epoch == station.author.epoch
        wanted = wants.places_wanted(tx, station) if entitled else Wants()
    return Push(PROTOCOL, session.head.session, session.next_request(), epoch, after, top, tuple(entries), wanted)


def _note(station: Station, session: Session, said: Push, answer: Acknowledged) -> None:
    """Believe the answer when it is to this request and of this chain. Raises BadAnswer."""
    sent_to = said.after + len(said.entries)
    if (answer.epoch, answer.request_no) != (said.epoch, said.request_no):
        raise BadAnswer("hq", "echo")
    if answer.hq_incarnation != session.head.hq_incarnation or not sent_to <= answer.acknowledged <= said.top:
        raise BadAnswer("hq", "acknowledged")
    with station.database.write() as tx:
        life = replace(station.holder, epoch=said.epoch)
        if sync_state.hash_at(tx, life, answer.acknowledged) != answer.head_hash:
            raise BadAnswer("hq", "head")
        sync_state.acknowledge(tx, said.epoch, answer.hq_incarnation, answer.acknowledged)
    session.reached[said.epoch] = answer.acknowledged


def _top(station: Station, epoch: int) -> int:
    with station.database.read() as tx:
        return sync_state.tops(tx, station.tenant_id, station.id)[epoch]
