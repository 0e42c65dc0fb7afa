"""Returns of rights that a station did not sell: numbers, seats or places."""

from random import Random

from domain.people.staff import Cashier
from domain.rights import seats_of, spans
from pos_app.services.rights.returning import return_block_tail, return_places, return_seats
from pos_app.station import Station
from pos_app.storage.catalogue import numbers, rights, seats


def give_back(station: Station, by: Cashier, chance: Random) -> None:
    """Return some rights of a random kind, if the station holds any."""
    chance.choice((_give_back_numbers, _give_back_seats, _give_back_places, _give_back_places))(station, by, chance)


def _give_back_numbers(station: Station, by: Cashier, chance: Random) -> None:
    with station.database.read() as tx:
        blocks = [block for block in numbers.held(tx, station.holder) if block.next <= block.last]
    if blocks:
        block = chance.choice(blocks)
        return_block_tail(station, by, block.id, chance.randint(block.next, block.last))


def _give_back_seats(station: Station, by: Cashier, chance: Random) -> None:
    with station.database.read() as tx:
        leases = rights.leases(tx, station.holder)
        if not leases:
            return
        lease = chance.choice(leases)
        unsold = sorted(seats_of(lease.seats) - set(seats.sold_seats(tx, station.tenant_id, lease.performance_id)))
    if unsold:
        return_seats(station, by, lease.performance_id, spans(unsold[: chance.randint(1, 9)]))


def _give_back_places(station: Station, by: Cashier, chance: Random) -> None:
    with station.database.read() as tx:
        allotments = rights.allotments(tx, station.holder)
    if allotments:
        allotment = chance.choice(allotments)
        return_places(station, by, (allotment.performance_id, allotment.zone_id), chance.randint(1, 15))
