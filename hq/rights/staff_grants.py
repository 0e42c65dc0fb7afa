"""Rights that staff grants to a station, for the API and the command line."""

from uuid import UUID

from domain.rights import GrantId, NumberGrant
from hq.journals import lives
from hq.office import Office
from hq.people.accounts import Author
from hq.rights import blocks
from hq.rights.grants import Numbers


def grant_block(office: Office, by: Author, station_id: UUID, grant_id: GrantId, numbers: Numbers) -> NumberGrant:
    """Grant a block of numbers to the present life of an active station. The same id returns the same block again.

    Raises NoSuchStation, StatusRefused, NoSuchThing or BadBlock.
    """
    with office.database.tenant(by.tenant_id) as tx:
        holder = lives.entitled_holder(tx, by.tenant_id, station_id)
        return blocks.give(tx, office, by, holder, (grant_id, numbers))
