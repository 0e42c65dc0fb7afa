"""Staff sign in: a password gives a short-lived access token and a refresh token that is valid for one use."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Row

from domain.errors import Refused
from hq.audit import act_journal
from hq.audit.acts import RefreshReused, SignedIn, SignInRefused
from hq.office import Office
from hq.people import ended, passwords, rows, tenants, tokens
from hq.people.permissions import Staff, StaffRole
from hq.people.tokens import Claims, NotSignedIn
from hq.people.tries import Tried, Tries
from sync.tables.transaction import Tx

REFRESH_LIFE = timedelta(days=14)
MOST_NETWORKS = 8
"""Networks that an account remembers, the last used first: others cannot make the person wait there."""
_NOBODYS = UUID(int=0)
_SECRET_BYTES = 32
_TENANT_BYTES = 16


@dataclass(eq=False)
class WrongPassword(Refused):
    """The organisation, the login and the password do not belong together."""

    code: ClassVar[str] = "WRONG_PASSWORD"


@dataclass(frozen=True, slots=True)
class Passes:
    """The tokens of a person who signed in."""

    account_id: UUID
    role: StaffRole
    access: str
    refresh: str


@dataclass(frozen=True, slots=True)
class Credentials:
    """The organisation's short name, the login and the password that a person typed, and the network they came from."""

    tenant: str
    login: str
    password: str
    network: str = ""


Later = Callable[[Callable[[], None]], object]
"""Runs a function, now or later on another thread."""


def at_once(act: Callable[[], None]) -> None:
    """Run a function now."""
    act()


def sign_in(office: Office, tries: Tries, typed: Credentials, later: Later = at_once) -> Passes:
    """Return tokens for a login and its password. Raises WrongPassword or WaitFirst.

    The password is hashed between two transactions, so that no connection and no row waits for it. A wrong one is
    written to the journal by `later`: only logins that exist have it, and the time of the answer must not show that.
    """
    tenant_id, account = _find(office, typed)
    secret = account.password_hash if account else ""
    tried = Tried(typed.tenant, _login(typed), secret, typed.network)
    is_familiar = account is not None and _network_mark(account, typed) in _networks(account)
    wrong = tries.begin(tried, office.clock.now(), is_familiar=is_familiar)
    is_right = passwords.matches(secret or None, typed.password)
    if account is None:
        raise WrongPassword
    if not is_right:
        later(partial(_note_refused, office, account, wrong))
        raise WrongPassword
    with office.database.tenant(tenant_id) as tx:
        now = rows.lock_active_account(tx, tenant_id, _login(typed))
        if now is not None and (now.id, now.password_hash) == (account.id, secret):
            tries.forgive(tried)
            _remember_network(tx, now, typed)
            act_journal.append(tx, office, tenant_id, SignedIn(now.id), now.id)
            return _issue(tx, office, now, office.ids.new())
    raise WrongPassword


def _note_refused(office: Office, account: Row[Any], wrong: int) -> None:
    with office.database.tenant(account.tenant_id) as tx:
        act_journal.append(tx, office, account.tenant_id, SignInRefused(account.id, wrong), account.id)


def _find(office: Office, typed: Credentials) -> tuple[UUID, Row[Any] | None]:
    """The organisation, and its active account with this login. Of no organisation as much is read."""
    try:
        tenant_id = tenants.find(office, typed.tenant).id
    except tenants.UnknownTenant:
        tenant_id = _NOBODYS
    with office.database.tenant(tenant_id) as tx:
        return tenant_id, rows.active_account(tx, tenant_id, _login(typed))


def _login(typed: Credentials) -> str:
    return typed.login.strip().lower()


def _networks(account: Row[Any]) -> list[str]:
    marks: list[str] = json.loads(account.networks)
    return marks


def _network_mark(account: Row[Any], typed: Credentials) -> str:
    """What an account remembers of a network: enough to know it again, not where it is."""
    return hashlib.sha256(account.id.bytes + typed.network.encode()).hexdigest()[:16]


def _remember_network(tx: Tx, account: Row[Any], typed: Credentials) -> None:
    mark, known = _network_mark(account, typed), _networks(account)
    latest = [mark, *(other for other in known if other != mark)][:MOST_NETWORKS]
    if latest != known:
        rows.update_account(tx, account.tenant_id, account.id, networks=json.dumps(latest))


def refresh(office: Office, token: str) -> Passes:
    """Exchange a refresh token for new tokens. A second use of it revokes its whole family. Raises NotSignedIn."""
    tenant_id, digest = _read(token)
    with office.database.tenant(tenant_id) as tx:
        row = rows.lock_refresh_token(tx, tenant_id, digest)
        now = office.clock.now()
        if row is not None and row.used_at is None and row.revoked_at is None and now < row.expires_at:
            account = rows.account(tx, tenant_id, row.account_id)
            if account is not None and (account.id, row.family_id) in rows.active_sessions(
                tx, tenant_id, [(account.id, row.family_id)]
            ):
                rows.mark_token_used(tx, tenant_id, digest, now)
                return _issue(tx, office, account, row.family_id)
        elif row is not None and row.used_at is not None and row.revoked_at is None:
            # One of the two users of this token stole it, and HQ cannot know which.
            rows.revoke_family(tx, tenant_id, row.family_id, now)
            ended.notify(tx, tenant_id, row.account_id)
            act_journal.append(tx, office, tenant_id, RefreshReused(row.account_id, row.family_id), row.account_id)
    raise NotSignedIn


def sign_out(office: Office, token: str) -> None:
    """End the sign-in of a refresh token, with its access tokens and live lines. An unknown token changes no row.

    Raises NotSignedIn if it is malformed.
    """
    tenant_id, digest = _read(token)
    with office.database.tenant(tenant_id) as tx:
        row = rows.lock_refresh_token(tx, tenant_id, digest)
        if row is not None:
            rows.revoke_family(tx, tenant_id, row.family_id, office.clock.now())
            ended.notify(tx, tenant_id, row.account_id)


def staff_of(tx: Tx, claims: Claims) -> Staff:
    """The member of staff that the token names, with the role stored now, not when the token was issued.

    Raises NotSignedIn, also when the sign-in that the token is of has ended.
    """
    staff = staff_of_all(tx, claims.tid, [claims]).get(claims)
    if staff is None:
        raise NotSignedIn
    return staff


def staff_of_all(tx: Tx, tenant_id: UUID, claims: Iterable[Claims]) -> dict[Claims, Staff]:
    """Who these tokens are of, with their present roles; none for tokens whose account or sign-in has ended."""
    of_staff = [one for one in set(claims) if one.aud == "staff" and one.tid == tenant_id and one.fam is not None]
    active = rows.active_sessions(tx, tenant_id, sorted({(one.sub, one.fam) for one in of_staff if one.fam}))
    return {
        one: Staff(tenant_id, one.sub, StaffRole(active[one.sub, one.fam]))
        for one in of_staff
        if one.fam and (one.sub, one.fam) in active
    }


def _issue(tx: Tx, office: Office, account: Row[Any], family: UUID) -> Passes:
    secret = office.random(_SECRET_BYTES)
    now = office.clock.now()
    row = {
        "tenant_id": account.tenant_id,
        "id": office.ids.new(),
        "family_id": family,
        "account_id": account.id,
        "issued_at": now,
        "expires_at": now + REFRESH_LIFE,
        "used_at": None,
        "revoked_at": None,
        "hash": hashlib.sha256(secret).digest(),
    }
    rows.insert_refresh_token(tx, row)
    access = tokens.issue_for_staff(tx, office, account.tenant_id, account.id, family)
    refresh_token = base64.urlsafe_b64encode(account.tenant_id.bytes + secret).decode()
    return Passes(account.id, StaffRole(account.role), access, refresh_token)


def _read(token: str) -> tuple[UUID, bytes]:
    """The tenant of a refresh token and the SHA-256 of its secret. Raises NotSignedIn."""
    try:
        raw = base64.urlsafe_b64decode(token.encode("ascii"))
    except ValueError as error:
        raise NotSignedIn from error
    if len(raw) != _TENANT_BYTES + _SECRET_BYTES:
        raise NotSignedIn
    return UUID(bytes=raw[:_TENANT_BYTES]), hashlib.sha256(raw[_TENANT_BYTES:]).digest()
