"""The tenants' signing keys: made with the tenant, sealed at rest, one signs at a time."""

from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import bindparam, select

from hq.office import Office
from hq.storage.tables import hq_key
from sync.journal import public_key
from sync.tables.transaction import Tx

_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A tenant's key, and what tokens call it."""

    id: UUID
    key: Ed25519PrivateKey


def new_key(tx: Tx, office: Office, tenant_id: UUID) -> str:
    """A tenant's new signing key; its public half, in hex, is what stations pin."""
    key = Ed25519PrivateKey.from_private_bytes(office.random(_KEY_BYTES))
    public = public_key(key)
    tx.insert(hq_key, [{
        "tenant_id": tenant_id, "id": office.ids.new(), "public_key": public,
        "sealed": office.keys.close(tenant_id, key, office.random), "created_at": office.clock.now(),
        "retired_at": None,
    }])  # fmt: skip
    return public


def signing_key(tx: Tx, office: Office, tenant_id: UUID) -> Ed25519PrivateKey:
    """The key that signs for a tenant now. Raises WrongSecret."""
    return named_key(tx, office, tenant_id).key


def named_key(tx: Tx, office: Office, tenant_id: UUID) -> SigningKey:
    """The same with its id. Raises WrongSecret."""
    row = tx.execute(_NEWEST, {"tenant": tenant_id}).one()
    return SigningKey(row.id, office.keys.open(tenant_id, bytes(row.sealed)))


_NEWEST = (
    select(hq_key.c.id, hq_key.c.sealed)
    .where(hq_key.c.tenant_id == bindparam("tenant"), hq_key.c.retired_at.is_(None))
    .order_by(hq_key.c.created_at.desc(), hq_key.c.id.desc())
    .limit(1)
)
