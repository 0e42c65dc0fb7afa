"""A ticket that was sold in one life of a store and changed in the next: its place stays with that life."""

from typing import Any

from sqlalchemy import select

from domain.after_sale.holders import HolderChange
from hq.books.check import check
from pos_app.services.proof.verify import verify
from pos_app.station import Station
from sync.facts.sales import sold_seat, zone_sold
from sync.tables.transaction import Tx
from tests.builders.stations import general_cart, seats_cart, sell
from tests.pos_app.services.after_sale.test_tickets import hand_over, refund, reissue, revoke
from tests.pos_app.with_hq.head_office import HeadOffice
from tests.pos_app.with_hq.test_new_life import reborn
from tests.pos_app.with_hq.test_refunds_at_hq import case_kinds


def counted(tx: Tx) -> dict[int, int]:
    """The tickets that each life of the store has sold and not freed."""
    sums: dict[int, int] = {}
    rows: Any = tx.execute(select(zone_sold.c.epoch, zone_sold.c.sold))
    for epoch, sold in rows:
        sums[epoch] = sums.get(epoch, 0) + sold
    return sums


def test_a_ticket_of_an_earlier_life_is_changed_and_ended_where_it_is(hq: HeadOffice, till: Station) -> None:
    general, seated = sell(till, general_cart(till, 3)), sell(till, seats_cart(till, ["A-1", "A-2"]))
    hq.round(till)
    station = reborn(hq, till, till.database.path.parent)
    reissue(station, general, "", 0)
    hand_over(station, general, HolderChange.TRANSFER, 1)
    refund(station, general, 0)
    revoke(station, general, 1)
    reissue(station, seated, "", 0)
    refund(station, seated, 0)
    hq.round(station)
    with station.database.read() as tx:
        assert counted(tx) == {1: 2}
    with hq.office.database.tenant(hq.tenant_id) as tx:
        assert counted(tx) == {1: 2}
        assert len(tx.execute(select(sold_seat.c.seat_id)).all()) == 1
    assert case_kinds(hq) == []
    assert check(hq.office, hq.tenant_id).ok
    assert verify(station).ok
