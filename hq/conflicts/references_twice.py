"""Payments that paid two sales: a reference is used once at a station, and here once among all stations."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from domain.conflicts.cases import Claim, ConflictKind, Contested
from domain.ids import PaymentId
from domain.money.money import Currency, Money
from domain.payments.reference_use import UsedReference, is_same_payment, used_reference
from domain.payments.tenders import References, Tender
from hq.conflicts.rows import evidence
from hq.journals.recorded_sales import RecordedSale, claim_of, read_sale
from sync.tables.transaction import Tx


def references_twice(tx: Tx, tenant_id: UUID, sold: Sequence[RecordedSale]) -> Iterator[Claim]:
    """The claims of both sales of each payment of this group that another sale used too."""
    offered = reference_rows(sold)
    if not offered:
        return
    evidence.insert_references(tx, tenant_id, offered)
    sales = {one.fact.sale.id: one for one in sold}
    claimed: set[tuple[str, UUID]] = set()
    others = evidence.payments_by_ending(tx, tenant_id, {str(row["ending"]) for row in offered})
    for one, used, row, other in pairs(sold, others):
        # The longer of both is the name, so a pair has one name, whichever of the two HQ received first.
        name = max(used.significant, other.significant, key=len)
        for sale_id, opposite in ((one.fact.sale.id, other), (row.sale_id, used)):
            if (name, sale_id) not in claimed:
                claimed.add((name, sale_id))
                sale = sales.get(sale_id) or read_sale(tx, one.life, row)
                claim = claim_of(sale, Contested(ConflictKind.REFERENCE_TWICE, series=name))
                yield replace(claim, payment=_used_twice(sale, opposite))


def reference_rows(sold: Sequence[RecordedSale]) -> list[dict[str, object]]:
    """The rows of the references that these sales used."""
    return [
        {"tenant_id": one.life.tenant_id, "ending": used.ending, "sale_id": one.fact.sale.id, "payment_id": payment_id}
        for one in sold
        for payment_id, used in _used_by(one)
    ]


def pairs(
    sold: Sequence[RecordedSale], others: Iterable[Any]
) -> Iterator[tuple[RecordedSale, UsedReference, Any, UsedReference]]:
    """Each sale of the group and its payment, with the row of another sale's payment that is the same one.

    `others` are the rows of payments whose references end as those of the group do.
    """
    known: dict[str, list[tuple[Any, UsedReference]]] = {}
    for row in others:
        other = _read(row)
        known.setdefault(other.ending, []).append((row, other))
    for one in sold:
        for _, used in _used_by(one):
            for row, other in known.get(used.ending, ()):
                if row.sale_id != one.fact.sale.id and is_same_payment(used, other):
                    yield one, used, row, other


def _used_twice(sold: RecordedSale, opposite: UsedReference) -> Tender:
    """The payment of this sale that is the same as the other sale's."""
    sale = sold.fact.sale
    used = ((part, used_reference(part, sale.sold_at)) for part in sale.payments)
    paid = next(part for part, one in used if one is not None and is_same_payment(one, opposite))
    return Tender(paid.method, paid.amount, paid.references)


def _used_by(sold: RecordedSale) -> Iterator[tuple[PaymentId, UsedReference]]:
    sale = sold.fact.sale
    for part in sale.payments:
        used = used_reference(part, sale.sold_at)
        if used is not None:
            yield part.id, used


def _read(row: Any) -> UsedReference:
    references = References(row.reference, row.bank, row.phone, row.payer, row.batch, row.approval, row.last_four)
    return UsedReference(row.method, references, Money(row.amount, Currency(row.currency)), row.sold_at)
