"""A block of numbers that a person gives to a station: once an id, and audited. Refills are HQ's own."""

import re
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from domain.errors import Refused
from domain.rights import GrantId, Holder, NumberGrant
from hq.audit import act_journal
from hq.audit.acts import NumbersGranted
from hq.office import Office
from hq.people.accounts import Author
from hq.rights import grants
from hq.rights.grants import GrantKind, Numbers
from hq.storage import ledger_tables
from hq.storage.ledger import NoSuchThing
from sync.tables import canonical
from sync.tables.transaction import Tx

MOST_NUMBERS = 1_000_000
CONTROL = re.compile(r"(\d{2}-\d{8})?")


@dataclass(eq=False)
class BadBlock(Refused):
    """A block has from one to a million numbers, and its first form a number like 00-00000001, or none."""

    code: ClassVar[str] = "BAD_BLOCK"

    count: int
    first_control: str


def give(tx: Tx, office: Office, by: Author, to: Holder, wanted: tuple[GrantId, Numbers]) -> NumberGrant:
    """The next numbers of a series; asking again with the same id gives the same. Raises NoSuchThing, BadBlock."""
    grant_id, numbers = wanted
    if not 1 <= numbers.count <= MOST_NUMBERS or not CONTROL.fullmatch(numbers.first_control):
        raise BadBlock(numbers.count, numbers.first_control)
    if grants.is_issued(tx, to, grant_id):
        return _given(tx, to, grant_id)
    grant = grants.grant_numbers(tx, office, to, numbers, grant_id)
    act = NumbersGranted(to.station_id, grant.series, grant.first, grant.last)
    act_journal.append(tx, office, to.tenant_id, act, by.account_id)
    return grant


def _given(tx: Tx, to: Holder, grant_id: GrantId) -> NumberGrant:
    t = ledger_tables.grant.c
    mine = (t.tenant_id == to.tenant_id, t.id == grant_id, t.kind == GrantKind.NUMBERS)
    body = tx.execute(select(t.body).where(*mine)).scalar()
    if body is None:
        raise NoSuchThing("block")
    return canonical.decode(bytes(body), NumberGrant)
