"""One round with HQ: open a session, send the journal, accept grants, follow the catalogue.

Each step writes in its own short transaction, and none is open during a request. The next round continues an
interrupted one: position and hash show what HQ has, the cursor shows what the catalogue has.
"""

from datetime import timedelta

from pos_app.services.hq import catalogue_feed, customers_from_hq, own_journal
from pos_app.services.hq.sending import send_all
from pos_app.services.hq.session import Session, open_session
from pos_app.services.rights import ask_rights, recalling, refund_rights
from pos_app.station import Station
from pos_app.storage.store import sync_state
from pos_app.storage.store.standing import Standing
from sync.line.client import HqClient
from sync.line.hq_errors import EpochOver, ForkDetected, RewindDetected

SESSION_LIFE = timedelta(seconds=55)
"""Shorter than a tick, so that every tick opens a session: only then does HQ report this store's status."""

SLOW_S = 2.0
"""An answer to a small request that takes longer makes each request at the counter a wait that a customer notices."""


def sync_round(station: Station, hq: HqClient, before: Session | None = None) -> Session:
    """Synchronise both sides and return the session used. Raises what the line raises; a later round tries again."""
    session = before if before and _is_fresh(before, station) else open_session(station, hq)
    if session.may_take:
        ask_rights.release_idle(station)
        recalling.receive(station, session.head.recalls)
        recalling.answer(station)
        refund_rights.release_idle(station)
    try:
        answer = send_all(station, hq, session)
    except (ForkDetected, RewindDetected, EpochOver):
        open_session(station, hq)  # records the standing that HQ has just given this store
        raise
    if session.standing is Standing.GOOD:
        catalogue_feed.follow(station, hq, answer.hq_incarnation, answer.feed_head)
        catalogue_feed.compare_when_due(station, hq)
        own_journal.fetch_for_cases(station, hq)
        customers_from_hq.fetch_when_due(station, hq)
    with station.database.write() as tx:
        slow = hq.head_took_s > SLOW_S
        sync_state.note_contact(tx, station.clock.now(), answer.conflicts_open, slow=slow)
    return session


def _is_fresh(session: Session, station: Station) -> bool:
    return session.opened_at <= station.clock.now() < session.opened_at + SESSION_LIFE
