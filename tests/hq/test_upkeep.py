"""HQ's periodic work, for every organisation."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from uuid import UUID

from hq.journals.arrivals import life_of, lock_stations
from hq.journals.entry_states import EntryState, note, waiting
from hq.office import Office
from hq.setup import organisations
from hq.storage import conflict_tables
from hq.upkeep import Upkeep
from pos_app.demo.patience import until
from tests.builders.clock import START
from tests.builders.counters import Counter, counter, house
from tests.builders.tenants import ARENA


def cannot_be_judged(office: Office, tenant_id: UUID) -> None:
    """A claim that this program cannot read."""
    with office.database.tenant(tenant_id) as tx:
        tx.insert(conflict_tables.dispute, [{"tenant_id": tenant_id, "thing": "C1", "settled": 0}])
        tx.insert(conflict_tables.conflict_claim, [
            {"tenant_id": tenant_id, "id": UUID(int=1), "said": "", "thing": "C1", "body": "{}", "filed_at": START}
        ])  # fmt: skip


def first_entry_waits(one: Counter) -> None:
    holder = one.holder
    with one.office.database.tenant(holder.tenant_id) as tx:
        row = lock_stations(tx, holder.tenant_id, [holder.station_id])[holder.station_id]
        note(tx, life_of(tx, row, holder.epoch, START), 1, EntryState.DEFERRED)


def entries_waiting(one: Counter) -> int:
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        return len(waiting(tx, one.holder.tenant_id))


def test_what_one_organisation_has_does_not_end_the_upkeep_of_the_next(
    office: Office, tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    expect_log("upkeep of a tenant failed")
    cannot_be_judged(office, organisations.make(office, ARENA).id)
    house(office)
    with counter(office, tmp_path / "1", 1) as one:
        one.push()
        first_entry_waits(one)
        with closing(Upkeep(office)):
            until(lambda: entries_waiting(one) == 0, "the entry that waits")
