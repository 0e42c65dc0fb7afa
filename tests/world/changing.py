"""Random changes of tickets at a counter: new codes, other seats, other holders, and codes that end."""

from random import Random

from domain.after_sale.holders import HolderChange, parse_holder
from domain.ids import SeatId, TicketId
from pos_app.services.after_sale import tickets
from pos_app.services.after_sale.tickets import Handover, Reissue, Revocation
from pos_app.services.after_sale.tickets_of_sale import tickets_of_sale
from pos_app.station import Station
from sync import journal
from sync.facts import AnyFact, SaleRecorded
from sync.tables.position import pack
from tests.world import store
from tests.world.machines import Machine
from tests.world.refunding import People

_NEWEST = 40
"""The sales that customers come back with."""
_SEATS = 60
"""A customer asks for one of the first seats of the house."""


def change_at(machine: Machine, chance: Random, people: People) -> None:
    """A customer comes back with tickets, for other codes, seats or holders."""
    fact = machine.do("change a ticket", lambda station: _change(station, chance, people))
    if fact is not None:
        life = (machine.station.id, machine.station.author.epoch)
        machine.place.paper.print_fact(machine.name, life, fact, machine.place.schedule.now())
        machine.place.tally.add("changes")


def _change(station: Station, chance: Random, people: People) -> AnyFact | None:
    """Change some tickets of one of the newest sales; the fact, or None when none is left."""
    sold = [fact.sale for fact in store.facts(station, {}) if isinstance(fact, SaleRecorded)][-_NEWEST:]
    if not sold:
        return None
    sale = chance.choice(sold)
    live = [TicketId(one.now.id) for one in tickets_of_sale(station, sale.id).live]
    if not live:
        return None
    cashier, supervisor = people(station)
    chosen = tuple(chance.sample(live, chance.randint(1, len(live))))
    match chance.randrange(4):
        case 0:
            seats = (SeatId(chance.randrange(_SEATS)),) if chance.random() < 0.5 else ()
            tickets.reissue(station, cashier, Reissue(sale.id, chosen[:1], "La perdió", seats), supervisor)
        case 1:
            tickets.revoke(station, cashier, Revocation(sale.id, chosen[:1], "Reventa"), supervisor)
        case _:
            holder = parse_holder(f"Titular {chance.randrange(100)}")
            tickets.change_holder(
                station, cashier, Handover(sale.id, chosen, chance.choice(list(HolderChange)), holder)
            )  # fmt: skip
    return _last_fact(station)


def _last_fact(station: Station) -> AnyFact:
    author = station.author
    with station.database.read() as tx:
        seq = journal.head(tx, author.tenant_id, author.station_id, author.epoch).seq
        entry = journal.entry_at(tx, author.tenant_id, author.station_id, pack(author.epoch, seq))
    assert entry is not None
    return entry.body
