"""HQ's totals equal what the stations printed."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from domain.money.money import USD, VES, Money, total
from domain.payments.change import ChangeIn
from domain.sale.closing import Offer
from domain.till.method_flows import flows_of
from domain.till.shifts import CashMove, CashMovement, TillHoldsLess
from hq.books.consolidation import consolidate
from hq.office import Office
from pos_app.services.documents import documents
from pos_app.services.selling import carts, checkout
from pos_app.services.selling.checkout import Approvals
from pos_app.services.till import shifts, till_reports
from tests.builders import stations as small
from tests.builders.counters import Counter, two_counters
from tests.builders.counts import NONE_LEFT

pytestmark = pytest.mark.house


def take_z(one: Counter) -> Money:
    ana, rosa = small.ana(one.station), small.rosa(one.station)
    shifts.count(one.station, ana, NONE_LEFT)
    shifts.close_shift(one.station, ana, "prueba", approved_by=rosa)
    return till_reports.take_z(one.station, rosa).totals.perpetual.sales


def test_hq_shows_who_was_refused_cash_that_the_till_did_not_hold(office: Office, tmp_path: Path) -> None:
    with two_counters(office, tmp_path) as (one, _):
        ana, rosa = small.ana(one.station), small.rosa(one.station)
        for amount in (50_000_00, 40_000_00):
            with pytest.raises(TillHoldsLess):
                shifts.move_cash(one.station, ana, CashMovement(CashMove.CASH_OUT, Money(amount, VES), "depósito"))
        shifts.move_cash(one.station, ana, CashMovement(CashMove.CASH_OUT, Money(1_00, VES), "depósito"), rosa)
        one.push()
    with office.database.tenant(one.holder.tenant_id) as tx:
        totals = consolidate(tx, one.holder.tenant_id)
    assert [(share.count, share.amount) for share in totals.refused_cash] == [(2, Money(90_000_00, VES))]


def test_hq_equals_what_the_stations_printed(office: Office, tmp_path: Path) -> None:
    with two_counters(office, tmp_path) as (one, two):
        one.grant(numbers=30, seats=["A-1", "A-2"], places=20)
        two.grant(numbers=30, places=20)
        sold = [one.sell_seats("A-1", "A-2"), one.sell_places(3), two.sell_places(5)]
        reports = [take_z(station) for station in (one, two)]
        one.push()
        two.push()
    with office.database.tenant(one.holder.tenant_id) as tx:
        totals = consolidate(tx, one.holder.tenant_id)
    assert [(share.name, share.count) for share in totals.stations] == [("Taquilla 1", 2), ("Taquilla 2", 1)]
    assert totals.total == total(checkout.document.grand_total for checkout in sold)
    assert [share.count for share in totals.cashiers] == [3]
    assert [z.sales for z in totals.reports] == reports
    assert sum(share.count for share in totals.zones) == 10
    (cash,) = totals.methods
    assert (cash.name, cash.amount) == ("cash_ves", totals.total)
    paid = [ticket.price.amount + ticket.price.fee for checkout in sold for ticket in checkout.sale.tickets]
    assert total((share.amount for share in totals.zones), USD) == total(paid, USD)


def test_a_mixed_day_over_midnight_has_the_same_figures_at_the_station_and_at_hq(
    office: Office, tmp_path: Path
) -> None:
    """Change in bolívares for dollars, a mobile payment, a courtesy, a copy, a void; the rate changes at midnight."""
    with two_counters(office, tmp_path) as (one, _):
        till, clock = one.station, small.clock_of(one.station)
        ana, rosa = small.ana(till), small.rosa(till)
        one.grant(numbers=30, places=20)
        clock.at = datetime(2026, 11, 22, 3, 58, tzinfo=UTC)  # 23:58 in Caracas
        dollars = Offer((small.cash_usd("20.00"),), ChangeIn.CASH_VES)
        with_change = checkout.sell(till, ana, small.general_cart(till, 1), dollars)
        clock.advance(minutes=3)
        mobile = small.sell(till, small.general_cart(till, 1), small.pago_movil("9166.48", "000123456789"))
        free = checkout.sell(
            till, ana, small.general_cart(till, 1, type_name="Cortesía"), Offer(()), Approvals(courtesy=rosa)
        )
        documents.reprint(till, ana, mobile.document.id)
        carts.void(till, ana, small.general_cart(till, 2))
        clock.advance(minutes=2)
        reading = till_reports.read_x(till, ana).totals
        assert take_z(one) == reading.perpetual.sales
        closing = till_reports.last_z(till)
        listed = total(one.total for one in documents.find(till, ""))
        one.push()
    with office.database.tenant(one.holder.tenant_id) as tx:
        totals = consolidate(tx, one.holder.tenant_id)
    assert closing is not None
    sums = [with_change.document.grand_total, mobile.document.grand_total, free.document.grand_total]
    assert (closing.business_date, closing.totals.reprints, closing.totals.voids) == (date(2026, 11, 21), 1, 1)
    assert {total(sums), totals.total, reading.perpetual.sales, listed} == {closing.totals.perpetual.sales}
    net = {flow.method: flow.net for flow in flows_of(closing, blind=False)}
    assert {share.name: share.amount for share in totals.methods} == net
    assert [share.amount for share in totals.cashiers] == [closing.totals.perpetual.sales]
