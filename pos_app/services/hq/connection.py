"""Whether HQ can be reached, since when not, and how long this counter can go on without it."""

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
"""A round comes each minute, and takes a while."""
_SHORT_WHILE = timedelta(minutes=10)
_PACE_OVER = timedelta(hours=3)


class ConnectionState(StrEnum):
    """How a station and HQ stand."""

    NONE = "none"
    """HQ does not know this store: it sells by itself."""
    ONLINE = "online"
    DEGRADED = "degraded"
    """Rounds break off, and not for long yet."""
    OFFLINE = "offline"
    FENCED = "fenced"
    """Nothing is sold here until HQ, or a new life, allows it."""


class Limit(StrEnum):
    """What ends first when nothing comes from HQ."""

    NUMBERS = "numbers"
    PLACES = "places"
    RATE = "rate"


@dataclass(frozen=True, slots=True)
class Reach:
    """How long one can go on selling at the present pace, and what ends then."""

    lasts_for: timedelta
    limit: Limit


@dataclass(frozen=True, slots=True)
class Connection:
    """The state, when HQ was heard last, what it takes the store for; the reach only where it matters."""

    state: ConnectionState
    looked_at: datetime
    heard_at: datetime | None = None
    standing: Standing = Standing.GOOD
    reach: Reach | None = None


def connection(station: Station, link: HqLink | None, fence: Fence | None) -> Connection:
    """How the station and HQ stand now."""
    now = station.clock.now()
    state = state_of(link, fence, now)
    heard_at, standing = (link.contact_at, link.standing) if link else (None, Standing.GOOD)
    apart = state in {ConnectionState.DEGRADED, ConnectionState.OFFLINE}
    return Connection(state, now, heard_at, standing, reach(station) if apart else None)


def is_online(station: Station) -> bool:
    """Whether the last rounds with HQ went well: asking it now is worth the wait."""
    with station.database.read() as tx:
        link, fence = sync_state.link(tx), fences.current(tx)
    return state_of(link, fence, station.clock.now()) is ConnectionState.ONLINE


def state_of(link: HqLink | None, fence: Fence | None, now: datetime) -> ConnectionState:
    """A clock that was put back does not make an old contact fresh."""
    if fence is not None or (link is not None and link.standing is not Standing.GOOD):
        return ConnectionState.FENCED
    if link is None:
        return ConnectionState.NONE
    silent_for = abs(now - link.contact_at) if link.contact_at else timedelta.max
    if silent_for > _SHORT_WHILE:
        return ConnectionState.OFFLINE
    return ConnectionState.DEGRADED if link.failure or silent_for > _FRESH else ConnectionState.ONLINE


def reach(station: Station) -> Reach:
    """How long this counter can sell without HQ: by numbers, by what it holds of each zone, by the rate of the day."""
    now = station.clock.now()
    return shortest(rights.held(station, _PACE_OVER), _left_of_the_day(now) if rates.today(station).is_today else None)


def shortest(held: Held, rate: timedelta | None) -> Reach:
    """What ends first. One zone that lasts is enough to go on; without a rate of today, that has ended already."""
    zones = [zone.lasts_for for zone in held.zones if zone.left > 0]
    places = timedelta(0) if not zones else max(each or timedelta.max for each in zones)
    numbers = timedelta(0) if held.numbers <= 0 else held.numbers_last_for or timedelta.max
    ends = ((rate or timedelta(0), Limit.RATE), (numbers, Limit.NUMBERS), (places, Limit.PLACES))
    return Reach(*min(ends))


def _left_of_the_day(now: datetime) -> timedelta:
    here = now.astimezone(CARACAS)
    midnight = datetime.combine(here.date() + timedelta(days=1), time(), CARACAS)
    return midnight - here
