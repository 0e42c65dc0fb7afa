"""Prices without their tax: HQ's totals by zone are what the customers paid."""

from domain.money.money import USD, Money, total
from hq.books.consolidation import consolidate
from pos_app.station import Station
from tests.builders.stations import general_cart, seats_cart, sell
from tests.pos_app.priced_houses import ON_TOP
from tests.pos_app.with_hq.head_office import HeadOffice
from tests.sync.setup.setups import changed


def test_the_totals_by_zone_include_the_tax_that_is_added_to_the_price(hq: HeadOffice, till: Station) -> None:
    hq.load(changed(*ON_TOP))
    session = hq.round(till)
    sales = [sell(till, general_cart(till, 3)).sale, sell(till, seats_cart(till, ["A-1", "A-2"])).sale]
    hq.round(till, session)
    with hq.office.database.tenant(hq.tenant_id) as tx:
        zones = {share.name.split(" · ")[-1]: share for share in consolidate(tx, hq.tenant_id).zones}
    for sale in sales:
        zone = zones[sale.tickets[0].place.zone]
        assert (zone.count, zone.amount) == (len(sale.tickets), total(map(sale.paid_for, sale.tickets), USD))
    taxed = Money(1160, USD)  # 10.00 with 16 %
    assert sales[0].paid_for(sales[0].tickets[0]) == taxed
