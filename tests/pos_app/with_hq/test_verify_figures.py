"""`verify` derives each sale from the catalogue that HQ signed: edited rows of the store deceive nobody."""

from decimal import Decimal

import pytest
from sqlalchemy import Table, select, text, update

from domain.money.money import USD, ExchangeRate, RateSource
from domain.sale.closing import Offer
from pos_app.services.proof.findings import Flaw
from pos_app.services.proof.verify import verify
from pos_app.services.selling import checkout
from pos_app.services.selling.checkout import Approvals
from pos_app.services.till import rates
from pos_app.station import Station
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from pos_app.storage.store import guards
from pos_app.storage.tables import signed_catalogue
from sync.tables import catalogue
from tests.builders import stations as small
from tests.builders.stations import general_cart, seats_cart, sell
from tests.pos_app.with_hq.head_office import HeadOffice, dearer


def forge(till: Station, table: Table, **values: object) -> None:
    """Edit every row of a table of the catalogue, as whoever has the store's key can."""
    with till.database.write() as tx:
        tx.execute(update(table).values(**values))
        catalogue_changed(tx)


def flaw(till: Station) -> Flaw | None:
    finding = verify(till).finding
    return finding.flaw if finding else None


def test_honest_sales_before_and_after_changes_of_the_catalogue_are_sound(hq: HeadOffice, till: Station) -> None:
    sell(till, general_cart(till, 3))
    sell(till, seats_cart(till, ["A-1", "A-2"]))
    checkout.sell(
        till, small.ana(till), general_cart(till, 1, "Cortesía"), Offer(()), Approvals(courtesy=small.rosa(till))
    )
    hq.load(dearer())
    hq.round(till)
    sell(till, general_cart(till, 1))
    assert flaw(till) is None


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (catalogue.zone, {"base_price": 100}),
        (catalogue.zone, {"tax": "E"}),
        (catalogue.zone, {"fee": 300}),
        (catalogue.ticket_type, {"percent": Decimal(-90)}),
        (catalogue.tax_rate, {"rate": Decimal(0)}),
        (catalogue.exchange_rate, {"value": Decimal(400)}),
        (catalogue.series, {"issuer_rif": "J-00000000-1"}),
        (catalogue.event, {"name": "Otra cosa"}),
    ],
    ids=str,
)
def test_a_sale_from_an_edited_catalogue_is_found(till: Station, table: Table, values: dict[str, object]) -> None:
    forge(till, table, **values)
    sold = sell(till, general_cart(till, 1))
    finding = verify(till).finding
    assert finding is not None
    assert (finding.flaw, finding.record) == (Flaw.FIGURES_DIFFER, sold.document.printed_number)


def test_a_courtesy_of_a_false_supervisor_is_found(till: Station) -> None:
    forge(till, catalogue.cashier, role="supervisor")
    checkout.sell(till, small.ana(till), general_cart(till, 1, "Cortesía"), Offer(()))
    assert flaw(till) is Flaw.FIGURES_DIFFER


def test_a_sale_that_cites_no_catalogue_of_hq_is_found(till: Station) -> None:
    with till.database.write() as tx:
        tx.execute(text("UPDATE hq_link SET catalogue_at = 0"))
    sell(till, general_cart(till, 1))
    assert flaw(till) is Flaw.FIGURES_DIFFER


@pytest.mark.parametrize("column", ["seal", "body"])
def test_what_hq_signed_cannot_be_edited_unseen(till: Station, column: str) -> None:
    t = signed_catalogue.c
    with till.database.write() as tx, guards.without_triggers(tx):
        row = tx.execute(select(signed_catalogue).where(t.kind != "chunk")).mappings().first()
        assert row is not None
        edited = {"seal": "00", "body": row["body"] + b" "}[column]
        tx.execute(update(signed_catalogue).where(t.n == row["n"]).values({column: edited}))
    assert flaw(till) is Flaw.CATALOGUE_NOT_SEALED


def test_a_catalogue_whose_signed_pages_were_deleted_is_found(till: Station) -> None:
    sell(till, general_cart(till, 1))
    with till.database.write() as tx, guards.without_triggers(tx):
        tx.execute(text("DELETE FROM signed_catalogue"))
    assert flaw(till) is Flaw.FIGURES_DIFFER


def test_a_rate_that_a_supervisor_entered_is_the_one_of_the_sales_after_it(till: Station) -> None:
    sell(till, general_cart(till, 1))
    typed = ExchangeRate(USD, Decimal("860.5"), till.today(), RateSource.MANUAL)
    rates.enter(till, small.rosa(till), typed, "El BCV no publicó")
    sell(till, general_cart(till, 1))
    assert flaw(till) is None
