"""HQ's signature on what a station must be able to trust: certificates, grants, acknowledgements, the feed."""

from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from domain.after_sale.refund_right import RefundGrant
from domain.rights import Grant

HEADER = "Taquilla-Seal"
"""The HTTP header that carries the seal of a body, in hex."""


def seal(key: Ed25519PrivateKey, content: bytes) -> str:
    """Sign bytes; returns the signature in hex."""
    return key.sign(content).hex()


def holds(public_key: str, content: bytes, signature: str) -> bool:
    """Whether a signature (hex) of these bytes was made with the key of this public key (hex)."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(bytes.fromhex(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def grant_bytes(tenant_id: UUID, station_id: UUID, epoch: int, grant: Grant | RefundGrant) -> bytes:
    """The bytes that HQ signs for a grant: the right, and the life of the station that it belongs to."""
    kind = type(grant).__name__
    statement = {"tenant": tenant_id, "station": station_id, "epoch": epoch, "kind": kind, "grant": grant}
    return msgspec.json.encode(statement, order="sorted")
