"""The list of what is on sale: performances that are over are neither listed nor sold."""

from datetime import timedelta
from uuid import UUID

import pytest

from domain.catalogue.catalog import SELL_UNTIL_MINUTES
from domain.ids import EventId
from domain.money.money import USD, Money
from domain.sale.closing import Offer
from pos_app.services.selling import browsing, checkout
from pos_app.services.selling.choosing import PerformanceOver
from pos_app.services.setup import load_setup
from pos_app.services.till import rates
from pos_app.station import Station
from pos_app.storage.catalogue import seats
from sync import setup
from tests.builders import stations
from tests.builders.clock import FakeClock
from tests.builders.stations import general_cart
from tests.pos_app.snapshots import refused
from tests.sync.setup.setups import ON, changed

HOUR = timedelta(minutes=SELL_UNTIL_MINUTES)
SHOW = 'key = "sabado"\nday = 7\ntime = "20:00"\n'


def load(station: Station, text: str) -> None:
    load_setup.load(station, setup.read(text, on=ON), name="other.toml", sha256="00", by=stations.supervisor(station))


def listed(station: Station) -> list[str]:
    return [str(card.performance.starts_at.date()) for card in browsing.performances(station)]


def move_to_the_end(station: Station, clock: FakeClock, after: timedelta) -> None:
    """Move the clock to this long after the beginning of Saturday's concert."""
    clock.at = stations.offering(station).performance.starts_at + after


def test_a_performance_is_listed_until_an_hour_after_its_beginning(station: Station, clock: FakeClock) -> None:
    move_to_the_end(station, clock, HOUR - timedelta(seconds=1))
    assert len(listed(station)) == 1
    clock.advance(seconds=1)
    assert listed(station) == []


def test_sixty_past_performances_do_not_hide_the_next_one(station: Station) -> None:
    past = "".join(f'[[event.performance]]\nday = -{day}\ntime = "20:00"\n' for day in range(1, 61))
    load(station, changed((f"[[event.performance]]\n{SHOW}", f"{past}[[event.performance]]\n{SHOW}")))
    assert listed(station) == ["2026-11-29"]


def test_a_cart_of_a_performance_that_is_over_is_refused(till: Station, clock: FakeClock) -> None:
    cart = general_cart(till, 1)
    move_to_the_end(till, clock, HOUR)
    error = refused(till, lambda: checkout.sell(till, stations.ana(till), cart, Offer(())), PerformanceOver)
    assert (error.event, error.started_at) == ("Concierto", clock.now() - HOUR)
    with pytest.raises(PerformanceOver):
        checkout.quote(till, cart)


def test_an_event_may_be_sold_for_longer(till: Station, clock: FakeClock) -> None:
    load(till, changed(('name = "Concierto"\n', 'name = "Concierto"\nsell_until_minutes = 2880\n')))
    move_to_the_end(till, clock, timedelta(hours=47))
    assert len(listed(till)) == 1
    move_to_the_end(till, clock, timedelta(hours=48))
    assert listed(till) == []


def test_the_list_has_the_price_of_the_next_document_although_the_clock_is_behind(
    till: Station, clock: FakeClock
) -> None:
    """The last document is of Sunday, with Monday's rate; the clock then shows Saturday."""
    clock.advance(hours=13, minutes=1)
    stations.sell(till, general_cart(till, 1))
    clock.advance(hours=-13)
    general = browsing.performances(till)[0].zones[1]
    usd = rates.today(till).rates.of(USD)
    assert general.ves == usd.to_ves(Money(1000, USD))
    assert str(usd.value) == "916.64770000"


def test_what_is_sold_is_counted_for_its_own_show(till: Station) -> None:
    stations.sell(till, general_cart(till, 2))
    offering, general = stations.offering(till), stations.zone(till, "General")
    with till.database.read() as tx:
        sold = seats.sold_by_zone(tx, till.tenant_id, offering.event.id)
        other = seats.sold_by_zone(tx, till.tenant_id, EventId(UUID(int=1)))
    assert sold == {(offering.performance.id, general.id): 2}
    assert other == {}
