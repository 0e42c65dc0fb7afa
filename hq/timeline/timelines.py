"""Finding anything that any station of an organisation recorded, and reading its life in order."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import ClassVar
from uuid import UUID

from domain.errors import Refused
from domain.people.customer_words import search_words
from domain.people.customers import Field
from domain.timeline.searching import MOST_MATCHES
from domain.timeline.subjects import Subject, SubjectKind
from domain.typed_text import plain
from hq.customers import merging
from hq.customers import rows as customer_rows
from hq.customers.rows import PersonsAsked
from hq.timeline import rows
from sync.tables.transaction import Tx
from sync.timeline import names, timeline
from sync.timeline.life import Life
from sync.timeline.names import Named
from sync.timeline.spots import Person, Spot
from sync.timeline.timeline import Asked


@dataclass(eq=False)
class NoSuchSubject(Refused):
    """The organisation has nothing of this name, or the caller may not see it."""

    code: ClassVar[str] = "NOT_FOUND"

    what: str = "subject"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of a timeline is wanted, and whether the caller may read customers."""

    now: datetime
    newest_first: bool = True
    skip: int = 0
    limit: int = 50
    with_customers: bool = False


def search(tx: Tx, tenant_id: UUID, text: str, wanted: Wanted) -> list[Named]:
    """What a typed text names at any station, by kind; customers only for whoever may read them."""
    typed = plain(text)
    subjects = rows.matching(tx, tenant_id, typed, wanted.now)
    words = [word.within for word in search_words(typed)] if wanted.with_customers else []
    if words:
        asked = PersonsAsked(MOST_MATCHES, None, words, only_doubtful=False)
        subjects += [Subject(SubjectKind.CUSTOMER, one) for one in customer_rows.person_ids(tx, tenant_id, asked)]
    return _named(tx, tenant_id, subjects, wanted)


def life(tx: Tx, tenant_id: UUID, subject: Subject, wanted: Wanted) -> Life:
    """A page of the timeline of a subject, over all stations. Raises NoSuchSubject."""
    named = _named(tx, tenant_id, [subject], wanted)
    if not named:
        raise NoSuchSubject
    person = _person(tx, tenant_id, subject)
    asked = Asked(wanted.now, wanted.newest_first, wanted.skip, wanted.limit, person)
    read = timeline.read(tx, tenant_id, subject, partial(_receipts, tenant_id), asked)
    people, stations = names.staff_and_stations(tx, tenant_id)
    return Life(
        named[0], read.events, read.total, tuple(_named(tx, tenant_id, read.related, wanted)), people, stations
    )  # fmt: skip


def _receipts(tenant_id: UUID, tx: Tx, spots: Collection[Spot]) -> Mapping[Spot, datetime]:
    return rows.receipts(tx, tenant_id, spots)


def _named(tx: Tx, tenant_id: UUID, subjects: Iterable[Subject], wanted: Wanted) -> list[Named]:
    known = list(subjects)
    customers: dict[UUID, str] = {}
    for one in known:
        if one.kind is SubjectKind.CUSTOMER and wanted.with_customers:
            person_id = customer_rows.person_id_of(tx, tenant_id, one.id)
            if person_id is not None:
                (person,) = merging.persons_of(tx, tenant_id, [person_id])
                customers[one.id] = person.full_name or person.text(Field.DOCUMENT)
    return names.named(tx, tenant_id, known, customers)


def _person(tx: Tx, tenant_id: UUID, subject: Subject) -> Person | None:
    person_id = (
        customer_rows.person_id_of(tx, tenant_id, subject.id) if subject.kind is SubjectKind.CUSTOMER else None
    )  # fmt: skip
    if person_id is None:
        return None
    (person,) = merging.persons_of(tx, tenant_id, [person_id])
    return Person(person.ids, person.text(Field.DOCUMENT))
