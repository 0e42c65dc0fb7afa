"""The SQL of pairs of customers who may be one person."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, false, or_, select, tuple_, update

from domain.people.customers import Field
from domain.people.same_customer import Person
from hq.storage.tables import customer, customer_pair
from sync.facts.customers import customer_edit
from sync.tables.transaction import Tx

_c, _p, _e = customer.c, customer_pair.c, customer_edit.c
_COLUMNS = {Field.PHONE: _c.phone, Field.EMAIL: _c.email}
_ENDED = ""
PairIds = tuple[UUID, UUID]
"""Two persons, the smaller id first."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two persons, and what they share: nothing once they share nothing any more."""

    ids: PairIds
    shared: str


@dataclass(frozen=True, slots=True)
class FirstEdit:
    """The place of an edit in the journal of its station; the station id is zero for one that HQ made."""

    station_id: UUID
    position: int


def who_shares(tx: Tx, tenant_id: UUID, person: Person, at_most: int) -> Iterator[set[UUID]]:
    """The persons who have the phone of a person, and those who have the e-mail: `at_most` of each."""
    for of, column in _COLUMNS.items():
        if value := person.text(of):
            persons = (_c.tenant_id == tenant_id, column == value, _c.person_id == _c.id)
            yield set(tx.execute(select(_c.id).where(*persons).limit(at_most)).scalars())


def of_customers(tx: Tx, tenant_id: UUID, ids: Collection[UUID]) -> dict[PairIds, str]:
    """The pairs that have one of these ids."""
    named = or_(_p.first_id.in_(list(ids)), _p.second_id.in_(list(ids)))
    rows = tx.execute(select(customer_pair).where(_p.tenant_id == tenant_id, named))
    return {(row.first_id, row.second_id): row.shared for row in rows}


def write(tx: Tx, tenant_id: UUID, pairs: Iterable[Pair]) -> None:
    """Write pairs of which the conflict desk does not know yet."""
    rows = [
        {"tenant_id": tenant_id, "first_id": first, "second_id": second, "shared": one.shared, "is_filed": False}
        for one in pairs
        for first, second in (one.ids,)
    ]
    tx.upsert(customer_pair, rows)


def not_filed(tx: Tx, tenant_id: UUID, limit: int) -> list[Pair]:
    """Pairs that changed since the conflict desk took them, in the order of their ids."""
    waiting = select(customer_pair).where(_p.tenant_id == tenant_id, _p.is_filed == false())
    rows = tx.execute(waiting.order_by(_p.first_id, _p.second_id).limit(limit))
    return [Pair((row.first_id, row.second_id), row.shared) for row in rows]


def set_filed(tx: Tx, tenant_id: UUID, pairs: Sequence[Pair]) -> None:
    """The conflict desk knows of these pairs; those that share nothing are no pairs any more."""
    ids = [one.ids for one in pairs]
    these = (_p.tenant_id == tenant_id, tuple_(_p.first_id, _p.second_id).in_(ids))
    tx.execute(delete(customer_pair).where(*these, _p.shared == _ENDED))
    tx.execute(update(customer_pair).where(*these).values(is_filed=True))


def standing(tx: Tx, tenant_id: UUID, pairs: Collection[PairIds]) -> set[PairIds]:
    """Those of these pairs that share something."""
    these = tuple_(_p.first_id, _p.second_id).in_(list(pairs))
    rows = tx.execute(select(customer_pair).where(_p.tenant_id == tenant_id, these, _p.shared != _ENDED))
    return {(row.first_id, row.second_id) for row in rows}


def first_edits(tx: Tx, tenant_id: UUID, ids: Collection[UUID]) -> dict[UUID, FirstEdit]:
    """The edit that made each of these customers."""
    columns = select(_e.customer_id, _e.station_id, _e.position, _e.clock)
    rows = tx.execute(columns.where(_e.tenant_id == tenant_id, _e.customer_id.in_(list(ids))))
    latest_first = sorted(rows, key=lambda row: (row.clock, row.station_id, row.position), reverse=True)
    return {row.customer_id: FirstEdit(row.station_id, abs(row.position)) for row in latest_first}
