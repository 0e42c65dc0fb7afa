"""The vault that stores the station's root secret in the keyring of the system, and the witness beside it."""

import base64
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar, Protocol

from domain.errors import Refused, Unavailable
from pos_app.vault import readable, whole

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
class KeyringSilent(Unavailable):
    """The keyring does not answer."""

    code: ClassVar[str] = "CLA-04"


@dataclass(eq=False)
class KeyringLocked(KeyringSilent):
    """The keyring is locked, or its prompt was dismissed."""

    code: ClassVar[str] = "CLA-06"


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
        with readable(self.place):
            return whole(base64.b64decode(stored, validate=True))

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
