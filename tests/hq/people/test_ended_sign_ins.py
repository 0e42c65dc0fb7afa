"""A sign-in ends at once with its access tokens and live lines: by signing out, another password, a closed account."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from uuid import UUID

import pytest

from hq.app import create_app
from hq.journals.lives import StationStatus
from hq.live import routes as live_routes
from hq.live.notices import Live
from hq.office import Office
from hq.people import accounts, sign_in, tokens
from hq.people.accounts import Account
from hq.people.permissions import StaffRole
from hq.people.sign_in import Credentials, Passes
from hq.people.tokens import Claims, TokenReader
from hq.people.tries import Tries
from hq.setup import organisations
from hq.stations import stations
from hq.stations.stations import StatusChange
from tests.builders.in_process import client
from tests.builders.secrets import secret
from tests.builders.tenants import TEATRO, Visitor, by_hand
from tests.hq.web.calls import bearer

PASSWORD = "correct horse"
ANA = Account(UUID(int=1), "ana", "Ana", StaffRole.ADMINISTRATOR)
LUIS = Account(UUID(int=2), "luis", "Luis", StaffRole.SUPERVISOR)


@pytest.fixture
def house(office: Office) -> Office:
    """The organisation with the administrator Ana and the supervisor Luis."""
    organisations.make(office, TEATRO)
    with office.database.tenant(TEATRO.id) as tx:
        for account in (ANA, LUIS):
            accounts.write(tx, office, by_hand(TEATRO), account, secret(PASSWORD))
    return office


def enter(office: Office, login: str = "luis") -> Passes:
    return sign_in.sign_in(office, Tries(), Credentials("teatro", login, PASSWORD))


def sign_out(office: Office, passes: Passes) -> None:
    sign_in.sign_out(office, passes.refresh)


def another_password(office: Office, passes: Passes) -> None:
    with office.database.tenant(TEATRO.id) as tx:
        accounts.set_password(tx, office, by_hand(TEATRO), passes.account_id, secret("another horse"))


def close_account(office: Office, passes: Passes) -> None:
    closed = Account(LUIS.id, LUIS.login, LUIS.name, LUIS.role, active=False)
    with office.database.tenant(TEATRO.id) as tx:
        accounts.write(tx, office, by_hand(TEATRO), closed)


def use_refresh_token_twice(office: Office, passes: Passes) -> None:
    sign_in.refresh(office, passes.refresh)
    with pytest.raises(tokens.NotSignedIn):
        sign_in.refresh(office, passes.refresh)


End = Callable[[Office, Passes], None]
ENDS: list[End] = [sign_out, another_password, close_account, use_refresh_token_twice]
ending = pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)


@ending
def test_access_tokens_end_at_once_and_those_of_others_do_not(house: Office, end: End) -> None:
    passes, refreshed, ana = enter(house), enter(house), enter(house, "ana")
    refreshed = sign_in.refresh(house, refreshed.refresh)
    with client(create_app(house)) as api:

        def statuses() -> list[int]:
            paths = ("/v1/me", "/v1/books", "/v1/tickets/ABCDEFG")
            return [api.get(path, headers=bearer(passes.access)).status_code for path in paths]

        assert 401 not in statuses()
        end(house, passes)
        assert statuses() == [401] * 3
        assert api.get("/v1/me", headers=bearer(ana.access)).status_code == 200
        others = api.get("/v1/me", headers=bearer(refreshed.access)).status_code
    assert others == (200 if end in {sign_out, use_refresh_token_twice} else 401)


def test_a_refreshed_token_ends_with_the_sign_in_it_came_of(house: Office) -> None:
    first = enter(house)
    second = sign_in.refresh(house, first.refresh)
    sign_out(house, first)
    with client(create_app(house)) as api:
        assert [api.get("/v1/me", headers=bearer(one.access)).status_code for one in (first, second)] == [401, 401]


def test_a_refresh_token_issued_while_its_family_is_revoked_opens_nothing(house: Office) -> None:
    """As when a sign-out and a refresh run at once: the new row is not among those that the sign-out saw."""
    first = enter(house)
    second = sign_in.refresh(house, first.refresh)
    with house.database.owner() as connection:
        connection.exec_driver_sql("UPDATE refresh_token SET revoked_at = 1 WHERE used_at IS NOT NULL")
    with pytest.raises(tokens.NotSignedIn):
        sign_in.refresh(house, second.refresh)


class LosingNotices(Live):
    """Every notice is lost on its way, and the gap is noticed."""

    def _receive(self, channel: str, payload: str) -> None:
        self._send_look_to_all()


async def until_the_end(house: Office, claims: Claims, act: Callable[[], object], line: type[Live] = Live) -> list[str]:
    """What a live line sends after its first event, until it ends by itself."""
    with closing(line(house.database)) as live:
        response = await live_routes.events(claims, house, live)
        lines: AsyncIterator[str] = aiter(response.body_iterator)  # type: ignore[arg-type]  # texts
        first = await anext(lines)
        while first.startswith(":"):
            first = await anext(lines)
        await asyncio.to_thread(act)
        async with asyncio.timeout(5):
            return [line async for line in lines]


@ending
def test_live_lines_end_at_once(house: Office, end: End) -> None:
    passes = enter(house)
    claims = TokenReader(house, {}).read(passes.access)
    sent = asyncio.run(until_the_end(house, claims, lambda: end(house, passes)))
    assert set(sent) <= {": here\n\n"}
    assert len(sent) < 3


@pytest.mark.parametrize("status", [StationStatus.FROZEN, StationStatus.LOST, StationStatus.REVOKED])
def test_the_live_line_of_a_station_ends_with_what_it_may(house: Office, status: StationStatus) -> None:
    visitor = Visitor(TEATRO, UUID(int=0x51))
    visitor.enrol(house)
    claims = TokenReader(house, {}).read(visitor.token(house))

    def change() -> None:
        with house.database.tenant(TEATRO.id) as tx:
            stations.set_status(tx, house, by_hand(TEATRO), visitor.id, StatusChange(status, "stolen"))

    assert len(asyncio.run(until_the_end(house, claims, change))) < 3


@ending
def test_a_live_line_ends_although_the_notice_of_the_end_was_lost(house: Office, end: End) -> None:
    passes = enter(house)
    claims = TokenReader(house, {}).read(passes.access)
    sent = asyncio.run(until_the_end(house, claims, lambda: end(house, passes), LosingNotices))
    assert set(sent) <= {": here\n\n"}


def test_a_live_line_goes_on_when_another_sign_in_of_the_account_ends(house: Office) -> None:
    passes, other = enter(house), enter(house)
    claims = TokenReader(house, {}).read(passes.access)
    with pytest.raises(TimeoutError):
        asyncio.run(until_the_end(house, claims, lambda: sign_out(house, other)))
