"""Merging: each customer that an entry edits is made anew of all its edits, so that their order does not matter."""

from collections.abc import Collection, Mapping
from uuid import UUID

from domain.people.customer_words import index_words
from domain.people.customers import CustomerRecord, Field
from domain.people.same_customer import Person, persons
from hq.customers import rows
from hq.storage.tables import customer
from sync.facts.customer_record import packed
from sync.tables.transaction import Tx


def refresh(tx: Tx, tenant_id: UUID, customer_ids: Collection[UUID]) -> dict[UUID, CustomerRecord]:
    """Make these records anew, and say which person each belongs to. The caller has locked the tenant's customers.

    Returns the records, and those of the persons to whom they belong now or did before.
    """
    known: dict[UUID, CustomerRecord] = {}
    more = set(customer_ids) | rows.touched(tx, tenant_id, customer_ids, ())
    while more:  # a record may bring others that it is linked with or whose document it has
        known |= rows.records(tx, tenant_id, more)
        linked = {other for record in known.values() for other in record.linked}
        documents = {record.text(Field.DOCUMENT) for record in known.values()} - {""}
        more = rows.touched(tx, tenant_id, linked, documents) - set(known)
    rows.empty(tx, tenant_id, [customer_id for customer_id in customer_ids if known[customer_id].is_erased])
    _write(tx, tenant_id, known)
    return known


def persons_of(tx: Tx, tenant_id: UUID, person_ids: Collection[UUID]) -> list[Person]:
    """The persons with these ids, which are no aliases, in their order."""
    known = rows.records(tx, tenant_id, rows.of_persons(tx, tenant_id, person_ids))
    documents = {record.text(Field.DOCUMENT) for record in known.values()} - {""}
    known |= rows.records(tx, tenant_id, rows.touched(tx, tenant_id, (), documents) - set(known))
    return [person for person in persons(list(known.values())) if person.id in person_ids]


def persons_named(tx: Tx, tenant_id: UUID, customer_ids: Collection[UUID]) -> list[Person]:
    """The persons with these ids or aliases, each once; an erased customer is nobody."""
    person_ids = {rows.person_id_of(tx, tenant_id, one) for one in customer_ids} - {None}
    return persons_of(tx, tenant_id, {one for one in person_ids if one is not None})


def _write(tx: Tx, tenant_id: UUID, known: dict[UUID, CustomerRecord]) -> None:
    people = {one: person for person in persons(list(known.values())) for one in person.ids}
    before = rows.stored(tx, tenant_id, list(known))
    made = {customer_id: _row(tenant_id, record, people.get(record.id), known) for customer_id, record in known.items()}
    news = [one for one, row in made.items() if one not in before or before[one].body != row["body"]]
    places = {one: before[one].seq for one in before}
    places |= {one: seq for seq, one in enumerate(news, start=rows.advance(tx, tenant_id, len(news)) - len(news) + 1)}
    now = {one: {**row, "seq": places[one]} for one, row in made.items()}
    rows.write(tx, [row for one, row in now.items() if one not in before or _values(before[one]) != row])


def _row(
    tenant_id: UUID, record: CustomerRecord, person: Person | None, known: Mapping[UUID, CustomerRecord]
) -> dict[str, object]:  # fmt: skip
    # Only the row of the person itself is searched and sorted; the rows of its aliases lead to it.
    own = person if person is not None and person.id == record.id else None
    return {
        "tenant_id": tenant_id, "id": record.id, "person_id": person.id if person else None,
        "sort_name": own.full_name.casefold() if own else "", "document": record.text(Field.DOCUMENT),
        "phone": own.text(Field.PHONE) if own else "", "email": own.text(Field.EMAIL) if own else "",
        "words": index_words(known[one] for one in own.ids) if own else "",
        "doubtful": bool(own and own.doubtful), "body": packed(record),
    }  # fmt: skip


def _values(row: object) -> dict[str, object]:
    return {column.name: getattr(row, column.name) for column in customer.columns}
