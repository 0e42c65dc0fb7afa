"""The cart being filled: kept through a power cut, or voided before any document."""

from domain.people.staff import Cashier, Permission
from domain.sale.cart import Cart
from pos_app.services.till import shifts
from pos_app.station import Station
from pos_app.storage.sales import kept_carts, voided_carts
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


def void(station: Station, cashier: Cashier, cart: Cart) -> None:
    """Void a cart before any document. A cart with tickets is journalled once. Raises NoShiftOpen."""
    cashier.must(Permission.SELL)
    with station.database.write() as tx:
        kept_carts.delete_cart(tx, cart.id)
        # A cart that came back after its void is the same one: its second void would have the key of the first.
        if cart.tickets and not voided_carts.is_voided(tx, station.tenant_id, cart.id):
            shift = shifts.must_be_open(tx, station)
            voided = CartVoided(cart_id=cart.id, shift_id=shift.id, tickets=cart.tickets)
            journal.append(tx, station.author, voided, at=station.clock.now(), actor=cashier.id)
