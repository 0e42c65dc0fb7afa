"""The cart being filled: kept through a power cut, or voided before any document."""

from domain.people.staff import Cashier, Permission
from domain.sale.cart import Cart
from pos_app.station import Station
from pos_app.storage.sales import kept_carts, voided_carts
from pos_app.storage.sales import shifts as stored_shifts
from sync import journal
from sync.facts import CartVoided


def keep(station: Station, cashier: Cashier, cart: Cart) -> None:
    """Store the cart as it is now, in place of the cashier's former one. An empty cart is not kept."""
    with station.database.write() as tx:
        kept_carts.delete_of_cashier(tx, cashier.id)
        if cart.lines:
            kept_carts.insert_cart(tx, cashier.id, cart, station.clock.now())


def kept(station: Station, cashier: Cashier) -> Cart | None:
    """The cart that this cashier was filling when the program ended."""
    with station.database.read() as tx:
        return kept_carts.of_cashier(tx, cashier.id)


def unpaid_tickets(station: Station) -> int:
    """How many tickets are in carts that nobody has paid, of all cashiers."""
    with station.database.read() as tx:
        return sum(cart.tickets for cart in kept_carts.all_carts(tx))


def void(station: Station, cashier: Cashier, cart: Cart) -> None:
    """Void a cart before any document. A cart with tickets is journalled once, in the shift in which it was filled.

    Without an open shift it is only emptied: nothing of it could be sold, and X and Z of no shift count it.
    """
    cashier.must(Permission.SELL)
    with station.database.write() as tx:
        kept_carts.delete_cart(tx, cart.id)
        # A cart that came back after its void is the same one: its second void would have the key of the first.
        if cart.tickets and not voided_carts.is_voided(tx, station.tenant_id, cart.id):
            shift = stored_shifts.current(tx, station.tenant_id, station.id)
            if shift is None:
                return
            voided = CartVoided(cart_id=cart.id, shift_id=shift.id, tickets=cart.tickets)
            journal.append(tx, station.author, voided, at=station.clock.now(), actor=cashier.id)
