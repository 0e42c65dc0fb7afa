"""The SQL of customers: their edits, what these make, and the order in which stations read it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, func, select, text, update

from domain.ids import CustomerId
from domain.people.clock import capped, unpacked
from domain.people.customers import CustomerRecord, Edit, Stamp, of_edits
from hq.storage.tables import customer, customer_feed
from sync.facts.customers import EMPTIED, customer_edit, edit_of, edit_row
from sync.facts.documents import fiscal_document
from sync.facts.sales import sale, ticket
from sync.tables.transaction import Tx

_c, _e, _s, _d, _t = customer.c, customer_edit.c, sale.c, fiscal_document.c, ticket.c
_ADVANCE = text(
    "INSERT INTO customer_feed (tenant_id, head) VALUES (:tenant, :steps)"
    " ON CONFLICT (tenant_id) DO UPDATE SET head = customer_feed.head + excluded.head RETURNING head"
).bindparams(bindparam("tenant", type_=_c.tenant_id.type))
_MOST_BOUGHT = 1_000


def lock(tx: Tx, tenant_id: UUID) -> None:
    """Wait until no other transaction changes customers of the tenant, and make others wait."""
    advance(tx, tenant_id, 0)


def advance(tx: Tx, tenant_id: UUID, steps: int) -> int:
    """Add to the last place of the tenant's customers, and return the new one. Locks them until the commit."""
    return int(tx.execute(_ADVANCE, {"tenant": tenant_id, "steps": steps}).scalar_one())


def head(tx: Tx, tenant_id: UUID) -> int:
    """The last place of the tenant's customers; 0 without any."""
    return int(tx.execute(select(customer_feed.c.head).where(customer_feed.c.tenant_id == tenant_id)).scalar() or 0)


def cap(tx: Tx, tenant_id: UUID, edits: Iterable[tuple[UUID, Stamp]], at: datetime) -> None:
    """Let edits that came now count with at most this time. Repeating it later changes nothing."""
    for customer_id, stamp in edits:
        if (counted := capped(stamp.clock, at)) != stamp.clock:
            in_either_branch = _e.position.in_((stamp.position, _aside(stamp.position)))
            this = (_e.customer_id == customer_id, _e.station_id == stamp.station, in_either_branch)
            later = _e.clock > counted.packed
            tx.execute(
                update(customer_edit).where(_e.tenant_id == tenant_id, *this, later).values(clock=counted.packed)
            )


def insert_aside(tx: Tx, tenant_id: UUID, edits: Sequence[Edit]) -> None:
    """Insert edits of a branch that HQ keeps aside; repeated ones have no effect."""
    rows = [edit_row(tenant_id, edit) for edit in edits]
    tx.insert(
        customer_edit, [{**row, "position": _aside(edit.stamp.position)} for row, edit in zip(rows, edits, strict=True)]
    )


def _aside(position: int) -> int:
    """The position in a row of an edit that is kept aside: the branch that HQ follows has another entry there."""
    return -position


def empty(tx: Tx, tenant_id: UUID, customer_ids: Collection[UUID]) -> None:
    """Empty the edits of erased customers that came after the erasure."""
    for customer_id in customer_ids:
        tx.execute(EMPTIED, {"of_tenant": tenant_id, "of_customer": customer_id})


def records(tx: Tx, tenant_id: UUID, customer_ids: Collection[UUID]) -> dict[UUID, CustomerRecord]:
    """What the edits of these ids make; nothing for an id without edits."""
    edits: dict[UUID, list[Edit]] = defaultdict(list)
    if customer_ids:
        statement = select(customer_edit).where(_e.tenant_id == tenant_id, _e.customer_id.in_(list(customer_ids)))
        for row in tx.execute(statement):
            stamp = Stamp(unpacked(row.clock), row.station_id, abs(row.position))
            edits[row.customer_id].append(edit_of(row.customer_id, stamp, row.erases, row.body))
    return {customer_id: of_edits(CustomerId(customer_id), some) for customer_id, some in edits.items()}


def of_persons(tx: Tx, tenant_id: UUID, person_ids: Collection[UUID]) -> set[UUID]:
    """The ids of all records of these persons."""
    return _ids(tx, tenant_id, _c.person_id.in_(list(person_ids))) if person_ids else set()


def touched(tx: Tx, tenant_id: UUID, customer_ids: Collection[UUID], documents: Collection[str]) -> set[UUID]:
    """The ids of all records of the persons who have one of these ids or documents."""
    if not customer_ids and not documents:
        return set()
    named = _c.id.in_(list(customer_ids)) | _c.document.in_(list(documents))
    people = select(_c.person_id).where(_c.tenant_id == tenant_id, named, _c.person_id.is_not(None))
    return _ids(tx, tenant_id, named | _c.person_id.in_(people))


def stored(tx: Tx, tenant_id: UUID, customer_ids: Collection[UUID]) -> dict[UUID, Any]:
    """The rows of these records."""
    statement = select(customer).where(_c.tenant_id == tenant_id, _c.id.in_(list(customer_ids)))
    return {row.id: row for row in tx.execute(statement)}


def write(tx: Tx, rows: Sequence[dict[str, object]]) -> None:
    """Write the rows of records."""
    tx.upsert(customer, rows)


def person_id_of(tx: Tx, tenant_id: UUID, customer_id: UUID) -> UUID | None:
    """The person of an id, which may be an alias; None for an unknown or erased one."""
    return tx.execute(select(_c.person_id).where(_c.tenant_id == tenant_id, _c.id == customer_id)).scalar()


@dataclass(frozen=True, slots=True)
class PersonsAsked:
    """Persons after one, in the order of their ids, who have one of the texts of each word."""

    limit: int
    after: UUID | None
    words: Sequence[Sequence[str]]
    only_doubtful: bool


def person_ids(tx: Tx, tenant_id: UUID, asked: PersonsAsked) -> list[UUID]:
    """The ids of a page of persons."""
    statement = select(_c.id).where(_c.tenant_id == tenant_id, _c.person_id == _c.id)
    if asked.after is not None:
        statement = statement.where(_c.id > asked.after)
    if asked.only_doubtful:
        statement = statement.where(_c.doubtful)
    for texts in asked.words:
        statement = statement.where(_one_of(texts))
    return list(tx.execute(statement.order_by(_c.id).limit(asked.limit)).scalars())


def _one_of(texts: Sequence[str]) -> Any:
    first, *others = (func.strpos(_c.words, one) > 0 for one in texts)
    for other in others:
        first = first | other
    return first


def after(tx: Tx, tenant_id: UUID, cursor: int, limit: int) -> list[Any]:
    """Place, id and body of the next changed records after a place."""
    statement = select(_c.seq, _c.id, _c.body).where(_c.tenant_id == tenant_id, _c.seq > cursor)
    return list(tx.execute(statement.order_by(_c.seq).limit(limit)))


def documents_of(tx: Tx, tenant_id: UUID, customer_ids: Collection[UUID]) -> list[Any]:
    """The documents of sales to a customer, the newest first."""
    same_sale = and_(_s.tenant_id == _d.tenant_id, _s.id == _d.sale_id)
    statement = (
        select(fiscal_document, _s.station_id, _s.customer_name)
        .join(sale, same_sale)
        .where(_s.tenant_id == tenant_id, _s.customer_id.in_(list(customer_ids)))
    )
    return list(tx.execute(statement.order_by(_d.issued_at.desc(), _d.number.desc()).limit(_MOST_BOUGHT)))


def tickets_of(tx: Tx, tenant_id: UUID, customer_ids: Collection[UUID]) -> list[Any]:
    """The tickets of sales to a customer."""
    same_sale = and_(_s.tenant_id == _t.tenant_id, _s.id == _t.sale_id)
    statement = select(ticket).join(sale, same_sale).where(_s.tenant_id == tenant_id)
    of_customer = statement.where(_s.customer_id.in_(list(customer_ids)))
    return list(tx.execute(of_customer.order_by(_t.id).limit(_MOST_BOUGHT)))


def _ids(tx: Tx, tenant_id: UUID, where: Any) -> set[UUID]:
    return set(tx.execute(select(_c.id).where(_c.tenant_id == tenant_id, where)).scalars())
