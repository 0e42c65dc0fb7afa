"""Random refunds and exchanges at a counter: some tickets of a sale of the store, for cash or for other tickets."""

from collections.abc import Callable
from decimal import Decimal
from random import Random

from domain.after_sale.refunds import Refund, Terms
from domain.fiscal.documents import FiscalDocument
from domain.people.staff import Cashier
from pos_app.services.after_sale import exchanges, refunds
from pos_app.services.after_sale.exchanges import CompletedExchange
from pos_app.services.after_sale.refunds import RefundRequest
from pos_app.services.selling.checkout import Approvals, Wanted
from pos_app.station import Station
from sync.facts import SaleRecorded
from tests.builders.refunds import refundable
from tests.world import store
from tests.world.customers import Customers
from tests.world.machines import Machine

_NEWEST = 40
"""The sales that customers come back with."""
_PERCENTS = (Decimal(100), Decimal(100), Decimal(80))


People = Callable[[Station], tuple[Cashier, Cashier]]
"""The cashier and the supervisor of a station."""


def refund_at(machine: Machine, chance: Random, people: People) -> None:
    """A customer gives some tickets back for money."""
    done = machine.do("refund", lambda station: give_back(station, chance, people(station)))
    if done is not None:
        life = (machine.station.id, machine.station.author.epoch)
        machine.place.paper.print_refund(machine.name, life, done)
        machine.place.tally.add("refunds")


def exchange_at(machine: Machine, queue: Customers, people: People) -> None:
    """A customer gives some tickets back for those of a random cart."""
    paper = machine.place.paper
    done = machine.do("exchange", lambda station: exchange(station, queue, queue.chance, people(station)))
    if done is not None:
        life = (machine.station.id, machine.station.author.epoch)
        paper.print_refund(machine.name, life, (done.refund.refund, done.refund.document))
        sold = (done.sale.sale, done.sale.document)
        paper.print_sale(machine.name, life, sold, machine.place.schedule.now())
        machine.place.tally.add("exchanges")


def request(station: Station, chance: Random) -> RefundRequest | None:
    """Some tickets of one of the newest sales; None when none is left to give back."""
    sold = [fact.sale for fact in store.facts(station, {}) if isinstance(fact, SaleRecorded)][-_NEWEST:]
    if not sold:
        return None
    sale = chance.choice(sold)
    left = [ticket.sold.id for ticket in refundable(station, sale.id).tickets]
    if not left:
        return None
    chosen = tuple(chance.sample(left, chance.randint(1, len(left))))
    terms = Terms(chance.choice(_PERCENTS), with_fee=chance.random() < 0.5, release=chance.random() < 0.8)
    return RefundRequest(sale.id, chosen, "cash_ves", "No puede venir", terms)


def give_back(
    station: Station, chance: Random, people: tuple[Cashier, Cashier]
) -> tuple[Refund, FiscalDocument] | None:
    """Give some tickets back; None when there are none."""
    wanted = request(station, chance)
    if wanted is None:
        return None
    done = refunds.refund(station, people[0], wanted, people[1])
    return done.refund, done.document


def exchange(
    station: Station, queue: Customers, chance: Random, people: tuple[Cashier, Cashier]
) -> CompletedExchange | None:
    """Give some tickets back for others of a random cart; None when there are none."""
    wanted, cart = request(station, chance), queue.cart()
    if wanted is None or not cart.lines:
        return None
    due = exchanges.quote(station, people[1], wanted, cart).due
    bought = Wanted(cart, queue.paying(due), Approvals(courtesy=people[1]))
    return exchanges.exchange(station, people[0], wanted, bought, people[1])
