"""Commands of `taquilla-hq` for the rights of a station."""

import argparse
from uuid import UUID

from domain.rights import GrantId
from hq.office import Office
from hq.outcome import Outcome
from hq.people.accounts import Author
from hq.rights import fencing, staff_grants
from hq.rights.grants import Numbers


def grant_block(office: Office, by: Author, station_id: UUID, options: argparse.Namespace) -> Outcome:
    """Grant a block of numbers to a station."""
    grant_id = GrantId(options.id or office.ids.new())
    numbers = Numbers(options.series, options.count, options.first_control)
    grant = staff_grants.grant_block(office, by, station_id, grant_id, numbers)
    return Outcome([f"block {grant.series} {grant.first}-{grant.last}: station {options.no}"])


def release_seats(office: Office, by: Author, station_id: UUID, options: argparse.Namespace) -> Outcome:
    """Release from quarantine the unsold seats of a station's ended lives."""
    with office.database.tenant(by.tenant_id) as tx:
        released = fencing.release_seats(tx, office, by, station_id, options.reason)
    return Outcome([f"released {released}: station {options.no}"])
