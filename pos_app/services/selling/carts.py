"""The cart being filled: kept through a power cut, or voided before any document."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.money.money import Money
from domain.people.staff import Cashier, Permission
from domain.sale.cart import Cart
from domain.sale.voids import VoidCause
from pos_app.services.setup import machine_settings
from pos_app.station import Station
from pos_app.storage.sales import kept_carts, voided_carts
from pos_app.storage.sales import shifts as stored_shifts
from sync import journal
from sync.facts import CartVoided


def keep(station: Station, cashier: Cashier, cart: Cart) -> None:
    """Store the cart as it is now, in place of the cashier's former one. An empty cart is not kept.

    Its time begins with its first ticket; what is added later does not lengthen it.
    """
    with station.database.write() as tx:
        now = station.clock.now()
        until = kept_carts.until_of(tx, cart.id) or ends_at(station, now)
        kept_carts.delete_of_cashier(tx, cashier.id)
        if cart.lines:
            kept_carts.insert_cart(tx, cashier.id, cart, now, until)


def ends_at(station: Station, now: datetime) -> datetime | None:
    """The end of a cart that begins now; None where carts are kept for any time (`cart_min` of the settings is 0)."""
    minutes = machine_settings.load(station).cart_min
    return now + timedelta(minutes=minutes) if minutes else None


def kept_until(station: Station, cart: Cart) -> datetime | None:
    """Until when a cart is kept; None for any time, or for one that is not kept."""
    with station.database.read() as tx:
        return kept_carts.until_of(tx, cart.id)


def give_time(station: Station, cart: Cart) -> datetime | None:
    """Begin the time of a cart anew, and return its end; None where carts are kept for any time."""
    with station.database.write() as tx:
        until = ends_at(station, station.clock.now())
        if until is not None:
            kept_carts.give_time(tx, cart.id, until)
    return until


def end(station: Station, cashier: Cashier, cart: Cart) -> bool:
    """Void a cart whose time is over, as `void` does; returns whether it was over."""
    until = kept_until(station, cart)
    if until is None or station.clock.now() < until:
        return False
    _void(station, cashier, cart, VoidCause.TIME_OVER)
    return True


def kept(station: Station, cashier: Cashier) -> Cart | None:
    """The cart that this cashier was filling when the program ended."""
    with station.database.read() as tx:
        return kept_carts.of_cashier(tx, cashier.id)


def unpaid_tickets(station: Station) -> int:
    """How many tickets are in carts that nobody has paid, of all cashiers."""
    with station.database.read() as tx:
        return sum(cart.tickets for cart in kept_carts.all_carts(tx))


def void(station: Station, cashier: Cashier, cart: Cart, registered: Sequence[Money] = ()) -> None:
    """Void a cart before any document, with the payments that were `registered` for it.

    A cart with tickets is journalled once, in the shift in which it was filled. Without an open shift it is only
    emptied: nothing of it could be sold, and X and Z of no shift count it.
    """
    cause = VoidCause.EMPTIED_WITH_PAYMENTS if registered else VoidCause.EMPTIED
    _void(station, cashier, cart, cause, tuple(registered))


def _void(
    station: Station, cashier: Cashier, cart: Cart, cause: VoidCause, registered: tuple[Money, ...] = ()
) -> None:  # fmt: skip
    cashier.must(Permission.SELL)
    with station.database.write() as tx:
        kept_carts.delete_cart(tx, cart.id)
        # A cart that came back after its void is the same one: its second void would have the key of the first.
        if cart.tickets and not voided_carts.is_voided(tx, station.tenant_id, cart.id):
            shift = stored_shifts.current(tx, station.tenant_id, station.id)
            if shift is None:
                return
            voided = CartVoided(cart.id, shift.id, cart.tickets, cause, registered)
            journal.append(tx, station.author, voided, at=station.clock.now(), actor=cashier.id)
