"""Vaults for the station's root secret: a password, the environment, or an open file for demos.

The system's keyring has a module of its own, `pos_app.keyring_vault`. No vault prompts; the caller passes the function
that returns the password.
"""

import base64
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.errors import Refused
from pos_app import durable
from pos_app.vault_kind import VaultKind as VaultKind  # noqa: PLC0414  # who opens a vault names its kind

ENVIRONMENT_KEY = "TAQUILLA_STATION_KEY"
SEALED_KEY = "vault.json"
_SECRET_BYTES, _SALT_BYTES, _NONCE_BYTES = 32, 16, 12


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

    @property
    def place(self) -> str:
        """Where the secret is stored, for messages."""
        ...

    def load(self) -> bytes | None:
        """The secret, or None before the first `save`."""
        ...

    def save(self, root: bytes) -> None:
        """Store the secret."""
        ...


@dataclass(frozen=True, slots=True)
class EnvironmentVault:
    """The root secret in hex in an environment variable, for tests, benchmarks and services."""

    @property
    def place(self) -> str:
        return ENVIRONMENT_KEY

    def load(self) -> bytes | None:
        try:
            return whole(bytes.fromhex(os.environ.get(ENVIRONMENT_KEY, "")))
        except ValueError:  # "from None": the error quotes the value, which may be most of a key
            raise BadEnvironmentKey(ENVIRONMENT_KEY) from None

    def save(self, root: bytes) -> None:
        """Does nothing: the environment has the secret already."""


@dataclass(frozen=True, slots=True)
class OpenVault:
    """The root secret in a readable file beside the store, for demo and benchmark profiles without real sales."""

    folder: Path

    @property
    def place(self) -> str:
        return str(self._file)

    def load(self) -> bytes | None:
        with readable(self.place):
            text = _text(self._file)
            return None if text is None else whole(bytes.fromhex(text))

    def save(self, root: bytes) -> None:
        _write_private(self._file, root.hex().encode())

    @property
    def _file(self) -> Path:
        return self.folder / "open.key"


@dataclass(frozen=True, slots=True)
class PasswordVault:
    """The root secret sealed by AES-GCM, under a key that argon2id derives from the station password."""

    folder: Path
    password: Callable[[], str]

    @property
    def place(self) -> str:
        return str(self.folder / SEALED_KEY)

    def load(self) -> bytes | None:
        with readable(self.place):
            text = _text(self.folder / SEALED_KEY)
            if text is None:
                return None
            sealed = json.loads(text)
            salt, nonce, box = (base64.b64decode(sealed[name], validate=True) for name in ("salt", "nonce", "box"))
            whole(salt, _SALT_BYTES)
            whole(nonce, _NONCE_BYTES)
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
            raise KeyMissing(vault.place)
        root = os.urandom(_SECRET_BYTES)
        vault.save(root)
    return Secrets.derive(root)


@contextmanager
def readable(where: str) -> Iterator[None]:
    """Raise KeyMissing for a stored secret that cannot be decoded."""
    try:
        yield
    except (ValueError, KeyError, TypeError) as error:
        raise KeyMissing(where) from error


def _text(file: Path) -> str | None:
    """The text of a file, or None when it does not exist. Raises OSError or ValueError."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return None


def whole(value: bytes, length: int = _SECRET_BYTES) -> bytes:
    """The value, if it has this many bytes. Raises ValueError."""
    if len(value) != length:
        raise ValueError(len(value))
    return value


def _derive(root: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"taquilla/1/" + purpose).derive(root)


def _write_private(file: Path, content: bytes) -> None:
    """Write a secret atomically, readable by its owner only: half a secret would look like a damaged one."""
    durable.make_folder(file.parent)
    durable.write(file, content)
