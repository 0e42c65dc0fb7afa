"""The refund right of a sale: given to HQ, lent by HQ, returned with the refund or unused; and the rows of both."""

from sqlalchemy import BigInteger, Column, Index, Integer

from domain.after_sale.refund_right import RefundGrant
from domain.ids import SaleId
from domain.rights import GrantId
from sync.facts.fact import Fact, Header, Recorders
from sync.tables.column_types import Id, Instant
from sync.tables.shared import key, shared_table
from sync.tables.transaction import Tx


class RefundRightAccepted(Fact, frozen=True, tag="refund_right_accepted/1"):
    """The station accepted the refund right of a sale for one refund. `certificate` is HQ's seal (hex) on the grant."""

    grant: RefundGrant
    certificate: str


class RefundRightReturned(Fact, frozen=True, omit_defaults=True, tag="refund_right_returned/1"):
    """HQ has the refund right of a sale again: `grant_id` is the grant that is returned.

    None: the station that sold gives away the right that it began with, and gives no ticket of the sale back by itself
    from now on.
    """

    sale_id: SaleId
    grant_id: GrantId | None = None


refund_right_move = shared_table(
    "refund_right_move", key("station_id"), key("position", BigInteger), Column("sale_id", Id, nullable=False),
    Column("grant_id", Id), Column("is_return", Integer, nullable=False), Column("moved_at", Instant, nullable=False),
    Index(None, "tenant_id", "sale_id"), Index(None, "tenant_id", "grant_id"),
)  # fmt: skip
"""Every time that a refund right was accepted or returned. A sale without a row has its right where it was sold."""


def _accepted(tx: Tx, entry: Header, fact: RefundRightAccepted) -> None:
    _move(tx, entry, fact.grant.sold.sale.id, fact.grant.id, is_return=False)


def _returned(tx: Tx, entry: Header, fact: RefundRightReturned) -> None:
    _move(tx, entry, fact.sale_id, fact.grant_id, is_return=True)


def _move(tx: Tx, entry: Header, sale_id: SaleId, grant_id: GrantId | None, *, is_return: bool) -> None:
    tx.insert(refund_right_move, [{
        "tenant_id": entry.tenant, "station_id": entry.station, "position": entry.position, "sale_id": sale_id,
        "grant_id": grant_id, "is_return": int(is_return), "moved_at": entry.at,
    }])  # fmt: skip


RECORDERS: Recorders = {RefundRightAccepted: _accepted, RefundRightReturned: _returned}
