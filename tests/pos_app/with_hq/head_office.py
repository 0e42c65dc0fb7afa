"""A real HQ for a station under test: its application, its PostgreSQL, and a network that can fail."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID

from domain.rights import GrantId, Holder, PlacesGrant, SeatGrant, SeatSpan
from hq.journals import lives
from hq.office import Office
from hq.people.accounts import Author
from hq.rights import grants
from hq.rights.grants import Numbers
from hq.setup import load_setup
from hq.stations import enrolment as hq_enrolment
from hq.stations import stations
from hq.stations.stations import StatusChange
from pos_app import startup
from pos_app.services.hq import enrolment
from pos_app.services.hq.enrolment import Hq
from pos_app.services.hq.session import Session
from pos_app.services.hq.sync_round import sync_round
from pos_app.station import Station
from pos_app.vault import Secrets
from sync.line.client import HqClient
from tests.builders import catalogue, stores
from tests.builders import stations as small
from tests.pos_app.with_hq.network import Network

URL = "https://hq.test"


def dearer() -> str:
    """The small set-up with another price for general places."""
    return catalogue.SETUP.read_text(encoding="utf-8").replace("price = 10\n", "price = 12\n")


@dataclass
class HeadOffice:
    """A real HQ, with the acts of its staff that the tests need."""

    office: Office
    network: Network
    tenant_id: UUID
    station_id: UUID

    @property
    def by_hand(self) -> Author:
        return Author(self.tenant_id, None)

    def holder(self, epoch: int = 1) -> Holder:
        return Holder(self.tenant_id, self.station_id, epoch)

    def code(self, no: int = 1) -> str:
        """A one-time code for the station of the small set-up."""
        with self.office.database.tenant(self.tenant_id) as tx:
            return hq_enrolment.make_code(tx, self.office, self.by_hand, self.station_id, UUID(int=0xC0DE + no)).text

    def enrol(self, profile: Path, code: str, keys: Secrets | None = None, seed: int = 1) -> Station:
        """Enrol a profile as `taquilla enrol` does."""
        own = keys or small.keys()
        make_store = partial(make_store_in, profile, own, seed)
        return enrolment.enrol(own, Hq(URL, code, self.network), make_store, existing_station(profile, own, seed))

    def load(self, text: str) -> None:
        """Load a set-up file at HQ."""
        load_setup.load(self.office, self.by_hand, {"small.toml": text})

    def grant(self, station: Station, numbers: int = 0, places: int = 0, seats: tuple[SeatSpan, ...] = ()) -> None:
        """Grant the station rights as staff does. The station accepts them in its next round."""
        show, holder = small.offering(station), self.holder(station.author.epoch)
        ids = self.office.ids
        with self.office.database.tenant(self.tenant_id) as tx:
            if numbers:
                with station.database.read() as own:
                    series = station.catalogue.profile(own).series
                grants.grant_numbers(tx, self.office, holder, Numbers(series, numbers))
            if places:
                zone = small.zone(station, "General").id
                grant = PlacesGrant(GrantId(ids.new()), show.performance.id, zone, places)
                grants.grant_places(tx, self.office, holder, grant)
            if seats:
                grants.grant_seats(tx, self.office, holder, SeatGrant(GrantId(ids.new()), show.performance.id, seats))

    def set_status(self, status: str) -> None:
        change = StatusChange(lives.StationStatus(status), "prueba")
        with self.office.database.tenant(self.tenant_id) as tx:
            stations.set_status(tx, self.office, self.by_hand, self.station_id, change)

    def view(self) -> stations.StationView:
        """HQ's view of the station."""
        with self.office.database.tenant(self.tenant_id) as tx:
            return stations.view(tx, self.tenant_id, self.station_id)

    def line(self, station: Station) -> HqClient:
        return HqClient(enrolment.caller_of(station), self.network)

    def round(self, station: Station, before: Session | None = None) -> Session:
        """Run one round of this station."""
        return sync_round(station, self.line(station), before)


def make_store_in(profile: Path, keys: Secrets, seed: int, life: Holder, certificate: str) -> Station:
    stores.put_empty_store(profile, keys.database_key)
    return startup.begin_life(profile, keys, life, small.surroundings(seed), certificate)


def existing_station(profile: Path, keys: Secrets, seed: int) -> Station | None:
    try:
        return startup.open_station(profile, keys, small.surroundings(seed))
    except startup.NotSetUp:
        return None
