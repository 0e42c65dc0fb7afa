"""The acts of HQ's staff: prices, performances, rates, and the status of stations."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select

from domain.errors import Refused, Unavailable
from domain.money.money import RateSource
from hq.catalogue.publish import publish
from hq.intake.run_again import run_again
from hq.journals.lives import StationStatus
from hq.stations import enrolment, stations
from hq.stations.stations import NewStation, StatusChange
from sync.tables import catalogue
from sync.tables.transaction import Row, Tx
from tests.world.faults import Killed
from tests.world.headquarters import Headquarters


@dataclass(slots=True)
class Administrators:
    """HQ's staff. Each act is one transaction, in which HQ may be killed."""

    hq: Headquarters
    chance: Random
    log: Callable[[str], None]
    released: set[UUID] = field(default_factory=set)
    """Stations whose quarantined seats they released: HQ forgets it when an older copy of its database is put back."""

    def act(self, what: str, work: Callable[[Tx], object]) -> bool:
        """Run one transaction at HQ; returns whether it was committed."""
        office, fuse = self.hq.office, self.hq.fuse
        if self.chance.random() < self.hq.faults.hq_killed:
            fuse.light(self.chance.randrange(20), self.chance.choice(("process", "backend", "commit")))
            self.hq.tally.add("hq_killed")
        try:
            with office.database.tenant(self.hq.tenant_id) as tx:
                work(tx)
        except (Refused, Unavailable, Killed) as error:
            self.log(f"HQ could not {what}: {error!r}")
            return False
        finally:
            fuse.put_out()
        self.log(f"HQ: {what}")
        return True

    def add_station(self, station_id: UUID, no: int) -> bool:
        """Add station number `no`."""
        wanted = NewStation(station_id, no, f"Taquilla {no}", "Sala del Mundo", "A")
        return self.act(f"add station {no}", lambda tx: stations.add(tx, self.hq.office, self.hq.administrator, wanted))

    def code(self, station_id: UUID) -> str:
        """A one-time enrolment code; empty when the transaction failed."""
        codes: list[str] = []
        code_id = self.hq.office.ids.new()

        def make(tx: Tx) -> None:
            codes.append(enrolment.make_code(tx, self.hq.office, self.hq.administrator, station_id, code_id).text)

        return codes[0] if self.act("make a code", make) else ""

    def set_status(self, station_id: UUID, status: StationStatus) -> bool:
        """Freeze a station, mark it lost, or activate it."""
        change = StatusChange(status, "visto por el mundo")
        office, by = self.hq.office, self.hq.administrator
        return self.act(f"{status} {station_id}", lambda tx: stations.set_status(tx, office, by, station_id, change))

    def approve_epoch(self, station_id: UUID) -> bool:
        """Approve that a stopped station begins a new life."""
        office, by = self.hq.office, self.hq.administrator
        epoch = self.view(station_id).epoch
        return self.act(
            f"approve a new life of {station_id}",
            lambda tx: stations.approve_epoch(tx, office, by, station_id, epoch, "restaurada"),
        )

    def keep_up(self) -> None:
        """HQ's periodic upkeep: run again the entries that wait."""
        run_again(self.hq.office, self.hq.tenant_id)

    def view(self, station_id: UUID) -> stations.StationView:
        """What HQ knows about a station."""
        with self.hq.office.database.tenant(self.hq.tenant_id) as tx:
            return stations.view(tx, self.hq.tenant_id, station_id)

    def publish(self, tx: Tx, table: Table, row: Row) -> None:
        """Publish one row of the catalogue now."""
        publish(tx, self.hq.tenant_id, self.hq.office.clock.now(), {table: [row]})

    def change_price(self) -> None:
        """Publish another price for a random zone."""

        def change(tx: Tx) -> None:
            zone = self.any_of(tx, catalogue.zone)
            price = max(100, zone["base_price"] + self.chance.randrange(-5, 9) * 100)
            self.publish(tx, catalogue.zone, {**zone, "base_price": price})

        self.act("change a price", change)

    def add_performance(self) -> None:
        """Publish one more performance of a random event."""

        def add(tx: Tx) -> None:
            template = self.any_of(tx, catalogue.performance)
            later = template["starts_at"] + timedelta(days=self.chance.randrange(1, 20))
            row = {**template, "id": self.hq.office.ids.new(), "starts_at": later}
            self.publish(tx, catalogue.performance, row)

        self.act("add a performance", add)

    def publish_rate(self) -> None:
        """Publish the exchange rate of a random day."""
        day = self.hq.schedule.now().date() + timedelta(days=self.chance.randrange(0, 60))
        value = Decimal(self.chance.randrange(800_0000, 990_0000)).scaleb(-4)
        row = {
            "tenant_id": self.hq.tenant_id, "currency": "USD", "value_on": day, "value": value,
            "source": RateSource.BCV,
        }  # fmt: skip
        self.act(
            "publish a rate",
            lambda tx: self.publish(tx, catalogue.exchange_rate, row),
        )

    @contextmanager
    def slow_publication(self) -> Iterator[None]:
        """Change a price in a transaction that stays open; other transactions may time out while they wait for it."""
        hq = self.hq
        with hq.office.database.tenant(hq.tenant_id) as tx:
            zone = self.any_of(tx, catalogue.zone)
            self.publish(tx, catalogue.zone, {**zone, "fee": self.chance.randrange(0, 5) * 10})
            hq.is_held = True
            try:
                yield
            finally:
                hq.is_held = False
        self.log("HQ: a slow change of a price is committed")

    def any_of(self, tx: Tx, table: Any) -> dict[str, Any]:
        """A random row of the tenant in a table."""
        rows = tx.execute(
            # Ordered, so that the same seed draws the same row.
            select(table).where(table.c.tenant_id == self.hq.tenant_id).order_by(*table.primary_key)
        ).mappings()
        return dict(self.chance.choice(rows.all()))
