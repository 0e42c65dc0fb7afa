"""Sending the journal to HQ: every life of the store, oldest first, in pushes until HQ has all entries."""

from dataclasses import replace

from pos_app.services.hq.session import Session
from pos_app.services.rights import refund_rights, taking, wants
from pos_app.station import Station
from pos_app.storage.store import countersigned, receipts, sync_state
from pos_app.storage.store.countersigned import CountersignedHead
from pos_app.storage.store.standing import Standing
from sync.line import push
from sync.line.client import HqClient, Sealed
from sync.line.hq_errors import BadAnswer, EntriesMissing
from sync.line.messages import PROTOCOL, Acknowledged, Push, Wants

_TWO_CHAINS = {Standing.FORK, Standing.REWIND}


def send_all(station: Station, hq: HqClient, session: Session) -> Acknowledged:
    """Push until HQ has every entry and return its last answer. Raises BadAnswer and what the line raises."""
    with station.database.read() as tx:
        tops = sync_state.tops(tx, station.tenant_id, station.id)
        sent = {epoch: sync_state.reached(tx, epoch, session.head.hq_incarnation) for epoch in tops}
    for epoch, top in tops.items():
        if epoch != station.author.epoch and sent[epoch] != top:
            _send(station, hq, session, epoch, _beginning(session, epoch, top, sent[epoch]))
    epoch = station.author.epoch
    return _send(station, hq, session, epoch, _beginning(session, epoch, tops[epoch], sent[epoch]))


def _beginning(session: Session, epoch: int, top: int, sent: int | None) -> int:
    """The position to send from. `sent` is what this incarnation of HQ acknowledged of the life, None if nothing.

    For a life that HQ has not mentioned in this session, an empty push from its end asks where HQ stands.
    """
    # Two stores wrote one chain: send everything after the common part, so that HQ keeps both branches.
    if session.standing in _TWO_CHAINS or epoch not in session.reached:
        return min(top if sent is None else sent, top)
    return min(session.reached[epoch], top)


def _send(station: Station, hq: HqClient, session: Session, epoch: int, after: int) -> Acknowledged:
    missed = False
    while True:
        request = _next_push(station, session, epoch, after)
        try:
            sealed = hq.push(request)
        except EntriesMissing as gap:
            if missed or gap.expected >= after:
                raise
            missed, after = True, gap.expected
            continue
        answer = sealed.message
        _note(station, session, request, sealed)
        if session.may_take and epoch == station.author.epoch:
            taking.take(station, hq.caller.hq_key, answer.grants)
            refund_rights.give_up(station, answer.grants.wanted)
        after = answer.acknowledged
        if after >= _top(station, epoch):
            return answer


def _next_push(station: Station, session: Session, epoch: int, after: int) -> Push:
    with station.database.read() as tx:
        entries = push.collect(tx, station.author, epoch, after)
        top = sync_state.tops(tx, station.tenant_id, station.id)[epoch]
        entitled = session.may_take and epoch == station.author.epoch
        wanted = wants.wanted(tx, station) if entitled else Wants()
    return Push(PROTOCOL, session.head.session, session.next_request(), epoch, after, top, tuple(entries), wanted)


def _note(station: Station, session: Session, request: Push, sealed: Sealed[Acknowledged]) -> None:
    """Record an acknowledgement that is for this request and for this chain. Raises BadAnswer for any other."""
    answer = sealed.message
    sent_to = request.after + len(request.entries)
    if (answer.epoch, answer.request_no) != (request.epoch, request.request_no):
        raise BadAnswer("hq", "echo")
    if answer.hq_incarnation != session.head.hq_incarnation or not sent_to <= answer.acknowledged <= request.top:
        raise BadAnswer("hq", "acknowledged")
    with station.database.write() as tx:
        life = replace(station.holder, epoch=request.epoch)
        if sync_state.hash_at(tx, life, answer.acknowledged) != answer.head_hash:
            raise BadAnswer("hq", "head")
        sync_state.acknowledge(tx, request.epoch, answer.hq_incarnation, answer.acknowledged)
        receipts.note(tx, request.epoch, answer.acknowledged, answer.server_time)
        if (answer.tenant, answer.station) == (station.tenant_id, station.id):  # an older HQ names no station
            countersigned.keep(tx, CountersignedHead(answer.epoch, answer.acknowledged, sealed.body, sealed.seal))
        elif answer.station is not None:
            raise BadAnswer("hq", "station")
    session.reached[request.epoch] = answer.acknowledged


def _top(station: Station, epoch: int) -> int:
    with station.database.read() as tx:
        return sync_state.tops(tx, station.tenant_id, station.id)[epoch]
