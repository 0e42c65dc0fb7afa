"""Rows follow from facts: rebuilt from the journal, they are the same."""

from sqlalchemy import text

from domain.payments.tenders import ReferenceUsed
from pos_app.services.proof.rebuild import rebuild
from pos_app.services.proof.verify import verify
from pos_app.station import Station
from tests.builders.stations import attempt, general_cart, pago_movil, sell
from tests.pos_app.services.proof.tampering import change
from tests.pos_app.snapshots import changed, refused
from tests.pos_app.snapshots import digests as all_digests


def test_projections_made_again_are_equal(full: Station) -> None:
    before = all_digests(full)
    assert rebuild(full) == verify(full).entries
    assert changed(before, all_digests(full)) == {"catalogue_version"}


def test_a_reference_that_paid_is_known_again_after_a_rebuild(till: Station) -> None:
    sell(till, general_cart(till, 1), pago_movil("8570.06", "000123456789"))
    change(till, "DELETE FROM payment_reference")
    assert not verify(till).ok
    rebuild(till)
    assert verify(till).ok
    refused(till, attempt(till, general_cart(till, 1), pago_movil("8570.06", "000123456789")), ReferenceUsed)


def test_rebuilding_mends_rows_that_were_tampered_with(full: Station) -> None:
    right = all_digests(full)
    change(full, "UPDATE payment SET amount = 1", "DELETE FROM sold_seat", "UPDATE zone_sold SET sold = 0")
    rebuild(full)
    assert changed(right, all_digests(full)) == {"catalogue_version"}
    assert verify(full).ok


def test_selling_goes_on_after_a_rebuild(full: Station) -> None:
    rebuild(full)
    assert sell(full, general_cart(full, 1)).document.number == 5


def test_rebuilding_puts_back_guards_that_were_taken_away(full: Station) -> None:
    with full.database.write() as tx:
        tx.execute(text("DROP TRIGGER payment_never_changes"))
    rebuild(full)
    assert verify(full).ok
