"""Guessing passwords from outside: it shows nothing about who exists, and makes nobody else wait."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import httpx
import pytest

from hq.app import create_app
from hq.audit import act_journal
from hq.audit.acts import SignInRefused
from hq.office import Office
from hq.people import accounts, rows, sign_in
from hq.people.accounts import Account
from hq.people.password_lane import PasswordLane
from hq.people.permissions import StaffRole
from hq.people.sign_in import Credentials, WrongPassword
from hq.people.tries import FREE_TRIES, LONGEST_WAIT_S, Tried, Tries, WaitFirst
from hq.setup import organisations
from hq.web.rates import MOST_REMEMBERED
from tests.builders.clock import FakeClock
from tests.builders.in_process import client
from tests.builders.secrets import secret
from tests.builders.tenants import TEATRO, by_hand
from tests.hq.web.calls import code_of

PASSWORD, WRONG = "correct horse", "wrong horse"


@pytest.fixture
def house(office: Office) -> Office:
    """The organisation with one administrator, Ana."""
    organisations.make(office, TEATRO)
    with office.database.tenant(TEATRO.id) as tx:
        ana = Account(office.ids.new(), "ana", "Ana", StaffRole.ADMINISTRATOR)
        accounts.write(tx, office, by_hand(TEATRO), ana, secret(PASSWORD))
    return office


@pytest.fixture
def api(house: Office) -> Iterator[httpx.Client]:
    with client(create_app(house)) as http:
        yield http


def attempt(office: Office, tries: Tries, network: str, *, login: str = "ana", password: str = WRONG) -> str:
    try:
        sign_in.sign_in(office, tries, Credentials("teatro", login, password, network))
    except (WrongPassword, WaitFirst) as refused:
        return refused.code
    return "IN"


def asks(api: httpx.Client, tenant: str, login: str) -> tuple[int, str, object]:
    answer = api.post("/v1/sign-in", json={"tenant": tenant, "login": login, "password": "wrong horse"})
    error = answer.json()["error"]
    return answer.status_code, code_of(answer), (error["message"], error["details"])


def test_unknown_and_wrong_are_refused_by_the_same_answers_in_the_same_order(api: httpx.Client) -> None:
    typed = [("teatro", "ana"), ("teatro", "nobody"), ("nowhere", "ana")]
    known, unknown, elsewhere = ([asks(api, *one) for _ in range(FREE_TRIES + 2)] for one in typed)
    assert known == unknown == elsewhere
    assert [status for status, *_ in known] == [401, 401, 401, 429, 429]


def test_unknown_and_wrong_take_the_same_time(api: httpx.Client) -> None:
    def took_s(login: str) -> float:
        began = time.monotonic()
        asks(api, "teatro", login)
        return time.monotonic() - began

    took_s("first")
    known, unknown = zip(*((took_s("ana"), took_s(f"nobody{n}")) for n in range(FREE_TRIES)), strict=True)
    assert abs(min(known) - min(unknown)) < 0.3


def test_whatever_an_act_of_the_lane_does_it_takes_the_same_time() -> None:
    def fail() -> None:
        raise WrongPassword

    async def took_s(act: Callable[[], None]) -> float:
        began = time.monotonic()
        with suppress(WrongPassword):
            await PasswordLane().run_evenly(act, "home")
        return time.monotonic() - began

    def linger() -> None:
        threading.Event().wait(0.1)

    acts: list[Callable[[], None]] = [fail, lambda: None, linger]
    assert all(0.24 < asyncio.run(took_s(act)) < 0.4 for act in acts)


def test_whoever_guesses_waits_and_nobody_else_does(house: Office, clock: FakeClock) -> None:
    tries = Tries()
    assert attempt(house, tries, "home", password=PASSWORD) == "IN"
    tried = [attempt(house, tries, "attacker") for _ in range(20)]
    assert tried == ["WRONG_PASSWORD"] * FREE_TRIES + ["WAIT_FIRST"] * 17
    assert attempt(house, tries, "home", password=PASSWORD) == "IN"
    assert attempt(house, tries, "a new place", password=PASSWORD) == "IN"
    assert attempt(house, tries, "attacker", password=PASSWORD) == "WAIT_FIRST"
    assert attempt(house, tries, "attacker", login="luis") == "WRONG_PASSWORD"
    clock.advance(seconds=2)
    assert attempt(house, tries, "attacker", password=PASSWORD) == "IN"


def test_an_attacker_with_many_addresses_does_not_make_the_administrator_wait_at_home(clock: FakeClock) -> None:
    tries = Tries()
    waits = 0
    for n in range(2_000):
        try:
            tries.begin(Tried("teatro", "ana", "", f"attacker{n}"), clock.now(), is_familiar=False)
        except WaitFirst:
            waits += 1
    assert waits == 1_400
    assert tries.begin(Tried("teatro", "ana", "", "home"), clock.now(), is_familiar=True) == 1
    with pytest.raises(WaitFirst):
        tries.begin(Tried("teatro", "ana", "", "elsewhere"), clock.now(), is_familiar=False)
    tries.begin(Tried("teatro", "luis", "", "elsewhere"), clock.now(), is_familiar=False)


def test_home_is_known_to_another_process_and_after_a_restart(house: Office) -> None:
    assert attempt(house, Tries(), "home", password=PASSWORD) == "IN"
    restarted = Tries()
    for n in range(1_000):
        with_login = Tried("teatro", "ana", _secret(house), f"attacker{n}")
        try:
            restarted.begin(with_login, house.clock.now(), is_familiar=False)
        except WaitFirst:
            break
    assert attempt(house, restarted, "elsewhere", password=PASSWORD) == "WAIT_FIRST"
    assert attempt(house, restarted, "home", password=PASSWORD) == "IN"


def _secret(office: Office) -> str:
    with office.database.tenant(TEATRO.id) as tx:
        account = rows.active_account(tx, TEATRO.id, "ana")
    assert account
    return str(account.password_hash)


def test_waits_double_and_end(clock: FakeClock) -> None:
    tries, tried, waited = Tries(), Tried("teatro", "ana", "", "attacker"), []
    for _ in range(14):
        try:
            tries.begin(tried, clock.now(), is_familiar=True)
        except WaitFirst as wait:
            pytest.fail(f"waits {wait.retry_after_s} s")
        with_wait = _wait_s(tries, tried, clock)
        waited.append(with_wait)
        clock.advance(seconds=with_wait)
    assert waited == [0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, *[LONGEST_WAIT_S] * 3]
    clock.advance(hours=2)
    assert tries.begin(tried, clock.now(), is_familiar=True) == 1


def _wait_s(tries: Tries, tried: Tried, clock: FakeClock) -> int:
    """The wait now, without another try."""
    _, may_at = tries._wrong[tried]
    return max(0, round(may_at - clock.now().timestamp()))


def test_what_is_remembered_is_bounded_and_who_waits_longest_is_not_forgotten(clock: FakeClock) -> None:
    tries, guesser = Tries(), Tried("teatro", "ana", "", "attacker")
    for _ in range(FREE_TRIES):
        tries.begin(guesser, clock.now(), is_familiar=True)
    for n in range(MOST_REMEMBERED + 10):
        tries.begin(Tried("teatro", f"nobody{n}", "", "attacker"), clock.now(), is_familiar=True)
    assert len(tries._wrong) <= MOST_REMEMBERED
    with pytest.raises(WaitFirst):
        tries.begin(guesser, clock.now(), is_familiar=True)


def test_a_password_that_changes_while_it_is_checked_opens_nothing(house: Office) -> None:
    """Checking takes time without a lock; afterwards the account must still be as it was."""

    class Changing(Tries):
        def begin(self, tried: Tried, at: object, *, is_familiar: bool) -> int:
            with house.database.tenant(TEATRO.id) as tx:
                account = rows.active_account(tx, TEATRO.id, "ana")
                assert account
                accounts.set_password(tx, house, by_hand(TEATRO), account.id, secret("another horse"))
            return 1

    assert attempt(house, Changing(), "home", password=PASSWORD) == "WRONG_PASSWORD"


def test_accounts_of_one_login_made_at_once_are_one(house: Office) -> None:
    with client(create_app(house)) as http:
        made = http.post("/v1/sign-in", json={"tenant": "teatro", "login": "ana", "password": PASSWORD}).json()
        headers = {"Authorization": f"Bearer {made['access_token']}"}
        wanted = {"login": "luis", "name": "Luis", "role": "door", "password": "correct horse"}

        def put(n: int) -> int:
            return http.put(f"/v1/staff/{house.ids.new()}", json=wanted, headers=headers).status_code

        with ThreadPoolExecutor(12) as at_once:
            statuses = sorted(at_once.map(put, range(12)))
    assert statuses == [200] + [409] * 11


def test_a_refused_try_is_in_the_journal_after_its_answer(house: Office) -> None:
    with client(create_app(house)) as http:
        for login in ("ana", "nobody"):
            asks(http, "teatro", login)
    with house.database.tenant(TEATRO.id) as tx:
        acts = [act.entry.body for act in act_journal.read(tx, TEATRO.id, after=0, most=100)]
    assert [act.failures for act in acts if isinstance(act, SignInRefused)] == [1]
