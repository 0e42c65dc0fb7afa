"""Sending the journal: every life of the store, the oldest first, piece by piece until HQ has all of it."""

from dataclasses import replace

from pos_app.services import taking, wants
from pos_app.services.session import Session
from pos_app.station import Station
from pos_app.storage import sync_state
from pos_app.storage.standing import Standing
from sync import push
from sync.client import HqClient
from sync.hq_errors import BadAnswer, EntriesMissing
from sync.messages import MOST_ENTRIES_A_PUSH, PROTOCOL, Acknowledged, Push, Wants


def send_all(station: Station, hq: HqClient, session: Session) -> Acknowledged:
    """Push until HQ has everything; says what it answered last. Raises what the line raises."""
    with station.database.read() as tx:
        tops = sync_state.tops(tx, station.tenant_id, station.id)
        sent = {epoch: sync_state.reached(tx, epoch, session.head.hq_incarnation) for epoch in tops}
    for epoch, top in tops.items():
        if epoch != station.author.epoch and sent[epoch] != top:
            _send(station, hq, session, epoch, _beginning(session, epoch, top))
    epoch = station.author.epoch
    return _send(station, hq, session, epoch, _beginning(session, epoch, tops[epoch]))


def _beginning(session: Session, epoch: int, top: int) -> int:
    """Where to go on. A life that HQ did not speak of is asked about by sending nothing from its end.

    Where two stores wrote one chain, HQ is shown a stretch that it has, so that it keeps both branches.
    """
    reached = session.reached.get(epoch, top)
    if session.standing is Standing.FORK and epoch == session.head.epoch:
        return max(0, reached - MOST_ENTRIES_A_PUSH // 2)
    return min(reached, top)


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
