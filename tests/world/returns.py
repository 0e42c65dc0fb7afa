"""Returns of rights that a station did not sell: numbers, seats or places."""

from random import Random

from domain.rights import seats_of, spans
from pos_app.services.rights.rights import give_back_numbers, give_back_places, give_back_seats
from pos_app.station import Station
from pos_app.storage.catalogue import numbers, rights, seats


def give_back(station: Station, chance: Random) -> None:
    """Return some rights of a random kind, if the station holds any."""
    chance.choice((_give_back_numbers, _give_back_seats, _give_back_places, _give_back_places))(station, chance)


def _give_back_numbers(station: Station, chance: Random) -> None:
    with station.database.read() as tx:
        blocks = [block for block in numbers.held(tx, station.holder) if block.next <= block.last]
    if blocks:
        block = chance.choice(blocks)
        give_back_numbers(station, block.id, chance.randint(block.next, block.last))


def _give_back_seats(station: Station, chance: Random) -> None:
    with station.database.read() as tx:
        leases = rights.leases(tx, station.holder)
        if not leases:
            return
        lease = chance.choice(leases)
        unsold = sorted(seats_of(lease.seats) - set(seats.sold_seats(tx, station.tenant_id, lease.performance_id)))
    if unsold:
        give_back_seats(station, lease.performance_id, spans(unsold[: chance.randint(1, 9)]))


def _give_back_places(station: Station, chance: Random) -> None:
    with station.database.read() as tx:
        allotments = rights.allotments(tx, station.holder)
    if allotments:
        allotment = chance.choice(allotments)
        give_back_places(station, (allotment.performance_id, allotment.zone_id), chance.randint(1, 15))
