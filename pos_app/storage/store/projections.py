"""The tables that facts make: emptied before the journal is replayed, and read as they are stored."""

from collections.abc import Iterator

from sqlalchemy import Table, delete, select, text

from pos_app.storage.tables import customer_part, payment_reference
from sync.facts.conflicts import replaced_ticket, settled_case
from sync.facts.customers import customer_edit
from sync.facts.documents import document_tax, fiscal_document, paper, reprint
from sync.facts.forms import form_run, spoiled_form
from sync.facts.gifts import gift_ticket, organiser_gift
from sync.facts.holds import held_place, hold
from sync.facts.rates import entered_rate
from sync.facts.refund_rights import refund_right_move
from sync.facts.refunds import money_back, refund, refunded_ticket
from sync.facts.rights import allotment, number_block, seat_lease, turn_lease
from sync.facts.sales import cart_void, change_given, payment, sale, sold_seat, sold_turn, ticket, zone_sold
from sync.facts.shifts import cash_movement, shift, shift_count, shift_difference, shift_float, till_excess, till_report
from sync.facts.subjects import fact_subject
from sync.facts.suspensions import decided_suspension
from sync.facts.tickets import ticket_holder
from sync.tables import shared
from sync.tables.transaction import Tx

Values = tuple[object, ...]

TABLES: tuple[Table, ...] = (
    shift, shift_float, cash_movement, till_excess, shift_count, shift_difference,
    sale, ticket, payment, change_given, fiscal_document, document_tax,
    sold_seat, sold_turn, zone_sold, reprint, cart_void, paper, till_report,
    form_run, spoiled_form,
    number_block, seat_lease, allotment, turn_lease, entered_rate, settled_case, replaced_ticket,
    refund, refunded_ticket, money_back, refund_right_move, ticket_holder, decided_suspension, hold, held_place,
    organiser_gift, gift_ticket, customer_edit, fact_subject, payment_reference, customer_part,
)  # fmt: skip
# SQLite looks for the children of each row that it deletes: in an empty table that costs nothing.
_CHILDREN_FIRST = (
    customer_part,
    payment_reference,
    *(table for table in reversed(shared.metadata.sorted_tables) if table in TABLES),
)
_BY_NAME = {table.name: table for table in TABLES}
_ROWS = {table.name: select(table).order_by(*table.primary_key) for table in TABLES}

NAMES = tuple(_BY_NAME)
"""Every table whose rows follow from the journal."""


def delete_all(tx: Tx) -> None:
    """Empty every projection. Foreign keys are checked at the end of the transaction, when all rows are back."""
    tx.execute(text("PRAGMA defer_foreign_keys = ON"))
    for table in _CHILDREN_FIRST:
        tx.execute(delete(table))


def rows(tx: Tx, name: str) -> Iterator[Values]:
    """The rows of a projection as the driver returns them, in the order of their keys."""
    for row in tx.run(_ROWS[name], {}):
        yield tuple(row)


def columns(name: str) -> tuple[str, ...]:
    """The names of a projection's columns, in the order of `rows`."""
    return tuple(column.name for column in _BY_NAME[name].columns)


def key_of(name: str, row: Values) -> Values:
    """The primary key of a row, without the tenant, which is the same in the whole store."""
    columns_of = _BY_NAME[name].columns
    return tuple(
        value
        for column, value in zip(columns_of, row, strict=True)
        if column.primary_key and column.name != "tenant_id"
    )
