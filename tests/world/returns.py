"""What a station gives back when HQ rings: numbers, seats or places that it did not sell."""

from random import Random

from domain.rights import seats_of, spans
from pos_app.services.rights.rights import give_back_numbers, give_back_places, give_back_seats
from pos_app.station import Station
from pos_app.storage.catalogue import numbers, rights, seats


def give_back(station: Station, chance: Random) -> None:
    """Some of one kind, if there are any."""
    chance.choice((_give_back_numbers, _give_back_seats, _give_back_places, _give_back_places))(station, chance)


def _give_back_numbers(station: Station, chance: Random) -> None:
    with station.database.read() as tx:
        blocks = [each for each in numbers.held(tx, station.holder) if each.next <= each.last]
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
        each = chance.choice(allotments)
        give_back_places(station, (each.performance_id, each.zone_id), chance.randint(1, 15))
