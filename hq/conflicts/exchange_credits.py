"""Sales that a credit note pays: it must be that of the refund directly before them (docs/fiscal-rules.md F44)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from domain.after_sale.exchanges import credit_payments, is_paid_by
from domain.conflicts.cases import Claim, ConflictKind, Contested
from domain.conflicts.differences import Difference, Matter
from domain.money.money import Money, total
from hq.journals.recorded_sales import RecordedSale, claim_of
from sync import journal
from sync.facts import TicketsRefunded
from sync.tables.transaction import Tx


def false_credits(tx: Tx, tenant_id: UUID, sold: Sequence[RecordedSale]) -> Iterator[Claim]:
    """A claim of figures for each sale whose payment by credit note no refund before it applied."""
    for sale in sold:
        paid = credit_payments(sale.fact.sale)
        if paid and not _follows(tx, tenant_id, sale):
            claim = claim_of(sale, Contested(ConflictKind.FIGURES, entry=sale.position))
            stated = total(payment.ves for payment in paid)
            missing = Difference(Matter.PAYMENT, paid[0].references.reference, stated, Money.zero())
            yield replace(claim, paid=sale.fact.sale.to_pay, differences=(missing,))


def _follows(tx: Tx, tenant_id: UUID, sale: RecordedSale) -> bool:
    before = journal.entry_at(tx, tenant_id, sale.entry.station, sale.entry.position - 1)
    fact = before.body if before is not None and isinstance(before.body, TicketsRefunded) else None
    refund, note = (fact.refund, fact.document) if fact else (None, None)
    return is_paid_by(sale.fact.sale, refund, note)
