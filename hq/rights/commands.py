"""Commands of `taquilla-hq` for the rights of stations."""

import argparse
from uuid import UUID

from domain.fiscal.forms import control_after
from domain.rights import GrantId
from hq.office import Office
from hq.outcome import Outcome, listed
from hq.people.accounts import Author
from hq.rights import fencing, staff_grants
from hq.rights.grants import Numbers
from hq.rights.rows import number_rights
from resources.texts import text


def grant_block(office: Office, by: Author, station_id: UUID, options: argparse.Namespace) -> Outcome:
    """Grant a block of numbers to a station."""
    grant_id = GrantId(options.id or office.ids.new())
    numbers = Numbers(options.series, options.count)
    grant = staff_grants.grant_block(office, by, station_id, grant_id, numbers)
    block = text("hq.block", series=grant.series, first=grant.first, last=grant.last, no=options.no)
    if not grant.first_control:
        return Outcome([block])
    last_control = control_after(grant.first_control, grant.last - grant.first)
    return Outcome([block, text("hq.block_forms", first=grant.first_control, last=last_control)])


def list_blocks(office: Office, by: Author, _options: argparse.Namespace) -> Outcome:
    """List the blocks of numbers that stations were granted."""
    with office.database.tenant(by.tenant_id) as tx:
        blocks = number_rights.blocks_with_numbers(tx, by.tenant_id)
    return listed(
        "series first last no state",
        [(b.series, b.first, b.last, b.no, text("hq.fenced" if b.fenced else "hq.in_use")) for b in blocks],
    )


def release_seats(office: Office, by: Author, station_id: UUID, options: argparse.Namespace) -> Outcome:
    """Release from quarantine the unsold seats of a station's ended lives."""
    with office.database.tenant(by.tenant_id) as tx:
        released = fencing.release_seats(tx, office, by, station_id, options.reason)
    return Outcome([text("hq.released", released=released, no=options.no)])
