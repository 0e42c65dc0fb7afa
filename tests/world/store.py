"""What lies in a machine's store: what waits, what was sold, the chains of its lives."""

from collections.abc import Iterator
from uuid import UUID

from pos_app.station import Station
from pos_app.storage.store import sync_state
from pos_app.storage.store.standing import Standing
from sync import journal
from sync.facts import SaleRecorded

_OVER = {Standing.EPOCH_OVER, Standing.LOST, Standing.REVOKED}


def is_over(station: Station) -> bool:
    """Whether HQ has another machine in its place, or none."""
    with station.database.read() as tx:
        link = sync_state.link(tx)
    return link is not None and link.standing in _OVER


def is_good(station: Station) -> bool:
    """Whether HQ took this store for what it should be when it was asked last."""
    with station.database.read() as tx:
        link = sync_state.link(tx)
    return link is not None and link.standing is Standing.GOOD


def pending(station: Station) -> int:
    """Entries that HQ did not acknowledge."""
    with station.database.read() as tx:
        return sync_state.pending(tx, station.tenant_id, station.id)


def sales(station: Station) -> set[UUID]:
    """The sales that are in this store."""
    return {fact.sale.id for fact in facts(station, {}) if isinstance(fact, SaleRecorded)}


def chains(station: Station) -> dict[int, list[bytes]]:
    """The entries of each life in this store."""
    with station.database.read() as tx:
        return {
            epoch: [signed.body for signed in journal.read(tx, station.tenant_id, station.id, epoch)]
            for epoch in journal.epochs(tx, station.tenant_id, station.id)
        }


def facts(station: Station, after: dict[int, int]) -> Iterator[object]:
    """The facts of every life in this store, after these places; the places move on."""
    with station.database.read() as tx:
        for epoch in journal.epochs(tx, station.tenant_id, station.id):
            for signed in journal.read(tx, station.tenant_id, station.id, epoch, after=after.get(epoch, 0)):
                after[epoch] = signed.seq
                yield signed.read().body
