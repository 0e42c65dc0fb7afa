"""HQ's check of books that hold."""

from pathlib import Path

import pytest

from domain.money.money import VES, Money
from hq.books.check import check
from hq.office import Office
from pos_app.services.till import shifts, till_reports
from tests.builders import stations as small
from tests.builders.counters import counter
from tests.builders.counts import counted

pytestmark = pytest.mark.house


def test_a_z_is_the_sum_of_its_documents_with_their_igtf(office: Office, tmp_path: Path) -> None:
    with counter(office, tmp_path / "1", 1) as one:
        one.grant(numbers=10, places=10)
        station = one.station
        small.sell(station, small.general_cart(station, 1), small.cash_usd("20.00"))
        shifts.count(station, small.ana(station), counted(Money(100, VES)))
        shifts.close_shift(station, small.ana(station), "se contó una vez", small.rosa(station))
        till_reports.take_z(station, small.rosa(station))
        one.push()
        assert check(office, one.holder.tenant_id).findings == ()
