"""A store that another program uses, and a catalogue cache that two threads use at once."""

import threading
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable, text

from domain.money.money import USD, Rates
from pos_app.services.selling import checkout
from pos_app.station import Station
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from pos_app.storage.store.database import StoreBusy
from sync.tables.transaction import Row, Tx
from tests.builders.stations import attempt, general_cart, paid, sell
from tests.pos_app.snapshots import refused

A_LITTLE_S = 0.2
"""Long enough for the other thread to overtake, if no lock holds it."""


class SlowTx(Tx):
    """A transaction that lets other threads overtake before it returns a result."""

    def __init__(self, connection: Connection, reading: threading.Event, others: threading.Event) -> None:
        super().__init__(connection)
        self._reading, self._others = reading, others

    def execute(self, statement: Executable, rows: Sequence[Row] | Row | None = None) -> CursorResult[Any]:
        result = super().execute(statement, rows)
        self._reading.set()
        self._others.wait(A_LITTLE_S)
        return result


def impatient(station: Station) -> None:
    """Make the next connection fail at once on a lock."""
    connection = station.database.engine.raw_connection()
    driver: Any = connection.driver_connection
    driver.execute("PRAGMA busy_timeout = 0")
    connection.close()


def test_a_store_in_use_refuses_the_sale_and_says_so(till: Station) -> None:
    cart = general_cart(till, 1)
    offer = paid(till, cart)
    other = till.database.connect(till.database.path)
    other.execute("BEGIN IMMEDIATE")
    impatient(till)
    refused(till, attempt(till, cart, *offer.tenders), StoreBusy)
    other.execute("ROLLBACK")
    other.close()
    assert checkout.quote(till, cart).total_ves == sell(till, cart).document.total


def test_what_one_thread_read_of_an_old_catalogue_is_not_kept_as_the_new_one(station: Station) -> None:
    reading, others = threading.Event(), threading.Event()
    on: date = station.today()

    def read_slowly() -> None:
        with station.database.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("BEGIN")
            station.catalogue.rates(SlowTx(connection, reading, others), on)
            driver.execute("COMMIT")

    slow = threading.Thread(target=read_slowly)
    slow.start()
    reading.wait()
    with station.database.write() as tx:
        tx.execute(text("UPDATE exchange_rate SET value = '900' WHERE currency = 'USD'"))
        catalogue_changed(tx)
    _rates(station, on)
    others.set()
    slow.join()
    assert _rates(station, on).of(USD).value == Decimal(900)


def _rates(station: Station, on: date) -> Rates:
    with station.database.read() as tx:
        return station.catalogue.rates(tx, on)
