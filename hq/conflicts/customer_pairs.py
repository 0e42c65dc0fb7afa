"""C8: pairs of customers who may be one person become cases, which a person of HQ settles.

A case names the customers by their ids alone. Cases are kept for ever, and who was erased must not live on in one.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import ClassVar
from uuid import UUID

from domain.conflicts.cases import (
    CaseState,
    Choice,
    Claim,
    ConflictCase,
    ConflictKind,
    Contested,
    EntryPosition,
    Resolution,
)
from domain.errors import Refused
from domain.ids import StationId
from domain.people.same_customer import Person
from hq.conflicts import cases
from hq.conflicts.pair_states import customers_of
from hq.conflicts.rows import disputes
from hq.customers import customers, merging, pair_rows
from hq.customers.pair_rows import FirstEdit, PairIds
from hq.office import Office
from hq.people.accounts import Author
from sync.tables.position import epoch_of, seq_of
from sync.tables.transaction import Tx

CHOICES = frozenset({Choice.LINK, Choice.PART})
"""How a person settles such a case."""
_AT_ONCE = 1_000


@dataclass(eq=False)
class NoSuchChoice(Refused):
    """A choice that cases of this kind do not have."""

    code: ClassVar[str] = "NO_SUCH_CHOICE"

    choice: str


def file_changed(tx: Tx, tenant_id: UUID, at: datetime) -> None:
    """File the pairs that are new, and judge those that changed."""
    changed = pair_rows.not_filed(tx, tenant_id, _AT_ONCE)
    if not changed:
        return
    first = pair_rows.first_edits(tx, tenant_id, {one for pair in changed for one in pair.ids})
    claims = [
        Claim(_contested(pair.ids), _position(first[one]), at) for pair in changed if pair.shared for one in pair.ids
    ]
    touched = {_contested(pair.ids) for pair in changed}
    cases.file_claims(tx, tenant_id, claims)
    for contested in sorted(touched, key=lambda one: one.key):
        disputes.unsettle(tx, tenant_id, contested.key)
    pair_rows.set_filed(tx, tenant_id, changed)
    cases.assess(tx, tenant_id, at, touched)


def resolve(office: Office, by: Author, resolution: Resolution) -> ConflictCase:
    """Close a case of any kind at HQ, and do what was decided about customers.

    Raises NoSuchChoice for a choice that the case does not have, NoSuchCustomer when one was erased meanwhile, and as
    `cases.resolve` does.
    """
    return cases.resolve(office, by.tenant_id, resolution, partial(_settle, office, by, resolution.choice))


def people_of(tx: Tx, tenant_id: UUID, case: ConflictCase) -> list[Person]:
    """Who the customers of a case are now: one person once they were linked, and nobody who was erased."""
    if case.contested.kind is not ConflictKind.SAME_CUSTOMER:
        return []
    return merging.persons_named(tx, tenant_id, customers_of(case.contested))


def _settle(office: Office, by: Author, choice: Choice, tx: Tx, case: ConflictCase) -> None:
    is_about_customers = case.contested.kind is ConflictKind.SAME_CUSTOMER
    if is_about_customers != (choice in CHOICES):
        raise NoSuchChoice(choice)
    if is_about_customers and case.state is CaseState.OPEN:
        act = customers.link_in if choice is Choice.LINK else customers.part_in
        act(tx, office, by, customers_of(case.contested))


def _contested(ids: PairIds) -> Contested:
    return Contested(ConflictKind.SAME_CUSTOMER, series=f"{ids[0]} {ids[1]}")


def _position(edit: FirstEdit) -> EntryPosition:
    return EntryPosition(StationId(edit.station_id), epoch_of(edit.position), seq_of(edit.position))
