"""Rows are views of facts: made again from the journal, they are the same."""

from pos_app.services.rebuild import digests, rebuild
from pos_app.services.verify import verify
from pos_app.station import Station
from tests.pos_app.services.tampering import change
from tests.pos_app.snapshots import changed
from tests.pos_app.snapshots import digests as all_digests
from tests.pos_app.stations import general_cart, sell


def test_projections_made_again_are_equal(full: Station) -> None:
    before = all_digests(full)
    assert rebuild(full) == verify(full).entries
    assert changed(before, all_digests(full)) == set()


def test_rebuilding_mends_rows_that_were_tampered_with(full: Station) -> None:
    with full.database.read() as tx:
        right = digests(tx)
    change(full, "UPDATE payment SET amount = 1", "DELETE FROM sold_seat", "UPDATE zone_sold SET sold = 0")
    rebuild(full)
    with full.database.read() as tx:
        assert digests(tx) == right
    assert verify(full).ok


def test_selling_goes_on_after_a_rebuild(full: Station) -> None:
    rebuild(full)
    assert sell(full, general_cart(full, 1)).document.number == 5
