"""Carts that are being filled, kept so that they survive a power cut."""

from collections.abc import Iterator
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from domain.ids import CartId, CashierId
from domain.sale.cart import Cart
from pos_app.storage.tables import kept_cart
from sync.tables import canonical
from sync.tables.transaction import Tx

_DELETE = delete(kept_cart).where(kept_cart.c.cart_id == bindparam("cart_id"))


def insert_cart(tx: Tx, cashier_id: CashierId, cart: Cart, at: datetime, until: datetime | None) -> None:
    """Keep the cart of a cashier who has none kept, until an instant or for any time."""
    tx.execute(insert(kept_cart), {
        "cart_id": cart.id, "cashier_id": cashier_id, "body": msgspec.json.encode(cart).decode(), "kept_at": at,
        "until": until,
    })  # fmt: skip


def of_cashier(tx: Tx, cashier_id: CashierId) -> Cart | None:
    """The cart that a cashier was filling."""
    body = tx.execute(select(kept_cart.c.body).where(kept_cart.c.cashier_id == cashier_id)).scalar()
    return canonical.decode(body, Cart) if body else None


def until_of(tx: Tx, cart_id: CartId) -> datetime | None:
    """Until when a cart is kept; None for a cart that is kept for any time, or not at all."""
    until: datetime | None = tx.execute(select(kept_cart.c.until).where(kept_cart.c.cart_id == cart_id)).scalar()
    return until


def give_time(tx: Tx, cart_id: CartId, until: datetime) -> None:
    """Keep a cart until another instant, if it is kept."""
    tx.execute(update(kept_cart).where(kept_cart.c.cart_id == cart_id).values(until=until))


def all_carts(tx: Tx) -> Iterator[Cart]:
    """The kept carts of all cashiers."""
    for body in tx.execute(select(kept_cart.c.body)).scalars():
        yield canonical.decode(body, Cart)


def delete_of_cashier(tx: Tx, cashier_id: CashierId) -> None:
    """Delete the kept cart of a cashier, if one exists."""
    tx.execute(delete(kept_cart).where(kept_cart.c.cashier_id == cashier_id))


def delete_cart(tx: Tx, cart_id: CartId) -> None:
    """Delete one cart, if it is kept. On the path of a sale, hence the prepared statement."""
    tx.run(_DELETE, {"cart_id": cart_id})
