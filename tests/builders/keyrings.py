"""Keyrings in memory: one that answers, and one that raises what real ones raise."""

from collections.abc import Iterator
from contextlib import contextmanager

import keyring
import pytest
from keyring.backend import KeyringBackend

from pos_app import keyring_vault


class MemoryKeyring(KeyringBackend):
    """A keyring that stores passwords until the test ends, or raises `error` instead."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring's own
        self.kept: dict[tuple[str, str], str] = {}
        self.error: Exception | None = None

    def get_password(self, service: str, username: str) -> str | None:
        if self.error:
            raise self.error
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.error:
            raise self.error
        self.kept[service, username] = password


@contextmanager
def installed(monkeypatch: pytest.MonkeyPatch, ring: KeyringBackend) -> Iterator[None]:
    """The keyring of the system, on the list of those that encrypt."""
    monkeypatch.setattr(keyring_vault, "_ALLOWED_KEYRINGS", (f"{MemoryKeyring.__module__}.MemoryKeyring",))
    before = keyring.get_keyring()
    keyring.set_keyring(ring)
    yield
    keyring.set_keyring(before)
