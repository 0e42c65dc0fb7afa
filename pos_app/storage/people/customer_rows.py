"""The customers that the station knows: HQ's records, with the station's own edits that HQ does not have yet."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, func, select, text, update

from domain.ids import CustomerId
from domain.people.clock import unpacked as unpacked_clock
from domain.people.customer_words import index_parts, index_words
from domain.people.customers import CustomerRecord, Edit, Field, Stamp, merged
from domain.people.same_customer import Person, persons
from pos_app.storage.tables import customer_cursor, customer_word, known_customer
from sync.facts.customer_record import unpacked
from sync.facts.customers import customer_edit, edit_of
from sync.tables.transaction import Tx

_k, _w, _e = known_customer.c, customer_word.c, customer_edit.c
_AT_ONCE = 500
_KNOWN = text(
    "INSERT INTO known_customer (id, document, words, hq_body) VALUES (:of_id, '', '', '') ON CONFLICT DO NOTHING"
)
_FROM_HQ = text(
    "INSERT INTO known_customer (id, document, words, hq_body) VALUES (:of_id, '', '', :of_body)"
    " ON CONFLICT (id) DO UPDATE SET hq_body = excluded.hq_body"
)
_INDEXED = (
    update(known_customer)
    .where(_k.no == bindparam("of_no"))
    .values(person_id=bindparam("of_person"), document=bindparam("of_document"), words=bindparam("of_words"))
)
_DROPPED = delete(customer_word).where(_w.part == bindparam("of_part"), _w.no == bindparam("of_no"))


@dataclass(frozen=True, slots=True)
class Reached:
    """How far the store has HQ's customers, since when, and whether HQ had more then."""

    incarnation: UUID
    cursor: int
    fetched_at: datetime
    is_whole: bool


def reached(tx: Tx) -> Reached | None:
    """How far the store has HQ's customers; None before the first page."""
    row = tx.execute(select(customer_cursor)).first()
    return Reached(row.hq_incarnation, row.cursor, row.fetched_at, bool(row.is_whole)) if row else None


def reach(tx: Tx, now: Reached) -> None:
    """Record how far the store has HQ's customers."""
    tx.upsert(customer_cursor, [{
        "only": 1, "hq_incarnation": now.incarnation, "cursor": now.cursor, "fetched_at": now.fetched_at,
        "is_whole": int(now.is_whole),
    }])  # fmt: skip


def person_of(tx: Tx, tenant_id: UUID, customer_id: UUID) -> Person | None:
    """The person of an id, which may be an alias; None for an unknown or erased one."""
    person_id = tx.execute(select(_k.person_id).where(_k.id == customer_id)).scalar()
    matches = persons_of(tx, tenant_id, [person_id]) if person_id is not None else []
    return matches[0] if matches else None


def persons_of(tx: Tx, tenant_id: UUID, person_ids: Collection[UUID]) -> list[Person]:
    """The persons with these ids, which are no aliases, in the order of their ids."""
    wanted = set(person_ids)
    ids = _ids_where(tx, _k.person_id, wanted)
    known = records(tx, tenant_id, ids)
    known |= records(tx, tenant_id, _touched(tx, _same_documents(tx, known)) - set(known))
    return [person for person in persons(list(known.values())) if person.id in wanted]


def with_document(tx: Tx, tenant_id: UUID, document: str) -> list[Person]:
    """The persons who have this identity document, the oldest first."""
    if not document:
        return []
    matches = tx.execute(select(_k.person_id).distinct().where(_k.document == document, _k.person_id.is_not(None)))
    return persons_of(tx, tenant_id, list(matches.scalars()))


def doubtful(tx: Tx, tenant_id: UUID, limit: int) -> list[Person]:
    """Persons who share an identity document with another one, unless somebody decided that they are two."""
    shared = (
        select(_k.document)
        .where(_k.document != "", _k.person_id.is_not(None))
        .group_by(_k.document)
        .having(func.count(_k.person_id.distinct()) > 1)
        .limit(limit)
    )
    matches = tx.execute(select(_k.person_id).distinct().where(_k.document.in_(shared), _k.person_id.is_not(None)))
    return [person for person in persons_of(tx, tenant_id, list(matches.scalars())) if person.doubtful]


def edited_ids(tx: Tx, tenant_id: UUID) -> list[UUID]:
    """Every customer that this store has an edit of."""
    return list(tx.execute(select(_e.customer_id).distinct().where(_e.tenant_id == tenant_id)).scalars())


def take_from_hq(tx: Tx, tenant_id: UUID, bodies: Mapping[UUID, str]) -> None:
    """Store records as HQ has them, and index the persons that they change."""
    tx.run_many(_FROM_HQ, [{"of_id": one, "of_body": body} for one, body in bodies.items()])
    refresh(tx, tenant_id, list(bodies))


def refresh(tx: Tx, tenant_id: UUID, customer_ids: Sequence[UUID]) -> None:
    """Write anew which person each of these records belongs to, and what the persons are found by.

    The persons that they belonged to before are written as well.
    """
    tx.run_many(_KNOWN, [{"of_id": one} for one in customer_ids])
    known: dict[UUID, CustomerRecord] = {}
    matches = _touched(tx, set(customer_ids))
    while matches:  # a record may bring others that it is linked with or whose document it has
        known |= records(tx, tenant_id, matches)
        linked = {other for record in known.values() for other in record.linked}
        matches = _touched(tx, linked | _same_documents(tx, known)) - set(known)
    _write(tx, known)


def records(tx: Tx, tenant_id: UUID, customer_ids: Iterable[UUID]) -> dict[UUID, CustomerRecord]:
    """These records, merged from what HQ has and the edits of this store that it lacks."""
    wanted = list(customer_ids)
    matches: dict[UUID, CustomerRecord] = {}
    for part in _parts(wanted):
        edits: dict[UUID, list[Edit]] = defaultdict(list)
        own = select(customer_edit).where(_e.tenant_id == tenant_id, _e.customer_id.in_(part))
        for row in tx.execute(own):
            stamp = Stamp(unpacked_clock(row.clock), row.station_id, row.position)
            edits[row.customer_id].append(edit_of(row.customer_id, stamp, row.erases, row.body))
        for row in tx.execute(select(_k.id, _k.hq_body).where(_k.id.in_(part))):
            at_hq = unpacked(row.id, row.hq_body) if row.hq_body else CustomerRecord(CustomerId(row.id))
            matches[row.id] = merged(at_hq, (edit for edit in edits[row.id] if _is_news(at_hq, edit)))
    return matches


def _is_news(at_hq: CustomerRecord, edit: Edit) -> bool:
    """Whether HQ lacks an edit. One that it has counts with the clock that it was capped to there."""
    return edit.stamp.position > at_hq.reached.get(edit.stamp.station, 0)


def _touched(tx: Tx, customer_ids: set[UUID]) -> set[UUID]:
    """The known ones of these records, and all of the persons to whom they belonged."""
    known: set[UUID] = set()
    people: set[UUID] = set()
    for part in _parts(list(customer_ids)):
        for row in tx.execute(select(_k.id, _k.person_id).where(_k.id.in_(part))):
            known.add(row.id)
            people |= {row.person_id} - {None}
    return known | _ids_where(tx, _k.person_id, people)


def _same_documents(tx: Tx, known: Mapping[UUID, CustomerRecord]) -> set[UUID]:
    return _ids_where(tx, _k.document, {record.text(Field.DOCUMENT) for record in known.values()} - {""})


def _ids_where(tx: Tx, column: Any, values: Collection[Any]) -> set[UUID]:
    return {
        one
        for part in _parts(list(values))
        for one in tx.execute(select(_k.id).where(column.in_(part))).scalars()
    }  # fmt: skip


def _write(tx: Tx, known: Mapping[UUID, CustomerRecord]) -> None:
    of_person = {one: person.id for person in persons(list(known.values())) for one in person.ids}
    members: dict[UUID, list[CustomerRecord]] = defaultdict(list)
    for customer_id, person_id in of_person.items():
        members[person_id].append(known[customer_id])
    words = {person_id: index_words(group) for person_id, group in members.items()}
    rows: list[dict[str, object]] = []
    added: list[dict[str, object]] = []
    dropped: list[dict[str, object]] = []
    for row in _rows(tx, list(known)):
        now = (of_person.get(row.id), known[row.id].text(Field.DOCUMENT), words.get(row.id, ""))
        if now != (row.person_id, row.document, row.words):
            before, after = index_parts(row.words), index_parts(now[2])
            rows.append({"of_no": row.no, "of_person": now[0], "of_document": now[1], "of_words": now[2]})
            added += [{"part": part, "no": row.no} for part in sorted(after - before)]
            dropped += [{"of_part": part, "of_no": row.no} for part in sorted(before - after)]
    tx.run_many(_INDEXED, rows)
    tx.insert(customer_word, added)
    tx.run_many(_DROPPED, dropped)


def _rows(tx: Tx, ids: Sequence[UUID]) -> list[Any]:
    columns = select(_k.no, _k.id, _k.person_id, _k.document, _k.words)
    return [row for part in _parts(ids) for row in tx.execute(columns.where(_k.id.in_(part)))]


def _parts(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))
