"""Refunds: some tickets of a sale are given back, a credit note documents it, and money goes back to the customer.

A refund never changes the sale or its invoice. What it gives back is computed at the rates of the invoice
(docs/fiscal-rules.md F34 to F38).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from domain.errors import Refused
from domain.fiscal.credit_note import CreditedInvoice, CreditedLine, NoteFigures
from domain.fiscal.documents import FiscalDocument
from domain.ids import CashierId, DocumentId, RefundId, SaleId, ShiftId, TicketId
from domain.money.money import Currency, Money, Rates, total
from domain.payments.change import Change
from domain.payments.methods import METHODS
from domain.payments.payee import Payee
from domain.sale.closing import FEE_DESCRIPTION
from domain.sale.sale import Place, Sale, SaleLine, Ticket, line_description


@dataclass(eq=False)
class NoTicketChosen(Refused):
    """No ticket of the sale was chosen."""

    code: ClassVar[str] = "DEV-02"


@dataclass(eq=False)
class TicketEnded(Refused):
    """The ticket was refunded, replaced or withdrawn before; it cannot be given back again."""

    code: ClassVar[str] = "DEV-03"

    ticket: str


@dataclass(eq=False)
class BadPercent(Refused):
    """The part of the price that goes back is above 0 and at most 100 %; `given` is what was asked for."""

    code: ClassVar[str] = "DEV-10"

    given: str


@dataclass(eq=False)
class ZeroNote(Refused):
    """Nothing of these tickets goes back, so no note is issued: a ticket that only has to end is revoked."""

    code: ClassVar[str] = "DEV-12"


@dataclass(frozen=True, slots=True)
class AffectedInvoice:
    """What a note says of the document that it corrects (PA 0071 arts. 22 to 24). `total` is with IGTF."""

    id: DocumentId
    number: str
    control_number: str
    issued_at: datetime
    total: Money

    @classmethod
    def of(cls, invoice: FiscalDocument) -> "AffectedInvoice":
        """The reference to an invoice."""
        return cls(invoice.id, invoice.printed_number, invoice.control_number, invoice.issued_at, invoice.grand_total)


@dataclass(frozen=True, slots=True)
class RefundableTicket:
    """A ticket whose price no note has taken back: as it was sold, and as it is now.

    `epoch` is the life of the store that holds its place. A ticket that a conflict case withdrew has no place any more,
    and its price is owed.
    """

    sold: Ticket
    now: Ticket
    epoch: int
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class RefundedTicket:
    """A ticket that was given back: its code when it died, and its place.

    `is_released` is whether the place can be sold again. `amount` and `fee` are the bolívares given back for it.
    """

    id: TicketId
    code: str
    place: Place
    ticket_type: str
    epoch: int
    is_released: bool
    amount: Money
    fee: Money


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A line of a credit note. `line` is the index of the line of the invoice that it takes back."""

    line: int
    description: str
    quantity: int
    unit_price: Money
    total_ves: Money


@dataclass(frozen=True, slots=True)
class Refund:
    """The tickets of one sale that were given back together, with the lines of the credit note and the money.

    `given_back` has one part a method and currency, the sum of their bolívares is what the note gives back. `reference`
    is that of a reversal or transfer; `payee` receives a pago móvil. `igtf_rate` and `rates` are those of the invoice.
    """

    id: RefundId
    sale_id: SaleId
    invoice: AffectedInvoice
    shift_id: ShiftId
    cashier_id: CashierId
    refunded_at: datetime
    reason: str
    tickets: tuple[RefundedTicket, ...]
    lines: tuple[NoteLine, ...]
    given_back: tuple[Change, ...]
    rates: Rates
    igtf_rate: Decimal
    reference: str = ""
    payee: Payee | None = None
    approved_by: CashierId | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What of the price goes back: `percent` of it (100 for all), and the service fee or not.

    `units` are the bolívares that the price of a ticket counts as, at most what was paid; a ticket without one counts
    as what was paid.
    """

    percent: Decimal = Decimal(100)
    with_fee: bool = False
    release: bool = True
    units: Mapping[TicketId, Money] = field(default_factory=dict)


MOST_PERCENT = Decimal(100)
ALL_OF_THE_PRICE = Terms()
"""The price that was paid, without the service fee; the places can be sold again."""
IN_FULL = Terms(with_fee=True, release=False)
"""The terms of a ticket that a conflict case withdrew: its price and its fee are owed, and it has left its place."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What is given back before it has a number and an instant: tickets, lines of the note, and its figures."""

    tickets: tuple[RefundedTicket, ...]
    lines: tuple[NoteLine, ...]
    figures: NoteFigures


@dataclass(frozen=True, slots=True)
class SoldInvoice:
    """A sale with its invoice, and what its refunds have taken of it so far."""

    sale: Sale
    invoice: FiscalDocument
    notes: tuple[FiscalDocument, ...] = ()
    refunds: tuple[Refund, ...] = ()

    @property
    def credited(self) -> CreditedInvoice:
        """The invoice with what its notes have taken of each line."""
        taken: dict[int, Money] = {}
        for refund in self.refunds:
            for line in refund.lines:
                taken[line.line] = taken.get(line.line, Money.zero()) + line.total_ves
        return CreditedInvoice(self.invoice, self.sale.lines, self.sale.igtf_rate, self.notes, taken)

    def give_back(self, tickets: Sequence[RefundableTicket], terms: Terms) -> Returned:
        """What giving these tickets back takes of the invoice.

        Raises NoTicketChosen, BadPercent, MoreThanLeft or ZeroNote.
        """
        if not tickets:
            raise NoTicketChosen
        if not 0 < terms.percent <= MOST_PERCENT:
            raise BadPercent(str(terms.percent))
        returned = tuple(self._returned(ticket, terms) for ticket in tickets)
        lines = tuple(self.note_lines([ticket.sold for ticket in tickets], returned))
        credited = [CreditedLine(line.line, line.quantity, line.total_ves) for line in lines]
        figures = self.credited.credit(credited)
        if not figures.to_give_back:
            raise ZeroNote
        return Returned(returned, lines, figures)

    def _returned(self, ticket: RefundableTicket, terms: Terms) -> RefundedTicket:
        if ticket.is_withdrawn:
            terms = IN_FULL
        paid = self.sale.lines[line_of(self.sale, ticket.sold)].unit_ves
        unit = min(terms.units.get(ticket.sold.id, paid), paid)
        fee_line = fee_line_of(self.sale, ticket.sold) if terms.with_fee else None
        now = ticket.now
        return RefundedTicket(
            id=now.id,
            code=now.code,
            place=now.place,
            ticket_type=now.ticket_type,
            epoch=ticket.epoch,
            is_released=terms.release,
            amount=unit.percent(terms.percent),
            fee=Money.zero() if fee_line is None else self.sale.lines[fee_line].unit_ves,
        )

    def note_lines(self, tickets: Sequence[Ticket], returned: Sequence[RefundedTicket]) -> Iterator[NoteLine]:
        """The lines of a note for these tickets, as they were sold, with what goes back for each.

        A ticket of which nothing goes back ends with the others and has no line.
        """
        parts: dict[int, list[Money]] = {}
        for ticket, back in zip(tickets, returned, strict=True):
            if back.amount:
                parts.setdefault(line_of(self.sale, ticket), []).append(back.amount)
            fee_line = fee_line_of(self.sale, ticket)
            if back.fee and fee_line is not None:
                parts.setdefault(fee_line, []).append(back.fee)
        for index in sorted(parts):
            line = self.sale.lines[index]
            yield NoteLine(index, line.description, len(parts[index]), line.unit_price, total(parts[index]))

    def most_in(self, currency: Currency) -> Money:
        """The most of a foreign currency that may go back: what was paid in it, less change and earlier refunds."""
        paid = total((p.amount for p in self.sale.payments if p.amount.currency == currency), currency)
        change = total((c.amount for c in self.sale.change if c.amount.currency == currency), currency)
        return paid - change - self._given_back(lambda part: part.amount.currency == currency, currency)

    def most_by(self, method: str) -> Money:
        """The most that may go back by a method that can only reverse what was paid by it, such as a card."""
        currency = METHODS[method].currency
        paid = total((p.amount for p in self.sale.payments if p.method == method), currency)
        return paid - self._given_back(lambda part: part.method == method, currency)

    def _given_back(self, counts: Callable[[Change], bool], currency: Currency) -> Money:
        parts = (part for refund in self.refunds for part in refund.given_back)
        return total((part.amount for part in parts if counts(part)), currency)


def line_of(sale: Sale, ticket: Ticket) -> int:
    """The index of the line of its document that a ticket is in."""
    name = line_description(ticket.place, ticket.ticket_type)
    return next(
        i for i, line in enumerate(sale.lines) if (line.description, line.unit_price) == (name, ticket.price.amount)
    )


def fee_line_of(sale: Sale, ticket: Ticket) -> int | None:
    """The index of the line with the service fee of a ticket; None for a ticket without a fee."""
    if not ticket.price.fee:
        return None
    own = sale.lines[line_of(sale, ticket)]

    def has_fee(line: SaleLine) -> bool:
        return (line.description, line.unit_price, line.tax, line.tax_included) == (
            FEE_DESCRIPTION, ticket.price.fee, own.tax, own.tax_included,
        )  # fmt: skip

    return next((i for i, line in enumerate(sale.lines) if has_fee(line)), None)
