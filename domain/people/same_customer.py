"""Which records are of one person: those that were linked, and those with one identity document and fitting names."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations

from domain.ids import CustomerId
from domain.people.clock import NEVER, Reading
from domain.people.customers import Consent, CustomerRecord, Field, Text
from domain.typed_text import folded


@dataclass(frozen=True, slots=True)
class Person:
    """A customer as people see one: one record, or several that are of one person, merged by field.

    `id` is the oldest id; the others are its aliases. `doubtful` are ids of records with the same document and a name
    that has no word of this one's: a person decides whether they are one customer. `parted` are the ids of records of
    which somebody decided that they are not.
    """

    id: CustomerId
    aliases: tuple[CustomerId, ...] = ()
    texts: Mapping[Field, Text] = field(default_factory=dict)
    consents: tuple[Consent, ...] = ()
    doubtful: tuple[CustomerId, ...] = ()
    parted: tuple[CustomerId, ...] = ()

    @property
    def ids(self) -> tuple[CustomerId, ...]:
        """Every id under which the person is known."""
        return (self.id, *self.aliases)

    def text(self, of: Field) -> str:
        """The value of a field; empty when it is not known."""
        known = self.texts.get(of)
        return known.value if known else ""

    @property
    def full_name(self) -> str:
        """Name and surname in a line."""
        return " ".join(part for part in (self.text(Field.NAME), self.text(Field.SURNAME)) if part)

    @property
    def clock(self) -> Reading:
        """The greatest reading of a clock in the records of the person."""
        return max((text.stamp.clock for text in self.texts.values()), default=NEVER)


def persons(records: Collection[CustomerRecord]) -> list[Person]:
    """The persons of these records, by id. An erased record is nobody's.

    The records must be complete: with each of them every record that it is linked with or whose document it has.
    """
    alive = {record.id: record for record in records if not record.is_erased}
    root = {customer_id: customer_id for customer_id in alive}
    for record in alive.values():
        for linked in record.linked:
            if linked in alive:
                _join(root, record.id, linked)
    unlike = []
    for one, other in _same_document(alive.values()):
        if other.id in one.parted or one.id in other.parted:
            continue
        if names_fit(one, other):
            _join(root, one.id, other.id)
        else:
            unlike.append((one.id, other.id))
    groups: dict[CustomerId, list[CustomerRecord]] = defaultdict(list)
    for customer_id in sorted(alive):
        groups[_root(root, customer_id)].append(alive[customer_id])
    doubts = _doubts(root, unlike)
    return [_person(group, doubts[key]) for key, group in sorted(groups.items())]


def _doubts(
    root: dict[CustomerId, CustomerId], unlike: Iterable[tuple[CustomerId, CustomerId]]
) -> dict[CustomerId, set[CustomerId]]:
    """The persons that each person shares a document with, unless a link joined them after all."""
    doubts: dict[CustomerId, set[CustomerId]] = defaultdict(set)
    for pair in unlike:
        first, second = (_root(root, customer_id) for customer_id in pair)
        if first != second:
            doubts[first].add(second)
            doubts[second].add(first)
    return doubts


class Shared(StrEnum):
    """What two customers have in common, so that they may be one person."""

    DOCUMENT = "document"
    PHONE = "phone"
    EMAIL = "email"


def shared_by(one: Person, other: Person) -> Shared | None:
    """Why two persons may be one: the first thing that they share. None when nothing is, or when they are not one.

    They are not one when somebody decided so, and when they have two different identity documents.
    """
    if not {*other.ids}.isdisjoint(one.parted) or not {*one.ids}.isdisjoint(other.parted):
        return None
    documents = {*_documents(one), *_documents(other)}
    if len(documents) > 1:
        return None
    both = (of for of in Shared if one.text(Field(of)) and one.text(Field(of)) == other.text(Field(of)))
    return next(both, None)


def _documents(person: Person) -> set[str]:
    return {person.text(Field.DOCUMENT)} - {""}


def names_fit(one: CustomerRecord, other: CustomerRecord) -> bool:
    """Whether two records may be of one person by their names: they share a word, or one has no name."""
    return texts_fit(*(f"{record.text(Field.NAME)} {record.text(Field.SURNAME)}" for record in (one, other)))


def texts_fit(one: str, other: str) -> bool:
    """Whether two names share a word, or one is empty."""
    first, second = frozenset(folded(one).split()), frozenset(folded(other).split())
    return not first or not second or bool(first & second)


def _same_document(records: Iterable[CustomerRecord]) -> list[tuple[CustomerRecord, CustomerRecord]]:
    by_document: dict[str, list[CustomerRecord]] = defaultdict(list)
    for record in records:
        if document := record.text(Field.DOCUMENT):
            by_document[document].append(record)
    return [pair for same in by_document.values() for pair in combinations(same, 2)]


def _root(root: dict[CustomerId, CustomerId], customer_id: CustomerId) -> CustomerId:
    while root[customer_id] != customer_id:
        customer_id = root[customer_id]
    return customer_id


def _join(root: dict[CustomerId, CustomerId], one: CustomerId, other: CustomerId) -> None:
    # The smaller id is the older one, because ids begin with their time.
    first, second = sorted((_root(root, one), _root(root, other)))
    root[second] = first


def _person(group: list[CustomerRecord], doubtful: set[CustomerId]) -> Person:
    texts: dict[Field, Text] = {}
    for record in group:
        for of, text in record.texts.items():
            # A record in which a field was never filled says nothing about it; one that was emptied does.
            if of not in texts or texts[of].stamp < text.stamp:
                texts[of] = text
    first, *others = (record.id for record in group)
    consents = tuple(consent for record in group for consent in record.consents)
    parted = {one for record in group for one in record.parted} - {first, *others}
    return Person(first, tuple(others), texts, consents, tuple(sorted(doubtful)), tuple(sorted(parted)))
