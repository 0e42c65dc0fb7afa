"""The hashes of the PINs that set-up files give in clear."""

from collections.abc import Callable, Mapping

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from domain.ids import CashierId
from sync.setup.organisation import NewMember
from sync.setup.reading import Setup

_SALT_BYTES = 16


def hash_pins(setup: Setup, there: Mapping[CashierId, str], random: Callable[[int], bytes]) -> dict[CashierId, str]:
    """The hash of each person's PIN; the one that is there stays when it is of the same PIN.

    Hashing is slow on purpose: do it before the transaction.
    """
    return {each.cashier.id: _pin_hash(each, there.get(each.cashier.id, ""), random) for each in setup.staff}


def _pin_hash(member: NewMember, there: str, random: Callable[[int], bytes]) -> str:
    if member.pin_hash:
        return member.pin_hash
    hasher = PasswordHasher()
    try:
        if there and hasher.verify(there, member.pin):
            return there
    except VerificationError:
        pass  # another PIN than before
    return hasher.hash(member.pin, salt=random(_SALT_BYTES))
