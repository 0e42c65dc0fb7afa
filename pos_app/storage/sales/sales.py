"""Queries of sales, their payments, their change and the payment references that they used."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select

from domain.ids import CartId, PaymentId, ShiftId
from domain.money.money import VES, Currency, Money
from domain.payments.change import Change
from domain.payments.reference_use import UsedReference, used_reference
from domain.payments.tenders import Payment, References
from domain.sale.sale import Sale
from domain.typed_text import word_beginnings, word_parts
from pos_app.storage.tables import LONGEST_CUSTOMER_PART, customer_part, payment_reference
from sync.facts.sales import change_given, payment, sale
from sync.facts.shifts import shift
from sync.tables.transaction import Tx

_SALE = select(sale.c.id).where(sale.c.tenant_id == bindparam("tenant_id"), sale.c.id == bindparam("id"))


def is_sold(tx: Tx, tenant_id: UUID, cart_id: CartId) -> bool:
    """Whether a cart was sold. A sale has the identifier of its cart."""
    return tx.run(_SALE, {"tenant_id": tenant_id, "id": cart_id}).fetchone() is not None


def references_ending_in(tx: Tx, ending: str) -> tuple[UsedReference, ...]:
    """The payment references of all sales that end in these characters."""
    return tuple(
        UsedReference(row.method, _references(row), Money(row.amount, Currency(row.currency)), row.sold_at)
        for row in tx.execute(_USED_REFERENCES, {"ending": ending})
    )


def use_references(tx: Tx, sold: Sale) -> None:
    """Record the payment references that a sale used, so that no other sale accepts them."""
    tx.insert(payment_reference, [
        {"ending": used.ending, "sale_id": sold.id, "payment_id": part.id}
        for part in sold.payments
        if (used := used_reference(part, sold.sold_at)) is not None
    ])  # fmt: skip


def index_name(tx: Tx, name: str) -> None:
    """Let the customer of a sale, or the holder of a ticket, be found by a part of the name."""
    together = "".join(f" {word}" for word in sorted(word_beginnings(name)))
    parts = sorted(word_parts(name, LONGEST_CUSTOMER_PART))
    tx.insert(customer_part, [{"part": part, "name": name, "words": together} for part in parts])


def payments_of_shift(tx: Tx, tenant_id: UUID, shift_id: ShiftId) -> tuple[Payment, ...]:
    """Every payment taken in a shift, in order."""
    return _payments(tx, _in_shift(_PAYMENTS, tenant_id, shift_id))


def count_of_shift(tx: Tx, tenant_id: UUID, shift_id: ShiftId) -> int:
    """The number of sales of a shift."""
    return int(tx.execute(_in_shift(select(func.count()).select_from(sale), tenant_id, shift_id)).scalar_one())


def payments_since(tx: Tx, tenant_id: UUID, after: int) -> tuple[Payment, ...]:
    """Every payment of the sales after a position of the journal, in order."""
    return _payments(tx, _PAYMENTS.where(sale.c.tenant_id == tenant_id, sale.c.position > after))


def change_of_shift(tx: Tx, tenant_id: UUID, shift_id: ShiftId) -> tuple[Change, ...]:
    """All change given in a shift, in order."""
    return _change(tx, _in_shift(_CHANGE, tenant_id, shift_id))


def change_since(tx: Tx, tenant_id: UUID, after: int) -> tuple[Change, ...]:
    """All change of the sales after a position of the journal, in order."""
    return _change(tx, _CHANGE.where(sale.c.tenant_id == tenant_id, sale.c.position > after))


_USED_REFERENCES = (
    select(payment, sale.c.sold_at)
    .join(
        payment_reference,
        (payment_reference.c.sale_id == payment.c.sale_id) & (payment_reference.c.payment_id == payment.c.id),
    )
    .join(sale, (sale.c.tenant_id == payment.c.tenant_id) & (sale.c.id == payment.c.sale_id))
    .where(payment_reference.c.ending == bindparam("ending"))
)
_PAYMENTS = (
    select(payment)
    .join(sale, (sale.c.tenant_id == payment.c.tenant_id) & (sale.c.id == payment.c.sale_id))
    .order_by(sale.c.position, payment.c.id)
)
_CHANGE = (
    select(change_given)
    .join(sale, (sale.c.tenant_id == change_given.c.tenant_id) & (sale.c.id == change_given.c.sale_id))
    .order_by(sale.c.position, change_given.c.ordinal)
)


def _in_shift(statement: Select[Any], tenant_id: UUID, shift_id: ShiftId) -> Select[Any]:
    """Restrict a statement to the sales of a shift. They follow its opening in the journal, which has an index."""
    opened = select(shift.c.opened_position).where(shift.c.tenant_id == tenant_id, shift.c.id == shift_id)
    return statement.where(
        sale.c.tenant_id == tenant_id, sale.c.position > opened.scalar_subquery(), sale.c.shift_id == shift_id
    )


def _payments(tx: Tx, statement: Select[Any]) -> tuple[Payment, ...]:
    return tuple(
        Payment(
            PaymentId(row.id), row.method, Money(row.amount, Currency(row.currency)), Money(row.ves, VES),
            Money(row.igtf_base, VES),
            _references(row),
        )
        for row in tx.execute(statement)
    )  # fmt: skip


def _references(row: Any) -> References:
    return References(row.reference, row.bank, row.phone, row.payer, row.batch, row.approval, row.last_four)


def _change(tx: Tx, statement: Select[Any]) -> tuple[Change, ...]:
    return tuple(
        Change(row.method, Money(row.amount, Currency(row.currency)), Money(row.ves, VES))
        for row in tx.execute(statement)
    )
