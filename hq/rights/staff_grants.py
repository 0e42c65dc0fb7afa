"""Rights that staff grants to a station, for the API and the command line."""

from uuid import UUID

from domain.rights import GrantId, NumberGrant, PlacesGrant, SeatGrant
from hq.journals import lives
from hq.office import Office
from hq.people.accounts import Author
from hq.rights import blocks, grants
from hq.rights.grants import Numbers


def grant_block(office: Office, by: Author, station_id: UUID, grant_id: GrantId, numbers: Numbers) -> NumberGrant:
    """Grant a block of numbers to the present life of an active station. The same id returns the same block again.

    Raises NoSuchStation, StatusRefused, NoSuchRow, BadBlock or NoForms.
    """
    with office.database.tenant(by.tenant_id) as tx:
        holder = lives.entitled_holder(tx, by.tenant_id, station_id)
        return blocks.grant_block(tx, office, by, holder, (grant_id, numbers))


def grant_seats(office: Office, by: Author, station_id: UUID, grant: SeatGrant) -> None:
    """Grant seats to the present life of an active station: all of them or none, once per id.

    Raises NoSuchStation, StatusRefused, NoSuchRow or AlreadyGranted.
    """
    with office.database.tenant(by.tenant_id) as tx:
        grants.grant_seats(tx, office, lives.entitled_holder(tx, by.tenant_id, station_id), grant)


def grant_places(office: Office, by: Author, station_id: UUID, grant: PlacesGrant) -> None:
    """Grant places of a general zone to the present life of an active station, once per id.

    Raises NoSuchStation, StatusRefused, NoSuchRow or NotEnoughPlaces.
    """
    with office.database.tenant(by.tenant_id) as tx:
        grants.grant_places(tx, office, lives.entitled_holder(tx, by.tenant_id, station_id), grant)
