"""Rows of the journal that are written outside of `sync.journal.append`: entries that HQ returns to the station."""

from collections.abc import Sequence
from uuid import UUID

from sync.facts.entry import journal
from sync.line.push import Link
from sync.tables.transaction import Tx


def insert(tx: Tx, tenant_id: UUID, station_id: UUID, links: Sequence[Link]) -> None:
    """Insert entries of a life of the store. The caller has checked their chain and signature."""
    tx.insert(journal, [
        {"tenant_id": tenant_id, "station_id": station_id, "epoch": link.epoch,
         "seq": link.seq, "kind": link.kind, "at": link.at, "body": link.raw, "hash": link.hash,
         "signature": link.signature}
        for link in links
    ])  # fmt: skip
