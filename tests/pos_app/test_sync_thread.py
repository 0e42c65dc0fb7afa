"""The sync thread: a sale wakes it, it waits longer after failures, and it ends with the program."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app import sync_thread
from pos_app.services.hq.session import Session
from pos_app.station import Station
from pos_app.storage.store import sync_state
from pos_app.storage.store.standing import Standing
from pos_app.storage.store.trouble import Trouble
from pos_app.sync_thread import SyncThread, patience
from sync import journal
from sync.line.client import Caller, HqClient
from sync.line.hq_errors import HqUnreachable
from sync.line.messages import Head

SOON_S = 10.0


class Rounds:
    """Replaces `sync_round`: counts its calls, and fails while the test says so."""

    def __init__(self) -> None:
        self.count = 0
        self.fails = False
        self.breaks = False
        self._changed = threading.Condition()

    def __call__(self, station: Station, hq: HqClient, before: Session | None) -> Session:
        with self._changed:
            self.count += 1
            self._changed.notify_all()
        if self.breaks:
            self.breaks = False
            raise ZeroDivisionError
        if self.fails:
            raise HqUnreachable("hq", "down")
        head = Head(1, 0, "", "active", "s", UUID(int=1), 0, station.clock.now())
        return Session(head, Standing.GOOD, station.clock.now(), {})

    def reach(self, count: int) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self.count >= count, SOON_S)


@pytest.fixture
def rounds(monkeypatch: pytest.MonkeyPatch) -> Rounds:
    made = Rounds()
    monkeypatch.setattr(sync_thread, "sync_round", made)
    return made


@contextmanager
def running(station: Station, route: Callable[[], str] = str) -> Iterator[SyncThread]:
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    caller = Caller("https://127.0.0.1", journal.public_key(key), station.tenant_id, station.id, key)
    with station.database.write() as tx:
        sync_state.pin(tx, caller.url, caller.hq_key, UUID(int=1))
    nobody = httpx.MockTransport(lambda _: httpx.Response(503))
    thread = SyncThread(station, HqClient(caller, nobody), threading.Event(), route)
    thread.start()
    yield thread
    thread.stop(SOON_S)


def test_a_sale_wakes_it(station: Station, rounds: Rounds) -> None:
    with running(station) as thread:
        assert rounds.reach(1)
        thread.wake()
        assert rounds.reach(2)


def test_while_the_network_is_down_a_sale_does_not_hurry_it(
    station: Station, rounds: Rounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_thread, "patience", lambda _failures, _chance: 1000.0)
    rounds.fails = True
    with running(station) as thread:
        assert rounds.reach(1)
        assert not thread.try_now(SOON_S)
        before = rounds.count
        thread.wake()
        rounds.fails = False
        assert thread.try_now(SOON_S)
        assert rounds.count == before + 1


def test_a_way_that_opens_is_tried_at_once(station: Station, rounds: Rounds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync_thread, "patience", lambda _failures, _chance: 1000.0)
    monkeypatch.setattr(sync_thread, "_LOOK_AT_THE_ROUTE_S", 0.01)
    way: list[str] = [""]
    rounds.fails = True
    with running(station, lambda: way[0]):
        assert rounds.reach(1)
        rounds.fails = False
        way[0] = "192.168.1.7"
        assert rounds.reach(2)


def test_whoever_waits_for_a_round_that_fails_goes_on(station: Station, rounds: Rounds) -> None:
    rounds.fails = True
    with running(station) as thread:
        assert not thread.try_now(SOON_S)
        with station.database.read() as tx:
            link = sync_state.link(tx)
    assert link is not None
    assert link.trouble is Trouble.NO_ANSWER


def test_a_defect_is_told_and_the_next_round_comes_all_the_same(
    station: Station, rounds: Rounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    errors: list[type[BaseException]] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: errors.append(args.exc_type))
    rounds.breaks = True
    with running(station):
        assert rounds.reach(2)
    assert errors == [ZeroDivisionError]


def test_patience_doubles_up_to_five_minutes_and_is_left_to_chance() -> None:
    assert [patience(failures, 1.0) for failures in (1, 2, 3, 9, 10, 500)] == [1.0, 2.0, 4.0, 60.0, 60.0, 60.0]
    assert patience(4, 0.25) == 2.0
    assert patience(1, 0.0) > 0
