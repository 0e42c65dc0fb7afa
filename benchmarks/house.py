"""An organisation for benchmarks of HQ: the stadium in its catalogue, and an enrolled station that sells there."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import text

from benchmarks.hall import MIXED, SEATS_A_ZONE, Hall, open_hall, set_up_text
from benchmarks.headquarters import Postgres
from domain.rights import Holder, NumberGrant
from hq.catalogue import feed
from hq.office import Office
from hq.people import tokens
from hq.people.accounts import Author
from hq.people.tenants import Tenant
from hq.rights import grants
from hq.rights.grants import Numbers
from hq.setup import load_setup, organisations
from hq.signing import signing_key
from hq.stations import enrolment, stations
from pos_app.services.rights import taking
from pos_app.services.selling import checkout
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from pos_app.storage.store import sync_state
from sync import journal
from sync.line import push
from sync.line.messages import PROTOCOL, Enrol, Head, Push, PushedEntry
from sync.tables.transaction import Tx

NUMBERS = 5_000_000
_BLOCK = '[[block]]\nseries = "A"\nfirst = 1\nlast = 9_000_000\nfirst_control = "00-00000001"\n'
_FILE = "hall.toml"
_HOLD = text("""
    INSERT INTO seat_right (tenant_id, performance_id, seat_id, grant_id, station_id, epoch, quarantined, asked)
    SELECT :tenant, :performance, seat, :grant, :station, 1, 0, 0
    FROM generate_series(CAST(:first AS int), CAST(:last AS int)) AS seat
    ON CONFLICT (tenant_id, performance_id, seat_id) DO UPDATE
    SET grant_id = excluded.grant_id, station_id = excluded.station_id, epoch = excluded.epoch
""")
"""Gives seats to a station, whoever held them."""


@dataclass(frozen=True, slots=True)
class House:
    """A database of HQ with one enrolled station, and that station, ready to sell."""

    database: str
    hall: Hall
    hq_key: str

    @property
    def holder(self) -> Holder:
        """The station's life."""
        author = self.hall.station.author
        return Holder(author.tenant_id, author.station_id, author.epoch)

    def sell(self, sales: int) -> None:
        """Make sales of four adjacent seats and two payments through the checkout."""
        for i in range(sales):
            checkout.sell(self.hall.station, self.hall.cashier, self.hall.seats(4 * i), MIXED)
            if i % 500 == 0:
                self.hall.station.database.checkpoint()

    def journal(self) -> list[PushedEntry]:
        """The station's whole chain."""
        author = self.hall.station.author
        with self.hall.station.database.read() as tx:
            entries = journal.read(tx, author.tenant_id, author.station_id, author.epoch)
            return [PushedEntry(entry.body, entry.signature) for entry in entries]


@dataclass(frozen=True, slots=True)
class Pass:
    """A station's token and the head of the session that HQ just opened for it."""

    token: str
    head: Head


def house(postgres: Postgres) -> House:
    """A database and its station. HQ grants the numbers, and the seats of the lower ring."""
    text = set_up_text().replace(_BLOCK, "")
    database = postgres.new("migrated")
    hall = open_hall(text=text)
    with postgres.office(database) as office:
        organisations.make(office, Tenant(hall.station.tenant_id, "estadio", "Estadio"))
        load_setup.load(office, Author(hall.station.tenant_id, None), {_FILE: text})
        with office.database.tenant(hall.station.tenant_id) as tx:
            hq_key = journal.public_key(signing_key(tx, office, hall.station.tenant_id))
        made = House(database, hall, hq_key)
        _enrol(office, made)
    return made


def admit(office: Office, holder: Holder) -> Pass:
    """A token and a session, made without HTTP."""
    with office.database.tenant(holder.tenant_id) as tx:
        return admitted(tx, office, holder)


def admitted(tx: Tx, office: Office, life: Holder) -> Pass:
    """A token and a session, made in an open transaction."""
    token = tokens.issue_for_station(tx, office, life)
    return Pass(token, stations.open_session(tx, office, life))


def pieces(entries: list[PushedEntry], entry: Pass, most: int, after: int = 0) -> Iterator[bytes]:
    """The bytes of pushes with the chain after a position, at most `most` entries in each."""
    for no, start in enumerate(range(after, len(entries), most), 1):
        part = tuple(entries[start : start + most])
        session, epoch = entry.head.session, entry.head.epoch
        yield push.encode(Push(PROTOCOL, session, no, epoch, start, len(entries), part))


def hold_seats(tx: Tx, hall: Hall, holder: Holder, grant: NumberGrant, seats: range) -> None:
    """Give a life the right to seats of the performance in the stadium, as part of a grant."""
    tx.execute(_HOLD, {
        "tenant": holder.tenant_id, "performance": hall.seated.performance.id, "grant": grant.id,
        "station": holder.station_id, "first": seats.start, "last": seats.stop - 1,
    })  # fmt: skip


def _enrol(office: Office, made: House) -> None:
    station = made.hall.station
    by, key = Author(station.tenant_id, None), station.author.key
    with office.database.tenant(station.tenant_id) as tx:
        code = enrolment.make_code(tx, office, by, station.id, station.ids.new())
    proof = key.sign(code.text.encode()).hex()
    enrolment.enrol(office, Enrol(code.text, journal.public_key(key), proof, "benchmark"))
    life = Holder(station.tenant_id, station.id, station.author.epoch)
    with office.database.tenant(station.tenant_id) as tx:
        numbers = grants.grant_numbers(tx, office, life, Numbers("A", NUMBERS))
        # The store has these seats by its set-up file. Without the rights at HQ each of its sales would be a case.
        hold_seats(tx, made.hall, life, numbers, range(SEATS_A_ZONE))
        outstanding = grants.outstanding(tx, [life])[station.id]
        cursor = feed.head(tx, station.tenant_id)
    with station.database.write() as tx:  # sales cite the catalogue by HQ's cursor, by which HQ derives their figures
        incarnation = station.ids.new()
        sync_state.pin(tx, "http://127.0.0.1", made.hq_key, incarnation)
        sync_state.move(tx, incarnation, cursor)
        catalogue_changed(tx)
    taking.take(station, made.hq_key, outstanding)
