"""Registering a station by its number, with a one-time code for its enrolment."""

from dataclasses import dataclass
from uuid import UUID

from hq.journals.lives import NoSuchStation, StationStatus
from hq.office import Office
from hq.people.accounts import Author
from hq.stations import enrolment, rows, stations
from hq.stations.enrolment import Code
from hq.stations.stations import NewStation
from sync.setup.names import derived
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class NumberedStation:
    """A station by its number. A new one needs a name and a series; a registered one keeps its own."""

    no: int
    organisation: str
    name: str = ""
    series: str = ""


@dataclass(frozen=True, slots=True)
class Registration:
    """A registered station: its status before enrolment, and the code to enrol it."""

    station_id: UUID
    status: StationStatus
    code: Code

    @property
    def ends_a_life(self) -> bool:
        """Whether the station has a present life, which an enrolment with the code ends."""
        return self.status in {StationStatus.ACTIVE, StationStatus.FROZEN}


def register(office: Office, by: Author, wanted: NumberedStation) -> Registration:
    """Make a code for the station with this number, and register the station first if there is none.

    Raises NoSuchStation when a new station has no name or series, and what `stations.add` and `make_code` raise.
    """
    with office.database.tenant(by.tenant_id) as tx:
        station_id = rows.station_with_number(tx, by.tenant_id, wanted.no)
        if station_id is None:
            station_id = _add(tx, office, by, wanted)
        code = enrolment.make_code(tx, office, by, station_id, office.ids.new())
        return Registration(station_id, stations.view(tx, by.tenant_id, station_id).status, code)


def _add(tx: Tx, office: Office, by: Author, wanted: NumberedStation) -> UUID:
    if not (wanted.name and wanted.series):
        raise NoSuchStation(f"station {wanted.no}; a new one needs a name and a series")
    station_id = derived(by.tenant_id, "station", wanted.no)
    stations.add(tx, office, by, NewStation(station_id, wanted.no, wanted.name, wanted.organisation, wanted.series))
    return station_id
