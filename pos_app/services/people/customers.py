"""Customers at the counter: making, editing, linking and erasing them, and finding them while somebody types."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.ids import CustomerId
from domain.people.clock import reading
from domain.people.customers import Channel, ConsentAct, Field, NoSuchCustomer, standing_refusals
from domain.people.identity import BadIdentity
from domain.people.same_customer import Person
from domain.people.staff import Cashier, Permission
from domain.people.typed_customer import typed_fields
from domain.till.shifts import check_reason
from pos_app.station import Station
from pos_app.storage.people import customer_rows, customer_search
from pos_app.storage.store import fences
from sync import journal
from sync.facts import AnyFact, CustomerEdited, CustomerErased, CustomersLinked
from sync.tables.transaction import Tx

MOST_MATCHES = 20
_MOST_DOUBTFUL = 100


@dataclass(frozen=True, slots=True)
class Answer:
    """What a customer said about news by a channel; `source` tells how, such as "mostrador"."""

    channel: Channel
    is_given: bool
    source: str


def create(
    station: Station, by: Cashier, typed: Mapping[Field, str], answers: Sequence[Answer] = ()
) -> Person:  # fmt: skip
    """Keep a new customer, with any fields. One with the same document becomes the same person, if the names fit.

    Raises BadIdentity for a field that cannot be right or no field at all, NotAllowed, StoreFenced.
    """
    by.must(Permission.EDIT_CUSTOMER)
    texts = {of: text for of, text in typed_fields(typed).items() if text}
    if not texts:
        raise BadIdentity("name", "")
    with station.database.write() as tx:
        customer_id = CustomerId(station.ids.new())
        now = station.clock.now()
        consents = tuple(ConsentAct(one.channel, one.is_given, now, one.source) for one in answers)
        _record(tx, station, by, CustomerEdited(customer_id, reading(now), texts, consents), [customer_id])
        person = _person(tx, station, customer_id)
    station.wake()
    return person


def edit(
    station: Station, by: Cashier, customer_id: CustomerId, typed: Mapping[Field, str], answers: Sequence[Answer] = ()
) -> Person:
    """Change fields of a customer; an empty text empties its field. What is as it was is not recorded.

    Raises NoSuchCustomer, BadIdentity, NotAllowed, StoreFenced.
    """
    by.must(Permission.EDIT_CUSTOMER)
    wanted = typed_fields(typed)
    with station.database.write() as tx:
        before = _person(tx, station, customer_id)
        now = station.clock.now()
        texts = {of: text for of, text in wanted.items() if text != before.text(of)}
        consents = tuple(
            ConsentAct(
                one.channel, one.is_given, now, one.source,
                standing_refusals(before.consents, one.channel) if one.is_given else (),
            )
            for one in answers
        )  # fmt: skip
        if not texts and not consents:
            return before
        fact = CustomerEdited(before.id, reading(now, before.clock), texts, consents)
        _record(tx, station, by, fact, [before.id])
        person = _person(tx, station, customer_id)
    station.wake()
    return person


def find(station: Station, typed: str, limit: int = MOST_MATCHES) -> list[Person]:
    """The customers who have every typed word, by name: a part of a name, a document, a phone, its end, an e-mail."""
    with station.database.read() as tx:
        matches = customer_rows.persons_of(tx, station.tenant_id, customer_search.matching_ids(tx, typed, limit))
    return sorted(matches, key=lambda person: (person.full_name.casefold(), person.id))


def get(station: Station, customer_id: CustomerId) -> Person:
    """The customer with this id or alias. Raises NoSuchCustomer."""
    with station.database.read() as tx:
        return _person(tx, station, customer_id)


def with_document(station: Station, document: str) -> list[Person]:
    """The customers who have this identity document in the form in which it is kept."""
    with station.database.read() as tx:
        return customer_rows.with_document(tx, station.tenant_id, document)


def doubtful(station: Station) -> list[Person]:
    """Customers who share an identity document and no word of the name with another: a person links or edits them."""
    with station.database.read() as tx:
        return customer_rows.doubtful(tx, station.tenant_id, _MOST_DOUBTFUL)


def link(station: Station, by: Cashier, customer_id: CustomerId, other_id: CustomerId) -> Person:
    """Say that two customers are one person; both ids stay. Raises NoSuchCustomer, NotAllowed, StoreFenced."""
    by.must(Permission.EDIT_CUSTOMER)
    with station.database.write() as tx:
        one, other = _person(tx, station, customer_id), _person(tx, station, other_id)
        if one.id == other.id:
            return one
        fact = CustomersLinked(one.id, other.id, reading(station.clock.now(), max(one.clock, other.clock)))
        _record(tx, station, by, fact, [one.id, other.id])
        person = _person(tx, station, customer_id)
    station.wake()
    return person


def erase(station: Station, by: Cashier, customer_id: CustomerId, reason: str) -> None:
    """Forget a customer who asks for it, under every alias. Documents keep the names that the law demands on them.

    The signed journal keeps what it has, as evidence; no search and no screen reads it.

    Raises NoSuchCustomer, NotAllowed, StoreFenced, and ReasonMissing without a reason.
    """
    by.must(Permission.ERASE_CUSTOMER)
    why = check_reason(reason)
    with station.database.write() as tx:
        person = _person(tx, station, customer_id)
        fact = CustomerErased(person.ids, reading(station.clock.now(), person.clock), why)
        _record(tx, station, by, fact, list(person.ids))
    station.wake()


def _person(tx: Tx, station: Station, customer_id: CustomerId) -> Person:
    person = customer_rows.person_of(tx, station.tenant_id, customer_id)
    if person is None:
        raise NoSuchCustomer(customer_id)
    return person


def _record(tx: Tx, station: Station, by: Cashier, fact: AnyFact, ids: Sequence[CustomerId]) -> None:
    fences.refuse_stopped(tx, station.author.epoch)
    journal.append(tx, station.author, fact, at=station.clock.now(), actor=by.id)
    customer_rows.refresh(tx, station.tenant_id, ids)
