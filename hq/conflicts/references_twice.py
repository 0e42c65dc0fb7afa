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
    """The claims of both sales of each payment of this group that another sale used too.

    The longer of both references names the payment, so each pair has one name, whichever of the two HQ received first.
    """
    offered = [(one, payment_id, used) for one in sold for payment_id, used in _used_by(one)]
    if not offered:
        return
    evidence.insert_references(tx, [
        {"tenant_id": tenant_id, "ending": used.ending, "sale_id": one.fact.sale.id, "payment_id": payment_id}
        for one, payment_id, used in offered
    ])  # fmt: skip
    sales_here = {one.fact.sale.id: one for one in sold}
    known = [(row, _read(row)) for row in evidence.payments_by_ending(tx, tenant_id, {u.ending for _, _, u in offered})]
    for one, _, used in offered:
        for row, other in known:
            if row.sale_id == one.fact.sale.id or not is_same_payment(used, other):
                continue
            name = max(used.significant, other.significant, key=len)
            contested = Contested(ConflictKind.REFERENCE_TWICE, series=name)
            yield claim_of(one, contested)
            yield claim_of(sales_here.get(row.sale_id) or read_sale(tx, one.life, row), contested)


def _used_by(sold: RecordedSale) -> Iterator[tuple[PaymentId, UsedReference]]:
    sale = sold.fact.sale
    for part in sale.payments:
        used = used_reference(part, sale.sold_at)
        if used is not None:
            yield part.id, used


def _read(row: Any) -> UsedReference:
    references = References(row.reference, row.bank, row.phone, row.payer, row.batch, row.approval, row.last_four)
    return UsedReference(row.method, references, Money(row.amount, Currency(row.currency)), row.sold_at)
