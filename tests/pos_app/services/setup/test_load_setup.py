"""A set-up is loaded in one transaction, once, and never against tickets sold."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Executable, Table
from sqlalchemy.sql.expression import ClauseElement

from benchmarks.stadium import stadium
from domain.catalogue.catalog import SeatKind, ZoneState
from domain.money.money import USD, Money
from pos_app import startup
from pos_app.services.people import sign_in
from pos_app.services.setup import load_setup
from pos_app.station import Station
from pos_app.storage.catalogue import catalog
from pos_app.storage.store import sync_state
from pos_app.storage.store.database import Database
from sync import journal, setup
from sync.facts import SetupLoaded
from sync.setup import Setup, SetupConflict
from sync.tables import shared
from sync.tables.transaction import Row, Tx
from tests.builders import stations
from tests.builders.stations import (
    general_cart,
    keys,
    offering,
    seats_cart,
    sell,
    surroundings,
)
from tests.sync.setup.setups import ON, SMALL, changed, demo

FACT = "setup_loaded/1"


def load(station: Station, content: Setup | str, name: str = "other.toml") -> int:
    """Load a file's text or a read set-up; return the number of rows that were new or different."""
    read = setup.read(content, on=ON) if isinstance(content, str) else content
    return load_setup.load(station, read, name=name, sha256="00", by=stations.supervisor(station))


def conflicts(station: Station, text: str) -> list[tuple[str, str]]:
    """The conflicts of a file's text with the store."""
    with pytest.raises(SetupConflict) as refused:
        load(station, text)
    return [(problem.what.value, problem.detail) for problem in refused.value.problems]


def loaded_files(station: Station) -> list[str]:
    """The names of the set-ups in the journal."""
    with station.database.read() as tx:
        entries = [signed.read() for signed in journal.read(tx, station.tenant_id, station.id, 1)]
    return [entry.body.name for entry in entries if isinstance(entry.body, SetupLoaded)]


def rows_of(station: Station) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the shared tables except the journal."""
    with station.database.read() as tx:
        return {
            name: [tuple(row) for row in tx.execute(table.select())]
            for name, table in shared.metadata.tables.items()
            if name != "journal"
        }


def test_loading_the_same_file_again_changes_nothing(station: Station) -> None:
    before = rows_of(station)
    assert load(station, SMALL) == 0
    assert rows_of(station) == before
    assert loaded_files(station) == ["small_setup.toml"]


def test_a_changed_file_updates_prices_names_rates_and_staff(station: Station) -> None:
    text = changed(
        ('name = "Taquilla 1"', 'name = "Taquilla Norte"'),
        ('name = "Luis Marcano"', 'name = "Luis A. Marcano"'),
        ("percent = 16", "percent = 15"),
        ('value = "857.00580000"', 'value = "860"'),
        ("price = 25", "price = 30"),
        ("percent = -20\nup_to_sold = 4", "percent = -10\nup_to_sold = 4"),
    )
    assert load(station, text) == 6
    assert loaded_files(station) == ["small_setup.toml", "other.toml"]
    platea = next(zone for zone in offering(station).zones if zone.name == "Platea")
    assert platea.base_price == Money(3000, USD)
    assert platea.stages[0].percent == -10
    with station.database.read() as tx:
        assert catalog.station_profile(tx, station.tenant_id, station.id).name == "Taquilla Norte"
        assert "Luis A. Marcano" in {m.cashier.name for m in catalog.staff(tx, station.tenant_id)}


def test_parts_that_a_changed_file_does_not_name_any_more_are_gone(station: Station) -> None:
    courtesy = '[[event.ticket_type]]\nname = "Cortesía"\npercent = -100\n'
    load(station, changed((courtesy, "")).partition("[[event.modifier]]")[0])
    show = offering(station)
    assert [zone.modifiers for zone in show.zones] == [(), ()]
    assert [kind.name for kind in show.ticket_types] == ["Adulto", "Estudiante"]


def test_a_zone_without_sales_can_be_taken_away(station: Station) -> None:
    text = changed(('[[event.zone]]\nname = "General"\ncapacity = 100\nprice = 10\n', ""))
    load(station, text)
    states = {zone.name: zone.state for zone in offering(station).zones}
    assert states == {"Platea": ZoneState.ACTIVE, "General": ZoneState.WITHDRAWN}


def test_another_file_adds_its_venue_and_leaves_the_first(station: Station) -> None:
    theatre = replace(demo("teatro.toml"), identity=setup.read(SMALL, on=ON).identity, series=(), blocks=(), staff=())
    load(station, theatre)
    with station.database.read() as tx:
        assert len(catalog.events(tx, station.tenant_id)) == 2
        assert len(catalog.performances(tx, station.tenant_id)) == 7


def test_a_pin_in_clear_is_hashed_and_opens_and_is_not_hashed_again(station: Station) -> None:
    hashed = SMALL[SMALL.index("pin_hash") :].partition("\n")[0]
    text = changed((hashed, 'pin = "864209"'))
    assert load(station, text) == 1
    assert load(station, text) == 0
    with station.database.read() as tx:
        ana = next(m for m in catalog.staff(tx, station.tenant_id) if m.cashier.name == "Ana Rondón")
    assert ana.pin_hash.startswith("$argon2id$")
    assert PasswordHasher().verify(ana.pin_hash, "864209")
    assert sign_in.sign_in(station, ana.cashier.id, "864209") == ana.cashier


def test_numbers_that_were_handed_out_are_not_touched(till: Station) -> None:
    sell(till, general_cart(till, 1))
    text = changed(
        ('medium = "free_form"', 'medium = "not_fiscal"'),
        ("first = 1\nlast = 30\n", "first = 1\nlast = 29\n"),
        ("first = 101\n", "first = 100\n"),
        ('"00-00000601"', '"00-00000600"'),
    )
    assert conflicts(till, text) == [
        ("block_changed", "1-30"),
        ("blocks_overlap", "101-105"),
        ("series_in_use", "free_form"),
    ]


def test_control_numbers_of_a_block_are_not_moved(station: Station) -> None:
    assert conflicts(station, changed(('first_control = "00-00000601"', 'first_control = "00-00000701"'))) == [
        ("block_changed", "00-00000601")
    ]


def test_a_plan_may_change_until_something_is_sold(station: Station) -> None:
    load(station, changed(("rows = 4\nseats = 10", "rows = 5\nseats = 2"), ('["D-10"]', '["E-2"]')))
    with station.database.read() as tx:
        plan = catalog.seats(tx, station.tenant_id, offering(station).venue.id)
    assert [plan.row[0], plan.row[-1], len(plan)] == ["A", "E", 10]


def test_sold_seats_keep_their_ordinals(till: Station) -> None:
    sell(till, seats_cart(till, ["B-4"]))
    before = rows_of(till)
    moved = conflicts(till, changed(("rows = 4", 'numbers_from = "right"\nrows = 4')))
    assert moved[0] == ("seat_moved", "1: A-1")
    assert conflicts(till, changed(("rows = 4", "rows = 3"), ('["D-10"]', '["C-10"]')))[0] == ("seat_removed", "1: D-1")
    assert conflicts(till, changed(('["D-10"]', '["B-4"]'))) == [("seat_sold", "Consola de sonido")]
    assert rows_of(till) == before


def test_seats_may_be_added_and_described_after_sales(till: Station) -> None:
    sell(till, seats_cart(till, ["B-4"]))
    load(till, changed(("rows = 4", 'accessible = ["A-1"]\nrows = 5')))
    with till.database.read() as tx:
        plan = catalog.seats(tx, till.tenant_id, offering(till).venue.id)
    assert len(plan) == 50
    assert plan.seat(0).kind is SeatKind.ACCESSIBLE


def test_zones_with_sales_are_kept_and_never_below_what_was_sold(till: Station) -> None:
    sell(till, general_cart(till, 3))
    general = '[[event.zone]]\nname = "General"\ncapacity = 100\nprice = 10\n'
    assert conflicts(till, changed((general, ""))) == [("zone_sold", "General")]
    assert conflicts(till, changed(("capacity = 100", "capacity = 2"))) == [("below_sold", "General: 3")]
    load(till, changed(("capacity = 100", "capacity = 3")))


def test_files_of_another_station_are_refused(station: Station) -> None:
    assert conflicts(station, changed(("no = 1", "no = 2"))) == [("other_station", "Taquilla 1")]
    assert loaded_files(station) == ["small_setup.toml"]


# ------------------------------------------------------------------------------------------------ statements


class CountingTx(Tx):
    """A transaction that counts the calls to the driver, whatever the number of rows in a call."""

    calls = 0

    def execute(self, statement: Executable, rows: Sequence[Row] | Row | None = None) -> Any:
        type(self).calls += 1
        return super().execute(statement, rows)

    def insert(self, table: Table, rows: Sequence[Row]) -> int:
        type(self).calls += 1
        return super().insert(table, rows)

    def upsert(self, table: Table, rows: Sequence[Row]) -> int:
        type(self).calls += 1
        return super().upsert(table, rows)

    def run(self, statement: ClauseElement, row: Row) -> Any:
        type(self).calls += 1
        return super().run(statement, row)


class CountingDatabase(Database):
    """A store whose write transactions count their calls."""

    @contextmanager
    def write(self) -> Iterator[Tx]:
        with super().write() as tx:
            yield CountingTx(tx.connection)


@pytest.fixture
def calls_of(tmp_path: Path) -> Iterator[Callable[[str], int]]:
    """Counts the calls to the driver that loading an event into a new store takes."""
    stores: list[Database] = []

    def count(event: str) -> int:
        house = SMALL[: SMALL.index("[[venue]]")]
        content = setup.read_all({"house": house, "event": event}, on=ON)
        made = startup.create_station(
            tmp_path / str(len(stores)), keys(), content.tenant_id, content.station_id, surroundings()
        )
        stores.append(made.database)
        database = CountingDatabase(made.database.path, keys().database_key)
        stores.append(database)
        CountingTx.calls = 0
        assert load_setup.load(replace(made, database=database), content, name="event", sha256="") > 0
        return CountingTx.calls

    yield count
    for store in stores:
        store.close()


def test_sixty_thousand_seats_take_as_many_statements_as_few(calls_of: Callable[[str], int]) -> None:
    many = stadium()
    few = many.replace("seats = 60\n", "seats = 1\n").replace("aisles_after = [20, 40]\n", "")
    content = setup.read(SMALL[: SMALL.index("[[venue]]")] + many, on=ON)
    assert len(content.venues[0].seats) == 60_000
    assert calls_of(many) == calls_of(few) < 80


def test_a_station_of_hq_takes_no_file(station: Station) -> None:
    """A file could give rights again that were returned to HQ."""
    with station.database.write() as tx:
        sync_state.pin(tx, "https://hq.example", "00" * 32, UUID(int=1))
    with pytest.raises(load_setup.HqDecides) as refused:
        load(station, SMALL)
    assert refused.value.url == "https://hq.example"
