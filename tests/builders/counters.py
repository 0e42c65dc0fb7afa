"""Enrolled stations: real stores with their own keys that sell offline and push through the real services."""

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from domain.errors import Refused
from domain.fiscal.forms import Form
from domain.rights import GrantId, Holder, PlacesGrant, SeatGrant, spans
from hq.catalogue import feed
from hq.forms import lots
from hq.intake import ingest
from hq.journals.arrivals import Arrived
from hq.office import Office
from hq.people.accounts import Author
from hq.people.tenants import Tenant
from hq.rights import grants
from hq.rights.grants import Numbers
from hq.setup import load_setup, organisations
from hq.signing import signing_key
from hq.stations import enrolment, stations
from hq.stations.stations import NewStation
from pos_app import startup
from pos_app.services.selling.checkout import CompletedSale
from pos_app.startup import Surroundings
from pos_app.station import Station
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from pos_app.storage.store import sync_state
from pos_app.vault import Secrets
from sync import facts, journal
from sync import setup as setup_files
from sync.line import push
from sync.line.messages import Acknowledged, Enrol, Grants, Head, Push, Wants
from sync.setup import hash_pins, write_catalogue
from sync.setup.rows import form_row
from sync.tables import catalogue as shared
from tests.builders import stations as small
from tests.builders import stores
from tests.builders.catalogue import TEXTS, small_setup
from tests.builders.chance import seeded
from tests.builders.clock import FakeClock

_OF_TEMPLATES = 1_000
"""Added to the seed of a counter's random bytes while its profile is prepared, so that no id comes twice."""

Accepted = facts.NumbersAccepted | facts.SeatsAccepted | facts.PlacesAccepted


def house(office: Office) -> UUID:
    """Create a tenant with the small house in its catalogue, and return its id."""
    content = small_setup()
    organisations.make(office, Tenant(content.tenant_id, "sala", "Sala de Pruebas"))
    load_setup.load(office, Author(content.tenant_id, None), TEXTS)
    return content.tenant_id


@dataclass
class Counter:
    """A station with its store, and the state of its session with HQ."""

    office: Office
    station: Station
    pushed_to: int = 0
    requests: int = 0
    session: str = ""

    @property
    def holder(self) -> Holder:
        """The present life of the station."""
        author = self.station.author
        return Holder(author.tenant_id, author.station_id, author.epoch)

    def grant(self, *, numbers: int = 0, seats: Sequence[str] = (), places: int = 0) -> None:
        """HQ grants rights, and the station accepts them at once."""
        with self.office.database.tenant(self.holder.tenant_id) as tx:
            if numbers:
                grants.grant_numbers(tx, self.office, self.holder, Numbers("A", numbers))
            performance = small.offering(self.station).performance.id
            if seats:
                wanted = spans(map(small.seat_id, seats))
                grants.grant_seats(tx, self.office, self.holder, SeatGrant(self._new_id(), performance, wanted))
            if places:
                zone = small.zone(self.station, "General").id
                grant = PlacesGrant(self._new_id(), performance, zone, places)
                grants.grant_places(tx, self.office, self.holder, grant)
            granted = grants.outstanding(tx, [self.holder]).get(self.holder.station_id, Grants())
        self.accept(granted)

    def enter_forms(self, form: Form, series: str = "A") -> None:
        """HQ enters forms, and they reach this station."""
        lots.enter(self.office, Author(self.holder.tenant_id, None), series, form)
        with self.station.database.write() as tx:
            tx.upsert(shared.form_lot, [form_row(self.holder.tenant_id, series, form)])
            catalogue_changed(tx)

    def accept(self, granted: Grants) -> None:
        """Accept grants: write facts into the station's journal, with HQ's seals."""
        seals = dict(granted.seals)
        accepted: list[facts.AnyFact] = [facts.NumbersAccepted(grant, seals[grant.id]) for grant in granted.numbers]
        accepted += [facts.SeatsAccepted(grant, seals[grant.id]) for grant in granted.seats]
        accepted += [facts.PlacesAccepted(grant, seals[grant.id]) for grant in granted.places]
        accepted += [facts.TurnsAccepted(grant, seals[grant.id]) for grant in granted.turns]
        self.append(*accepted)

    def append(self, *new: facts.AnyFact) -> None:
        """Write facts into the station's journal without any check."""
        with self.station.database.write() as tx:
            for fact in new:
                journal.append(tx, self.station.author, fact, at=self.station.clock.now(), actor=None)
            catalogue_changed(tx)

    def last_accepted(self, kind: type[Accepted]) -> GrantId:
        """The grant of this kind that the station accepted last."""
        author = self.station.author
        with self.station.database.read() as tx:
            entries = [e.read().body for e in journal.read(tx, author.tenant_id, author.station_id, author.epoch)]
        return [body.grant.id for body in entries if isinstance(body, kind)][-1]

    @property
    def hq_key(self) -> str:
        """HQ's public key, in hex."""
        with self.office.database.tenant(self.holder.tenant_id) as tx:
            return journal.public_key(signing_key(tx, self.office, self.holder.tenant_id))

    def sell_seats(self, *names: str) -> CompletedSale:
        """Ana sells numbered seats."""
        return small.sell(self.station, small.seats_cart(self.station, names))

    def sell_places(self, count: int) -> CompletedSale:
        """Ana sells general places."""
        return small.sell(self.station, small.general_cart(self.station, count))

    def open_session(self) -> Head:
        """Open a session at HQ."""
        with self.office.database.tenant(self.holder.tenant_id) as tx:
            head = stations.open_session(tx, self.office, self.holder)
        self.session, self.requests = head.session, 0
        return head

    def next_push(self, most: int = 500, *, after: int | None = None, wants: Wants | None = None) -> Push:
        """The push that the station would send now."""
        if not self.session:
            self.open_session()
        self.requests += 1
        author = self.station.author
        start = self.pushed_to if after is None else after
        with self.station.database.read() as tx:
            top = journal.head(tx, author.tenant_id, author.station_id, author.epoch).seq
            entries = push.collect(tx, author, author.epoch, start, most)
        return Push(1, self.session, self.requests, author.epoch, start, top, tuple(entries), wants or Wants())

    def send(self, sent: Push) -> Acknowledged | Refused:
        """Send a push to HQ and return its response."""
        (answer,) = ingest.receive(self.office, self.holder.tenant_id, [Arrived(self.holder.station_id, sent)])
        if isinstance(answer, Acknowledged):
            self.pushed_to = answer.acknowledged
        return answer

    def push(self, most: int = 500, *, after: int | None = None, wants: Wants | None = None) -> Acknowledged:
        """Push the new entries; HQ must accept them."""
        answer = self.send(self.next_push(most, after=after, wants=wants))
        assert isinstance(answer, Acknowledged), answer
        return answer

    def _new_id(self) -> GrantId:
        return GrantId(self.station.ids.new())


def keys_of(no: int) -> Secrets:
    """The keys that a counter derives from its own root secret."""
    return Secrets.derive(hashlib.sha256(b"counter %d" % no).digest())


@contextmanager
def counter(office: Office, profile: Path, no: int) -> Iterator[Counter]:
    """A new station of the small house with an open shift, enrolled at HQ, without rights."""
    shutil.copytree(_template(no), profile, dirs_exist_ok=True)
    station = startup.open_station(profile, keys_of(no), Surroundings(FakeClock(), seeded(no)))
    with closing(station.database):
        _enrol(office, station)
        yield Counter(office, station)


@cache
def _template(no: int) -> Path:
    """The profile of a counter before it enrols. It is made once and copied."""
    profile, content = stores.new_template(), small_setup()
    station_id = UUID(int=content.station_id.int ^ (no - 1))
    surroundings = Surroundings(FakeClock(), seeded(_OF_TEMPLATES + no))
    station = startup.create_station(profile, keys_of(no), content.tenant_id, station_id, surroundings)
    with closing(station.database):
        _load_catalogue(station, content, no)
        small.open_shift(station)
    return profile


Counters = tuple[Counter, Counter]


@contextmanager
def two_counters(office: Office, folder: Path) -> Iterator[Counters]:
    """Two stations of the same house, without rights."""
    with counter(office, folder / "1", 1) as one, counter(office, folder / "2", 2) as two:
        yield one, two


def _load_catalogue(station: Station, content: setup_files.Setup, no: int) -> None:
    with station.database.write() as tx:
        write_catalogue(tx, content, hash_pins(content, {}, station.ids.random))
        row = dict(tx.execute(shared.station.select()).mappings().one())
        tx.execute(shared.station.delete())
        tx.insert(shared.station, [{**row, "id": station.id, "no": no, "name": f"Taquilla {no}"}])
        catalogue_changed(tx)


def _enrol(office: Office, station: Station) -> None:
    """Register the station and enrol it with its own key."""
    by, key = Author(station.tenant_id, None), station.author.key
    with station.database.read() as tx:
        row = dict(tx.execute(shared.station.select()).mappings().one())
    with office.database.tenant(station.tenant_id) as tx:
        values = {name: value for name, value in row.items() if name != "tenant_id"}
        stations.add(tx, office, by, NewStation(**values))
        code = enrolment.make_code(tx, office, by, station.id, station.ids.new())
    proof = key.sign(code.text.encode()).hex()
    enrolled = enrolment.enrol(office, Enrol(code.text, journal.public_key(key), proof, "test"))
    with office.database.tenant(station.tenant_id) as tx:
        head = feed.head(tx, station.tenant_id)
    with station.database.write() as tx:
        sync_state.pin(tx, "http://hq.test", enrolled.hq_key, office.incarnation)
        sync_state.move(tx, office.incarnation, head)
