"""The best seats of a zone: near the stage, and near the middle of the house rather than of a section."""

from domain.ids import SeatId
from pos_app.services.selling import seat_maps
from pos_app.services.selling.seat_maps import Hall
from pos_app.services.setup import load_setup
from pos_app.station import Station
from sync import setup
from tests.builders import stations
from tests.sync.setup.setups import ON, changed

WIDE = (
    ("at = [0, 0]\n", 'at = [0, 0]\n\n[[venue.section]]\nname = "Palco"\nrows = 4\nseats = 20\nat = [6_000, 0]\n'),
    ('sections = ["Platea"]', 'sections = ["Platea", "Palco"]'),
)
"""Beside the ten seats of a row of the Platea stand twenty of the Palco, and the middle of the house is among them."""


def best(station: Station, zone: str, count: int) -> list[str]:
    """The best seats for a group: section, row and number of each."""
    show = stations.offering(station)
    seats = seat_maps.best_seats(
        station, show.performance.id, stations.zone(station, zone).id, count, frozenset[SeatId]()
    )
    with station.database.read() as tx:
        plan = station.catalogue.plan_seats(tx, show.venue.id)
    names = {section.no: section.name for section in show.venue.sections}
    return [f"{names[plan.section_no[seat]]} {plan.row[seat]}-{plan.number[seat]}" for seat in seats]


def test_the_best_seats_are_near_the_middle_of_the_house(station: Station) -> None:
    assert best(station, "Platea", 2) == ["Platea A-5", "Platea A-6"]
    content = setup.read(changed(*WIDE), on=ON)
    load_setup.load(station, content, name="wide.toml", sha256="00", by=stations.supervisor(station))
    assert best(station, "Platea", 2) == ["Palco A-10", "Palco A-11"]
    assert [name.split("-")[0] for name in best(station, "Platea", 21)] == ["Palco A"] * 20 + ["Palco B"]


def test_a_zone_without_seats_has_no_best_ones(station: Station) -> None:
    assert best(station, "General", 1) == []
    show = stations.offering(station)
    hall = Hall(station, show.performance.id, stations.zone(station, "General").id)
    assert hall.unsold(frozenset()) == 0
