"""A store that was put back to an older copy refunds no sale whose later fate it may lack."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pos_app import startup
from pos_app.services.after_sale import refunds, tickets
from pos_app.services.after_sale.refunds import EarlierCopy, RefundRequest
from pos_app.services.after_sale.tickets import Reissue
from pos_app.services.copies import fencing, restore
from pos_app.services.selling.checkout import CompletedSale
from pos_app.station import Station
from tests.builders import stations
from tests.builders.stations import cash_ves, general_cart, sell
from tests.pos_app.services.copies.copies import certified, copied

Restored = tuple[Station, CompletedSale]


@pytest.fixture
def restored(tmp_path: Path) -> Iterator[Restored]:
    """A store in its new life, put back to a copy that lacks the refund of its sale."""
    before = stations.new_station(tmp_path / "profile")
    stations.open_shift(before)
    sold = sell(before, general_cart(before, 1), cash_ves("10000"))
    made = copied(before, tmp_path / "copies")
    give_back(before, sold)
    before.database.close()
    profile = before.database.path.parent
    restore.restore(restore.Request(profile, made, accept_loss=True), stations.keys(), (), before.clock.now())
    old = startup.open_station(profile, stations.keys(), stations.surroundings(seed=7))
    with closing(old.database):
        yield fencing.open_epoch(old, *certified(old, 2)), sold


def give_back(station: Station, sold: CompletedSale) -> None:
    request = RefundRequest(sold.sale.id, (sold.sale.tickets[0].id,), "cash_ves", "No puede venir")
    refunds.refund(station, stations.ana(station), request, stations.rosa(station))


def test_a_ticket_that_was_refunded_after_the_copy_gets_no_new_code(restored: Restored) -> None:
    station, sold = restored
    request = Reissue(sold.sale.id, (sold.sale.tickets[0].id,), "La perdió")
    with pytest.raises(EarlierCopy):
        tickets.reissue(station, stations.ana(station), request, stations.rosa(station))


def test_a_ticket_that_was_refunded_after_the_copy_is_not_refunded_again(restored: Restored) -> None:
    station, sold = restored
    with pytest.raises(EarlierCopy):
        give_back(station, sold)
