"""Vaults for the station's root secret: the system's keyring, a password, the environment, or an open file for demos.

No vault prompts; the caller passes the function that returns the password.
"""

import base64
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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
from pos_app.vault_kind import VaultKind as VaultKind  # noqa: PLC0414  # who opens a vault names its kind

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
    """The system offers no keyring that encrypts what it stores; `backend` names the one it offers."""

    code: ClassVar[str] = "CLA-01"

    backend: str


@dataclass(eq=False)
class WrongPassword(Refused):
    """The station password does not open the vault."""

    code: ClassVar[str] = "CLA-02"


@dataclass(eq=False)
class KeyMissing(Refused):
    """The vault has no key for the existing store, or holds a damaged one."""

    code: ClassVar[str] = "CLA-03"

    where: str


@dataclass(eq=False)
class BadEnvironmentKey(KeyMissing):
    """The environment variable of the key is missing or is not 32 bytes in hex."""

    code: ClassVar[str] = "CLA-05"


@dataclass(eq=False)
class KeyringSilent(Unavailable):
    """The keyring is locked or does not answer."""

    code: ClassVar[str] = "CLA-04"


@dataclass(frozen=True, slots=True)
class Secrets:
    """The keys derived from the root secret."""

    database_key: bytes
    signing_key: Ed25519PrivateKey

    @classmethod
    def derive(cls, root: bytes) -> "Secrets":
        """Two independent keys from 32 bytes."""
        return cls(_derive(root, b"database"), Ed25519PrivateKey.from_private_bytes(_derive(root, b"journal")))


class Vault(Protocol):
    """Stores one secret."""

    def load(self) -> bytes | None:
        """The secret, or None before the first `save`."""
        ...

    def save(self, root: bytes) -> None:
        """Store the secret."""
        ...


@dataclass(frozen=True, slots=True)
class EnvironmentVault:
    """The root secret in hex in an environment variable, for tests, benchmarks and services."""

    def load(self) -> bytes | None:
        try:
            return _whole(bytes.fromhex(os.environ.get(ENVIRONMENT_KEY, "")))
        except ValueError:  # "from None": the error quotes the value, which may be most of a key
            raise BadEnvironmentKey(ENVIRONMENT_KEY) from None

    def save(self, root: bytes) -> None:
        """Does nothing: the environment has the secret already."""


@dataclass(frozen=True, slots=True)
class OpenVault:
    """The root secret in a readable file beside the store, for demo and benchmark profiles without real sales."""

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
    """The operating system's keyring. Backends that store secrets in clear are refused with NoVault.

    It is also a witness (`pos_app.storage.store.witness`), under an item of its own.
    """

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
        name = f"{type(backend).__module__}.{type(backend).__qualname__}"
        if name not in _ALLOWED_KEYRINGS:
            raise NoVault(name)
        return backend

    def recall(self) -> str | None:
        """The witness text stored last, or None. Raises Unavailable."""
        return self._call(lambda ring: ring.get_password("taquilla", self._item))

    def keep(self, text: str) -> None:
        """Replace the witness text. Raises Unavailable."""
        self._call(lambda ring: ring.set_password("taquilla", self._item, text))

    @property
    def _item(self) -> str:
        return f"{self.name} anchor"

    def _call(self, act: "Callable[[_Keyring], _T]") -> "_T":
        from keyring.errors import KeyringError  # noqa: PLC0415  # the same

        try:
            return act(self._backend())
        except (KeyringError, NoVault) as error:
            raise KeyringSilent("keyring", str(error)) from error


class _Keyring(Protocol):
    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...


@dataclass(frozen=True, slots=True)
class PasswordVault:
    """The root secret sealed by AES-GCM, under a key that argon2id derives from the station password."""

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
    """The keys of a profile. Without a root secret, one is created and saved, or KeyMissing is raised."""
    root = vault.load()
    if root is None:
        if not create:
            raise KeyMissing(type(vault).__name__)
        root = os.urandom(_SECRET_BYTES)
        vault.save(root)
    return Secrets.derive(root)


@contextmanager
def _readable(where: str) -> Iterator[None]:
    """Raise KeyMissing for a stored secret that cannot be decoded."""
    try:
        yield
    except (ValueError, KeyError, TypeError) as error:
        raise KeyMissing(where) from error


def _whole(value: bytes, length: int = _SECRET_BYTES) -> bytes:
    """The value, if it has this many bytes. Raises ValueError."""
    if len(value) != length:
        raise ValueError(len(value))
    return value


def _derive(root: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"taquilla/1/" + purpose).derive(root)


def _write_private(file: Path, content: bytes) -> None:
    """Write a secret atomically, readable by its owner only: half a secret would look like a damaged one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    durable.write(file, content)
