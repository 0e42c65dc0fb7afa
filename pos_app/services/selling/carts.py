"""The cart being filled: kept through a power cut, or given up before any document."""

import msgspec
from sqlalchemy import bindparam, delete, insert, select

from domain.ids import CartId
from domain.people.staff import Cashier, Permission
from domain.sale.cart import Cart
from pos_app.services.till import shifts
from pos_app.station import Station
from pos_app.storage.tables import kept_cart
from sync import journal
from sync.facts import CartVoided
from sync.tables import canonical
from sync.tables.transaction import Tx


def keep(station: Station, cashier: Cashier, cart: Cart) -> None:
    """Remember the cart as it is now; an empty one is forgotten."""
    with station.database.write() as tx:
        tx.execute(delete(kept_cart).where(kept_cart.c.cashier_id == cashier.id))
        if cart.lines:
            tx.execute(insert(kept_cart), {
                "cart_id": cart.id, "cashier_id": cashier.id, "body": msgspec.json.encode(cart).decode(),
                "kept_at": station.clock.now(),
            })  # fmt: skip


def kept(station: Station, cashier: Cashier) -> Cart | None:
    """The cart this cashier was filling when the program ended."""
    with station.database.read() as tx:
        body = tx.execute(select(kept_cart.c.body).where(kept_cart.c.cashier_id == cashier.id)).scalar()
    return canonical.decode(body, Cart) if body else None


def void(station: Station, cashier: Cashier, cart: Cart) -> None:
    """Give up a cart with tickets before any document: it consumes no number and is journalled."""
    cashier.must(Permission.SELL)
    with station.database.write() as tx:
        forget(tx, cart.id)
        if cart.tickets:
            shift = shifts.must_be_open(tx, station)
            voided = CartVoided(cart_id=cart.id, shift_id=shift.id, tickets=cart.tickets)
            journal.append(tx, station.author, voided, at=station.clock.now(), actor=cashier.id)


_FORGET = delete(kept_cart).where(kept_cart.c.cart_id == bindparam("cart_id"))


def forget(tx: Tx, cart_id: CartId) -> None:
    """The cart became a sale or was given up."""
    tx.run(_FORGET, {"cart_id": cart_id})
