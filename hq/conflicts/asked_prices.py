"""What a zone cost at each cursor of the feed: a sale must charge the price at the cursor that it cites."""

from collections.abc import Iterable
from uuid import UUID

from domain.ids import ZoneId
from domain.money.money import Money
from hq.conflicts.rows import evidence
from sync.tables.transaction import Tx

AskedPrices = dict[ZoneId, list[tuple[int, tuple[Money, Money]]]]
"""For each zone the cursors at which its price changed, the earliest first, with base price and fee from there on."""


def asked_prices(tx: Tx, tenant_id: UUID, zones: Iterable[ZoneId]) -> AskedPrices:
    """The prices of these zones."""
    prices: AskedPrices = {}
    for row in evidence.zone_prices(tx, tenant_id, zones):
        price = (Money(row.base_price, row.currency), Money(row.fee, row.currency))
        prices.setdefault(row.zone_id, []).append((row.from_seq, price))
    return prices
