"""Stations read the catalogue: no change is skipped or sent twice, and both sides can compare what they have."""

import hashlib
import threading
from uuid import UUID

import pytest
import zstandard
from sqlalchemy import insert, text, update

from hq.catalogue import feed
from hq.catalogue.feed import Reader, Resync
from hq.catalogue.publish import append_changes, publishing
from hq.office import Office
from hq.storage import ledger_tables
from sync.line import rows
from sync.line.messages import Change, Rows
from sync.tables import canonical, catalogue, shared
from tests.builders.clock import START
from tests.builders.counters import house

STATION = UUID(int=5)


@pytest.fixture
def tenant(office: Office) -> UUID:
    return house(office)


def read(office: Office, tenant: UUID, cursor: int = 0) -> tuple[list[Change], int]:
    changes: list[Change] = []
    while True:
        with office.database.tenant(tenant) as tx:
            page = feed.page(tx, office, Reader(tenant, STATION), cursor, office.incarnation)
        changes += page.changes
        cursor = page.cursor
        if cursor == page.head:
            return changes, cursor


def rename(office: Office, tenant: UUID, name: str) -> None:
    with office.database.tenant(tenant) as tx, publishing(tx, tenant, START):
        tx.execute(update(catalogue.event).where(catalogue.event.c.tenant_id == tenant).values(name=name))


def put(changes: list[Change]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for change in changes:
        for part in change.put:
            counted[part.table] = counted.get(part.table, 0) + len(part.values[0])
    return counted


def test_a_load_is_told_whole(office: Office, tenant: UUID) -> None:
    changes, _ = read(office, tenant)
    assert put(changes)["seat"] == 40
    assert {"station", "cashier", "venue", "zone", "series"} <= put(changes).keys()


def test_what_is_loaded_again_is_not_told_again(office: Office, tenant: UUID) -> None:
    _, before = read(office, tenant)
    house(office)
    assert read(office, tenant, before) == ([], before)


def test_only_what_differs_is_told(office: Office, tenant: UUID) -> None:
    _, before = read(office, tenant)
    rename(office, tenant, "Otro nombre")
    changes, after = read(office, tenant, before)
    assert put(changes) == {"event": 1}
    assert after == before + 1


def test_what_is_taken_away_is_told_by_its_key(office: Office, tenant: UUID) -> None:
    _, before = read(office, tenant)
    with office.database.tenant(tenant) as tx, publishing(tx, tenant, START):
        tx.execute(catalogue.exchange_rate.delete().where(catalogue.exchange_rate.c.tenant_id == tenant))
    changes, _ = read(office, tenant, before)
    assert {part.table for change in changes for part in change.drop} == {"exchange_rate"}


def test_writers_at_the_same_time_leave_no_gap_and_nobody_late(office: Office, tenant: UUID) -> None:
    """A reader that continues from its cursor while others write sees every change once."""
    _, start = read(office, tenant)
    seen: list[int] = []
    done = threading.Event()

    def write() -> None:
        for i in range(15):
            with office.database.tenant(tenant) as tx, publishing(tx, tenant, START, [catalogue.venue]):
                row = {"tenant_id": tenant, "id": office.ids.new(), "name": f"Sala {i}", "address": ""}
                tx.execute(insert(catalogue.venue), row)
                tx.execute(text("SELECT pg_sleep(0.002)"))

    def follow() -> None:
        cursor = start
        while True:
            last = done.is_set()  # read before the page, so the page has every change of the writers
            changes, cursor = read(office, tenant, cursor)
            seen.extend(change.seq for change in changes)
            if last and not changes:
                return

    writers = [threading.Thread(target=write) for _ in range(3)]
    reader = threading.Thread(target=follow)
    for thread in (*writers, reader):
        thread.start()
    for writer in writers:
        writer.join()
    done.set()
    reader.join()
    _, head = read(office, tenant, start)
    assert seen == list(range(start + 1, head + 1))


def test_what_is_for_one_station_is_told_to_it_alone(office: Office, tenant: UUID) -> None:
    _, before = read(office, tenant)
    with office.database.tenant(tenant) as tx:
        append_changes(tx, tenant, [Change(0)], station_id=UUID(int=6))
        append_changes(tx, tenant, [Change(0)], station_id=STATION)
    changes, after = read(office, tenant, before)
    assert [change.seq for change in changes] == [before + 2] == [after]


@pytest.mark.parametrize("cursor", [-1, 10_000])
def test_a_cursor_that_cannot_be_asks_for_a_snapshot(office: Office, tenant: UUID, cursor: int) -> None:
    with office.database.tenant(tenant) as tx, pytest.raises(Resync):
        feed.page(tx, office, Reader(tenant, STATION), cursor, office.incarnation)


def test_a_cursor_of_another_hq_asks_for_a_snapshot(office: Office, tenant: UUID) -> None:
    with office.database.tenant(tenant) as tx, pytest.raises(Resync):
        feed.page(tx, office, Reader(tenant, STATION), 0, UUID(int=1))


def test_a_snapshot_is_the_catalogue_and_the_feed_goes_on_from_it(office: Office, tenant: UUID) -> None:
    with office.database.tenant(tenant) as tx:
        manifest = feed.snapshot(tx, office, tenant)
    counts: dict[str, int] = {}
    for no, sha256 in enumerate(manifest.chunks):
        with office.database.tenant(tenant) as tx:
            body = feed.chunk(tx, tenant, manifest.snapshot, no)
        assert hashlib.sha256(body).hexdigest() == sha256
        part = canonical.decode(zstandard.ZstdDecompressor().decompress(body), Rows)
        counts[part.table] = counts.get(part.table, 0) + len(
            rows.unpack(shared.metadata.tables[part.table], part, tenant)
        )
    assert counts["seat"] == 40
    assert manifest.cursor == read(office, tenant)[1]


def test_stations_that_come_at_once_share_a_snapshot(office: Office, tenant: UUID) -> None:
    with office.database.tenant(tenant) as tx:
        first = feed.snapshot(tx, office, tenant)
        again = feed.snapshot(tx, office, tenant)
    assert first == again


def test_a_pruned_feed_asks_for_a_snapshot(office: Office, tenant: UUID) -> None:
    _, head = read(office, tenant)
    with office.database.tenant(tenant) as tx:
        tx.execute(update(ledger_tables.feed).where(ledger_tables.feed.c.tenant_id == tenant).values(pruned_to=head))
        with pytest.raises(Resync):
            feed.page(tx, office, Reader(tenant, STATION), head - 1, office.incarnation)
