"""Hashes of passwords, computed once for each test process: hashing is slow on purpose."""

from functools import cache

from hq.people import passwords
from hq.people.passwords import PasswordHash


@cache
def secret(password: str) -> PasswordHash:
    """A hash of this password."""
    return passwords.hashed(password)
