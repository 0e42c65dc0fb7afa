"""Hashing passwords: slow and large on purpose, so a few at once, and never inside a transaction."""

import os
import threading
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, NewType

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from domain.errors import Refused

FEWEST_CHARACTERS = 10
MOST_CHARACTERS = 200
MOST_AT_ONCE = min(4, max(1, (os.cpu_count() or 1) // 2))
"""Hashes that this process computes at once: each takes 64 MiB and all cores for a tenth of a second."""
PasswordHash = NewType("PasswordHash", str)
_hasher = PasswordHasher()
"""argon2id with the library's parameters, which follow RFC 9106 for servers with little memory."""
_room = threading.BoundedSemaphore(MOST_AT_ONCE)


@dataclass(eq=False)
class WeakPassword(Refused):
    """A password has 10 to 200 characters."""

    code: ClassVar[str] = "WEAK_PASSWORD"

    least: int = FEWEST_CHARACTERS


def hashed(password: str) -> PasswordHash:
    """The hash of a new password. Call it before a transaction begins. Raises WeakPassword."""
    if not FEWEST_CHARACTERS <= len(password) <= MOST_CHARACTERS:
        raise WeakPassword
    with _room:
        return PasswordHash(_hasher.hash(_bytes(password)))


def matches(known: str | None, password: str) -> bool:
    """Whether this is the password of the hash. Without a hash it takes as long, and is false."""
    with _room:
        try:
            _hasher.verify(known or nobodys(), _bytes(password))
        except (VerificationError, InvalidHashError):
            return False
    return known is not None


@cache
def nobodys() -> str:
    """A hash to verify against when no account matches: the time of an answer does not show whether one exists."""
    return _hasher.hash(os.urandom(16))


def _bytes(password: str) -> bytes:
    return password.encode(errors="surrogatepass")
