"""Customers who may be one person: which pairs there are, after some customers changed."""

from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from domain.people.customers import CustomerRecord
from domain.people.same_customer import Person, persons, shared_by
from hq.customers import merging, pair_rows
from hq.customers.pair_rows import Pair, PairIds
from sync.tables.transaction import Tx

MOST_SHARING = 4
"""A phone or an e-mail of more persons is that of an office or a school, and says nothing of who they are."""


def renew(tx: Tx, tenant_id: UUID, changed: Mapping[UUID, CustomerRecord]) -> None:
    """Write the pairs of the persons whose records changed, as they are now. The desk takes them later."""
    people = _by_id(persons(list(changed.values())))
    # One more person with a phone may make it that of an office: the others with it are no pairs then.
    beside = {one for person in people.values() for one in _crowd(tx, tenant_id, person)} - set(people)
    people |= _by_id(merging.persons_of(tx, tenant_id, beside)) if beside else {}
    before = pair_rows.of_customers(tx, tenant_id, {*changed, *beside})
    now = {one.ids: one.shared for one in _pairs(tx, tenant_id, people)}
    news = [Pair(ids, shared) for ids, shared in now.items() if before.get(ids) != shared]
    ended = [Pair(ids, "") for ids, shared in before.items() if shared and ids not in now]
    pair_rows.write(tx, tenant_id, [*news, *ended])


def _crowd(tx: Tx, tenant_id: UUID, person: Person) -> Iterator[UUID]:
    for same in pair_rows.who_shares(tx, tenant_id, person, MOST_SHARING + 1):
        if len(same) > MOST_SHARING:
            yield from same


def _pairs(tx: Tx, tenant_id: UUID, people: Mapping[UUID, Person]) -> Iterator[Pair]:
    partners = {person.id: _partners(tx, tenant_id, person) for person in people.values()}
    others = {one for ids in partners.values() for one in ids} - set(people)
    known = {**people, **_by_id(merging.persons_of(tx, tenant_id, others))} if others else people
    for person_id, ids in partners.items():
        for other_id in ids & set(known):
            if shared := shared_by(known[person_id], known[other_id]):
                yield Pair(_ordered(person_id, other_id), shared)


def _partners(tx: Tx, tenant_id: UUID, person: Person) -> set[UUID]:
    sharing = pair_rows.who_shares(tx, tenant_id, person, MOST_SHARING + 1)
    few = (one for same in sharing if len(same) <= MOST_SHARING for one in same)
    return {*few, *person.doubtful} - {person.id}


def _by_id(people: Iterable[Person]) -> dict[UUID, Person]:
    return {person.id: person for person in people}


def _ordered(one: UUID, other: UUID) -> PairIds:
    return (one, other) if one < other else (other, one)
