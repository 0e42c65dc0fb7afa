"""Random holds at a counter: carts that are held, more time, releases, ends by time, and sales of what was held."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

from domain.people.staff import Cashier
from domain.sale.cart import Cart
from domain.sale.holds import Held, HoldPurpose
from pos_app.services.selling import carts, checkout, holds
from pos_app.services.selling.checkout import Approvals, CompletedSale
from pos_app.services.selling.holds import HoldRequest
from pos_app.station import Station
from tests.world.customers import Customers
from tests.world.machines import Machine

_LASTS = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(days=1))
_MOST_PLACES = 12
People = Callable[[Station], tuple[Cashier, Cashier]]
"""The cashier and the supervisor of a station."""


def hold_at(machine: Machine, queue: Customers, people: People) -> None:
    """Hold a random cart, or do something with one of the holds that stand."""
    machine.do("end holds", holds.end_due)
    act = machine.chance.choice((_make, _make, _extend, _release, _print))
    if machine.chance.random() < 0.4:
        _sell_at(machine, queue, people)
    elif machine.do("hold", lambda station: act(station, queue, machine.chance, people(station))) is not None:
        machine.place.tally.add("holds")


def _make(station: Station, queue: Customers, chance: Random, people: tuple[Cashier, Cashier]) -> object:
    cart = queue.cart()
    if not 0 < cart.tickets <= _MOST_PLACES:
        return None
    purpose = chance.choice(tuple(HoldPurpose))
    request = HoldRequest(Held(purpose, "María Ñáñez"), station.clock.now() + chance.choice(_LASTS))
    return holds.make(station, people[0], cart, request, people[1])


def _extend(station: Station, _queue: Customers, chance: Random, people: tuple[Cashier, Cashier]) -> object:
    standing = holds.standing(station)
    return holds.extend(station, people[0], chance.choice(standing).hold.id) if standing else None


def _release(station: Station, _queue: Customers, chance: Random, people: tuple[Cashier, Cashier]) -> object:
    standing = holds.standing(station)
    if not standing:
        return None
    holds.release(station, people[0], chance.choice(standing).hold.id, "No vino", people[1])
    return True


def _print(station: Station, _queue: Customers, chance: Random, people: tuple[Cashier, Cashier]) -> object:
    standing = holds.standing(station)
    return holds.print_again(station, people[0], chance.choice(standing).hold.id) if standing else None


def _sell_at(machine: Machine, queue: Customers, people: People) -> None:
    """Sell one of the holds, or only some of its places; a cart that is refused is given up."""
    sold = machine.do("sell a hold", lambda station: _sell(station, queue, machine.chance, people(station)))
    if sold is not None:
        life = (machine.station.id, machine.station.author.epoch)
        now = machine.place.schedule.now()
        machine.place.paper.print_sale(machine.name, life, (sold.sale, sold.document), now)
        machine.place.tally.add("sold from holds")
    machine.do("give up", lambda station: _give_up(station, people(station)[0]))


def _sell(station: Station, queue: Customers, chance: Random, people: tuple[Cashier, Cashier]) -> CompletedSale | None:
    standing = holds.standing(station)
    if not standing:
        return None
    cart = holds.take_into_cart(station, people[0], chance.choice(standing).hold.id)
    if chance.random() < 0.3:
        cart = Cart(cart.id, cart.lines[:1], cart.customer, cart.customer_id, cart.hold_id)
    offer = queue.offer(station, cart)
    return checkout.sell(station, people[0], cart, offer, Approvals(courtesy=people[1]))


def _give_up(station: Station, cashier: Cashier) -> None:
    kept = carts.kept(station, cashier)
    if kept is not None:
        carts.void(station, cashier, kept)
