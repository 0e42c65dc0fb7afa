"""Staff sign in: a password for a short access token and a refresh token that is good for one use."""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

from argon2.exceptions import VerificationError
from sqlalchemy import bindparam, select, update

from domain.errors import Refused
from hq.audit import act_journal
from hq.audit.acts import RefreshReused, SignedIn, SignInRefused
from hq.office import Office
from hq.people import tenants, tokens
from hq.people.accounts import hasher
from hq.people.permissions import Staff, StaffRole
from hq.people.tokens import Claims, NotSignedIn
from hq.storage.one_of import one_of
from hq.storage.tables import refresh_token, staff_account
from sync.tables.transaction import Tx

REFRESH_LIFE = timedelta(days=14)
FREE_TRIES = 3
_LONGEST_WAIT_S = 300
_SECRET_BYTES = 32


@dataclass(eq=False)
class WrongPassword(Refused):
    """The organisation, the login and the password do not belong together."""

    code: ClassVar[str] = "WRONG_PASSWORD"


@dataclass(eq=False)
class WaitFirst(Refused):
    """After wrong passwords the next try is looked at only after a while."""

    code: ClassVar[str] = "WAIT_FIRST"

    retry_after_s: int


@dataclass(frozen=True, slots=True)
class Passes:
    """What a person who signed in holds."""

    account_id: UUID
    role: StaffRole
    access: str
    refresh: str


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a person types."""

    tenant: str
    login: str
    password: str


def sign_in(office: Office, typed: Credentials) -> Passes:
    """Raises WrongPassword or WaitFirst."""
    try:
        tenant_id = tenants.find(office, typed.tenant).id
    except tenants.UnknownTenant:
        _matches(_nobody(), typed.password)
        raise WrongPassword from None
    with office.database.tenant(tenant_id) as tx:
        row = _account(tx, tenant_id, typed.login)
        refused = _judge(tx, office, row, typed.password)
        if refused is None:
            act_journal.append(tx, office, tenant_id, SignedIn(row.id), row.id)
            return _passes(tx, office, row, office.ids.new())
    raise refused  # after the commit: a wrong try is remembered


def refresh(office: Office, token: str) -> Passes:
    """New passes for a refresh token, once. A second use revokes its family. Raises NotSignedIn."""
    tenant_id, digest = _read(token)
    with office.database.tenant(tenant_id) as tx:
        t = refresh_token.c
        mine = (t.tenant_id == tenant_id, t.hash == digest)
        row = tx.execute(select(refresh_token).where(*mine).with_for_update()).first()
        now = office.clock.now()
        if row is not None and row.used_at is None and row.revoked_at is None and now < row.expires_at:
            account = _active(tx, tenant_id, row.account_id)
            if account is not None:
                tx.execute(update(refresh_token).where(*mine).values(used_at=now))
                return _passes(tx, office, account, row.family_id)
        elif row is not None and row.used_at is not None and row.revoked_at is None:
            _revoke(tx, tenant_id, row.family_id, now)
            act_journal.append(tx, office, tenant_id, RefreshReused(row.account_id, row.family_id), row.account_id)
    raise NotSignedIn


def sign_out(office: Office, token: str) -> None:
    """Revoke the family of a refresh token; one that is not known is nobody's."""
    tenant_id, digest = _read(token)
    with office.database.tenant(tenant_id) as tx:
        t = refresh_token.c
        found = tx.execute(select(t.family_id).where(t.tenant_id == tenant_id, t.hash == digest)).scalar_one_or_none()
        if found is not None:
            _revoke(tx, tenant_id, found, office.clock.now())


def staff_of(tx: Tx, claims: Claims) -> Staff:
    """Who a token's person is now: a role taken away counts at once. Raises NotSignedIn."""
    row = _active(tx, claims.tid, claims.sub) if claims.aud == "staff" else None
    if row is None:
        raise NotSignedIn
    return Staff(claims.tid, row.id, StaffRole(row.role))


def staff_of_all(tx: Tx, tenant_id: UUID, accounts: Iterable[UUID]) -> dict[UUID, Staff]:
    """Who these accounts are now; those that are not active any more are left out."""
    found = tx.execute(_ACTIVE, {"tenant": tenant_id, "accounts": sorted(accounts)})
    return {row.id: Staff(tenant_id, row.id, StaffRole(row.role)) for row in found}


def _account(tx: Tx, tenant_id: UUID, login: str) -> Any:
    t = staff_account.c
    mine = (t.tenant_id == tenant_id, t.login == login.strip().lower(), t.active)
    return tx.execute(select(staff_account).where(*mine).with_for_update()).first()


_ACTIVE = select(staff_account.c.id, staff_account.c.role, staff_account.c.tenant_id).where(
    staff_account.c.tenant_id == bindparam("tenant"),
    one_of(staff_account.c.id, "accounts"),
    staff_account.c.active,
)


def _active(tx: Tx, tenant_id: UUID, account_id: UUID) -> Any:
    return tx.execute(_ACTIVE, {"tenant": tenant_id, "accounts": [account_id]}).first()


def _judge(tx: Tx, office: Office, row: Any, password: str) -> Refused | None:
    now = office.clock.now()
    if row is None:
        _matches(_nobody(), password)
        return WrongPassword()
    if row.wait_until is not None and now < row.wait_until:
        return WaitFirst(int((row.wait_until - now).total_seconds()) + 1)
    mine = (staff_account.c.tenant_id == row.tenant_id, staff_account.c.id == row.id)
    if _matches(row.password_hash, password):
        tx.execute(update(staff_account).where(*mine).values(failures=0, wait_until=None))
        return None
    failures = row.failures + 1
    wait_s = min(2 ** min(failures - FREE_TRIES, 16), _LONGEST_WAIT_S) if failures >= FREE_TRIES else 0
    values = {"failures": failures, "wait_until": now + timedelta(seconds=wait_s)}
    tx.execute(update(staff_account).where(*mine).values(**values))
    act_journal.append(tx, office, row.tenant_id, SignInRefused(row.id, failures), row.id)
    return WrongPassword()


def _passes(tx: Tx, office: Office, account: Any, family: UUID) -> Passes:
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
    tx.insert(refresh_token, [row])
    access = tokens.issue(tx, office, account.tenant_id, account.id)
    told = base64.urlsafe_b64encode(account.tenant_id.bytes + secret).decode()
    return Passes(account.id, StaffRole(account.role), access, told)


def _read(token: str) -> tuple[UUID, bytes]:
    try:
        raw = base64.urlsafe_b64decode(token.encode("ascii"))
    except ValueError as error:
        raise NotSignedIn from error
    if len(raw) != 16 + _SECRET_BYTES:
        raise NotSignedIn
    return UUID(bytes=raw[:16]), hashlib.sha256(raw[16:]).digest()


def _revoke(tx: Tx, tenant_id: UUID, family: UUID, now: datetime) -> None:
    mine = (refresh_token.c.tenant_id == tenant_id, refresh_token.c.family_id == family)
    tx.execute(update(refresh_token).where(*mine).values(revoked_at=now))


@cache
def _nobody() -> str:
    """Looked at when there is no such account: the answer takes as long as for one that exists."""
    return hasher.hash("nobody")


def _matches(password_hash: str, password: str) -> bool:
    try:
        return hasher.verify(password_hash, password.encode(errors="surrogatepass"))
    except VerificationError:
        return False
