"""Sales and voided carts: the facts, and rows of sales, tickets, payments, change and sold seats."""

from collections.abc import Iterator
from itertools import chain, repeat, zip_longest

from sqlalchemy import BigInteger, Column, Index, Integer, String

from domain.fiscal.documents import DocumentKind, FiscalDocument
from domain.ids import CartId, CashierId, CustomerId, HoldId, ShiftId
from domain.money.money import Money
from domain.payments.change import Change
from domain.payments.methods import METHODS
from domain.payments.payee import Payee
from domain.sale.sale import Sale, Ticket
from domain.sale.voids import VoidCause
from sync.facts.documents import record_document
from sync.facts.fact import Fact, Header, Recorders
from sync.facts.holds import end_by_sale
from sync.tables.column_types import Day, Id, Instant
from sync.tables.shared import key, refers, shared_table
from sync.tables.transaction import Tx


class SaleRecorded(Fact, frozen=True, omit_defaults=True, tag="sale_recorded/1"):
    """A sale was closed and its invoice issued. `catalogue` is the cursor of the feed its prices are of, 0 for a file.

    `payee` receives change by pago móvil; None for other change, and in journals that are older than the field.
    `turns` are the turns of the tickets in their order (`domain.rights.TurnsGrant`), None for a ticket without one;
    empty when no ticket has one. `stage_ends` are the turns at which the price stages of the tickets end, None for a
    stage that no turn ends or a ticket without a stage; empty when no ticket has a stage.
    `approved_by` is the supervisor who approved its courtesies; None without one. `customer_id` is the customer in the
    registry; None for a sale to anybody else. The name and document of the sale are as they were when it was made.
    `hold_id` is the hold that kept its places, which ends with it; None for a sale of places that no hold kept.

    Raises ValueError for a document of another kind, which reading an entry reports as msgspec.ValidationError.
    """

    sale: Sale
    document: FiscalDocument
    catalogue: int
    payee: Payee | None = None
    turns: tuple[int | None, ...] = ()
    stage_ends: tuple[int | None, ...] = ()
    approved_by: CashierId | None = None
    customer_id: CustomerId | None = None
    hold_id: HoldId | None = None

    def __post_init__(self) -> None:
        # A note has a fact of its own: under a sale it would move money and seats that the note does not move.
        if self.document.kind is not DocumentKind.INVOICE:
            raise ValueError(f"a sale is documented by an invoice, not by a {self.document.kind}")

    @property
    def staged_tickets(self) -> Iterator[tuple[Ticket, int | None, int | None]]:
        """Each ticket with its turn and with the turn at which its price stage ends."""
        return (
            (ticket, turn, end)
            for (ticket, turn), end in zip(
                zip_longest(self.sale.tickets, self.turns[: len(self.sale.tickets)]),
                chain(self.stage_ends, repeat(None)),
                strict=False,
            )
        )


class CartVoided(Fact, frozen=True, tag="cart_voided/1", omit_defaults=True):
    """A cart with tickets was given up before a document was issued. `registered`: the payments that it had by then."""

    cart_id: CartId
    shift_id: ShiftId
    tickets: int
    cause: VoidCause = VoidCause.EMPTIED
    registered: tuple[Money, ...] = ()


sale = shared_table(
    "sale", key("id"), Column("station_id", Id, nullable=False), Column("shift_id", Id, nullable=False),
    Column("cashier_id", Id, nullable=False), Column("position", BigInteger, nullable=False),
    Column("sold_at", Instant, nullable=False), Column("customer_name", String, nullable=False),
    Column("customer_document", String, nullable=False), Column("rates_on", Day, nullable=False),
    Column("customer_id", Id), refers("shift_id", "shift", "id"), Index(None, "tenant_id", "position"),
)  # fmt: skip
ticket = shared_table(
    "ticket", key("id"), Column("sale_id", Id, nullable=False), Column("code", String, nullable=False),
    Column("performance_id", Id, nullable=False), Column("zone_id", Id, nullable=False), Column("seat_id", Integer),
    Column("ticket_type", String, nullable=False), Column("currency", String, nullable=False),
    Column("amount", BigInteger, nullable=False), Column("fee", BigInteger, nullable=False),
    Column("tax_added", BigInteger, nullable=False), refers("sale_id", "sale", "id"),
)  # fmt: skip
payment = shared_table(
    "payment", key("sale_id"), key("id"), Column("method", String, nullable=False),
    Column("currency", String, nullable=False), Column("amount", BigInteger, nullable=False),
    Column("ves", BigInteger, nullable=False), Column("igtf_base", BigInteger, nullable=False),
    Column("reference", String, nullable=False), Column("bank", String, nullable=False),
    Column("phone", String, nullable=False), Column("payer", String, nullable=False),
    Column("batch", String, nullable=False), Column("approval", String, nullable=False),
    Column("last_four", String, nullable=False), refers("sale_id", "sale", "id"),
)  # fmt: skip
change_given = shared_table(
    "change_given", key("sale_id"), key("ordinal", Integer), Column("method", String, nullable=False),
    Column("currency", String, nullable=False), Column("amount", BigInteger, nullable=False),
    Column("ves", BigInteger, nullable=False), Column("payee_phone", String, nullable=False),
    Column("payee_bank", String, nullable=False), Column("payee_document", String, nullable=False),
    refers("sale_id", "sale", "id"),
)  # fmt: skip
"""The payee is empty for change in cash, and in journals that are older than it."""
sold_seat = shared_table(
    "sold_seat", key("performance_id"), key("seat_id", Integer), Column("ticket_id", Id, nullable=False)
)  # fmt: skip
"""One row a sold seat. Its primary key keeps a store from selling a seat twice."""
sold_turn = shared_table(
    "sold_turn", key("performance_id"), key("zone_id"), key("turn", Integer), Column("ticket_id", Id, nullable=False)
)  # fmt: skip
"""The turns in the order of sale that tickets have. Its primary key keeps a store from using a turn twice."""
zone_sold = shared_table(
    "zone_sold", key("performance_id"), key("zone_id"), key("station_id"), key("epoch", Integer),
    Column("sold", Integer, nullable=False),
)  # fmt: skip
"""Tickets sold by each life of each station. Sales count them in their transaction, so that reading needs no scan."""
cart_void = shared_table(
    "cart_void", key("cart_id"), Column("shift_id", Id, nullable=False), Column("position", BigInteger, nullable=False),
    Column("tickets", Integer, nullable=False), Column("voided_at", Instant, nullable=False),
)  # fmt: skip


def _sale_recorded(tx: Tx, entry: Header, fact: SaleRecorded) -> None:
    closed = fact.sale
    tx.insert(sale, [{
        "tenant_id": entry.tenant, "id": closed.id, "station_id": entry.station, "shift_id": closed.shift_id,
        "cashier_id": closed.cashier_id, "position": entry.position, "sold_at": closed.sold_at,
        "customer_name": closed.customer.name, "customer_document": closed.customer.document,
        "rates_on": closed.rates.on, "customer_id": fact.customer_id,
    }])  # fmt: skip
    tickets = [_ticket_row(entry, fact, t) for t in closed.tickets]
    tx.insert_counted(ticket, tickets, zone_sold, {"station_id": entry.station, "epoch": entry.epoch})
    _payments(tx, entry, fact)
    record_document(tx, entry, fact.document)
    _seats(tx, entry, closed.tickets)
    _turns(tx, entry, fact)
    if fact.hold_id is not None:
        end_by_sale(tx, entry, fact.hold_id, closed.id)


def _ticket_row(entry: Header, fact: SaleRecorded, sold: Ticket) -> dict[str, object]:
    place, price = sold.place, sold.price
    return {
        "tenant_id": entry.tenant, "id": sold.id, "sale_id": fact.sale.id, "code": sold.code,
        "performance_id": place.performance_id, "zone_id": place.zone_id, "seat_id": place.seat_id,
        "ticket_type": sold.ticket_type, "currency": price.amount.currency, "amount": price.amount.minor,
        "fee": price.fee.minor, "tax_added": fact.sale.tax_added(sold).minor,
    }  # fmt: skip


def _payments(tx: Tx, entry: Header, fact: SaleRecorded) -> None:
    tx.insert(payment, [
        {
            "tenant_id": entry.tenant, "sale_id": fact.sale.id, "id": p.id, "method": p.method,
            "currency": p.amount.currency, "amount": p.amount.minor, "ves": p.ves.minor,
            "igtf_base": p.igtf_base.minor, "reference": p.references.reference, "bank": p.references.bank,
            "phone": p.references.phone, "payer": p.references.payer, "batch": p.references.batch,
            "approval": p.references.approval, "last_four": p.references.last_four,
        }
        for p in fact.sale.payments
    ])  # fmt: skip
    tx.insert(change_given, [
        {
            "tenant_id": entry.tenant, "sale_id": fact.sale.id, "ordinal": i, "method": c.method,
            "currency": c.amount.currency, "amount": c.amount.minor, "ves": c.ves.minor,
            **_payee_columns(fact, c),
        }
        for i, c in enumerate(fact.sale.change)
    ])  # fmt: skip


def _payee_columns(fact: SaleRecorded, part: Change) -> dict[str, str]:
    method = METHODS.get(part.method)  # None for a method of a later program
    to = None if method is not None and method.is_cash else fact.payee
    return {
        "payee_phone": to.phone if to else "", "payee_bank": to.bank if to else "",
        "payee_document": to.document if to else "",
    }  # fmt: skip


def _seats(tx: Tx, entry: Header, tickets: tuple[Ticket, ...]) -> None:
    tx.insert(sold_seat, [
        {
            "tenant_id": entry.tenant, "performance_id": t.place.performance_id, "seat_id": t.place.seat_id,
            "ticket_id": t.id,
        }
        for t in tickets
        if t.place.seat_id is not None
    ])  # fmt: skip


def _turns(tx: Tx, entry: Header, fact: SaleRecorded) -> None:
    tx.insert(sold_turn, [
        {
            "tenant_id": entry.tenant, "performance_id": sold.place.performance_id, "zone_id": sold.place.zone_id,
            "turn": turn, "ticket_id": sold.id,
        }
        for sold, turn in zip(fact.sale.tickets, fact.turns, strict=False)
        if turn is not None
    ])  # fmt: skip


def _cart_voided(tx: Tx, entry: Header, fact: CartVoided) -> None:
    tx.insert(cart_void, [{
        "tenant_id": entry.tenant, "cart_id": fact.cart_id, "shift_id": fact.shift_id, "position": entry.position,
        "tickets": fact.tickets, "voided_at": entry.at,
    }])  # fmt: skip


RECORDERS: Recorders = {
    SaleRecorded: _sale_recorded,
    CartVoided: _cart_voided,
}
