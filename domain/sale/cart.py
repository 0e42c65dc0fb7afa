"""The cart: what a customer is choosing."""

from dataclasses import dataclass
from typing import ClassVar

from domain.errors import Refused
from domain.ids import (
    CartId,
    CustomerId,
    HoldId,
    PerformanceId,
    SeatId,
    TicketTypeId,
    ZoneId,
)

MOST_TICKETS_A_SALE = 200


@dataclass(frozen=True, slots=True)
class CartLine:
    """Tickets of one type in one zone of one performance: `quantity` places, or one numbered seat."""

    performance_id: PerformanceId
    zone_id: ZoneId
    ticket_type_id: TicketTypeId
    quantity: int = 1
    seat_id: SeatId | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    """The buyer on a document (PA 0071 art. 13 num. 7); both fields are empty for a walk-in."""

    name: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Cart:
    """What a customer is choosing. `customer_id` is the customer in the registry; None for anybody else.

    `hold_id` is the hold that its places were kept by; None for a cart that was chosen at the counter.
    """

    id: CartId
    lines: tuple[CartLine, ...] = ()
    customer: Customer = Customer()
    customer_id: CustomerId | None = None
    hold_id: HoldId | None = None

    @property
    def tickets(self) -> int:
        """The number of admissions."""
        return sum(line.quantity for line in self.lines)


@dataclass(eq=False)
class EmptyCart(Refused):
    """The cart is empty."""

    code: ClassVar[str] = "VEN-01"


@dataclass(eq=False)
class TooManyTickets(Refused):
    """The cart has more tickets than one sale may have."""

    code: ClassVar[str] = "VEN-02"

    most: int


@dataclass(eq=False)
class CartSold(Refused):
    """This cart is already sold."""

    code: ClassVar[str] = "VEN-05"
