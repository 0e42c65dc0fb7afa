"""What each place of the feed asked for a zone: the price that a sale citing it must have charged."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import bindparam, select

from domain.ids import ZoneId
from domain.money.money import Money
from hq.storage import ledger_tables
from hq.storage.one_of import one_of
from sync.tables.transaction import Tx

Asked = dict[ZoneId, list[tuple[int, tuple[Money, Money]]]]
"""For each zone, from which place on, base price and fee; the earliest first."""


_price = ledger_tables.zone_price.c
_PRICES = (
    select(_price.zone_id, _price.from_seq, _price.currency, _price.base_price, _price.fee)
    .where(_price.tenant_id == bindparam("tenant"), one_of(_price.zone_id, "zones"))
    .order_by(_price.zone_id, _price.from_seq)
)


def of(tx: Tx, tenant_id: UUID, zones: Iterable[ZoneId]) -> Asked:
    """The prices of these zones."""
    found: Asked = {}
    for row in tx.execute(_PRICES, {"tenant": tenant_id, "zones": list(zones)}):
        price = (Money(row.base_price, row.currency), Money(row.fee, row.currency))
        found.setdefault(row.zone_id, []).append((row.from_seq, price))
    return found
