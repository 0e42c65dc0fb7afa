"""Benchmark: an event of 60,000 seats loaded from its set-up file into the encrypted store, against its bare seat rows.

Each round takes a new store with an organisation. The value is the time to read and load the file: parsing, checks,
the place of every seat, one transaction and one journal entry. PINs are given as hashes, as in a real file.
The reference is one prepared statement that inserts the same seats on the same engine.
"""

import re
import sys
import tempfile
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from argon2 import PasswordHasher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks.figure import Figure, middle, milliseconds, report
from benchmarks.stadium import stadium
from domain.catalogue.catalog import PlanSeats
from domain.people.staff import Cashier, Permission
from pos_app import startup
from pos_app.services.setup import load_setup
from pos_app.station import Station
from pos_app.storage.catalogue import catalog
from pos_app.vault import Secrets
from sync import setup
from sync.setup import Setup

ROUNDS = 5
SEATS = 60_000
GOAL_MS, AIM_MS = 1000, 500
LOADED_ON = datetime(2026, 11, 21, 16, tzinfo=UTC).date()
_DEMO = Path(__file__).resolve().parents[1] / "resources" / "demo" / "taquilla.toml"
_RAW = "INSERT INTO bare VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


def main() -> None:
    """Measure and print."""
    house = house_file()
    rounds = [measured(house, stadium()) for _ in range(ROUNDS)]
    product, read, load, raw, again = (middle(part) for part in zip(*rounds, strict=True))
    whole = Figure(
        name="60,000-seat event loaded into the store",
        value=round(product),
        unit="ms",
        reference=round(raw),
        ratio=round(product / raw, 2),
        goal=f"<= {GOAL_MS} ms",
        aim=f"{AIM_MS} ms",
        met=product <= GOAL_MS,
    )
    report([
        whole,
        Figure("its file read and checked", round(read), "ms"),
        Figure("its rows written, committed and journalled", round(load), "ms"),
        Figure("its seats read back as columns", round(again), "ms"),
    ])  # fmt: skip


def house_file() -> str:
    """The demo's organisation with hashed PINs."""
    hashed = PasswordHasher().hash("246813")
    return re.sub(r'(?m)^pin = ".*"$', f'pin_hash = "{hashed}"', _DEMO.read_text(encoding="utf-8"))


def measured(house: str, event: str) -> tuple[float, float, float, float, float]:
    """Milliseconds of one round: in all, reading, loading, the bare rows, and reading the seats back."""
    with tempfile.TemporaryDirectory() as folder:
        before = setup.read(house, on=LOADED_ON)
        station = new_station(Path(folder), before)
        contents: list[Setup] = []
        read = milliseconds(lambda: contents.append(setup.read_all({"house": house, "event": event}, on=LOADED_ON)))
        by = supervisor(before)
        load = milliseconds(partial(load_setup.load, station, contents[0], name="event", sha256="", by=by))
        seats = contents[0].venues[0].seats
        assert len(seats) == SEATS
        raw = milliseconds(partial(write_bare, station, seats))
        again = milliseconds(partial(read_back, station, contents[0]))
        station.database.close()
    return read + load, read, load, raw, again


def new_station(folder: Path, house: Setup) -> Station:
    """A store with an organisation, nothing to sell, and an empty table for the bare rows."""
    keys = Secrets(database_key=bytes(32), signing_key=Ed25519PrivateKey.generate())
    station = startup.create_station(folder, keys, house.tenant_id, house.station_id)
    load_setup.load(station, house, name="house", sha256="")
    connection = station.database.engine.raw_connection()
    connection.driver_connection.execute(  # type: ignore[union-attr]  # it is connected
        "CREATE TABLE bare (tenant BLOB, venue BLOB, id INTEGER, section INTEGER, row TEXT, number TEXT,"
        " x INTEGER, y INTEGER, kind INTEGER, PRIMARY KEY (tenant, venue, id)) WITHOUT ROWID"
    )
    connection.close()
    return station


def supervisor(house: Setup) -> Cashier:
    """A supervisor of the organisation, who may load a set-up into a store that lives."""
    return next(member.cashier for member in house.staff if member.cashier.may(Permission.LOAD_SETUP))


def write_bare(station: Station, seats: PlanSeats) -> None:
    """Insert the same seats by one prepared statement in one transaction."""
    tenant, venue = bytes(16), bytes(16)
    columns = (seats.section_no, seats.row, seats.number, seats.x_mm, seats.y_mm, seats.kind)
    connection = station.database.engine.raw_connection()
    driver = connection.driver_connection
    assert driver is not None
    driver.execute("BEGIN IMMEDIATE")
    driver.executemany(_RAW, ((tenant, venue, i, *seat) for i, seat in enumerate(zip(*columns, strict=True))))
    driver.execute("COMMIT")
    connection.close()


def read_back(station: Station, loaded: Setup) -> None:
    """Read the seats as the seat map does."""
    with station.database.read() as tx:
        catalog.seats(tx, station.tenant_id, loaded.venues[0].venue.id)


if __name__ == "__main__":
    main()
