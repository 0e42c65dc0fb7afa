"""The hashes of PINs that set-up files have in clear."""

from collections.abc import Callable, Mapping

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from domain.ids import CashierId
from sync.setup.organisation import NewMember
from sync.setup.reading import Setup

_SALT_BYTES = 16


def hash_pins(setup: Setup, stored: Mapping[CashierId, str], random: Callable[[int], bytes]) -> dict[CashierId, str]:
    """The hash of each person's PIN. A stored hash of the same PIN is kept, so that loading again changes nothing.

    Hashing is slow on purpose, so it must happen before the transaction.
    """
    return {member.cashier.id: _pin_hash(member, stored.get(member.cashier.id, ""), random) for member in setup.staff}


def _pin_hash(member: NewMember, stored: str, random: Callable[[int], bytes]) -> str:
    if member.pin_hash:
        return member.pin_hash
    hasher = PasswordHasher()
    try:
        if stored and hasher.verify(stored, member.pin):
            return stored
    except VerificationError:
        pass  # the PIN has changed
    return hasher.hash(member.pin, salt=random(_SALT_BYTES))
