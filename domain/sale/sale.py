"""The sale: a closed cart with its tickets, lines, taxes and payments."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from domain.catalogue.catalog import PriceStage
from domain.catalogue.pricing import Price
from domain.ids import CashierId, PerformanceId, SaleId, SeatId, ShiftId, TicketId, ZoneId
from domain.money.money import Money, Rates
from domain.money.taxes import TaxBreakdown, TaxCategory
from domain.payments.change import Change
from domain.payments.tenders import Payment
from domain.sale.cart import Customer


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ticket admits to, with the names that its paper prints. Seat fields are empty in general admission."""

    performance_id: PerformanceId
    event: str
    venue: str
    starts_at: datetime
    zone_id: ZoneId
    zone: str
    seat_id: SeatId | None = None
    section: str = ""
    row: str = ""
    seat: str = ""


def line_description(place: Place, ticket_type: str) -> str:
    """How the line of a document names its tickets."""
    return f"{place.event} · {place.zone} · {ticket_type}"


@dataclass(frozen=True, slots=True)
class PricedTicket:
    """A place with its price and its tax: a ticket before it has a code.

    `turn` is its position in the order of sale of the zone (`domain.rights.TurnsGrant`); None without one. `stage` is
    the price stage that it has; None for a zone without stages.
    """

    place: Place
    ticket_type: str
    price: Price
    tax: TaxCategory
    tax_included: bool
    turn: int | None = None
    stage: PriceStage | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """One admission, with its public code."""

    id: TicketId
    code: str
    place: Place
    ticket_type: str
    price: Price


@dataclass(frozen=True, slots=True)
class SaleLine:
    """A line of the document: a rounded unit price in bolívares times a quantity (docs/fiscal-rules.md F7)."""

    description: str
    quantity: int
    unit_price: Money
    unit_ves: Money
    total_ves: Money
    tax: TaxCategory
    tax_included: bool


@dataclass(frozen=True, slots=True)
class Sale:
    """The closed cart, immutable: tickets, lines, taxes, payments, change, and the rates it was made at."""

    id: SaleId
    shift_id: ShiftId
    cashier_id: CashierId
    sold_at: datetime
    customer: Customer
    tickets: tuple[Ticket, ...]
    lines: tuple[SaleLine, ...]
    taxes: TaxBreakdown
    igtf_rate: Decimal
    igtf_base: Money
    igtf: Money
    payments: tuple[Payment, ...]
    change: tuple[Change, ...]
    rates: Rates

    def tax_on_top(self, ticket: Ticket) -> Decimal:
        """The rate of the tax that is added to the price of one of its tickets; zero when the price includes it."""
        if all(line.tax_included for line in self.lines):
            return Decimal(0)
        name = line_description(ticket.place, ticket.ticket_type)
        lines = (line for line in self.lines if (line.description, line.unit_price) == (name, ticket.price.amount))
        line = next(lines, None)
        if line is None or line.tax_included:
            return Decimal(0)
        return next((tax.rate for tax in self.taxes.lines if tax.category is line.tax), Decimal(0))

    def tax_added(self, ticket: Ticket) -> Money:
        """The tax that was added to price and fee of one of its tickets, in the currency of the price."""
        return ticket.price.tax(self.tax_on_top(ticket))

    def paid_for(self, ticket: Ticket) -> Money:
        """What the customer paid for one of its tickets: price, fee and the tax added to them, without IGTF."""
        return ticket.price.untaxed + self.tax_added(ticket)

    @property
    def to_pay(self) -> Money:
        """Total with IVA and IGTF, in bolívares."""
        return self.taxes.total + self.igtf
