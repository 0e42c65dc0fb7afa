"""HQ's signature under what a station must be able to trust: certificates, grants, acknowledgements, the feed."""

from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from domain.rights import NumberGrant, PlacesGrant, SeatGrant

HEADER = "Taquilla-Seal"
"""The HTTP header that carries the seal of a body, in hex."""


def seal(key: Ed25519PrivateKey, said: bytes) -> str:
    """The signature of these bytes, in hex."""
    return key.sign(said).hex()


def holds(public_key: str, said: bytes, signature: str) -> bool:
    """Whether the holder of this key (hex) said these bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(bytes.fromhex(signature), said)
    except (InvalidSignature, ValueError):
        return False
    return True


def grant_bytes(tenant_id: UUID, station_id: UUID, epoch: int, grant: NumberGrant | SeatGrant | PlacesGrant) -> bytes:
    """What HQ seals of a right: that it belongs to this life of this station."""
    kind = type(grant).__name__
    said = {"tenant": tenant_id, "station": station_id, "epoch": epoch, "kind": kind, "grant": grant}
    return msgspec.json.encode(said, order="sorted")
