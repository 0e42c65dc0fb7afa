"""What a key does to a cart: pure steps from one cart to the next, with the line that was touched."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.catalogue.catalog import TicketType
from domain.sale.cart import MOST_TICKETS_A_SALE, Cart, CartLine, Customer, TooManyTickets


@dataclass(frozen=True, slots=True)
class Changed:
    """A cart and the line that a change left in front; -1 when the cart is empty."""

    cart: Cart
    line: int


def add_places(cart: Cart, wanted: CartLine) -> Changed:
    """One more place like this: equal places share a line. Raises TooManyTickets."""
    for i, line in enumerate(cart.lines):
        if _same_places(line, wanted):
            return set_quantity(cart, i, line.quantity + wanted.quantity)
    return _checked(Changed(replace(cart, lines=(*cart.lines, wanted)), len(cart.lines)))


def set_quantity(cart: Cart, i: int, quantity: int) -> Changed:
    """So many places on a line; none takes it away, a numbered seat stays one. Raises TooManyTickets."""
    if quantity <= 0:
        return remove_line(cart, i)
    if cart.lines[i].seat_id is not None:
        return Changed(cart, i)
    return _checked(Changed(_with_line(cart, i, replace(cart.lines[i], quantity=quantity)), i))


def remove_line(cart: Cart, i: int) -> Changed:
    """Without a line; the one after it comes in front."""
    lines = (*cart.lines[:i], *cart.lines[i + 1 :])
    return Changed(replace(cart, lines=lines), min(i, len(lines) - 1))


def next_type(cart: Cart, i: int, types: Sequence[TicketType], step: int = 1) -> Changed:
    """The next ticket type on a line, or one further on; a line that became like another joins it."""
    line = cart.lines[i]
    ids = [each.id for each in types]
    changed = replace(line, ticket_type_id=ids[(ids.index(line.ticket_type_id) + step) % len(ids)])
    for other, twin in enumerate(cart.lines):
        if other != i and _same_places(twin, changed):
            joined = _with_line(cart, other, replace(twin, quantity=twin.quantity + changed.quantity))
            return Changed(remove_line(joined, i).cart, other - (other > i))
    return Changed(_with_line(cart, i, changed), i)


def name_customer(changed: Changed, customer: Customer) -> Changed:
    """Who the document is for."""
    return Changed(replace(changed.cart, customer=customer), changed.line)


def _same_places(one: CartLine, other: CartLine) -> bool:
    return one.seat_id is None and replace(one, quantity=other.quantity) == other


def _with_line(cart: Cart, i: int, line: CartLine) -> Cart:
    return replace(cart, lines=(*cart.lines[:i], line, *cart.lines[i + 1 :]))


def _checked(changed: Changed) -> Changed:
    if changed.cart.tickets > MOST_TICKETS_A_SALE:
        raise TooManyTickets(MOST_TICKETS_A_SALE)
    return changed
