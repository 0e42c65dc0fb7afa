"""Payments that paid two sales: a reference is used once at a station, and here once among all stations."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from domain.conflicts.cases import Claim, ConflictKind, Contested
from domain.ids import PaymentId
from domain.money.money import Currency, Money
from domain.payments.reference_use import UsedReference, is_same_payment, used_reference
from domain.payments.tenders import References
from hq.conflicts.rows import evidence
from hq.journals.recorded_sales import RecordedSale, claim_of, read_sale
from sync.tables.transaction import Tx


def references_twice(tx: Tx, tenant_id: UUID, sold: Sequence[RecordedSale]) -> Iterator[Claim]:
    """The claims of both sales of each payment of this group that another sale used too."""
    offered = [(one, payment_id, used) for one in sold for payment_id, used in _used_by(one)]
    if not offered:
        return
    evidence.insert_references(tx, [
        {"tenant_id": tenant_id, "ending": used.ending, "sale_id": one.fact.sale.id, "payment_id": payment_id}
        for one, payment_id, used in offered
    ])  # fmt: skip
    sales = {one.fact.sale.id: one for one in sold}
    claimed: set[tuple[str, UUID]] = set()
    for one, row, name in _pairs(tx, tenant_id, [(one, used) for one, _, used in offered]):
        for sale_id in (one.fact.sale.id, row.sale_id):
            if (name, sale_id) not in claimed:
                claimed.add((name, sale_id))
                sale = sales.get(sale_id) or read_sale(tx, one.life, row)
                yield claim_of(sale, Contested(ConflictKind.REFERENCE_TWICE, series=name))


def _pairs(
    tx: Tx, tenant_id: UUID, offered: Sequence[tuple[RecordedSale, UsedReference]]
) -> Iterator[tuple[RecordedSale, Any, str]]:
    """Each sale of the group with the row of another sale's payment that is the same one, and the payment's name.

    The longer of both references is the name, so a pair has one name, whichever of the two HQ received first.
    """
    known: dict[str, list[tuple[Any, UsedReference]]] = {}
    for row in evidence.payments_by_ending(tx, tenant_id, {used.ending for _, used in offered}):
        other = _read(row)
        known.setdefault(other.ending, []).append((row, other))
    for one, used in offered:
        for row, other in known.get(used.ending, ()):
            if row.sale_id != one.fact.sale.id and is_same_payment(used, other):
                yield one, row, max(used.significant, other.significant, key=len)


def _used_by(sold: RecordedSale) -> Iterator[tuple[PaymentId, UsedReference]]:
    sale = sold.fact.sale
    for part in sale.payments:
        used = used_reference(part, sale.sold_at)
        if used is not None:
            yield part.id, used


def _read(row: Any) -> UsedReference:
    references = References(row.reference, row.bank, row.phone, row.payer, row.batch, row.approval, row.last_four)
    return UsedReference(row.method, references, Money(row.amount, Currency(row.currency)), row.sold_at)
