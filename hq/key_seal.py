"""Sealing the tenants' signing keys at rest with HQ's secret, each key for its tenant alone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from domain.errors import Refused

_NONCE_BYTES = 12


@dataclass(eq=False)
class WrongSecret(Refused):
    """TAQUILLA_HQ_SECRET is not the one that sealed this tenant's key."""

    code: ClassVar[str] = "WRONG_SECRET"

    tenant_id: UUID


@dataclass(frozen=True, slots=True)
class KeySeal:
    """Seals private keys with AES-256-GCM, under a key for each tenant that HKDF-SHA256 derives from the secret."""

    secret: bytes = field(repr=False)

    def close(self, tenant_id: UUID, key: Ed25519PrivateKey, random: Callable[[int], bytes]) -> bytes:
        """The sealed key, as the database stores it."""
        nonce = random(_NONCE_BYTES)
        raw = key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        return nonce + self._cipher(tenant_id).encrypt(nonce, raw, tenant_id.bytes)

    def open(self, tenant_id: UUID, sealed: bytes) -> Ed25519PrivateKey:
        """The private key of a sealed one. Raises WrongSecret."""
        nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            raw = self._cipher(tenant_id).decrypt(nonce, rest, tenant_id.bytes)
        except InvalidTag as error:
            raise WrongSecret(tenant_id) from error
        return Ed25519PrivateKey.from_private_bytes(raw)

    def one_time(self, tenant_id: UUID, subject: UUID) -> bytes:
        """128 secret bits for a subject, always the same, so that a code can be shown again without being stored."""
        return self._derive(tenant_id, b"taquilla hq code" + subject.bytes)[:16]

    def _cipher(self, tenant_id: UUID) -> AESGCM:
        return AESGCM(self._derive(tenant_id, b"taquilla hq key"))

    def _derive(self, tenant_id: UUID, purpose: bytes) -> bytes:
        return HKDF(SHA256(), length=32, salt=tenant_id.bytes, info=purpose).derive(self.secret)
