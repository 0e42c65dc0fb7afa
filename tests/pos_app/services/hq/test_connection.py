"""The state of the connection to HQ, and how long a station can sell without it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from domain.ids import PerformanceId, ZoneId
from pos_app.services import health
from pos_app.services.hq.connection import Limit, Reach, shortest
from pos_app.services.rights.link_state import ConnectionState, state_of
from pos_app.services.rights.rights import Held, HeldZone
from pos_app.station import Station
from pos_app.storage.store import sync_state
from pos_app.storage.store.fences import Fence, FenceCause, Reached
from pos_app.storage.store.standing import Standing
from pos_app.storage.store.sync_state import HqLink
from pos_app.storage.store.trouble import Trouble
from pos_app.ui import status
from pos_app.ui.status_part import Part
from sync.tables.position import Position
from tests.builders.clock import SATURDAY
from tests.builders.stations import clock_of, general_cart, sell

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
LINK = HqLink("https://hq.test", "", UUID(int=1), 1, NOW, Standing.GOOD, 0, None, NOW, "", None, None)
FENCE = Fence(FenceCause.HQ, NOW, Reached(Position(1, 3, ""), ""), None)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("link", "fence", "state"),
    [
        (None, None, ConnectionState.NONE),
        (LINK, None, ConnectionState.ONLINE),
        (replace(LINK, trouble=Trouble.NO_ANSWER), None, ConnectionState.OFFLINE),
        (replace(LINK, trouble=Trouble.SLOW), None, ConnectionState.DEGRADED),
        (replace(LINK, contact_at=NOW - timedelta(minutes=2)), None, ConnectionState.DEGRADED),
        (replace(LINK, contact_at=NOW - timedelta(minutes=10)), None, ConnectionState.DEGRADED),
        (replace(LINK, contact_at=NOW - timedelta(minutes=11)), None, ConnectionState.OFFLINE),
        (replace(LINK, contact_at=NOW - timedelta(seconds=90)), None, ConnectionState.ONLINE),
        (replace(LINK, contact_at=NOW + timedelta(days=3)), None, ConnectionState.OFFLINE),
        (replace(LINK, contact_at=None), None, ConnectionState.OFFLINE),
        (replace(LINK, standing=Standing.FROZEN), None, ConnectionState.FENCED),
        (LINK, FENCE, ConnectionState.FENCED),
        (None, FENCE, ConnectionState.FENCED),
    ],
)
def test_a_state_follows_from_the_last_contact(link: HqLink | None, fence: Fence | None, state: object) -> None:
    assert state_of(link, fence, NOW) is state


def zone(left: int, lasts_for: timedelta | None) -> HeldZone:
    return HeldZone(PerformanceId(UUID(int=1)), ZoneId(UUID(int=left)), left, lasts_for)


@pytest.mark.parametrize(
    ("held", "rate", "expected"),
    [
        (Held(100, 5 * HOUR, (zone(9, 3 * HOUR),)), 9 * HOUR, Reach(3 * HOUR, Limit.PLACES)),
        (Held(100, 2 * HOUR, (zone(9, 3 * HOUR),)), 9 * HOUR, Reach(2 * HOUR, Limit.NUMBERS)),
        (Held(100, None, (zone(9, None),)), 9 * HOUR, Reach(9 * HOUR, Limit.RATE)),
        (Held(100, None, (zone(9, HOUR), zone(8, 4 * HOUR))), 9 * HOUR, Reach(4 * HOUR, Limit.PLACES)),
        (Held(0, None, (zone(9, None),)), 9 * HOUR, Reach(timedelta(0), Limit.NUMBERS)),
        (Held(100, None, (zone(0, None),)), 9 * HOUR, Reach(timedelta(0), Limit.PLACES)),
        (Held(100, None, (zone(9, None),)), None, Reach(timedelta(0), Limit.RATE)),
    ],
)
def test_the_first_thing_to_end_is_the_reach(held: Held, rate: timedelta | None, expected: Reach) -> None:
    assert shortest(held, rate) == expected


def test_the_bar_says_since_when_and_for_how_long(till: Station) -> None:
    with till.database.write() as tx:
        sync_state.pin(tx, "https://hq.test", "", UUID(int=1))
        sync_state.note_contact(tx, SATURDAY, 0)
    sell(till, general_cart(till, 1))
    clock_of(till).advance(hours=1)
    words = {part.part: part.words for part in status.parts(health.read(till))}
    assert words[Part.CONNECTION] == "○ La central no responde 11:00 · vende 11 h más"
    assert words[Part.PENDING].endswith("registros por enviar")


def test_the_bar_says_that_hq_stopped_the_counter(till: Station) -> None:
    with till.database.write() as tx:
        sync_state.pin(tx, "https://hq.test", "", UUID(int=1))
        sync_state.stand(tx, Standing.FROZEN)
    words = {part.part: part.words for part in status.parts(health.read(till))}
    assert words[Part.CONNECTION] == "✖ Venta detenida: la central la congeló"


def test_what_hq_acknowledged_is_not_pending(till: Station) -> None:
    before = health.read(till).pending_facts
    with till.database.write() as tx:
        sync_state.acknowledge(tx, 1, UUID(int=1), before - 2)
    assert health.read(till).pending_facts == 2


def test_what_hq_acknowledged_shrinks_only_in_another_life_of_hq(till: Station) -> None:
    for incarnation, seq, kept in ((1, 3, 3), (1, 2, 3), (2, 1, 1), (2, 2, 2)):
        with till.database.write() as tx:
            sync_state.acknowledge(tx, 1, UUID(int=incarnation), seq)
            assert sync_state.reached(tx, 1, UUID(int=incarnation)) == kept
