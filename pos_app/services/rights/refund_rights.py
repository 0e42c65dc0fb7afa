"""Refund rights that HQ wants, and those that a station asked for and did not use: they are returned."""

from collections.abc import Iterable
from datetime import timedelta

from domain.after_sale.refund_right import has_own
from domain.ids import SaleId
from pos_app.station import Station
from pos_app.storage.sales import recorded, refund_rights
from sync import journal
from sync.facts import RefundRightReturned

IDLE_AFTER = timedelta(minutes=15)
"""A refund right that was lent and not used for this time is returned to HQ."""


def give_up(station: Station, wanted: Iterable[SaleId]) -> int:
    """Give HQ the right of these sales, as far as the station still has it; returns how many those were.

    From then on the station gives no ticket of such a sale back by itself, so that nobody is paid twice.
    """
    store, given = (station.tenant_id, station.id), 0
    with station.database.write() as tx:
        for sale_id in dict.fromkeys(wanted):
            is_own = recorded.has_sale(tx, station.tenant_id, sale_id)
            if is_own and has_own(refund_rights.moves(tx, store, sale_id), station.id, station.id):
                journal.append(
                    tx, station.author, RefundRightReturned(sale_id), at=station.clock.now(), actor=None
                )  # fmt: skip
                given += 1
    if given:
        station.wake()
    return given


def release_idle(station: Station) -> int:
    """Return what was lent for a refund that nobody made; returns how many rights those were."""
    before, store = station.clock.now() - IDLE_AFTER, (station.tenant_id, station.id)
    with station.database.read() as tx:
        idle = refund_rights.idle(tx, store, before)
    if not idle:
        return 0
    with station.database.write() as tx:
        for sale_id, grant_id in refund_rights.idle(tx, store, before):
            fact = RefundRightReturned(sale_id, grant_id)
            journal.append(tx, station.author, fact, at=station.clock.now(), actor=None)
    return len(idle)
