"""The lines of the cart that a sell screen shows, and the digits of its zones."""

from pos_app.ui.sell.presenter import SellPresenter

PLATEA, GENERAL = "1", "2"
STUDENT, COURTESY = "2", "3"
"""The digits of ticket types in their list."""


def in_cart(presenter: SellPresenter) -> list[tuple[int, str]]:
    priced = presenter.cart.state.priced
    return [(quoted.line.quantity, quoted.description) for quoted in priced.quote.lines] if priced else []
