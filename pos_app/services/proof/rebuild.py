"""Rebuilding all projections from the journal."""

from pos_app.services.proof.progress import Progress, unseen
from pos_app.station import Station
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from pos_app.storage.migrations import schema
from pos_app.storage.people import customer_rows
from pos_app.storage.sales import sales
from pos_app.storage.store import guards, journal_rows, projections
from pos_app.storage.store.batch import BatchTx
from sync import journal
from sync.facts import Entry, HolderChanged, SaleRecorded
from sync.recording import record
from sync.tables.transaction import Tx

ENTRIES_A_BATCH = 500
"""Entries whose rows are written together."""


def rebuild(station: Station, progress: Progress = unseen) -> int:
    """Rebuild every projection in one transaction, and return the number of entries read.

    An exception, KeyboardInterrupt too, leaves the store as it was.
    """
    with station.database.write() as tx:
        schema.drop_foreign(tx)
        with guards.without_triggers(tx):
            projections.delete_all(tx)
            entries = _record_all(tx, station, progress)
            customer_rows.refresh(tx, station.tenant_id, customer_rows.edited_ids(tx, station.tenant_id))
        catalogue_changed(tx)  # rights are projections too, and the cache holds them
    return entries


def _record_all(tx: Tx, station: Station, progress: Progress) -> int:
    batch, entries, total = BatchTx(tx), 0, journal_rows.count(tx)
    for epoch in journal.epochs(tx, station.tenant_id, station.id):
        for signed in journal.read(tx, station.tenant_id, station.id, epoch):
            record_again(batch, signed.read())
            entries += 1
            if entries % ENTRIES_A_BATCH == 0:
                batch.flush()
                progress(entries, total)
    batch.flush()
    return entries


def record_again(tx: Tx, entry: Entry) -> None:
    """Write the rows of a journal entry, and those that only a station has."""
    record(tx, entry)
    if isinstance(entry.body, SaleRecorded):
        # The station's indexes of used payment references and of customers are its own: `record` does not write them.
        sales.use_references(tx, entry.body.sale)
        sales.index_name(tx, entry.body.sale.customer.name)
    if isinstance(entry.body, HolderChanged):
        sales.index_name(tx, entry.body.holder.name)
