"""Staff sign in: a password gives a short-lived access token and a refresh token that is valid for one use."""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

from argon2.exceptions import VerificationError
from sqlalchemy import Row

from domain.errors import Refused
from hq.audit import act_journal
from hq.audit.acts import RefreshReused, SignedIn, SignInRefused
from hq.office import Office
from hq.people import rows, tenants, tokens
from hq.people.accounts import hasher
from hq.people.permissions import Staff, StaffRole
from hq.people.tokens import Claims, NotSignedIn
from sync.tables.transaction import Tx

REFRESH_LIFE = timedelta(days=14)
FREE_TRIES = 3
"""From the third wrong password in a row on, the next try has to wait: 1 s, then twice as long each time."""
_LONGEST_WAIT_S = 300
_SECRET_BYTES = 32
_TENANT_BYTES = 16


@dataclass(eq=False)
class WrongPassword(Refused):
    """The organisation, the login and the password do not belong together."""

    code: ClassVar[str] = "WRONG_PASSWORD"


@dataclass(eq=False)
class WaitFirst(Refused):
    """After several wrong passwords the account accepts the next try only after a wait."""

    code: ClassVar[str] = "WAIT_FIRST"

    retry_after_s: int


@dataclass(frozen=True, slots=True)
class Passes:
    """The tokens of a person who signed in."""

    account_id: UUID
    role: StaffRole
    access: str
    refresh: str


@dataclass(frozen=True, slots=True)
class Credentials:
    """The organisation's short name, the login and the password that a person typed."""

    tenant: str
    login: str
    password: str


def sign_in(office: Office, typed: Credentials) -> Passes:
    """Return tokens for a login and its password. Raises WrongPassword or WaitFirst."""
    try:
        tenant_id = tenants.find(office, typed.tenant).id
    except tenants.UnknownTenant:
        _matches(_decoy_hash(), typed.password)
        raise WrongPassword from None
    with office.database.tenant(tenant_id) as tx:
        account = rows.lock_active_account(tx, tenant_id, typed.login.strip().lower())
        refusal = _check(tx, office, account, typed.password)
        if account is not None and refusal is None:
            act_journal.append(tx, office, tenant_id, SignedIn(account.id), account.id)
            return _issue(tx, office, account, office.ids.new())
    # Raised after the commit, so that the failed try is counted.
    raise refusal or WrongPassword


def refresh(office: Office, token: str) -> Passes:
    """Exchange a refresh token for new tokens. A second use of it revokes its whole family. Raises NotSignedIn."""
    tenant_id, digest = _read(token)
    with office.database.tenant(tenant_id) as tx:
        row = rows.lock_refresh_token(tx, tenant_id, digest)
        now = office.clock.now()
        if row is not None and row.used_at is None and row.revoked_at is None and now < row.expires_at:
            account = _active(tx, tenant_id, row.account_id)
            if account is not None:
                rows.mark_token_used(tx, tenant_id, digest, now)
                return _issue(tx, office, account, row.family_id)
        elif row is not None and row.used_at is not None and row.revoked_at is None:
            # One of the two users of this token stole it, and HQ cannot know which.
            rows.revoke_family(tx, tenant_id, row.family_id, now)
            act_journal.append(tx, office, tenant_id, RefreshReused(row.account_id, row.family_id), row.account_id)
    raise NotSignedIn


def sign_out(office: Office, token: str) -> None:
    """Revoke the family of a refresh token. An unknown token changes no row. Raises NotSignedIn if it is malformed."""
    tenant_id, digest = _read(token)
    with office.database.tenant(tenant_id) as tx:
        family = rows.token_family(tx, tenant_id, digest)
        if family is not None:
            rows.revoke_family(tx, tenant_id, family, office.clock.now())


def staff_of(tx: Tx, claims: Claims) -> Staff:
    """The member of staff that the token names, with the role stored now, not when the token was issued.

    Raises NotSignedIn.
    """
    row = _active(tx, claims.tid, claims.sub) if claims.aud == "staff" else None
    if row is None:
        raise NotSignedIn
    return Staff(claims.tid, row.id, StaffRole(row.role))


def staff_of_all(tx: Tx, tenant_id: UUID, accounts: Iterable[UUID]) -> dict[UUID, Staff]:
    """The active ones of these accounts, by id, with their present roles."""
    active = rows.active_accounts(tx, tenant_id, sorted(accounts))
    return {row.id: Staff(tenant_id, row.id, StaffRole(row.role)) for row in active}


def _active(tx: Tx, tenant_id: UUID, account_id: UUID) -> Row[Any] | None:
    return next(iter(rows.active_accounts(tx, tenant_id, [account_id])), None)


def _check(tx: Tx, office: Office, account: Row[Any] | None, password: str) -> Refused | None:
    """Why the account does not accept this password now, or None. Counts the try."""
    now = office.clock.now()
    if account is None:
        _matches(_decoy_hash(), password)
        return WrongPassword()
    if account.wait_until is not None and now < account.wait_until:
        return WaitFirst(int((account.wait_until - now).total_seconds()) + 1)
    if _matches(account.password_hash, password):
        rows.update_account(tx, account.tenant_id, account.id, failures=0, wait_until=None)
        return None
    failures = account.failures + 1
    wait_s = min(2 ** min(failures - FREE_TRIES, 16), _LONGEST_WAIT_S) if failures >= FREE_TRIES else 0
    values = {"failures": failures, "wait_until": now + timedelta(seconds=wait_s)}
    rows.update_account(tx, account.tenant_id, account.id, **values)
    act_journal.append(tx, office, account.tenant_id, SignInRefused(account.id, failures), account.id)
    return WrongPassword()


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
    access = tokens.issue(tx, office, account.tenant_id, account.id)
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


@cache
def _decoy_hash() -> str:
    """A hash to verify against when no account matches: the response time does not show whether an account exists."""
    return hasher.hash("nobody")


def _matches(password_hash: str, password: str) -> bool:
    try:
        return hasher.verify(password_hash, password.encode(errors="surrogatepass"))
    except VerificationError:
        return False
