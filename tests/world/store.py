"""Reads of a machine's store: pending entries, sales, and the chains of its lives."""

from collections.abc import Iterator
from uuid import UUID

from pos_app.station import Station
from pos_app.storage.store import sync_state
from pos_app.storage.store.standing import Standing
from sync import journal
from sync.facts import SaleRecorded

_OVER = {Standing.EPOCH_OVER, Standing.LOST, Standing.REVOKED}


def is_over(station: Station) -> bool:
    """Whether HQ ended this life of the station: replaced, lost or revoked."""
    with station.database.read() as tx:
        link = sync_state.link(tx)
    return link is not None and link.standing in _OVER


def is_good(station: Station) -> bool:
    """Whether HQ's last answer about this store was that it is in good standing."""
    with station.database.read() as tx:
        link = sync_state.link(tx)
    return link is not None and link.standing is Standing.GOOD


def pending(station: Station) -> int:
    """The number of entries that HQ did not acknowledge."""
    with station.database.read() as tx:
        return sync_state.pending(tx, station.tenant_id, station.id)


def sales(station: Station) -> set[UUID]:
    """The ids of the sales in this store."""
    return {fact.sale.id for fact in facts(station, {}) if isinstance(fact, SaleRecorded)}


def chains(station: Station) -> dict[int, list[bytes]]:
    """The bodies of the entries in this store, by life."""
    with station.database.read() as tx:
        return {
            epoch: [signed.body for signed in journal.read(tx, station.tenant_id, station.id, epoch)]
            for epoch in journal.epochs(tx, station.tenant_id, station.id)
        }


def facts(station: Station, after: dict[int, int]) -> Iterator[object]:
    """The facts of every life after the positions `after`, by life; updates these positions."""
    with station.database.read() as tx:
        for epoch in journal.epochs(tx, station.tenant_id, station.id):
            for signed in journal.read(tx, station.tenant_id, station.id, epoch, after=after.get(epoch, 0)):
                after[epoch] = signed.seq
                yield signed.read().body
