"""Customers: edits, links and erasures, and one row for each record that one of them changes."""

from uuid import UUID

import msgspec
from sqlalchemy import BigInteger, Column, Integer, String, bindparam, update

from domain.ids import CustomerId
from domain.people.clock import Reading
from domain.people.customers import ConsentAct, Edit, Field, Stamp
from domain.people.typed_customer import are_kept
from sync.facts.fact import Fact, Header, Recorders
from sync.tables import canonical
from sync.tables.shared import key, shared_table
from sync.tables.transaction import Tx


class CustomerEdited(Fact, frozen=True, omit_defaults=True, tag="customer_edited/1"):
    """A customer was made or edited: the fields that changed, and what was said about news by each channel.

    `clock` is the reading of the hybrid logical clock that orders edits (`domain.people.clock`).

    Raises ValueError for a text that no store keeps, which reading an entry reports as msgspec.ValidationError.
    """

    customer_id: CustomerId
    clock: Reading
    texts: dict[Field, str] = msgspec.field(default_factory=dict)
    consents: tuple[ConsentAct, ...] = ()

    def __post_init__(self) -> None:
        _check_clock(self.clock)
        if not are_kept(self.texts):
            raise ValueError("a text of a customer is too long, or has characters that cannot be printed")


class CustomersLinked(Fact, frozen=True, tag="customers_linked/1"):
    """Somebody found two records to be of one person. Both ids stay."""

    customer_id: CustomerId
    other_id: CustomerId
    clock: Reading

    def __post_init__(self) -> None:
        _check_clock(self.clock)


class CustomerErased(Fact, frozen=True, tag="customer_erased/1"):
    """A customer asked to be forgotten: all records of the person are emptied for good. Documents keep their names."""

    customer_ids: tuple[CustomerId, ...]
    clock: Reading
    reason: str

    def __post_init__(self) -> None:
        _check_clock(self.clock)


class EditBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one edit changes of one record, as its row has it."""

    texts: dict[Field, str] = msgspec.field(default_factory=dict)
    consents: tuple[ConsentAct, ...] = ()
    linked: tuple[CustomerId, ...] = ()
    parted: tuple[CustomerId, ...] = ()


customer_edit = shared_table(
    "customer_edit", key("customer_id"), key("station_id"), key("position", BigInteger),
    Column("clock", BigInteger, nullable=False), Column("erases", Integer, nullable=False),
    Column("body", String, nullable=False),
)  # fmt: skip
"""One row for each edit of a record. A station has its own edits. HQ has all, with `clock` capped when they came.

Rows of an erased customer have an empty body. An edit that was made at HQ has the station id zero, and as its position
the `seq` that it gave to the customer. At HQ, the position of an edit in a branch that is kept aside is negative.
"""
AT_HQ = UUID(int=0)
_EMPTY = canonical.text(EditBody())
_e = customer_edit.c
EMPTIED = (
    update(customer_edit)
    .where(_e.tenant_id == bindparam("of_tenant"), _e.customer_id == bindparam("of_customer"))
    .values(body=_EMPTY)
)
"""Empties what is kept of a customer's edits."""


def edit_row(tenant_id: UUID, edit: Edit) -> dict[str, object]:
    """The row of an edit."""
    stamp = edit.stamp
    return {
        "tenant_id": tenant_id, "customer_id": edit.customer_id, "station_id": stamp.station,
        "position": stamp.position, "clock": stamp.clock.packed, "erases": int(edit.erases),
        "body": canonical.text(EditBody(dict(edit.texts), edit.consents, edit.linked, edit.parted)),
    }  # fmt: skip


def edit_of(customer_id: UUID, stamp: Stamp, erases: int, body: str) -> Edit:
    """The edit of a row."""
    read = canonical.decode(body, EditBody)
    return Edit(CustomerId(customer_id), stamp, read.texts, read.consents, read.linked, bool(erases), read.parted)


def record_edits(tx: Tx, tenant_id: UUID, edits: list[Edit]) -> None:
    """Write the rows of edits. An erasure empties the rows of its customer."""
    tx.insert(customer_edit, [edit_row(tenant_id, edit) for edit in edits])
    if erased := [{"of_tenant": tenant_id, "of_customer": edit.customer_id} for edit in edits if edit.erases]:
        tx.run_many(EMPTIED, erased)


def edits_of(entry: Header, fact: Fact) -> list[Edit]:
    """The edits that a fact makes, one for each record; none for a fact about something else."""
    if not isinstance(fact, CustomerEdited | CustomersLinked | CustomerErased):
        return []
    stamp = Stamp(fact.clock, entry.station, entry.position)
    match fact:
        case CustomerEdited():
            return [Edit(fact.customer_id, stamp, fact.texts, fact.consents)]
        case CustomersLinked():
            pair = (fact.customer_id, fact.other_id)
            return [
                Edit(one, stamp, linked=(other,)) for one, other in (pair, pair[::-1])
            ]  # fmt: skip
        case CustomerErased():
            return [Edit(one, stamp, erases=True) for one in fact.customer_ids]


def _record(tx: Tx, entry: Header, fact: CustomerEdited | CustomersLinked | CustomerErased) -> None:
    record_edits(tx, entry.tenant, edits_of(entry, fact))


def _check_clock(clock: Reading) -> None:
    if not clock.is_possible:
        raise ValueError("the reading of the clock is out of bounds")


RECORDERS: Recorders = {CustomerEdited: _record, CustomersLinked: _record, CustomerErased: _record}
