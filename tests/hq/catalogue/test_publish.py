"""HQ remembers published prices: the price of a late sale is checked at the cursor that the sale cites."""

from uuid import UUID

from sqlalchemy import select

from hq.catalogue.publish import publish
from hq.office import Office
from sync.tables import catalogue
from tests.builders.clock import START
from tests.builders.counters import house


def test_rows_that_are_not_told_are_not_read(office: Office) -> None:
    """The unpublished row has an instant that no program can read: reading it would fail."""
    tenant_id = house(office)
    case = {
        "tenant_id": tenant_id, "id": UUID(int=1), "station_id": UUID(int=7), "kind": "C1", "state": "open",
        "course": "supervisor", "opened_at": 2**62, "body": "",
    }  # fmt: skip
    with office.database.tenant(tenant_id) as tx:
        tx.insert(catalogue.conflict_case, [case])
        publish(tx, tenant_id, START, {catalogue.conflict_case: [{**case, "id": UUID(int=2), "opened_at": START}]})
        assert len(tx.execute(select(catalogue.conflict_case.c.id)).all()) == 2
