"""The catalogue queries return the values that a set-up was read into."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.catalogue.catalog import PlanSeats
from domain.ids import StationId, VenueId
from domain.money.money import EUR, USD, VES, Money
from domain.money.taxes import TaxCategory
from pos_app import startup
from pos_app.services.setup import load_setup
from pos_app.station import Station
from pos_app.storage.catalogue import catalog
from pos_app.storage.catalogue.catalog import NotInCatalogue
from sync.setup import Setup
from tests.builders.stations import keys, surroundings
from tests.sync.setup.setups import ON, demo


@pytest.fixture(scope="module")
def content() -> Setup:
    """The set-up of the demo."""
    return demo("teatro.toml", "arena.toml")


@pytest.fixture(scope="module")
def demo_station(content: Setup, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    """A store with the set-up of the demo. The tests only read it."""
    folder: Path = tmp_path_factory.mktemp("demo")
    made = startup.create_station(folder, keys(), content.tenant_id, content.station_id, surroundings())
    with closing(made.database):
        load_setup.load(made, content, name="demo", sha256="")
        yield made


def test_station_and_staff_come_back(demo_station: Station, content: Setup) -> None:
    with demo_station.database.read() as tx:
        profile = catalog.station_profile(tx, demo_station.tenant_id, demo_station.id)
        staff = catalog.staff(tx, demo_station.tenant_id)
    assert profile == content.profile
    assert profile.difference_limits == (Money(50_000, VES), Money(200, USD), Money(200, EUR))
    assert {member.cashier for member in staff} == {member.cashier for member in content.staff}
    assert [member.cashier.name for member in staff] == sorted(member.cashier.name for member in staff)


def test_series_and_taxes_come_back(demo_station: Station, content: Setup) -> None:
    with demo_station.database.read() as tx:
        assert catalog.series(tx, demo_station.tenant_id, "A") == content.series[0]
        table = catalog.tax_table(tx, demo_station.tenant_id)
    assert set(table.rates) == set(content.taxes)
    assert str(table.rate(TaxCategory.ADDITIONAL, ON)) == "0.31"


def test_venues_and_seats_come_back_in_order(demo_station: Station, content: Setup) -> None:
    with demo_station.database.read() as tx:
        for plan in content.venues:
            assert catalog.venue(tx, demo_station.tenant_id, plan.venue.id) == plan.venue
            assert catalog.seats(tx, demo_station.tenant_id, plan.venue.id) == plan.seats
    assert [len(plan.seats) for plan in content.venues] == [2367, 4000]


def test_shows_come_back_with_zones_stages_and_modifiers(demo_station: Station, content: Setup) -> None:
    with demo_station.database.read() as tx:
        events = catalog.events(tx, demo_station.tenant_id)
        assert set(events) == {show.event for show in content.shows}
        for show in content.shows:
            assert catalog.zones(tx, demo_station.tenant_id, show.event.id) == show.zones
            assert catalog.ticket_types(tx, demo_station.tenant_id, show.event.id) == show.ticket_types
        performances = catalog.performances(tx, demo_station.tenant_id)
    expected = [performance for show in content.shows for performance in show.performances]
    assert list(performances) == sorted(expected, key=lambda performance: performance.starts_at)


def test_a_seat_is_made_from_its_columns() -> None:
    plan = PlanSeats((0, 1), ("A", "B"), ("1", "2"), (10, 20), (30, 40), (0, 1))
    assert [(s.id, s.section_no, s.row, s.number, s.x_mm, s.y_mm, s.kind.name) for s in plan] == [
        (0, 0, "A", "1", 10, 30, "ORDINARY"),
        (1, 1, "B", "2", 20, 40, "ACCESSIBLE"),
    ]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 11, 21), {"USD": "857.00580000", "EUR": "976.90091142"}),  # Saturday's own
        (date(2026, 11, 22), {"USD": "916.64770000"}),  # Sunday uses Monday's, and no rate for euros was published
        (date(2026, 11, 23), {"USD": "916.64770000"}),
        (date(2026, 11, 24), {}),
    ],
)
def test_a_day_without_a_rate_takes_the_next_one_and_never_an_older(
    station: Station, on: date, expected: dict[str, str]
) -> None:
    with station.database.read() as tx:
        rates = catalog.rates(tx, station.holder, on)
    assert rates.on == on
    assert {rate.currency: str(rate.value) for rate in rates.rates} == expected
    assert all(rate.value_on - on <= timedelta(days=1) for rate in rates.rates)


def test_what_nobody_loaded_is_refused_by_name(station: Station) -> None:
    with station.database.read() as tx:
        with pytest.raises(NotInCatalogue, match="station"):
            catalog.station_profile(tx, station.tenant_id, StationId(station.tenant_id))
        with pytest.raises(NotInCatalogue, match="series"):
            catalog.series(tx, station.tenant_id, "Z")
        with pytest.raises(NotInCatalogue, match="venue"):
            catalog.venue(tx, station.tenant_id, VenueId(station.tenant_id))
        assert catalog.seats(tx, station.tenant_id, VenueId(station.tenant_id)) == PlanSeats()
