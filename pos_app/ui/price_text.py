"""The price of a ticket as text: of one place, or the least price of a zone whose seats cost differently."""

from domain.money.money import Money
from pos_app.ui import wording


def price_text(price: Money | None, *, is_least: bool) -> str:
    """The price, with "from" before it when other seats cost more; without a price, that nothing is on sale."""
    if price is None:
        return wording.text("sell.price_over")
    return wording.text("sell.price_from", price=wording.money(price)) if is_least else wording.money(price)
