"""Vaults for the station's root secret: the system's keyring, a password, the environment, or an open file for demos.

No vault prompts; the caller passes the function that returns the password.
"""

import base64
import json
import os
import sys
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

from domain.errors import Refused, Unavailable
from pos_app import durable
from pos_app.vault_kind import VaultKind as VaultKind  # noqa: PLC0414  # who opens a vault names its kind

ENVIRONMENT_KEY = "TAQUILLA_STATION_KEY"
SEALED_KEY = "vault.json"
_SECRET_BYTES, _SALT_BYTES, _NONCE_BYTES = 32, 16, 12
_LOCKED = {"KeyringLocked", "LockedException", "PromptDismissedException"}
_BACKEND_ERRORS = (
    ("secretstorage.exceptions", "SecretStorageException"),
    ("jeepney.wrappers", "DBusErrorResponse"),
    ("dbus.exceptions", "DBusException"),
    ("gi.repository.GLib", "Error"),
    ("win32ctypes.pywin32.pywintypes", "error"),
)
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
    """The keyring does not answer."""

    code: ClassVar[str] = "CLA-04"


@dataclass(eq=False)
class KeyringLocked(KeyringSilent):
    """The keyring is locked, or its prompt was dismissed."""

    code: ClassVar[str] = "CLA-06"


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
            return _whole(bytes.fromhex(os.environ.get(ENVIRONMENT_KEY, "")))
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
        with _readable(self.place):
            text = _text(self._file)
            return None if text is None else _whole(bytes.fromhex(text))

    def save(self, root: bytes) -> None:
        _write_private(self._file, root.hex().encode())

    @property
    def _file(self) -> Path:
        return self.folder / "open.key"


@dataclass(frozen=True, slots=True)
class KeyringVault:
    """The operating system's keyring. Backends that store secrets in clear are refused with NoVault.

    It is also a witness (`pos_app.storage.store.witness`), under an item of its own. Raises KeyringLocked or
    KeyringSilent.
    """

    name: str

    @property
    def place(self) -> str:
        return f"keyring: taquilla, {self.name}"

    def load(self) -> bytes | None:
        stored = self._fetch(self.name)
        if not stored:
            return None
        with _readable(self.place):
            return _whole(base64.b64decode(stored, validate=True))

    def save(self, root: bytes) -> None:
        self._store(self.name, base64.b64encode(root).decode())

    def recall(self) -> str | None:
        """The witness text stored last, or None. Raises Unavailable."""
        with _refusal_as_silence():
            return self._fetch(self._item)

    def keep(self, text: str) -> None:
        """Replace the witness text. Raises Unavailable."""
        with _refusal_as_silence():
            self._store(self._item, text)

    def copy_to(self, other: "KeyringVault") -> bool:
        """Copy secret and witness to another entry. False, and no change, when that entry holds another secret."""
        root, present = self.load(), other.load()
        if root is None or present not in {None, root}:
            return False
        other.save(root)
        witnessed = self.recall()
        if witnessed is not None and other.recall() is None:
            other.keep(witnessed)
        return True

    @property
    def _item(self) -> str:
        return f"{self.name} anchor"

    def _fetch(self, item: str) -> str | None:
        """The text of an item in the first backend that has it."""
        with _answering():
            texts = (ring.get_password("taquilla", item) for ring in _safe_keyrings())
            return next((text for text in texts if text), None)

    def _store(self, item: str, text: str) -> None:
        with _answering():
            _safe_keyrings()[0].set_password("taquilla", item, text)


def _safe_keyrings() -> "list[_Keyring]":
    """The backends that encrypt, in the system's order; several when keyring chains them. Raises NoVault."""
    import keyring  # noqa: PLC0415  # 60 ms that only this kind of profile needs
    from keyring.backends.chainer import ChainerBackend  # noqa: PLC0415  # the same

    backend = keyring.get_keyring()
    rings = list(backend.backends) if isinstance(backend, ChainerBackend) else [backend]
    names = [f"{type(ring).__module__}.{type(ring).__qualname__}" for ring in rings]
    safe = [ring for ring, name in zip(rings, names, strict=True) if name in _ALLOWED_KEYRINGS]
    if not safe:
        raise NoVault(", ".join(names))
    return safe


@contextmanager
def _answering() -> Iterator[None]:
    """Raise KeyringLocked or KeyringSilent for an error of a backend, which may be one of its own libraries."""
    try:
        yield
    except _errors_of_backends() as error:
        if _LOCKED & {type(cause).__name__ for cause in _causes(error)}:
            raise KeyringLocked("keyring", str(error)) from error
        raise KeyringSilent("keyring", str(error) or type(error).__name__) from error


def _errors_of_backends() -> tuple[type[Exception], ...]:
    """Errors of keyring, and of the libraries below it, which it lets through. One that is not loaded raises none."""
    from keyring.errors import KeyringError  # noqa: PLC0415  # the same

    loaded = [(sys.modules[module], name) for module, name in _BACKEND_ERRORS if module in sys.modules]
    return (KeyringError, OSError, *(getattr(module, name) for module, name in loaded))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


@contextmanager
def _refusal_as_silence() -> Iterator[None]:
    """Raise KeyringSilent for NoVault: a witness is unavailable, and no reason to refuse the start."""
    try:
        yield
    except NoVault as error:
        raise KeyringSilent("keyring", error.backend) from error


class _Keyring(Protocol):
    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...


@dataclass(frozen=True, slots=True)
class PasswordVault:
    """The root secret sealed by AES-GCM, under a key that argon2id derives from the station password."""

    folder: Path
    password: Callable[[], str]

    @property
    def place(self) -> str:
        return str(self.folder / SEALED_KEY)

    def load(self) -> bytes | None:
        with _readable(self.place):
            text = _text(self.folder / SEALED_KEY)
            if text is None:
                return None
            sealed = json.loads(text)
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
            raise KeyMissing(vault.place)
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


def _text(file: Path) -> str | None:
    """The text of a file, or None when it does not exist. Raises OSError or ValueError."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return None


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
