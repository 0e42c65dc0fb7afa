"""The state of the connection to HQ, and how long this station can sell without it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from domain.calendar import CARACAS
from pos_app.services.rights import rights
from pos_app.services.rights.rights import Held
from pos_app.services.till import rates
from pos_app.station import Station
from pos_app.storage.store import fences, sync_state
from pos_app.storage.store.fences import Fence
from pos_app.storage.store.standing import Standing
from pos_app.storage.store.sync_state import HqLink

_FRESH = timedelta(seconds=90)
"""Rounds run every minute and take some seconds, so a contact older than this means that a round failed."""
_SHORT_WHILE = timedelta(minutes=10)
_PACE_OVER = timedelta(hours=3)
"""The time over which the present pace of sales is measured."""


class ConnectionState(StrEnum):
    """The state of the connection, as the status bar shows it."""

    NONE = "none"
    """The store is not enrolled: it sells without HQ."""
    ONLINE = "online"
    DEGRADED = "degraded"
    """The last round failed, but the last contact is at most ten minutes old."""
    OFFLINE = "offline"
    FENCED = "fenced"
    """The station sells nothing: its store is fenced, or its standing with HQ is not good."""


class Limit(StrEnum):
    """What runs out first when HQ stays unreachable."""

    NUMBERS = "numbers"
    PLACES = "places"
    RATE = "rate"


@dataclass(frozen=True, slots=True)
class Reach:
    """How long this station can sell at the present pace, and what runs out then."""

    lasts_for: timedelta
    limit: Limit


@dataclass(frozen=True, slots=True)
class Connection:
    """The state at `looked_at`, the last contact, and the standing. `reach` is given only while HQ is unreachable."""

    state: ConnectionState
    looked_at: datetime
    heard_at: datetime | None = None
    standing: Standing = Standing.GOOD
    reach: Reach | None = None


def connection(station: Station, link: HqLink | None, fence: Fence | None) -> Connection:
    """The present state of the connection."""
    now = station.clock.now()
    state = state_of(link, fence, now)
    heard_at, standing = (link.contact_at, link.standing) if link else (None, Standing.GOOD)
    is_disconnected = state in {ConnectionState.DEGRADED, ConnectionState.OFFLINE}
    return Connection(state, now, heard_at, standing, reach(station) if is_disconnected else None)


def is_online(station: Station) -> bool:
    """Whether the last round succeeded, so that a request at the counter is worth the wait."""
    with station.database.read() as tx:
        link, fence = sync_state.link(tx), fences.current(tx)
    return state_of(link, fence, station.clock.now()) is ConnectionState.ONLINE


def state_of(link: HqLink | None, fence: Fence | None, now: datetime) -> ConnectionState:
    """The state for a link and a fence at an instant."""
    if fence is not None or (link is not None and link.standing is not Standing.GOOD):
        return ConnectionState.FENCED
    if link is None:
        return ConnectionState.NONE
    # The absolute difference: a clock that was set back must not make an old contact look recent.
    silent_for = abs(now - link.contact_at) if link.contact_at else timedelta.max
    if silent_for > _SHORT_WHILE:
        return ConnectionState.OFFLINE
    return ConnectionState.DEGRADED if link.failure or silent_for > _FRESH else ConnectionState.ONLINE


def reach(station: Station) -> Reach:
    """How long this station can sell without HQ: by its numbers, its seats and places, and the rate of the day."""
    now = station.clock.now()
    return shortest(rights.held(station, _PACE_OVER), _left_of_the_day(now) if rates.today(station).is_today else None)


def shortest(held: Held, rate_valid_for: timedelta | None) -> Reach:
    """The limit that comes first. `rate_valid_for` is None when today has no rate.

    Places last as long as the zone that lasts longest: one zone is enough to go on selling.
    """
    zones = [zone.lasts_for for zone in held.zones if zone.left > 0]
    places = timedelta(0) if not zones else max(lasts_for or timedelta.max for lasts_for in zones)
    numbers = timedelta(0) if held.numbers <= 0 else held.numbers_last_for or timedelta.max
    ends = ((rate_valid_for or timedelta(0), Limit.RATE), (numbers, Limit.NUMBERS), (places, Limit.PLACES))
    return Reach(*min(ends))


def _left_of_the_day(now: datetime) -> timedelta:
    local = now.astimezone(CARACAS)
    midnight = datetime.combine(local.date() + timedelta(days=1), time(), CARACAS)
    return midnight - local
