"""A flood of sign-ins: hashing takes bounded memory, no connection of the pool and no thread of other requests."""

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import Self

import anyio
import anyio.lowlevel
import anyio.to_thread
import httpx
import psutil
import pytest

from hq.app import create_app
from hq.office import Office
from hq.people import passwords
from hq.people.password_lane import MOST_OF_ONE, MOST_WAITING, PasswordLane
from hq.people.permissions import StaffRole
from hq.settings import Limits
from hq.storage.database import Database
from hq.web.busy import Busy
from tests.builders.in_process import client
from tests.builders.tenants import TEATRO, people
from tests.hq.web.calls import as_staff

CLIENTS = 30
ARGON2_BYTES = 64 << 20


@pytest.fixture
def api(office: Office) -> Iterator[httpx.Client]:
    """HQ with two connections to its database, no more than it needs."""
    people(office, TEATRO)
    url = office.database.url.render_as_string(hide_password=False)
    with (
        closing(Database(url, connections=2)) as small,
        client(create_app(replace(office, database=small), Limits(per_token="1000000/second"))) as http,
    ):
        yield http


class Peak:
    """The most memory that this process held while it was watched, in bytes more than at the start."""

    def __init__(self) -> None:
        self._process, self._stop, self.bytes = psutil.Process(), threading.Event(), 0
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        self._before = self._process.memory_info().rss
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.005):
            self.bytes = max(self.bytes, self._process.memory_info().rss - self._before)


def test_many_sign_ins_at_once_delay_no_look_up(api: httpx.Client, office: Office) -> None:
    def sign_in(n: int) -> int:
        typed = {"tenant": "teatro", "login": f"nobody{n}", "password": "wrong horse"}
        return api.post("/v1/sign-in", json=typed).status_code

    pause = threading.Event()
    headers, look_ups = as_staff(office, StaffRole.DOOR), []
    with ThreadPoolExecutor(CLIENTS) as at_once, Peak() as peak:
        flood = [at_once.submit(sign_in, n) for n in range(CLIENTS)]
        while not all(one.done() for one in flood):
            began = time.monotonic()
            assert api.get("/v1/me", headers=headers).status_code == 200
            look_ups.append(time.monotonic() - began)
            pause.wait(0.02)
    assert {one.result() for one in flood} == {401}
    assert len(look_ups) > 5
    assert sorted(look_ups)[len(look_ups) * 9 // 10] < 1
    assert peak.bytes < (passwords.MOST_AT_ONCE + 2) * ARGON2_BYTES


def test_new_passwords_take_the_same_lane(api: httpx.Client, office: Office) -> None:
    headers = as_staff(office, StaffRole.ADMINISTRATOR)

    def put(n: int) -> int:
        wanted = {"login": f"luis{n}", "name": "Luis", "role": "door", "password": "correct horse"}
        return api.put(f"/v1/staff/00000000-0000-0000-0000-{n + 1:012}", json=wanted, headers=headers).status_code

    with ThreadPoolExecutor(20) as at_once, Peak() as peak:
        assert set(at_once.map(put, range(20))) == {200}
    assert peak.bytes < (passwords.MOST_AT_ONCE + 2) * ARGON2_BYTES


def test_a_flood_of_one_network_waits_behind_itself() -> None:
    """Each act notes its turn; a person of another network comes second, not last."""

    async def run() -> list[str]:
        lane, order = PasswordLane(), list[str]()

        def act(network: str) -> None:
            order.append(network)

        async with anyio.create_task_group() as all_of_them:
            for _ in range(20):
                all_of_them.start_soon(lane.run, partial(act, "attacker"), "attacker")
            await anyio.lowlevel.checkpoint()
            all_of_them.start_soon(lane.run, partial(act, "home"), "home")
        return order

    order = anyio.run(run)
    assert len(order) == 21
    assert order.index("home") <= passwords.MOST_AT_ONCE + 1


def test_a_full_lane_refuses_those_who_filled_it() -> None:
    async def run() -> tuple[int, int, bool]:
        lane, done, refused = PasswordLane(), list[str](), list[str]()
        held = threading.Event()

        async def ask(network: str) -> None:
            try:
                await lane.run(partial(held.wait, 5), network)
                done.append(network)
            except Busy:
                refused.append(network)

        async with anyio.create_task_group() as all_of_them:
            for n in range(MOST_WAITING + 100):
                all_of_them.start_soon(ask, f"attacker{n % 4}")
            await anyio.sleep(0.05)
            all_of_them.start_soon(ask, "home")
            await anyio.sleep(0.05)
            held.set()
        return len(done), len(refused), "home" in done

    done, refused, is_home_in = anyio.run(run)
    assert is_home_in
    assert done <= MOST_WAITING + passwords.MOST_AT_ONCE
    assert done + refused == MOST_WAITING + 101


def test_a_caller_who_goes_away_takes_no_turn() -> None:
    async def run() -> str:
        lane, held = PasswordLane(), threading.Event()
        async with anyio.create_task_group() as others:
            for _ in range(passwords.MOST_AT_ONCE):
                others.start_soon(lane.run, partial(held.wait, 5), "home")
            await anyio.sleep(0.05)
            with anyio.move_on_after(0.05):
                await lane.run(lambda: None, "gone")
            held.set()
        return await lane.run(lambda: "in", "home")

    assert anyio.run(run) == "in"


def test_a_turn_given_to_somebody_who_just_left_goes_to_the_next() -> None:
    async def run() -> int:
        lane, held = PasswordLane(), threading.Event()
        at_work = [asyncio.ensure_future(lane.run(held.wait, "a")) for _ in range(passwords.MOST_AT_ONCE)]
        leaving = asyncio.ensure_future(lane.run(lambda: 1, "a"))
        await anyio.lowlevel.checkpoint()
        lane._give_turn()  # as when one of those at work ends
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        busy = lane._at_work
        held.set()
        await asyncio.gather(*at_work)
        return busy

    assert asyncio.run(run()) == passwords.MOST_AT_ONCE - 1


def test_passwords_need_no_thread_of_other_requests() -> None:
    async def run() -> int:
        limiter, held = anyio.to_thread.current_default_thread_limiter(), threading.Event()
        limiter.total_tokens = 1
        other = asyncio.ensure_future(anyio.to_thread.run_sync(held.wait))
        await anyio.sleep(0.05)
        try:
            async with asyncio.timeout(10):
                return await PasswordLane().run(lambda: 7, "a")
        finally:
            held.set()
            await other

    assert asyncio.run(run()) == 7


def test_one_network_fills_its_own_queue_only() -> None:
    async def run() -> tuple[int, int]:
        lane, held, refused = PasswordLane(), threading.Event(), list[Busy]()

        async def ask(network: str) -> None:
            try:
                await lane.run(held.wait, network)
            except Busy as error:
                refused.append(error)

        async with anyio.create_task_group() as all_of_them:
            for _ in range(passwords.MOST_AT_ONCE + MOST_OF_ONE + 3):
                all_of_them.start_soon(ask, "a")
            await anyio.sleep(0.05)
            of_one = len(refused)
            all_of_them.start_soon(ask, "b")
            await anyio.sleep(0.05)
            held.set()
        return of_one, len(refused)

    assert asyncio.run(run()) == (3, 3)
