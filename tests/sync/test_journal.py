"""The journal: consecutive numbers, each entry naming the hash of the one before, all hashed and signed."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from domain.ids import CartId, CashierId, ShiftId
from pos_app.storage.store.database import Database
from sync import journal
from sync.facts import CartVoided, EpochOpened
from sync.journal import NO_PREVIOUS_HASH, Head
from sync.tables import canonical
from tests.builders.stores import AT, AUTHOR, CASHIER, KEY, STATION, TENANT, new_store, write

OPENED = EpochOpened(public_key=journal.public_key(KEY), software="taquilla 0.1.0")
VOIDED = CartVoided(cart_id=CartId(UUID(int=80)), shift_id=ShiftId(UUID(int=10)), tickets=3)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    with new_store(tmp_path) as database:
        yield database


def entries(store: Database, epoch: int = 1, after: int = 0) -> list[journal.SignedEntry]:
    with store.read() as tx:
        return list(journal.read(tx, TENANT, STATION, epoch, after=after))


def test_positions_are_consecutive_from_one(store: Database) -> None:
    with store.write() as tx:
        heads = write(tx, OPENED, VOIDED, VOIDED)
    assert [head.seq for head in heads] == [1, 2, 3]
    assert [entry.seq for entry in entries(store)] == [1, 2, 3]


def test_each_entry_points_at_the_one_before(store: Database) -> None:
    with store.write() as tx:
        heads = write(tx, OPENED, VOIDED, VOIDED)
    assert [entry.read().prev for entry in entries(store)] == [
        NO_PREVIOUS_HASH.hex(),
        heads[0].hash.hex(),
        heads[1].hash.hex(),
    ]


def test_the_hash_is_of_the_stored_bytes_and_the_signature_is_of_the_hash(store: Database) -> None:
    with store.write() as tx:
        write(tx, OPENED)
    (entry,) = entries(store)
    assert entry.hash == hashlib.sha256(entry.body).digest()
    assert entry.body == canonical.encode(entry.read())
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(OPENED.public_key))
    key.verify(entry.signature, entry.hash)
    with pytest.raises(InvalidSignature):
        key.verify(entry.signature, bytes(32))


def test_an_entry_carries_its_author_time_and_place(store: Database) -> None:
    with store.write() as tx:
        journal.append(tx, AUTHOR, VOIDED, at=AT, actor=CashierId(CASHIER))
    entry = entries(store)[0].read()
    assert (entry.v, entry.tenant, entry.station, entry.epoch, entry.at, entry.actor, entry.body) == (
        *(1, TENANT, STATION, 1, AT, CASHIER, VOIDED),
    )


def test_a_new_life_of_the_store_begins_a_new_chain(store: Database) -> None:
    second = replace(AUTHOR, epoch=2)
    with store.write() as tx:
        write(tx, OPENED, VOIDED)
        write(tx, OPENED, author=second)
    assert [(e.seq, e.read().prev) for e in entries(store, epoch=2)] == [(1, NO_PREVIOUS_HASH.hex())]
    with store.read() as tx:
        assert journal.epochs(tx, TENANT, STATION) == [1, 2]


def test_an_empty_chain_ends_before_its_first_entry(store: Database) -> None:
    with store.read() as tx:
        assert journal.head(tx, TENANT, STATION, 1) == Head(0, NO_PREVIOUS_HASH)


def test_a_chain_is_read_from_a_position_on(store: Database) -> None:
    with store.write() as tx:
        write(tx, OPENED, VOIDED, VOIDED)
    assert [entry.seq for entry in entries(store, after=1)] == [2, 3]


def test_what_is_rolled_back_leaves_no_position_behind(store: Database) -> None:
    with store.write() as tx:
        write(tx, OPENED)
    with store.trial() as tx:
        write(tx, VOIDED)
    with store.write() as tx:
        assert write(tx, VOIDED)[0].seq == 2


def test_the_same_facts_make_the_same_bytes(tmp_path: Path) -> None:
    """An entry depends on the fact, the author and the instant alone."""
    bodies = []
    for name in ("one", "other"):
        folder = tmp_path / name
        folder.mkdir()
        with new_store(folder) as store:
            with store.write() as tx:
                write(tx, OPENED, VOIDED)
            bodies.append([(e.body, e.hash, e.signature) for e in entries(store)])
    assert bodies[0] == bodies[1]
