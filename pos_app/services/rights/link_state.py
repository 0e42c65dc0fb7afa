"""The state of the link to HQ: whether a request at the counter is worth the wait."""

from datetime import datetime, timedelta
from enum import StrEnum

from pos_app.station import Station
from pos_app.storage.store import fences, sync_state
from pos_app.storage.store.fences import Fence
from pos_app.storage.store.standing import Standing
from pos_app.storage.store.sync_state import HqLink
from pos_app.storage.store.trouble import Trouble
from sync.tables.transaction import Tx

_FRESH = timedelta(seconds=90)
"""Rounds run every minute and take some seconds, so a contact older than this means that a round takes long."""
_SHORT_WHILE = timedelta(minutes=10)


class ConnectionState(StrEnum):
    """The state of the connection, as the status bar shows it."""

    NONE = "none"
    """The store is not enrolled: it sells without HQ."""
    ONLINE = "online"
    DEGRADED = "degraded"
    """HQ answers slowly, or a round takes longer than usual."""
    OFFLINE = "offline"
    """The last round failed, or the last contact is more than ten minutes old."""
    FENCED = "fenced"
    """The station sells nothing: its store is fenced, or its standing with HQ is not good."""

    @property
    def answers(self) -> bool:
        """Whether a request at the counter is worth the wait."""
        return self in {ConnectionState.ONLINE, ConnectionState.DEGRADED}


def state_of(link: HqLink | None, fence: Fence | None, now: datetime) -> ConnectionState:
    """The state for a link and a fence at an instant."""
    if fence is not None or (link is not None and link.standing is not Standing.GOOD):
        return ConnectionState.FENCED
    if link is None:
        return ConnectionState.NONE
    # The absolute difference: a clock that was set back must not make an old contact look recent.
    silent_for = abs(now - link.contact_at) if link.contact_at else timedelta.max
    if silent_for > _SHORT_WHILE or link.trouble not in {None, Trouble.SLOW}:
        return ConnectionState.OFFLINE
    return ConnectionState.DEGRADED if link.trouble or silent_for > _FRESH else ConnectionState.ONLINE


def state_now(tx: Tx, station: Station) -> ConnectionState:
    """The present state of the link."""
    return state_of(sync_state.link(tx), fences.current(tx), station.clock.now())


def is_online(station: Station) -> bool:
    """Whether the last round succeeded, if slowly, so that a request at the counter is worth the wait."""
    with station.database.read() as tx:
        return state_now(tx, station).answers
