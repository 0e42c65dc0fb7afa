"""The tour of holds: the form that holds a cart, the list with the time that is left, and the reason of a release."""

from collections.abc import Iterator
from datetime import timedelta

from domain.catalogue.catalog import ZoneKind
from domain.ids import CartId
from domain.sale.cart import Cart, CartLine
from domain.sale.holds import Held, HoldPurpose
from pos_app.demo.profile import people
from pos_app.services.people import sign_in
from pos_app.services.selling import browsing, holds
from pos_app.services.selling.holds import HoldRequest
from pos_app.ui.frame import ScreenName
from tests.journeys.screens.visitor import Visitor

Stops = Iterator[str]
_HOLDS = (
    (HoldPurpose.SPONSOR, "Banco de Venezuela, Gerencia de Mercadeo y Patrocinios", 12, timedelta(hours=2, minutes=20)),
    (HoldPurpose.PRESS, "El Nacional", 2, timedelta(hours=2)),
    (HoldPurpose.CUSTOMER, "José Ñáñez", 4, timedelta(seconds=90)),
    (HoldPurpose.HOUSE, "", 2, timedelta(minutes=25)),
)


def made(visitor: Visitor) -> Stops:
    """A cart that is held for a customer with a long name; the list; a release."""
    _hold(visitor)
    visitor.press("PgUp", "PgUp", "PgDown")  # the show with general places
    for quantity in ("13", "22"):
        visitor.write(quantity)
        visitor.press("Return")
    visitor.press("F5")
    visitor.is_at(ScreenName.HOLDS)
    yield "hold-form"
    visitor.fill("María de los Ángeles Fernández de la Concepción", "0414-1234567", "Pasa a las siete con su familia")
    visitor.press("Alt+6")
    yield "hold-typed"
    visitor.press("F12")
    visitor.printed()
    yield "holds"
    visitor.press("Del")
    yield "hold-release"
    visitor.press("Esc", "Esc", "Esc")
    visitor.is_at(ScreenName.SELL)


def _hold(visitor: Visitor) -> None:
    """Holds of each purpose, made by a supervisor before."""
    station = visitor.station
    rosa = next(person for person in people() if person.role == "supervisor")
    by = sign_in.sign_in(station, next(c.id for c in sign_in.staff(station) if c.name == rosa.name), rosa.pin)
    cards = browsing.performances(station)
    card, zone = next((c, z) for c in reversed(cards) for z in c.zones if z.left and z.zone.kind is ZoneKind.GENERAL)
    for purpose, name, places, lasts in _HOLDS:
        line = CartLine(card.performance.id, zone.zone.id, card.ticket_types[0].id, places)
        request = HoldRequest(Held(purpose, name), station.clock.now() + lasts)
        holds.make(station, by, Cart(CartId(station.ids.new()), (line,)), request)
