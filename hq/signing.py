"""The tenants' signing keys: one is made with the tenant, they are sealed at rest, and the newest one signs."""

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
    """A tenant's private key, and its id, which tokens name in their header."""

    id: UUID
    key: Ed25519PrivateKey


def new_key(tx: Tx, office: Office, tenant_id: UUID) -> str:
    """Make and store a signing key. Returns its public half in hex, which stations pin when they enrol."""
    key = Ed25519PrivateKey.from_private_bytes(office.random(_KEY_BYTES))
    public = public_key(key)
    tx.insert(hq_key, [{
        "tenant_id": tenant_id, "id": office.ids.new(), "public_key": public,
        "sealed": office.keys.close(tenant_id, key, office.random), "created_at": office.clock.now(),
        "retired_at": None,
    }])  # fmt: skip
    return public


def signing_key(tx: Tx, office: Office, tenant_id: UUID) -> Ed25519PrivateKey:
    """The tenant's present signing key. Raises WrongSecret."""
    return named_key(tx, office, tenant_id).key


def named_key(tx: Tx, office: Office, tenant_id: UUID) -> SigningKey:
    """The tenant's present signing key with its id. Raises WrongSecret."""
    row = tx.execute(_NEWEST, {"tenant": tenant_id}).one()
    return SigningKey(row.id, office.keys.open(tenant_id, bytes(row.sealed)))


_NEWEST = (
    select(hq_key.c.id, hq_key.c.sealed)
    .where(hq_key.c.tenant_id == bindparam("tenant"), hq_key.c.retired_at.is_(None))
    .order_by(hq_key.c.created_at.desc(), hq_key.c.id.desc())
    .limit(1)
)
