"""Which refund rights HQ believes a station to have: what it accepted with HQ's seal and has not returned (C7).

Whoever holds a station's key could otherwise give the tickets of another station's sale back, or its own after it gave
the right away.
"""

from collections.abc import Iterable
from uuid import UUID

from domain.after_sale.refund_right import RightMove, has_own, held_grant, may_return, was_accepted
from domain.conflicts.doubts import Doubt, Why
from domain.ids import SaleId, StationId
from hq.conflicts.rows import refund_rows as rows
from hq.journals.arrivals import Life
from sync.facts import RefundRightAccepted, RefundRightReturned, TicketsRefunded
from sync.line import seal
from sync.tables.transaction import Tx


class RefundRights:
    """Where the refund rights of some sales are, as far as entries were read."""

    def __init__(self, tx: Tx, tenant_id: UUID, sale_ids: Iterable[UUID]) -> None:
        self._tx, self._tenant_id = tx, tenant_id
        self._moves: dict[UUID, list[RightMove]] = {}
        for row in rows.right_moves(tx, tenant_id, sale_ids):
            move = RightMove(StationId(row.station_id), row.grant_id, bool(row.is_return))
            self._moves.setdefault(row.sale_id, []).append(move)

    def of_change(self, issuer: UUID, station_id: UUID, sale_id: SaleId, code: str) -> Doubt | None:
        """Why a station may not change a ticket of a sale: it did not sell it, or gave the right away."""
        if issuer != station_id:
            return Doubt(Why.OTHER_SALE, claimed=code)
        return None if has_own(self._of(sale_id), StationId(issuer), StationId(station_id)) else _doubt(code)

    def of_refund(self, issuer: UUID, life: Life, fact: TicketsRefunded) -> Doubt | None:
        """Why a station may not give tickets of a sale back; None when it may. What is lent frees no place."""
        sale_id, station_id = fact.refund.sale_id, StationId(life.station_id)
        if has_own(self._of(sale_id), StationId(issuer), station_id):
            return None
        is_lent = held_grant(self._of(sale_id), station_id) is not None
        if is_lent and fact.paid_to is None and not any(back.is_released for back in fact.refund.tickets):
            return None
        return _doubt(fact.refund.invoice.number)

    def accept(self, life: Life, fact: RefundRightAccepted) -> Doubt | None:
        """Take an acceptance into account, which needs HQ's seal for this life; why it is not believed, or None."""
        grant, sale = fact.grant, fact.grant.sold.sale
        sealed = seal.grant_bytes(life.tenant_id, life.station_id, life.epoch, grant)
        keys = rows.public_keys(self._tx, self._tenant_id)
        is_sealed = any(seal.holds(key, sealed, fact.certificate) for key in keys)
        if not is_sealed or was_accepted(self._of(sale.id), grant.id):
            return _doubt(grant.sold.invoice.printed_number)
        self._of(sale.id).append(RightMove(StationId(life.station_id), grant.id, is_return=False))
        return None

    def give_back(self, issuer: UUID, life: Life, fact: RefundRightReturned) -> Doubt | None:
        """Take a return into account; why it is not believed, or None."""
        move = RightMove(StationId(life.station_id), fact.grant_id, is_return=True)
        if not may_return(self._of(fact.sale_id), StationId(issuer), move):
            return _doubt(str(fact.sale_id))
        self._of(fact.sale_id).append(move)
        return None

    def _of(self, sale_id: UUID) -> list[RightMove]:
        return self._moves.setdefault(sale_id, [])


def _doubt(claimed: str) -> Doubt:
    return Doubt(Why.NO_REFUND_RIGHT, claimed=claimed)
