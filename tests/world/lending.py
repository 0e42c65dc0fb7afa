"""Refunds at another counter than that of the sale: HQ lends the right, or asks the station that sold for it."""

from dataclasses import replace
from random import Random

from domain.ids import SaleId
from pos_app.services.after_sale import lent_refunds, refunds
from pos_app.services.after_sale.refunds import CompletedRefund, RefundRequest
from pos_app.station import Station
from sync.line.client import HqClient
from tests.world.machines import Machine
from tests.world.paper import PaperSale
from tests.world.refunding import People

_NEWEST = 12
"""The sales of all counters with whose paper customers come."""
_COME_AGAIN = 0.8


def refund_elsewhere_at(machine: Machine, chance: Random, people: People, awaited: list[PaperSale]) -> None:
    """A customer comes with the paper of any counter; one who was told to wait comes again."""
    newest = [sale for sale in machine.place.paper.sales[-_NEWEST:] if sale.machine != machine.name]
    again = awaited if awaited and chance.random() < _COME_AGAIN else newest
    if not again:
        return
    sold = chance.choice(again)
    if refund_of(machine, sold, people):
        awaited[:] = [other for other in awaited if other != sold]
    elif sold not in awaited:
        awaited.append(sold)


def refund_of(machine: Machine, sold: PaperSale, people: People) -> bool:
    """Ask HQ for the right to a sale, and give all of it back that is left if HQ lends it; returns whether it did."""
    lent: list[SaleId] = []

    def ask(station: Station, hq: HqClient) -> None:
        lent.append(lent_refunds.ask(replace(station, hq=hq), f"{sold.series}-{sold.number}"))

    machine.ask(ask)
    machine.place.tally.add("asked")
    if lent:
        give_back(machine, lent[0], people)
    return bool(lent)


def give_back(machine: Machine, sale_id: SaleId, people: People) -> None:
    """Give back all that is left of a sale, and print the note."""
    done = machine.do("refund elsewhere", lambda station: _all_that_is_left(station, sale_id, people))
    if done is not None:
        life = (machine.station.id, machine.station.author.epoch)
        machine.place.paper.print_refund(machine.name, life, (done.refund, done.document))
        machine.place.tally.add("lent refunds")


def _all_that_is_left(station: Station, sale_id: SaleId, people: People) -> CompletedRefund | None:
    cashier, supervisor = people(station)
    with station.database.read() as tx:
        left = tuple(ticket.sold.id for ticket in refunds.to_refund_in(tx, station, sale_id).tickets)
    if not left:
        return None
    request = RefundRequest(sale_id, left, "cash_ves", "No puede venir")
    return refunds.refund(station, cashier, request, supervisor)
