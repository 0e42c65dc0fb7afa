"""The state of the connection to HQ, and how long this station can sell without it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from domain.calendar import CARACAS
from pos_app.services.rights import rights
from pos_app.services.rights.link_state import ConnectionState, state_of
from pos_app.services.rights.rights import Held
from pos_app.services.till import rates
from pos_app.station import Station
from pos_app.storage.store import sync_state
from pos_app.storage.store.fences import Fence
from pos_app.storage.store.standing import Standing
from pos_app.storage.store.sync_state import HqLink
from pos_app.storage.store.trouble import Trouble

_PACE_OVER = timedelta(hours=3)
"""The time over which the present pace of sales is measured."""


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
    """The state at `looked_at`, the last contact, and the standing.

    `reach` and `trouble` are given only while the connection is not as it should be.
    """

    state: ConnectionState
    looked_at: datetime
    heard_at: datetime | None = None
    standing: Standing = Standing.GOOD
    reach: Reach | None = None
    trouble: Trouble | None = None


def connection(station: Station, link: HqLink | None, fence: Fence | None) -> Connection:
    """The present state of the connection."""
    now = station.clock.now()
    # A contact in the future shows that the clock was set back; a network that fails is recorded as trouble.
    at = max(now, link.contact_at) if link and link.contact_at else now
    state = state_of(link, fence, at)
    heard_at, standing = (link.contact_at, link.standing) if link else (None, Standing.GOOD)
    is_disconnected = state in {ConnectionState.DEGRADED, ConnectionState.OFFLINE}
    if link is None or not is_disconnected:
        return Connection(state, now, heard_at, standing)
    trouble = link.trouble or (Trouble.SLOW if state is ConnectionState.DEGRADED else Trouble.NO_ANSWER)
    return Connection(state, now, heard_at, standing, reach(station), trouble)


def address(station: Station) -> str:
    """The address of HQ; empty for a station that was never enrolled."""
    with station.database.read() as tx:
        link = sync_state.link(tx)
    return link.url if link else ""


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
