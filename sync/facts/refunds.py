"""Refunds: the fact, and the rows of refunds, of their tickets and of the money that went back."""

from sqlalchemy import BigInteger, Column, Index, Integer, String

from domain.after_sale.holders import Holder
from domain.after_sale.refunds import Refund, RefundedTicket
from domain.fiscal.documents import DocumentKind, FiscalDocument
from domain.payments.methods import METHODS
from sync.facts.documents import record_document
from sync.facts.fact import Fact, Header, Recorders
from sync.facts.places import count_place, free_seat
from sync.tables.column_types import Id, Instant
from sync.tables.shared import key, refers, shared_table
from sync.tables.transaction import Tx


class TicketsRefunded(Fact, frozen=True, omit_defaults=True, tag="tickets_refunded/1"):
    """Tickets of a sale were given back, and a credit note was issued.

    `paid_to` is the holder who got the money of gifts, None for the buyer.

    Raises ValueError for a document of another kind, which reading an entry reports as msgspec.ValidationError.
    """

    refund: Refund
    document: FiscalDocument
    paid_to: Holder | None = None

    def __post_init__(self) -> None:
        if self.document.kind is not DocumentKind.CREDIT_NOTE:
            raise ValueError(f"a refund is documented by a credit note, not by a {self.document.kind}")

    @property
    def frees_places(self) -> bool:
        """Tickets left their places, unless the places are kept."""
        return any(ticket.is_released for ticket in self.refund.tickets)


refund = shared_table(
    "refund", key("id"), Column("sale_id", Id, nullable=False), Column("document_id", Id, nullable=False),
    Column("station_id", Id, nullable=False), Column("shift_id", Id, nullable=False),
    Column("cashier_id", Id, nullable=False), Column("position", BigInteger, nullable=False),
    Column("refunded_at", Instant, nullable=False), Column("reason", String, nullable=False),
    Column("approved_by", Id), Column("reference", String, nullable=False),
    Column("paid_to", String, nullable=False),
    Index(None, "tenant_id", "sale_id"), Index(None, "tenant_id", "position"), Index(None, "tenant_id", "document_id"),
)  # fmt: skip
"""`sale_id` may be a sale of another station, which HQ lent for the refund: then the store has no row of it."""
refunded_ticket = shared_table(
    "refunded_ticket", key("ticket_id"), Column("refund_id", Id, nullable=False),
    Column("code", String, nullable=False), Column("performance_id", Id, nullable=False),
    Column("zone_id", Id, nullable=False), Column("seat_id", Integer),
    Column("is_released", Integer, nullable=False), Column("ves", BigInteger, nullable=False),
    Column("position", BigInteger, nullable=False), refers("refund_id", "refund", "id"),
    Index(None, "tenant_id", "code"),
)  # fmt: skip
"""One row a ticket that was given back. Its primary key keeps a store from giving a ticket back twice.

`ves` is what went back for the ticket and its fee, before the tax that is added on top.
"""
money_back = shared_table(
    "money_back", key("refund_id"), key("ordinal", Integer), Column("method", String, nullable=False),
    Column("currency", String, nullable=False), Column("amount", BigInteger, nullable=False),
    Column("ves", BigInteger, nullable=False), Column("payee_phone", String, nullable=False),
    Column("payee_bank", String, nullable=False), Column("payee_document", String, nullable=False),
    refers("refund_id", "refund", "id"),
)  # fmt: skip
"""The payee is empty for cash and for what goes back to a card or an account that it came from."""


def _tickets_refunded(tx: Tx, entry: Header, fact: TicketsRefunded) -> None:
    made = fact.refund
    tx.insert(refund, [{
        "tenant_id": entry.tenant, "id": made.id, "sale_id": made.sale_id, "document_id": fact.document.id,
        "station_id": entry.station, "shift_id": made.shift_id, "cashier_id": made.cashier_id,
        "position": entry.position, "refunded_at": made.refunded_at, "reason": made.reason,
        "approved_by": made.approved_by, "reference": made.reference,
        "paid_to": fact.paid_to.name if fact.paid_to else "",
    }])  # fmt: skip
    record_document(tx, entry, fact.document)
    for ticket in made.tickets:
        _ticket(tx, entry, made, ticket)
    _money(tx, entry, made)


def _ticket(tx: Tx, entry: Header, made: Refund, ticket: RefundedTicket) -> None:
    new = tx.insert(refunded_ticket, [{
        "tenant_id": entry.tenant, "ticket_id": ticket.id, "refund_id": made.id, "code": ticket.code,
        "performance_id": ticket.place.performance_id, "zone_id": ticket.place.zone_id,
        "seat_id": ticket.place.seat_id, "is_released": int(ticket.is_released),
        "ves": (ticket.amount + ticket.fee).minor, "position": entry.position,
    }])  # fmt: skip
    if ticket.is_released:
        free_seat(tx, entry, ticket.id, ticket.place)
        # A place is counted only when the row is new, so that recording the entry again counts nothing twice.
        if new:
            count_place(tx, entry, ticket.place, -1, epoch=ticket.epoch)


def _money(tx: Tx, entry: Header, made: Refund) -> None:
    tx.insert(money_back, [
        {
            "tenant_id": entry.tenant, "refund_id": made.id, "ordinal": i, "method": part.method,
            "currency": part.amount.currency, "amount": part.amount.minor, "ves": part.ves.minor,
            **_payee(made, part.method),
        }
        for i, part in enumerate(made.given_back)
    ])  # fmt: skip


def _payee(made: Refund, method_code: str) -> dict[str, str]:
    method = METHODS.get(method_code)  # None for a method of a later program
    to = None if method is not None and method.is_cash else made.payee
    return {
        "payee_phone": to.phone if to else "", "payee_bank": to.bank if to else "",
        "payee_document": to.document if to else "",
    }  # fmt: skip


RECORDERS: Recorders = {TicketsRefunded: _tickets_refunded}
