"""Customers at HQ: making, editing, linking, erasing and exporting them. Each act is in HQ's own journal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.ids import CustomerId
from domain.people.clock import reading
from domain.people.customer_words import search_words
from domain.people.customers import Channel, ConsentAct, Edit, Field, NoSuchCustomer, Stamp, standing_refusals
from domain.people.identity import BadIdentity
from domain.people.same_customer import Person
from domain.people.typed_customer import typed_fields
from hq.audit import act_journal
from hq.audit.acts import AnyAct, CustomerForgotten, CustomersJoined, CustomersParted, CustomerWritten
from hq.customers import merging, rows, taking
from hq.office import Office
from hq.people.accounts import Author
from sync.facts.customers import AT_HQ, record_edits
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Wanted:
    """Fields of a customer as somebody typed them, and what the customer said about news by each channel."""

    texts: Mapping[Field, str]
    consents: Mapping[Channel, bool]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Bought:
    """What a customer bought: rows of documents and of tickets."""

    documents: Sequence[Any]
    tickets: Sequence[Any]


def put(office: Office, by: Author, customer_id: UUID, wanted: Wanted) -> Person:
    """Make a customer with this id, or change fields of one; an empty text empties its field.

    Raises NoSuchCustomer for an erased one, BadIdentity for a field that cannot be right and for a new one without any.
    """
    texts = typed_fields(wanted.texts)
    with office.database.tenant(by.tenant_id) as tx:
        rows.lock(tx, by.tenant_id)
        before = _person(tx, by.tenant_id, customer_id)
        if before is None and rows.stored(tx, by.tenant_id, [customer_id]):
            raise NoSuchCustomer(customer_id)
        if before is None and not any(texts.values()):
            raise BadIdentity("name", "")
        person = before or Person(CustomerId(customer_id))
        changed = {of: value for of, value in texts.items() if value != person.text(of)}
        if changed or wanted.consents:
            edit = Edit(person.id, _stamp(tx, office, by.tenant_id, person), changed, _acts(office, person, wanted))
            fields = (*(of.value for of in changed), *(channel.value for channel in wanted.consents))
            _record(tx, office, by, [edit], CustomerWritten(person.id, tuple(fields)))
        return _must_be(tx, by.tenant_id, customer_id)


def link(office: Office, by: Author, customer_id: UUID, other_id: UUID) -> Person:
    """Say that two customers are one person; both ids stay. Raises NoSuchCustomer."""
    with office.database.tenant(by.tenant_id) as tx:
        link_in(tx, office, by, (customer_id, other_id))
        return _must_be(tx, by.tenant_id, customer_id)


def link_in(tx: Tx, office: Office, by: Author, pair: tuple[UUID, UUID]) -> None:
    """Say that two customers are one person, in a transaction. Raises NoSuchCustomer."""
    one, other = _pair(tx, by, pair)
    if one.id != other.id:
        edits = [
            Edit(person.id, _stamp(tx, office, by.tenant_id, person), linked=(to.id,))
            for person, to in ((one, other), (other, one))
        ]
        _record(tx, office, by, edits, CustomersJoined(one.id, other.id))


def part_in(tx: Tx, office: Office, by: Author, pair: tuple[UUID, UUID]) -> None:
    """Say that two customers are two people, in a transaction. Records that somebody linked stay one person.

    Raises NoSuchCustomer.
    """
    one, other = _pair(tx, by, pair)
    if one.id != other.id:
        edits = [
            Edit(person.id, _stamp(tx, office, by.tenant_id, person), parted=to.ids)
            for person, to in ((one, other), (other, one))
        ]
        _record(tx, office, by, edits, CustomersParted(one.id, other.id))


def erase(office: Office, by: Author, customer_id: UUID, reason: str) -> None:
    """Forget a customer who asks for it, under every alias. Documents keep their names. Raises NoSuchCustomer."""
    with office.database.tenant(by.tenant_id) as tx:
        rows.lock(tx, by.tenant_id)
        person = _must_be(tx, by.tenant_id, customer_id)
        edits = [Edit(one, _stamp(tx, office, by.tenant_id, person), erases=True) for one in person.ids]
        _record(tx, office, by, edits, CustomerForgotten(person.ids, reason))


def get(office: Office, tenant_id: UUID, customer_id: UUID) -> Person:
    """The customer with this id or alias. Raises NoSuchCustomer."""
    with office.database.tenant(tenant_id) as tx:
        return _must_be(tx, tenant_id, customer_id)


def bought(office: Office, tenant_id: UUID, person: Person) -> Bought:
    """What a customer bought at any station, under any alias."""
    with office.database.tenant(tenant_id) as tx:
        return Bought(rows.documents_of(tx, tenant_id, person.ids), rows.tickets_of(tx, tenant_id, person.ids))


@dataclass(frozen=True, slots=True)
class Asked:
    """A page of customers: those after an id who have every word of `typed`, or share a document with another one."""

    limit: int
    after: UUID | None = None
    typed: str = ""
    only_doubtful: bool = False


def listed(office: Office, tenant_id: UUID, asked: Asked) -> list[Person]:
    """A page of customers, in the order of their ids."""
    words = [word.within for word in search_words(asked.typed)]
    with office.database.tenant(tenant_id) as tx:
        wanted = rows.PersonsAsked(asked.limit, asked.after, words, asked.only_doubtful)
        return merging.persons_of(tx, tenant_id, rows.person_ids(tx, tenant_id, wanted))


def _acts(office: Office, person: Person, wanted: Wanted) -> tuple[ConsentAct, ...]:
    now = office.clock.now()
    return tuple(
        ConsentAct(
            channel, is_given, now, wanted.source, standing_refusals(person.consents, channel) if is_given else ()
        )
        for channel, is_given in wanted.consents.items()
    )  # fmt: skip


def _stamp(tx: Tx, office: Office, tenant_id: UUID, person: Person) -> Stamp:
    return Stamp(reading(office.clock.now(), person.clock), AT_HQ, rows.advance(tx, tenant_id, 1))


def _record(tx: Tx, office: Office, by: Author, edits: list[Edit], act: AnyAct) -> None:
    record_edits(tx, by.tenant_id, edits)
    taking.refresh(tx, by.tenant_id, [edit.customer_id for edit in edits])
    act_journal.append(tx, office, by.tenant_id, act, by.account_id)


def _pair(tx: Tx, by: Author, pair: tuple[UUID, UUID]) -> tuple[Person, Person]:
    rows.lock(tx, by.tenant_id)
    return _must_be(tx, by.tenant_id, pair[0]), _must_be(tx, by.tenant_id, pair[1])


def _person(tx: Tx, tenant_id: UUID, customer_id: UUID) -> Person | None:
    person_id = rows.person_id_of(tx, tenant_id, customer_id)
    return merging.persons_of(tx, tenant_id, [person_id])[0] if person_id is not None else None


def _must_be(tx: Tx, tenant_id: UUID, customer_id: UUID) -> Person:
    person = _person(tx, tenant_id, customer_id)
    if person is None:
        raise NoSuchCustomer(customer_id)
    return person
