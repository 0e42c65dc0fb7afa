"""The station's root secret: OS keyring, station password, environment, or open for demos; never a prompt here."""

import base64
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import ClassVar, Protocol, TypeVar

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.errors import Refused, Unavailable
from pos_app import durable

ENVIRONMENT_KEY = "TAQUILLA_STATION_KEY"
SEALED_KEY = "vault.json"
_SECRET_BYTES, _SALT_BYTES, _NONCE_BYTES = 32, 16, 12
_T = TypeVar("_T")
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
    """The store exists and the vault has no key for it, or what it keeps is damaged."""

    code: ClassVar[str] = "CLA-03"

    where: str


@dataclass(eq=False)
class BadEnvironmentKey(KeyMissing):
    """The environment does not give the key, or gives no 32 bytes in hex."""

    code: ClassVar[str] = "CLA-05"


@dataclass(eq=False)
class KeyringSilent(Unavailable):
    """The keyring is locked or does not answer."""

    code: ClassVar[str] = "CLA-04"


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
        try:
            return _whole(bytes.fromhex(os.environ.get(ENVIRONMENT_KEY, "")))
        except ValueError:  # it quotes what it could not read
            raise BadEnvironmentKey(ENVIRONMENT_KEY) from None

    def save(self, root: bytes) -> None:
        """The environment keeps it already."""


@dataclass(frozen=True, slots=True)
class OpenVault:
    """The key lies beside the store, readable: only for demo and benchmark profiles, whose sales are not real."""

    folder: Path

    def load(self) -> bytes | None:
        file = self.folder / "open.key"
        if not file.exists():
            return None
        with _readable(str(file)):
            return _whole(bytes.fromhex(file.read_text()))

    def save(self, root: bytes) -> None:
        _write_private(self.folder / "open.key", root.hex().encode())


@dataclass(frozen=True, slots=True)
class KeyringVault:
    """The operating system's store of secrets; backends that keep them in clear are refused."""

    name: str

    def load(self) -> bytes | None:
        stored = self._backend().get_password("taquilla", self.name)
        if not stored:
            return None
        with _readable(self.name):
            return _whole(base64.b64decode(stored, validate=True))

    def save(self, root: bytes) -> None:
        self._backend().set_password("taquilla", self.name, base64.b64encode(root).decode())

    def _backend(self) -> "_Keyring":
        import keyring  # noqa: PLC0415  # 60 ms that only this kind of profile needs

        backend = keyring.get_keyring()
        found = f"{type(backend).__module__}.{type(backend).__qualname__}"
        if found not in _ALLOWED_KEYRINGS:
            raise NoVault(found)
        return backend

    def recall(self) -> str | None:
        """What the station last said of itself (`storage.witness`). Raises Unavailable."""
        return self._asked(lambda ring: ring.get_password("taquilla", self._item))

    def keep(self, said: str) -> None:
        """Keep what the station says of itself. Raises Unavailable."""
        self._asked(lambda ring: ring.set_password("taquilla", self._item, said))

    @property
    def _item(self) -> str:
        return f"{self.name} anchor"

    def _asked(self, ask: "Callable[[_Keyring], _T]") -> "_T":
        from keyring.errors import KeyringError  # noqa: PLC0415  # the same

        try:
            return ask(self._backend())
        except (KeyringError, NoVault) as error:
            raise KeyringSilent("keyring", str(error)) from error


class _Keyring(Protocol):
    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...


@dataclass(frozen=True, slots=True)
class PasswordVault:
    """The secret sealed by AES-GCM under a key that argon2id makes from the station password."""

    folder: Path
    password: Callable[[], str]

    def load(self) -> bytes | None:
        file = self.folder / SEALED_KEY
        if not file.exists():
            return None
        with _readable(str(file)):
            sealed = json.loads(file.read_text())
            salt, nonce, box = (base64.b64decode(sealed[name], validate=True) for name in ("salt", "nonce", "box"))
            _whole(salt, _SALT_BYTES)
            _whole(nonce, _NONCE_BYTES)
        try:
            return AESGCM(self._key(salt)).decrypt(nonce, box, None)
        except InvalidTag:
            raise WrongPassword from None

    def save(self, root: bytes) -> None:
        salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
        box = AESGCM(self._key(salt)).encrypt(nonce, root, None)
        parts = {"salt": salt, "nonce": nonce, "box": box}
        content = {name: base64.b64encode(part).decode() for name, part in parts.items()}
        _write_private(self.folder / SEALED_KEY, json.dumps(content).encode())

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


@contextmanager
def _readable(where: str) -> Iterator[None]:
    """What was kept is not in its form any more: no key can be made of it. Raises KeyMissing."""
    try:
        yield
    except (ValueError, KeyError, TypeError) as error:
        raise KeyMissing(where) from error


def _whole(kept: bytes, length: int = _SECRET_BYTES) -> bytes:
    if len(kept) != length:
        raise ValueError(len(kept))
    return kept


def _derive(root: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"taquilla/1/" + purpose).derive(root)


def _write_private(file: Path, content: bytes) -> None:
    """All of it or nothing: half a secret opens nothing and looks like one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    durable.write(file, content)
