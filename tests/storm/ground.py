"""The real processes of a storm: PostgreSQL, two HQ processes on it, a faulty line, and stations at work."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import psycopg

from benchmarks.sell_loop import SETUP
from domain.rights import GrantId, Holder, PlacesGrant
from hq.clock import SystemClock
from hq.key_seal import KeySeal
from hq.office import Office, open_office
from hq.people.accounts import Author
from hq.people.tenants import Tenant
from hq.postgres.embedded import EmbeddedPostgres
from hq.rights import grants
from hq.setup import load_setup, organisations
from hq.stations import enrolment, stations
from hq.stations.stations import NewStation
from hq.storage import migrations
from hq.storage.database import Database
from pos_app import cli
from pos_app.services.selling import browsing
from sync import setup
from tests.builders.processes import SECRET, HqProcess, kill_postgres
from tests.crash import sellers
from tests.source_tree import ROOT
from tests.storm.rough_line import RoughLine

PATIENCE_S = 240.0
SLUG = "medicion"
_PLACES = 200
_UNLIMITED = "1000000/minute"
_HQ_SETTINGS = {"TAQUILLA_HQ_LIMIT_PER_TOKEN": _UNLIMITED, "TAQUILLA_HQ_LIMIT_PER_ADDRESS": _UNLIMITED}


class Cluster:
    """PostgreSQL as HQ embeds it, with the durable settings of production; it can be killed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server = EmbeddedPostgres(folder)
        self.url = self._server.url()

    def kill(self) -> None:
        """Kill the postmaster and all its children at once, as a power cut does."""
        kill_postgres(self._folder)

    def start(self) -> None:
        """Start it again on the files that a kill left."""
        self._server = EmbeddedPostgres(self._folder)

    def close(self) -> None:
        """Stop it cleanly."""
        self._server.close()

    @contextmanager
    def office(self) -> Iterator[Office]:
        """HQ's use cases on it, in this process: for setting up and for checks."""
        with closing(Database(self.url, connections=2)) as database:
            yield open_office(database, SystemClock(), secrets.token_bytes, KeySeal(SECRET))

    def entries(self) -> int:
        """The number of journal entries at HQ; 0 while PostgreSQL is down."""
        try:
            with psycopg.connect(self.url) as connection:
                row = connection.execute("SELECT count(*) FROM journal").fetchone()
        except psycopg.OperationalError:
            return 0
        assert row is not None
        return int(row[0])


@dataclass
class SellerProcess:
    """A process of a station that sells (tests/storm/seller.py)."""

    profile: Path
    log: Path
    _process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start the process; after a kill it continues with the same store."""
        command = [sys.executable, "-m", "tests.storm.seller", str(self.profile)]
        with self.log.open("ab") as lines:
            self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stderr=lines)

    def printed(self) -> int:
        """The number of printed documents. Fails when the process ended with an error."""
        assert self._process is not None
        assert not self._process.poll(), self.log.read_text(encoding="utf-8")
        return sum(map(len, sellers.printed(self.profile).values()))

    def finish(self) -> None:
        """End the sales; the process ends when HQ has acknowledged everything."""
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.close()

    def wait(self) -> int:
        """Wait until the process ended; returns its exit code."""
        assert self._process is not None
        return self._process.wait(PATIENCE_S)

    def kill(self) -> None:
        """Kill it."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            assert self._process.stdin is not None
            self._process.stdin.close()


@dataclass
class Ground:
    """Everything that runs during a storm."""

    tenant_id: UUID
    cluster: Cluster
    hqs: list[HqProcess]
    line: RoughLine
    sellers: list[SellerProcess] = field(default_factory=list)


@contextmanager
def ground(folder: Path, seed: int, sellers_wanted: int) -> Iterator[Ground]:
    """Start everything in a folder with a path short enough for a socket's, and end every process afterwards."""
    with ExitStack() as after:
        cluster = Cluster(folder / "pg")
        after.callback(cluster.close)
        with closing(Database(cluster.url)) as database:
            migrations.upgrade(database)
        settings = {"TAQUILLA_HQ_DATABASE_URL": cluster.url, "TAQUILLA_HQ_CONNECTIONS": "8", **_HQ_SETTINGS}
        hqs = [HqProcess(settings, folder / f"hq-{no}.log") for no in (1, 2)]
        for hq in hqs:
            after.callback(hq.kill)
            hq.begin()
        for hq in hqs:
            hq.wait_until_it_answers()
        line = RoughLine([hq.port for hq in hqs], seed)
        line.start()
        after.callback(line.close)
        with cluster.office() as office:
            started = Ground(_house(office), cluster, hqs, line)
            for no in range(1, sellers_wanted + 1):
                seller = SellerProcess(folder / f"station-{no}", folder / f"station-{no}.log")
                after.callback(seller.kill)
                _enrol(office, started, seller, no)
                started.sellers.append(seller)
                seller.start()
        yield started


def _house(office: Office) -> UUID:
    """Create the organisation of the sell loop with its catalogue; returns its id."""
    text = SETUP.read_text(encoding="utf-8")
    content = setup.read(text, on=office.clock.now().date())
    organisations.make(office, Tenant(content.tenant_id, SLUG, "Medición"))
    load_setup.load(office, Author(content.tenant_id, None), {SETUP.name: text})
    return content.tenant_id


def _enrol(office: Office, started: Ground, seller: SellerProcess, no: int) -> None:
    """Enrol a station through the faulty line and grant it places; HQ grants numbers by itself."""
    by, station_id = Author(started.tenant_id, None), office.ids.new()
    with office.database.tenant(started.tenant_id) as tx:
        stations.add(tx, office, by, NewStation(station_id, 100 + no, f"Taquilla {no}", "Medición", "M"))
        code = enrolment.make_code(tx, office, by, station_id, office.ids.new()).text
    assert cli.main(["enrol", str(seller.profile), started.line.url, code, "--vault", "open"]) == os.EX_OK
    with sellers.opened(seller.profile) as station:
        show = browsing.performances(station)[0]
    wanted = PlacesGrant(GrantId(office.ids.new()), show.performance.id, show.zones[0].zone.id, _PLACES)
    with office.database.tenant(started.tenant_id) as tx:
        grants.grant_places(tx, office, Holder(started.tenant_id, station_id, 1), wanted)
