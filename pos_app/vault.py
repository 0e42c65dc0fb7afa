"""The station's root secret: OS keyring, station password, environment, or open for demos; never a prompt here."""

import base64
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import ClassVar, Protocol

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.errors import Refused

ENVIRONMENT_KEY = "TAQUILLA_STATION_KEY"
_SECRET_BYTES = 32
_ALLOWED_KEYRINGS = (
    "keyring.backends.SecretService.Keyring",
    "keyring.backends.Windows.WinVaultKeyring",
    "keyring.backends.macOS.Keyring",
    "keyring.backends.kwallet.DBusKeyring",
    "keyring.backends.libsecret.Keyring",
)


@dataclass(eq=False)
class NoVault(Refused):
    """No place that can keep the key is available: it is never stored in clear."""

    code: ClassVar[str] = "CLA-01"

    found: str


@dataclass(eq=False)
class WrongPassword(Refused):
    """The station password does not open the vault."""

    code: ClassVar[str] = "CLA-02"


@dataclass(eq=False)
class KeyMissing(Refused):
    """The store exists and the vault has no key for it."""

    code: ClassVar[str] = "CLA-03"

    where: str


class VaultKind(StrEnum):
    """Where a profile keeps its root secret."""

    KEYRING = "keyring"
    PASSWORD = "password"  # noqa: S105  # the name of a kind, not a secret
    ENVIRONMENT = "environment"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Secrets:
    """What is derived from the root secret."""

    database_key: bytes
    signing_key: Ed25519PrivateKey

    @classmethod
    def derive(cls, root: bytes) -> "Secrets":
        """Two independent keys from 32 bytes."""
        return cls(_derive(root, b"database"), Ed25519PrivateKey.from_private_bytes(_derive(root, b"journal")))


class Vault(Protocol):
    """Keeps one secret."""

    def load(self) -> bytes | None:
        """The secret, or None before the first `save`."""
        ...

    def save(self, root: bytes) -> None:
        """Keep the secret."""
        ...


@dataclass(frozen=True, slots=True)
class EnvironmentVault:
    """The key is given by the environment, in hex: tests, benchmarks, services."""

    def load(self) -> bytes | None:
        text = os.environ.get(ENVIRONMENT_KEY, "")
        try:
            root = bytes.fromhex(text)
        except ValueError:
            root = b""
        if len(root) != _SECRET_BYTES:
            raise KeyMissing(ENVIRONMENT_KEY)
        return root

    def save(self, root: bytes) -> None:
        """The environment keeps it already."""


@dataclass(frozen=True, slots=True)
class OpenVault:
    """The key lies beside the store, readable: only for demo and benchmark profiles, whose sales are not real."""

    folder: Path

    def load(self) -> bytes | None:
        file = self.folder / "open.key"
        return bytes.fromhex(file.read_text()) if file.exists() else None

    def save(self, root: bytes) -> None:
        _write_private(self.folder / "open.key", root.hex().encode())


@dataclass(frozen=True, slots=True)
class KeyringVault:
    """The operating system's store of secrets; backends that keep them in clear are refused."""

    name: str

    def load(self) -> bytes | None:
        stored = self._backend().get_password("taquilla", self.name)
        return base64.b64decode(stored) if stored else None

    def save(self, root: bytes) -> None:
        self._backend().set_password("taquilla", self.name, base64.b64encode(root).decode())

    def _backend(self) -> "_Keyring":
        import keyring  # noqa: PLC0415  # 60 ms that only this kind of profile needs

        backend = keyring.get_keyring()
        found = f"{type(backend).__module__}.{type(backend).__qualname__}"
        if found not in _ALLOWED_KEYRINGS:
            raise NoVault(found)
        return backend


class _Keyring(Protocol):
    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...


@dataclass(frozen=True, slots=True)
class PasswordVault:
    """The secret sealed by AES-GCM under a key that argon2id makes from the station password."""

    folder: Path
    password: Callable[[], str]

    def load(self) -> bytes | None:
        file = self.folder / "vault.json"
        if not file.exists():
            return None
        sealed = json.loads(file.read_text())
        salt, nonce, box = (base64.b64decode(sealed[name]) for name in ("salt", "nonce", "box"))
        try:
            return AESGCM(self._key(salt)).decrypt(nonce, box, None)
        except InvalidTag:
            raise WrongPassword from None

    def save(self, root: bytes) -> None:
        salt, nonce = os.urandom(16), os.urandom(12)
        box = AESGCM(self._key(salt)).encrypt(nonce, root, None)
        parts = {"salt": salt, "nonce": nonce, "box": box}
        content = {name: base64.b64encode(part).decode() for name, part in parts.items()}
        _write_private(self.folder / "vault.json", json.dumps(content).encode())

    def _key(self, salt: bytes) -> bytes:
        return hash_secret_raw(
            self.password().encode(),
            salt,
            time_cost=3,
            memory_cost=65_536,
            parallelism=4,
            hash_len=32,
            type=Type.ID,
        )


def secrets(vault: Vault, *, create: bool) -> Secrets:
    """The keys of a profile; a new root secret is made and saved when there is none. Raises KeyMissing."""
    root = vault.load()
    if root is None:
        if not create:
            raise KeyMissing(type(vault).__name__)
        root = os.urandom(_SECRET_BYTES)
        vault.save(root)
    return Secrets.derive(root)


def _derive(root: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"taquilla/1/" + purpose).derive(root)


def _write_private(file: Path, content: bytes) -> None:
    """All of it or nothing: half a secret opens nothing and looks like one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".new")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.replace(file)
