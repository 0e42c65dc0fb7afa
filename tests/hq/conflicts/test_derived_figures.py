"""HQ derives every figure of a sale from what it had published: a lie that adds up is a case with both figures."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from domain.conflicts.cases import Claim, ConflictKind
from domain.conflicts.differences import Matter
from domain.money.money import USD, ExchangeRate, Money, RateSource
from domain.payments.change import ChangeIn
from domain.sale.closing import Offer
from hq.catalogue.publish import publish
from hq.conflicts.cases import open_cases
from hq.office import Office
from pos_app.services.selling import checkout
from pos_app.services.selling.checkout import Approvals
from pos_app.services.till import rates
from sync.facts import SaleRecorded
from sync.line.messages import Acknowledged
from sync.tables import catalogue
from tests.builders import stations as small
from tests.builders.clock import FakeClock
from tests.builders.counters import Counter, counter
from tests.builders.lies import forge_catalogue, resigned
from tests.builders.stations import clock_of

pytestmark = pytest.mark.house


@pytest.fixture
def one(office: Office, tmp_path: Path) -> Iterator[Counter]:
    with counter(office, tmp_path / "1", 1) as station:
        station.grant(numbers=30, seats=["A-1", "A-2", "A-3"], places=20)
        yield station


def clock_of_hq(one: Counter) -> FakeClock:
    """HQ's clock, which the test may move."""
    assert isinstance(one.office.clock, FakeClock)
    return one.office.clock


def claims(one: Counter, kind: ConflictKind) -> list[Claim]:
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        cases = open_cases(tx, one.holder.tenant_id)
    return [claim for case in cases if case.contested.kind is kind for claim in case.claims]


def matters(one: Counter) -> set[Matter]:
    """What HQ's open cases say that differs."""
    return {difference.matter for claim in claims(one, ConflictKind.FIGURES) for difference in claim.differences}


def sell_all_ways(one: Counter) -> None:
    """Seats and places, a child, a courtesy with its approval, three currencies, change in two of them."""
    till = one.station
    ana, rosa = small.ana(till), small.rosa(till)
    one.sell_seats("A-1", "A-2")
    one.sell_places(3)
    checkout.sell(till, ana, small.general_cart(till, 1, "Cortesía"), Offer(()), Approvals(courtesy=rosa))
    checkout.sell(till, rosa, small.general_cart(till, 1, "Cortesía"), Offer(()))
    dollars = small.cash_usd("100.00")
    checkout.sell(till, ana, small.general_cart(till, 2), Offer((dollars,), ChangeIn.CASH_USD))
    bolivares = small.cash_ves("20000.00")
    checkout.sell(till, ana, small.general_cart(till, 1), Offer((bolivares,)))


def test_honest_sales_of_every_kind_open_no_case(one: Counter) -> None:
    sell_all_ways(one)
    one.push()
    assert claims(one, ConflictKind.FIGURES) == []
    assert claims(one, ConflictKind.CLOCK) == []


def test_a_rate_that_a_supervisor_entered_at_the_station_is_the_one_of_its_sales(one: Counter) -> None:
    one.sell_places(1)
    typed = ExchangeRate(USD, Decimal("860.5"), one.station.today(), RateSource.MANUAL)
    rates.enter(one.station, small.rosa(one.station), typed, "El BCV no publicó")
    one.sell_places(1)
    one.push()
    assert claims(one, ConflictKind.FIGURES) == []


def test_a_sale_is_derived_from_the_catalogue_that_it_cites_and_not_from_a_later_one(one: Counter) -> None:
    one.sell_places(1)
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        for table, changed in (
            (catalogue.zone, {"base_price": 777, "tax": "E"}),
            (catalogue.exchange_rate, {"value": Decimal(2)}),
            (catalogue.tax_rate, {"rate": Decimal("0.5")}),
            (catalogue.cashier, {"active": False}),
            (catalogue.performance, {"state": "cancelled"}),
        ):
            rows = [{**row, **changed} for row in tx.execute(select(table)).mappings()]
            publish(tx, one.holder.tenant_id, one.office.clock.now(), {table: rows})
    one.push()
    assert claims(one, ConflictKind.FIGURES) == []


_LIES_OF_A_CATALOGUE: dict[str, tuple[Callable[[Counter], None], Matter]] = {
    "a price": (lambda one: forge_catalogue(one, catalogue.zone, base_price=100), Matter.PRICE),
    "another fee": (lambda one: forge_catalogue(one, catalogue.zone, fee=500), Matter.PRICE),
    "a discount of a type": (
        lambda one: forge_catalogue(one, catalogue.ticket_type, percent=Decimal(-90)),
        Matter.PRICE,
    ),
    "a tax of nothing": (lambda one: forge_catalogue(one, catalogue.tax_rate, rate=Decimal(0)), Matter.TAX),
    "an exempt zone": (lambda one: forge_catalogue(one, catalogue.zone, tax="E"), Matter.TAX),
    "no IGTF": (lambda one: forge_catalogue(one, catalogue.series, special_to=date(2025, 1, 1)), Matter.IGTF),
    "half the rate": (lambda one: forge_catalogue(one, catalogue.exchange_rate, value=Decimal("428.5")), Matter.RATE),
    "another event": (lambda one: forge_catalogue(one, catalogue.event, name="Otra cosa"), Matter.PLACE),
    "another issuer": (lambda one: forge_catalogue(one, catalogue.series, issuer_rif="J-00000000-1"), Matter.DOCUMENT),
}


@pytest.mark.parametrize("lie", _LIES_OF_A_CATALOGUE)
def test_a_sale_from_a_forged_catalogue_is_a_case_with_both_figures(one: Counter, lie: str) -> None:
    forge, matter = _LIES_OF_A_CATALOGUE[lie]
    one.push()
    forge(one)
    one.sell_places(1)
    one.push()
    assert matter in matters(one)
    (claim,) = claims(one, ConflictKind.FIGURES)
    assert claim.paid is not None
    assert claim.expected is not None
    assert any(difference.stated != difference.derived for difference in claim.differences)


def test_both_totals_of_a_forged_price_are_in_the_case(one: Counter) -> None:
    honest = one.sell_places(1).sale.to_pay
    forge_catalogue(one, catalogue.zone, base_price=100)
    forged = one.sell_places(1).sale.to_pay
    one.push()
    (claim,) = claims(one, ConflictKind.FIGURES)
    assert (claim.paid, claim.expected) == (forged, honest)


def test_a_courtesy_that_a_false_supervisor_gives_is_a_case(one: Counter) -> None:
    forge_catalogue(one, catalogue.cashier, role="supervisor")
    checkout.sell(one.station, small.ana(one.station), small.general_cart(one.station, 1, "Cortesía"), Offer(()))
    one.push()
    assert matters(one) == {Matter.STAFF}


def test_a_retired_cashier_and_a_cancelled_performance_sell_nothing_unseen(one: Counter) -> None:
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        rows = [{**row, "state": "cancelled"} for row in tx.execute(select(catalogue.performance)).mappings()]
        publish(tx, one.holder.tenant_id, one.office.clock.now(), {catalogue.performance: rows})
        staff = [{**row, "active": False} for row in tx.execute(select(catalogue.cashier)).mappings()]
        publish(tx, one.holder.tenant_id, one.office.clock.now(), {catalogue.cashier: staff})
    with one.station.database.write() as tx:
        tx.connection.exec_driver_sql("UPDATE hq_link SET catalogue_at = catalogue_at + 2")
    one.sell_places(1)
    one.push()
    assert matters(one) == {Matter.PLACE, Matter.STAFF}


def of_sale(**changes: Any) -> Callable[[SaleRecorded], SaleRecorded]:
    """Alters the sale of an entry."""
    return lambda fact: msgspec.structs.replace(fact, sale=replace(fact.sale, **changes))


def without_lines(fact: SaleRecorded) -> SaleRecorded:
    """The document charges one of the tickets only."""
    line = fact.sale.lines[0]
    first = replace(line, quantity=1, total_ves=line.unit_ves)
    return msgspec.structs.replace(fact, sale=replace(fact.sale, lines=(first, *fact.sale.lines[1:])))


def negative(fact: SaleRecorded) -> SaleRecorded:
    document = replace(fact.document, total=-fact.document.total, exempt=-fact.document.exempt)
    return msgspec.structs.replace(fact, document=document)


def unpaid(fact: SaleRecorded) -> SaleRecorded:
    paid = [
        replace(payment, ves=payment.ves, amount=Money(1, payment.amount.currency)) for payment in fact.sale.payments
    ]
    return msgspec.structs.replace(fact, sale=replace(fact.sale, payments=tuple(paid)))


_ALTERED: dict[str, tuple[Callable[[Any], SaleRecorded], set[Matter]]] = {
    "a catalogue from no feed": (lambda fact: msgspec.structs.replace(fact, catalogue=0), {Matter.CATALOGUE}),
    "a catalogue to come": (lambda fact: msgspec.structs.replace(fact, catalogue=9_999), {Matter.CATALOGUE}),
    "one line of three tickets": (without_lines, {Matter.TICKETS, Matter.TAX}),
    "a negative document": (negative, {Matter.DOCUMENT}),
    "a payment of a céntimo": (unpaid, {Matter.PAYMENT}),
    "no payment": (of_sale(payments=()), {Matter.PAYMENT}),
    "no lines": (of_sale(lines=()), {Matter.TICKETS, Matter.TAX}),
    "an IGTF of nothing": (of_sale(igtf_rate=Decimal(0)), {Matter.IGTF}),
}


@pytest.mark.parametrize("lie", _ALTERED)
def test_an_altered_sale_is_a_case(one: Counter, lie: str) -> None:
    alter, wanted = _ALTERED[lie]
    one.sell_places(3)
    assert isinstance(one.send(resigned(one, alter)), Acknowledged)
    assert matters(one) == wanted


def sold_at(moved: timedelta) -> Callable[[SaleRecorded], SaleRecorded]:
    """Alters the instant of a sale and of its document."""

    def alter(fact: SaleRecorded) -> SaleRecorded:
        at = fact.sale.sold_at + moved
        sale, document = replace(fact.sale, sold_at=at), replace(fact.document, issued_at=at)
        return msgspec.structs.replace(fact, sale=sale, document=document)

    return alter


@pytest.mark.parametrize(
    ("moved", "is_case"),
    [
        (timedelta(minutes=4), False),
        (timedelta(minutes=6), True),
        (timedelta(days=365), True),
        (-timedelta(minutes=4), False),
        (-timedelta(minutes=6), True),
        (-timedelta(days=365), True),
    ],
)
def test_a_sale_after_its_arrival_or_before_its_catalogue_is_a_case(
    one: Counter, moved: timedelta, is_case: bool
) -> None:
    one.sell_places(1)
    one.send(resigned(one, sold_at(moved)))
    assert bool(claims(one, ConflictKind.CLOCK)) is is_case


def test_the_sales_of_a_day_with_a_wrong_clock_are_one_case(one: Counter) -> None:
    clock_of(one.station).advance(hours=1)
    one.sell_places(1)
    one.sell_places(1)
    one.push()
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        (case,) = open_cases(tx, one.holder.tenant_id)
    assert (case.contested.kind, len(case.claims)) == (ConflictKind.CLOCK, 2)


@pytest.mark.parametrize(("days", "is_case"), [(13, False), (15, True)])
def test_a_catalogue_that_was_replaced_long_before_the_sale_is_a_case(one: Counter, days: int, is_case: bool) -> None:
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        zones = [{**row, "base_price": row["base_price"] + 1} for row in tx.execute(select(catalogue.zone)).mappings()]
        publish(tx, one.holder.tenant_id, one.office.clock.now(), {catalogue.zone: zones})
    one.sell_places(1)
    clock_of_hq(one).advance(days=30)
    one.send(resigned(one, sold_at(timedelta(days=days))))
    assert (Matter.CATALOGUE in matters(one)) is is_case
