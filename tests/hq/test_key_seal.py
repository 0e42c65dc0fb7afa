"""The tenants' keys are sealed: only the secret opens them, and only for their tenant."""

from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hq.key_seal import KeySeal, WrongSecret
from sync.journal import public_key
from tests.builders.chance import seeded

A, B = UUID(int=0xA), UUID(int=0xB)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
seal = KeySeal(b"s" * 32)


def closed() -> bytes:
    return seal.close(A, KEY, seeded(0))


def test_the_secret_opens_what_it_closed() -> None:
    assert public_key(seal.open(A, closed())) == public_key(KEY)
    assert bytes(range(32)) not in closed()


def test_another_secret_another_tenant_or_a_changed_byte_opens_nothing() -> None:
    changed = closed()[:-1] + bytes([closed()[-1] ^ 1])
    for opener, tenant, sealed in ((KeySeal(b"t" * 32), A, closed()), (seal, B, closed()), (seal, A, changed)):
        with pytest.raises(WrongSecret):
            opener.open(tenant, sealed)


def test_the_secret_is_not_shown() -> None:
    assert "sss" not in repr(seal)
