"""A block of numbers that a person grants to a station, audited. Refills are HQ's own acts and have no author."""

from dataclasses import dataclass
from typing import ClassVar

from domain.errors import Refused
from domain.rights import GrantId, Holder, NumberGrant
from hq.audit import act_journal
from hq.audit.acts import NumbersGranted
from hq.office import Office
from hq.people.accounts import Author
from hq.rights import grants
from hq.rights.grant_kinds import GrantKind
from hq.rights.grants import Numbers
from hq.rights.rows import issued_grants
from hq.storage.ledger import NoSuchRow
from sync.tables import canonical
from sync.tables.transaction import Tx

MOST_NUMBERS = 1_000_000


@dataclass(eq=False)
class BadBlock(Refused):
    """A block has 1 to 1,000,000 numbers."""

    code: ClassVar[str] = "BAD_BLOCK"

    count: int


def grant_block(tx: Tx, office: Office, by: Author, to: Holder, wanted: tuple[GrantId, Numbers]) -> NumberGrant:
    """Grant the next numbers of a series; the same id again returns the same block.

    Raises NoSuchRow, BadBlock or NoForms.
    """
    grant_id, numbers = wanted
    if not 1 <= numbers.count <= MOST_NUMBERS:
        raise BadBlock(numbers.count)
    if grants.is_issued(tx, to, grant_id):
        return _issued_block(tx, to, grant_id)
    grant = grants.grant_numbers(tx, office, to, numbers, grant_id)
    act = NumbersGranted(to.station_id, grant.series, grant.first, grant.last)
    act_journal.append(tx, office, to.tenant_id, act, by.account_id)
    return grant


def _issued_block(tx: Tx, to: Holder, grant_id: GrantId) -> NumberGrant:
    body = issued_grants.grant_body(tx, to.tenant_id, grant_id, GrantKind.NUMBERS)
    if body is None:
        raise NoSuchRow("block")
    return canonical.decode(body, NumberGrant)
