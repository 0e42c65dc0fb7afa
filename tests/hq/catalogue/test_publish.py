"""HQ remembers published prices: the price of a late sale is checked at the cursor that the sale cites."""

from uuid import UUID

from sqlalchemy import select

from hq.catalogue.publish import publish
from hq.office import Office
from hq.storage.ledger_tables import zone_price
from sync.tables import catalogue
from tests.builders.clock import START
from tests.builders.counters import house


def test_a_price_that_is_told_by_itself_is_remembered(office: Office) -> None:
    tenant_id = house(office)
    with office.database.tenant(tenant_id) as tx:
        zone = dict(tx.execute(select(catalogue.zone).order_by(catalogue.zone.c.id)).mappings().first() or {})
        publish(tx, tenant_id, {catalogue.zone: [{**zone, "base_price": 777}]})
        prices = zone_price.c
        published = tx.execute(
            select(prices.base_price).where(prices.zone_id == zone["id"]).order_by(prices.from_seq)
        ).scalars()
        assert list(published) == [zone["base_price"], 777]


def test_a_zone_that_is_told_unchanged_has_no_second_price(office: Office) -> None:
    tenant_id = house(office)
    with office.database.tenant(tenant_id) as tx:
        zone = dict(tx.execute(select(catalogue.zone).order_by(catalogue.zone.c.id)).mappings().first() or {})
        publish(tx, tenant_id, {catalogue.zone: [zone]})
        published = tx.execute(select(zone_price).where(zone_price.c.zone_id == zone["id"])).all()
        assert len(published) == 1


def test_rows_that_are_not_told_are_not_read(office: Office) -> None:
    """The unpublished row has an instant that no program can read: reading it would fail."""
    tenant_id = house(office)
    case = {
        "tenant_id": tenant_id, "id": UUID(int=1), "station_id": UUID(int=7), "kind": "C1", "state": "open",
        "course": "supervisor", "opened_at": 2**62, "body": "",
    }  # fmt: skip
    with office.database.tenant(tenant_id) as tx:
        tx.insert(catalogue.conflict_case, [case])
        publish(tx, tenant_id, {catalogue.conflict_case: [{**case, "id": UUID(int=2), "opened_at": START}]})
        assert len(tx.execute(select(catalogue.conflict_case.c.id)).all()) == 2
