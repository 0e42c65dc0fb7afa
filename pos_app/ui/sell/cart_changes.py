"""Changes of a cart as pure functions from one cart to the next, with the line that becomes selected."""

from dataclasses import dataclass, replace

from domain.ids import CustomerId, TicketTypeId
from domain.sale.cart import MOST_TICKETS_A_SALE, Cart, CartLine, Customer, TooManyTickets
from pos_app.services.selling.choosing import NotEnoughPlaces


@dataclass(frozen=True, slots=True)
class Changed:
    """A cart and its selected line; -1 when the cart is empty."""

    cart: Cart
    line: int


@dataclass(frozen=True, slots=True)
class Shortage:
    """A refused quantity of a line, the quantity that the line still has, and the largest one it could have."""

    wanted: int
    kept: int
    most: int


def shortage(now: Changed, refused: Cart, quantity: int, error: Exception) -> Shortage | None:
    """What was too many for the selected line of `now`; None when the refusal is not about a quantity."""
    line = now.cart.lines[now.line]
    if isinstance(error, TooManyTickets):
        return Shortage(quantity, line.quantity, error.most - (now.cart.tickets - line.quantity))
    if isinstance(error, NotEnoughPlaces):
        others = _tickets_in(error, now.cart) - line.quantity
        return Shortage(quantity, line.quantity, max(_available(error, refused) - others, 0))
    return None


def add_places(cart: Cart, wanted: CartLine) -> Changed:
    """Add places; equal places share a line. Raises TooManyTickets."""
    for i, line in enumerate(cart.lines):
        if _same_places(line, wanted):
            return set_quantity(cart, i, line.quantity + wanted.quantity)
    return _checked(Changed(replace(cart, lines=(*cart.lines, wanted)), len(cart.lines)))


def set_quantity(cart: Cart, i: int, quantity: int) -> Changed:
    """Set the quantity of a line; 0 removes it, and a numbered seat always counts one. Raises TooManyTickets."""
    if quantity <= 0:
        return remove_line(cart, i)
    if cart.lines[i].seat_id is not None:
        return Changed(cart, i)
    return _checked(Changed(_with_line(cart, i, replace(cart.lines[i], quantity=quantity)), i))


def remove_line(cart: Cart, i: int) -> Changed:
    """Remove a line and select the one after it."""
    lines = (*cart.lines[:i], *cart.lines[i + 1 :])
    return Changed(replace(cart, lines=lines), min(i, len(lines) - 1))


def give_type(cart: Cart, i: int, ticket_type_id: TicketTypeId) -> Changed:
    """Give a line a ticket type; a line that then equals another is merged with it."""
    line = cart.lines[i]
    changed = replace(line, ticket_type_id=ticket_type_id)
    for other, twin in enumerate(cart.lines):
        if other != i and _same_places(twin, changed):
            joined = _with_line(cart, other, replace(twin, quantity=twin.quantity + changed.quantity))
            return Changed(remove_line(joined, i).cart, other - (other > i))
    return Changed(_with_line(cart, i, changed), i)


def name_customer(changed: Changed, customer: Customer, customer_id: CustomerId | None = None) -> Changed:
    """Set the customer whom the document names, and who that is in the registry, if somebody chose one there."""
    return Changed(replace(changed.cart, customer=customer, customer_id=customer_id), changed.line)


def _available(error: NotEnoughPlaces, refused: Cart) -> int:
    """The places that all lines of the short zone may share: `error.left` is what the lines before left over."""
    before = 0
    for line in refused.lines:
        if (line.performance_id, line.zone_id) == error.place:
            if line.quantity - error.left == error.missing:
                break
            before += line.quantity
    return before + error.left


def _tickets_in(error: NotEnoughPlaces, cart: Cart) -> int:
    return sum(line.quantity for line in cart.lines if (line.performance_id, line.zone_id) == error.place)


def _same_places(one: CartLine, other: CartLine) -> bool:
    """Whether two lines differ at most in quantity; numbered seats never share a line."""
    return one.seat_id is None and replace(one, quantity=other.quantity) == other


def _with_line(cart: Cart, i: int, line: CartLine) -> Cart:
    return replace(cart, lines=(*cart.lines[:i], line, *cart.lines[i + 1 :]))


def _checked(changed: Changed) -> Changed:
    if changed.cart.tickets > MOST_TICKETS_A_SALE:
        raise TooManyTickets(MOST_TICKETS_A_SALE)
    return changed
