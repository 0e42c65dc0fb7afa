"""What a payment screen shows, and the sales of its station."""

from domain.sale.cart import Cart
from pos_app.services.documents import documents
from pos_app.station import Station
from pos_app.ui.counter import Counter, price_cart
from pos_app.ui.payment.presenter import PaymentPresenter
from pos_app.ui.payment.standing import Standing


def counter_with(station: Station, cart: Cart) -> Counter:
    counter = Counter(station.ids)
    counter.put(cart, price_cart(station, cart))
    return counter


def standing(presenter: PaymentPresenter) -> Standing:
    assert presenter.state.standing
    return presenter.state.standing


def sales_of(station: Station) -> int:
    return len(documents.find(station, ""))
