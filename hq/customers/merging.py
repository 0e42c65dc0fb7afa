"""Merging: each customer that an entry edits is made anew of all its edits, so that their order does not matter."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from domain.ids import CustomerId
from domain.people.customer_words import index_words
from domain.people.customers import CustomerRecord, Edit, Field
from domain.people.same_customer import Person, persons
from hq.customers import rows
from hq.storage.tables import customer
from sync.facts.customer_record import packed
from sync.tables.transaction import Tx


def take(tx: Tx, tenant_id: UUID, edits: Sequence[Edit], received_at: datetime) -> None:
    """Count recorded edits of stations: none later than now, and each customer anew."""
    if edits:
        rows.lock(tx, tenant_id)
        rows.cap(tx, tenant_id, [(edit.customer_id, edit.stamp) for edit in edits], received_at)
        refresh(tx, tenant_id, {edit.customer_id for edit in edits})


def refresh(tx: Tx, tenant_id: UUID, customer_ids: Collection[UUID]) -> None:
    """Make these records anew, and say which person each belongs to. The caller has locked the tenant's customers."""
    known: dict[UUID, CustomerRecord] = {}
    more = set(customer_ids) | rows.touched(tx, tenant_id, customer_ids, ())
    while more:  # a record may bring others that it is linked with or whose document it has
        known |= rows.records(tx, tenant_id, more)
        linked = {other for record in known.values() for other in record.linked}
        documents = {record.text(Field.DOCUMENT) for record in known.values()} - {""}
        more = rows.touched(tx, tenant_id, linked, documents) - set(known)
    rows.empty(tx, tenant_id, [customer_id for customer_id in customer_ids if known[customer_id].is_erased])
    _write(tx, tenant_id, known)


def persons_of(tx: Tx, tenant_id: UUID, person_ids: Collection[UUID]) -> list[Person]:
    """The persons with these ids, which are no aliases, in their order."""
    known = rows.records(tx, tenant_id, rows.of_persons(tx, tenant_id, person_ids))
    documents = {record.text(Field.DOCUMENT) for record in known.values()} - {""}
    known |= rows.records(tx, tenant_id, rows.touched(tx, tenant_id, (), documents) - set(known))
    return [person for person in persons(list(known.values())) if person.id in person_ids]


def _write(tx: Tx, tenant_id: UUID, known: dict[UUID, CustomerRecord]) -> None:
    people = {one: person for person in persons(list(known.values())) for one in person.ids}
    before = rows.stored(tx, tenant_id, list(known))
    made = [
        _row(tenant_id, record, people.get(record.id), [known[one] for one in _ids(people.get(record.id))])
        for record in known.values()
    ]
    news = [row for row in made if row["id"] not in before or before[row["id"]].body != row["body"]]
    first = rows.advance(tx, tenant_id, len(news)) - len(news) + 1
    for seq, row in enumerate(news, start=first):
        row["seq"] = seq
    for row in made:
        row.setdefault("seq", before[row["id"]].seq if row["id"] in before else 0)
    changed = [row for row in made if row["id"] not in before or _values(before[row["id"]]) != row]
    rows.write(tx, changed)


def _row(
    tenant_id: UUID, record: CustomerRecord, person: Person | None, group: Sequence[CustomerRecord]
) -> dict[str, object]:  # fmt: skip
    is_person = person is not None and person.id == record.id
    return {
        "tenant_id": tenant_id, "id": record.id, "person_id": person.id if person else None,
        "sort_name": person.full_name.casefold() if is_person and person else "",
        "document": record.text(Field.DOCUMENT), "words": index_words(group) if is_person else "",
        "doubtful": bool(is_person and person and person.doubtful), "body": packed(record),
    }  # fmt: skip


def _ids(person: Person | None) -> tuple[CustomerId, ...]:
    return person.ids if person else ()


def _values(row: object) -> dict[str, object]:
    return {column.name: getattr(row, column.name) for column in customer.columns}
