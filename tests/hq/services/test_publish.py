"""What is told of a price is remembered: late sales are judged by the price of their place of the feed."""

from sqlalchemy import select

from hq.office import Office
from hq.services.publish import publish
from hq.storage.ledger_tables import zone_price
from sync import tables
from tests.hq.counters import house


def test_a_price_that_is_told_by_itself_is_remembered(office: Office) -> None:
    tenant_id = house(office)
    with office.database.tenant(tenant_id) as tx:
        zone = dict(tx.execute(select(tables.zone).order_by(tables.zone.c.id)).mappings().first() or {})
        publish(tx, tenant_id, {tables.zone: [{**zone, "base_price": 777}]})
        prices = zone_price.c
        told = tx.execute(
            select(prices.base_price).where(prices.zone_id == zone["id"]).order_by(prices.from_seq)
        ).scalars()
        assert list(told) == [zone["base_price"], 777]


def test_a_zone_that_is_told_unchanged_has_no_second_price(office: Office) -> None:
    tenant_id = house(office)
    with office.database.tenant(tenant_id) as tx:
        zone = dict(tx.execute(select(tables.zone).order_by(tables.zone.c.id)).mappings().first() or {})
        publish(tx, tenant_id, {tables.zone: [zone]})
        told = tx.execute(select(zone_price).where(zone_price.c.zone_id == zone["id"])).all()
        assert len(told) == 1
