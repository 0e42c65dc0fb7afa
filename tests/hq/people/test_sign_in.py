"""Staff sign-in: passwords, refresh tokens for one use, and roles that change at once."""

from uuid import UUID

import pytest

from hq.audit import act_journal
from hq.audit.acts import RefreshReused
from hq.office import Office
from hq.people import accounts, sign_in
from hq.people.accounts import Account, LastAdministrator, LoginTaken
from hq.people.passwords import WeakPassword
from hq.people.permissions import StaffRole
from hq.people.sign_in import Credentials, WrongPassword
from hq.people.tokens import NotSignedIn, TokenReader
from hq.people.tries import Tries, WaitFirst
from hq.setup import organisations
from tests.builders.clock import FakeClock
from tests.builders.secrets import secret
from tests.builders.tenants import ARENA, TEATRO, by_hand

ANA = Account(UUID(int=1), "ana", "Ana Pérez", StaffRole.ADMINISTRATOR)
LUIS = Account(UUID(int=2), "luis", "Luis", StaffRole.DOOR)
PASSWORD = "correct horse"
RIGHT = Credentials("teatro", "Ana", PASSWORD)
WRONG = Credentials("teatro", "ana", "wrong horse")


@pytest.fixture
def tries() -> Tries:
    return Tries()


@pytest.fixture
def office_of_ana(office: Office) -> Office:
    organisations.make(office, TEATRO)
    write(office, ANA, PASSWORD)
    return office


def write(office: Office, account: Account, password: str | None = None) -> None:
    with office.database.tenant(TEATRO.id) as tx:
        accounts.write(tx, office, by_hand(TEATRO), account, None if password is None else secret(password))


def set_password(office: Office, password: str) -> None:
    with office.database.tenant(TEATRO.id) as tx:
        accounts.set_password(tx, office, by_hand(TEATRO), ANA.id, secret(password))


def test_a_password_becomes_a_token_of_its_tenant(office_of_ana: Office, tries: Tries) -> None:
    passes = sign_in.sign_in(office_of_ana, tries, RIGHT)
    claims = TokenReader(office_of_ana, {}).read(passes.access)
    assert (claims.aud, claims.tid, claims.sub, passes.role) == ("staff", TEATRO.id, ANA.id, StaffRole.ADMINISTRATOR)


def test_a_wrong_tenant_login_or_password_are_told_alike(office_of_ana: Office, tries: Tries) -> None:
    organisations.make(office_of_ana, ARENA)
    for typed in (
        WRONG,
        Credentials("arena", "ana", PASSWORD),
        Credentials("none", "ana", PASSWORD),
        Credentials("teatro", "eva", PASSWORD),
    ):
        with pytest.raises(WrongPassword):
            sign_in.sign_in(office_of_ana, tries, typed)


def test_after_three_wrong_passwords_the_right_one_waits_too(
    office_of_ana: Office, tries: Tries, clock: FakeClock
) -> None:
    for _ in range(3):
        with pytest.raises(WrongPassword):
            sign_in.sign_in(office_of_ana, tries, WRONG)
    with pytest.raises(WaitFirst):
        sign_in.sign_in(office_of_ana, tries, RIGHT)
    clock.advance(seconds=2)
    sign_in.sign_in(office_of_ana, tries, RIGHT)


def test_a_refresh_token_is_good_once_and_a_second_use_signs_everybody_out(office_of_ana: Office, tries: Tries) -> None:
    first = sign_in.sign_in(office_of_ana, tries, RIGHT).refresh
    second = sign_in.refresh(office_of_ana, first).refresh
    for token in (first, second):
        with pytest.raises(NotSignedIn):
            sign_in.refresh(office_of_ana, token)
    with office_of_ana.database.tenant(TEATRO.id) as tx:
        last = act_journal.read(tx, TEATRO.id, after=0, most=100)[-1]
    assert isinstance(last.entry.body, RefreshReused)


def test_signing_out_ends_what_came_of_the_sign_in(office_of_ana: Office, tries: Tries) -> None:
    ended, other = (sign_in.sign_in(office_of_ana, tries, RIGHT).refresh for _ in range(2))
    sign_in.sign_out(office_of_ana, ended)
    with pytest.raises(NotSignedIn):
        sign_in.refresh(office_of_ana, ended)
    sign_in.refresh(office_of_ana, other)


def test_a_refresh_token_expires(office_of_ana: Office, tries: Tries, clock: FakeClock) -> None:
    token = sign_in.sign_in(office_of_ana, tries, RIGHT).refresh
    clock.advance(days=14)
    with pytest.raises(NotSignedIn):
        sign_in.refresh(office_of_ana, token)


def test_another_password_signs_the_old_one_out(office_of_ana: Office, tries: Tries) -> None:
    token = sign_in.sign_in(office_of_ana, tries, RIGHT).refresh
    set_password(office_of_ana, "another horse")
    with pytest.raises(NotSignedIn):
        sign_in.refresh(office_of_ana, token)
    with pytest.raises(WrongPassword):
        sign_in.sign_in(office_of_ana, tries, RIGHT)


def test_another_password_makes_the_wrong_tries_before_it_forgotten(office_of_ana: Office, tries: Tries) -> None:
    for _ in range(3):
        with pytest.raises(WrongPassword):
            sign_in.sign_in(office_of_ana, tries, WRONG)
    set_password(office_of_ana, "another horse")
    with pytest.raises(WrongPassword):  # looked at, not made to wait
        sign_in.sign_in(office_of_ana, tries, WRONG)
    sign_in.sign_in(office_of_ana, tries, Credentials("teatro", "ana", "another horse"))


def test_a_role_taken_away_and_an_account_closed_count_at_once(office_of_ana: Office, tries: Tries) -> None:
    write(office_of_ana, LUIS, PASSWORD)
    passes = sign_in.sign_in(office_of_ana, tries, Credentials("teatro", "luis", PASSWORD))
    claims = TokenReader(office_of_ana, {}).read(passes.access)
    write(office_of_ana, Account(LUIS.id, "luis", "Luis", StaffRole.AUDITOR))
    with office_of_ana.database.tenant(TEATRO.id) as tx:
        assert sign_in.staff_of(tx, claims).role is StaffRole.AUDITOR
    write(office_of_ana, Account(LUIS.id, "luis", "Luis", StaffRole.AUDITOR, active=False))
    with pytest.raises(NotSignedIn), office_of_ana.database.tenant(TEATRO.id) as tx:
        sign_in.staff_of(tx, claims)
    with pytest.raises(NotSignedIn):
        sign_in.refresh(office_of_ana, passes.refresh)


def test_the_last_administrator_stays(office_of_ana: Office) -> None:
    for account in (
        Account(ANA.id, "ana", "Ana", StaffRole.DOOR),
        Account(ANA.id, "ana", "Ana", StaffRole.ADMINISTRATOR, active=False),
    ):
        with pytest.raises(LastAdministrator):
            write(office_of_ana, account)


def test_a_login_is_one_persons_and_a_password_has_ten_characters(office_of_ana: Office) -> None:
    with pytest.raises(LoginTaken):
        write(office_of_ana, Account(UUID(int=9), "ana", "Otra", StaffRole.DOOR), PASSWORD)
    for password in (None, "short"):
        with pytest.raises(WeakPassword):
            write(office_of_ana, LUIS, password)


def test_writing_an_account_twice_is_writing_it_once(office_of_ana: Office) -> None:
    with office_of_ana.database.tenant(TEATRO.id) as tx:
        before = act_journal.verify(tx, TEATRO.id)
    write(office_of_ana, ANA, PASSWORD)
    with office_of_ana.database.tenant(TEATRO.id) as tx:
        assert act_journal.verify(tx, TEATRO.id) == before


@pytest.mark.parametrize("token", ["", "é", "QUJD", "A" * 64])
def test_an_invented_refresh_token_opens_nothing(office_of_ana: Office, token: str) -> None:
    with pytest.raises(NotSignedIn):
        sign_in.refresh(office_of_ana, token)
