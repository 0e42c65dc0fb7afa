"""Queries of the journal's rows: for comparing two stores, and for entries that HQ returns to the station."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import func, select

from domain.rights import Holder
from sync.facts import AnyFact, Entry, Fact
from sync.facts.entry import journal
from sync.line.push import Link
from sync.tables import canonical
from sync.tables.transaction import Tx

Place = tuple[int, int]
"""Epoch and seq of an entry."""


def count(tx: Tx) -> int:
    """The number of rows, of whatever station."""
    return int(tx.execute(select(func.count()).select_from(journal)).scalar_one())


def hashes(tx: Tx, tenant_id: UUID, station_id: UUID) -> Iterator[tuple[Place, bytes]]:
    """The place and the hash of every entry, in order, over all lives of the store."""
    statement = (
        select(journal.c.epoch, journal.c.seq, journal.c.hash)
        .where(journal.c.tenant_id == tenant_id, journal.c.station_id == station_id)
        .order_by(journal.c.epoch, journal.c.seq)
    )
    for row in tx.execute(statement):
        yield (row.epoch, row.seq), row.hash


def fact_at(tx: Tx, tenant_id: UUID, station_id: UUID, place: Place) -> AnyFact:
    """The fact of an existing entry."""
    epoch, seq = place
    statement = select(journal.c.body).where(
        journal.c.tenant_id == tenant_id,
        journal.c.station_id == station_id,
        journal.c.epoch == epoch,
        journal.c.seq == seq,
    )
    return canonical.decode(tx.execute(statement).scalar_one(), Entry).body


def insert(tx: Tx, tenant_id: UUID, station_id: UUID, links: Sequence[Link]) -> None:
    """Insert entries of a life of the store. The caller has checked their chain and signature."""
    tx.insert(journal, [
        {"tenant_id": tenant_id, "station_id": station_id, "epoch": link.epoch,
         "seq": link.seq, "kind": link.kind, "at": link.at, "body": link.raw, "hash": link.hash,
         "signature": link.signature}
        for link in links
    ])  # fmt: skip


def facts_of(tx: Tx, life: Holder, kinds: Sequence[type[Fact]]) -> Iterator[AnyFact]:
    """The facts of these kinds in one life of the store, in order."""
    of_life = (
        journal.c.tenant_id == life.tenant_id, journal.c.station_id == life.station_id, journal.c.epoch == life.epoch
    )  # fmt: skip
    wanted = journal.c.kind.in_([str(kind.__struct_config__.tag) for kind in kinds])
    for body in tx.execute(select(journal.c.body).where(*of_life, wanted).order_by(journal.c.seq)).scalars():
        yield canonical.decode(body, Entry).body


def signed_at(tx: Tx, life: Holder, seq: int) -> tuple[bytes, bytes]:
    """The bytes and the signature of one entry."""
    of_life = (
        journal.c.tenant_id == life.tenant_id, journal.c.station_id == life.station_id, journal.c.epoch == life.epoch
    )  # fmt: skip
    row = tx.execute(select(journal.c.body, journal.c.signature).where(*of_life, journal.c.seq == seq)).one()
    return bytes(row.body), bytes(row.signature)
