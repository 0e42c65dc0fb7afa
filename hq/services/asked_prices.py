"""What each place of the feed asked for a zone: the price that a sale citing it must have charged."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from domain.ids import ZoneId
from domain.money import Money
from hq.storage import ledger_tables
from sync.transaction import Tx

Asked = dict[ZoneId, list[tuple[int, tuple[Money, Money]]]]
"""For each zone, from which place on, base price and fee; the earliest first."""


def of(tx: Tx, tenant_id: UUID, zones: Iterable[ZoneId]) -> Asked:
    """The prices of these zones."""
    t = ledger_tables.zone_price.c
    found: Asked = {}
    for row in tx.execute(
        select(t.zone_id, t.from_seq, t.currency, t.base_price, t.fee)
        .where(t.tenant_id == tenant_id, t.zone_id.in_(zones))
        .order_by(t.zone_id, t.from_seq)
    ):
        price = (Money(row.base_price, row.currency), Money(row.fee, row.currency))
        found.setdefault(row.zone_id, []).append((row.from_seq, price))
    return found
