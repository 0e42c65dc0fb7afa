"""Turns in the order of sale of zones whose price stages end after a number of tickets.

Each turn has one holder, so that all stations together sell no more tickets at such a stage than it has, with and
without a line. A grant of seats or places by staff or a refill brings the same part of the free turns; the rest stays
at HQ, which grants it to the station that sells next.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from uuid import UUID

from domain.catalogue.pricing import last_turn, turn_share
from domain.rights import Holder, TurnsGrant, spans
from hq.rights.rows import turn_rights
from sync.tables.transaction import Tx


def share(tx: Tx, to: Holder, grant: TurnsGrant, places: int) -> TurnsGrant:
    """The grant with the turns that belong to so many seats or places of its zone."""
    zone = turn_rights.capped_zones(tx, to.tenant_id, grant.performance_id).get(grant.zone_id)
    if zone is None:
        return grant
    taken = turn_rights.granted_turns(tx, to.tenant_id, grant.performance_id, grant.zone_id)
    wanted: list[int] = []
    for turns, count in turn_share(zone.caps, places, zone.capacity):
        wanted += [turn for turn in turns if turn not in taken][:count]
    return _with(tx, to, grant, wanted)


def next_free(tx: Tx, to: Holder, grant: TurnsGrant, count: int) -> TurnsGrant:
    """The grant with the next free turns, at most so many, which a station takes by itself.

    Another transaction may take some of them at the same moment, while later ones are free: these are tried again.
    """
    zone = turn_rights.capped_zones(tx, to.tenant_id, grant.performance_id).get(grant.zone_id)
    turns = range(min(last_turn(zone.caps), zone.capacity) if zone else 0)
    given: list[int] = []
    while len(given) < count:
        taken = turn_rights.granted_turns(tx, to.tenant_id, grant.performance_id, grant.zone_id)
        wanted = list(islice((turn for turn in turns if turn not in taken), count - len(given)))
        if not wanted:
            break
        # The insert waits for a transaction that holds one of them, so each round ends with these taken by somebody.
        given = turn_rights.insert_turns(tx, to, grant, wanted, asked=True)
    return replace(grant, turns=spans(given))


def seats_by_zone(tx: Tx, tenant_id: UUID, performance_id: UUID, seats: Iterable[int]) -> dict[UUID, int]:
    """How many of these seats each zone with such stages has."""
    capped = turn_rights.capped_zones(tx, tenant_id, performance_id)
    if not capped:
        return {}
    zone_of = turn_rights.zone_of_seats(tx, tenant_id, performance_id)
    count = Counter(zone_of[seat] for seat in seats if seat in zone_of)
    return {zone_id: seats for zone_id, seats in sorted(count.items()) if zone_id in capped}


def _with(tx: Tx, to: Holder, grant: TurnsGrant, turns: list[int]) -> TurnsGrant:
    given = turn_rights.insert_turns(tx, to, grant, turns) if turns else []
    return replace(grant, turns=spans(given))
