"""The SQL of people: tenants, staff accounts, refresh tokens and the keys that verify access tokens."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, text, update

from hq.people.permissions import StaffRole
from hq.storage.tables import hq_key, refresh_token, staff_account, tenant
from sync.tables.transaction import Tx

_account = staff_account.c
_token = refresh_token.c


def tenant_by_slug(tx: Tx, slug: str) -> Row[Any] | None:
    """The row of the tenant with this short name."""
    return tx.execute(select(tenant).where(tenant.c.slug == slug)).first()


def tenants(tx: Tx) -> Sequence[Row[Any]]:
    """The rows of all tenants, by short name."""
    return tx.execute(select(tenant).order_by(tenant.c.slug)).all()


def public_key(tx: Tx, tenant_id: UUID, key_id: UUID) -> str | None:
    """The public half, in hex, of one of the tenant's signing keys."""
    own_key = (hq_key.c.tenant_id == tenant_id, hq_key.c.id == key_id)
    key: str | None = tx.execute(select(hq_key.c.public_key).where(*own_key)).scalar_one_or_none()
    return key


def account(tx: Tx, tenant_id: UUID, account_id: UUID) -> Row[Any] | None:
    """The row of an account."""
    return tx.execute(select(staff_account).where(*_has_id(tenant_id, account_id))).first()


def accounts_after(tx: Tx, tenant_id: UUID, after: UUID | None, most: int) -> Sequence[Row[Any]]:
    """At most `most` accounts with an id greater than `after`, by id; None begins with the first."""
    statement = select(staff_account).where(_account.tenant_id == tenant_id).order_by(_account.id).limit(most)
    if after is not None:
        statement = statement.where(_account.id > after)
    return tx.execute(statement).all()


def active_account(tx: Tx, tenant_id: UUID, login: str) -> Row[Any] | None:
    """The row of the active account with this login."""
    match = (_account.tenant_id == tenant_id, _account.login == login, _account.active)
    return tx.execute(select(staff_account).where(*match)).first()


def lock_active_account(tx: Tx, tenant_id: UUID, login: str) -> Row[Any] | None:
    """The row of the active account with this login, locked until the transaction ends."""
    match = (_account.tenant_id == tenant_id, _account.login == login, _account.active)
    return tx.execute(select(staff_account).where(*match).with_for_update()).first()


def other_account_has_login(tx: Tx, tenant_id: UUID, account_id: UUID, login: str) -> bool:
    """Whether an account other than this one has the login."""
    match = (_account.tenant_id == tenant_id, _account.login == login, _account.id != account_id)
    return tx.execute(select(_account.id).where(*match)).first() is not None


def lock_administrators(tx: Tx, tenant_id: UUID) -> bool:
    """Lock the tenant's active administrators until the transaction ends, and return whether there is one."""
    match = (_account.tenant_id == tenant_id, _account.role == StaffRole.ADMINISTRATOR, _account.active)
    return tx.execute(select(_account.id).where(*match).with_for_update()).first() is not None


_ACTIVE = text("""
    SELECT a.id, asked.family, a.role
    FROM unnest(CAST(:accounts AS uuid[]), CAST(:families AS uuid[])) AS asked(account, family)
    JOIN staff_account a ON a.tenant_id = :tenant AND a.id = asked.account AND a.active
    WHERE NOT EXISTS (
        SELECT 1 FROM refresh_token t
        WHERE t.tenant_id = :tenant AND t.family_id = asked.family AND t.revoked_at IS NOT NULL)
""")
_NOTIFY = text("SELECT pg_notify(:channel, :payload)")


def active_sessions(tx: Tx, tenant_id: UUID, sessions: Sequence[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], str]:
    """The roles of those of these accounts and families of refresh tokens that are active and were not revoked.

    A family is revoked as a whole: one revoked token counts for those that are issued at the same moment.
    """
    asked = {
        "tenant": tenant_id,
        "accounts": [account for account, _ in sessions],
        "families": [family for _, family in sessions],
    }
    return {(row.id, row.family): row.role for row in tx.execute(_ACTIVE, asked)}


def notify(tx: Tx, channel: str, payload: str) -> None:
    """Send a notice, if and when the transaction commits."""
    tx.execute(_NOTIFY, {"channel": channel, "payload": payload})


def insert_account(tx: Tx, row: Mapping[str, object]) -> None:
    """Insert an account; no effect when its id exists."""
    tx.insert(staff_account, [row])


def update_account(tx: Tx, tenant_id: UUID, account_id: UUID, **values: object) -> bool:
    """Set columns of an account, and return whether it exists."""
    changed = tx.execute(update(staff_account).where(*_has_id(tenant_id, account_id)).values(**values))
    return changed.rowcount > 0


def _has_id(tenant_id: UUID, account_id: UUID) -> tuple[Any, ...]:
    return _account.tenant_id == tenant_id, _account.id == account_id


def lock_refresh_token(tx: Tx, tenant_id: UUID, digest: bytes) -> Row[Any] | None:
    """The row of the refresh token with this hash, locked until the transaction ends."""
    return tx.execute(select(refresh_token).where(*_has_hash(tenant_id, digest)).with_for_update()).first()


def insert_refresh_token(tx: Tx, row: Mapping[str, object]) -> None:
    """Insert a refresh token."""
    tx.insert(refresh_token, [row])


def mark_token_used(tx: Tx, tenant_id: UUID, digest: bytes, at: datetime) -> None:
    """Note when the refresh token with this hash was used."""
    tx.execute(update(refresh_token).where(*_has_hash(tenant_id, digest)).values(used_at=at))


def revoke_family(tx: Tx, tenant_id: UUID, family_id: UUID, at: datetime) -> None:
    """Revoke every refresh token of a family."""
    match = (_token.tenant_id == tenant_id, _token.family_id == family_id)
    tx.execute(update(refresh_token).where(*match).values(revoked_at=at))


def revoke_tokens_of(tx: Tx, tenant_id: UUID, account_id: UUID, at: datetime) -> None:
    """Revoke every refresh token of an account."""
    match = (_token.tenant_id == tenant_id, _token.account_id == account_id)
    tx.execute(update(refresh_token).where(*match).values(revoked_at=at))


def _has_hash(tenant_id: UUID, digest: bytes) -> tuple[Any, ...]:
    return _token.tenant_id == tenant_id, _token.hash == digest
