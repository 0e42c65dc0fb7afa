"""How much a station may take by itself: whoever has its key or its token must not take every free seat.

What staff grants to a station is not limited here, and a station that sells what it took may take more.
"""

from dataclasses import dataclass
from typing import ClassVar

from domain.errors import Refused
from domain.rights import Holder, PlacesGrant, SeatGrant, TurnsGrant
from domain.sale.cart import MOST_TICKETS_A_SALE
from hq.live.rows import count_seats
from hq.rights.rows import place_rights, seat_rights, turn_rights
from hq.storage import ledger
from sync.tables.transaction import Tx

FEWEST = 20
"""What a station may hold unsold in any case: the free seats of a small hall are few."""
MOST_NUMBERS = 1_000
"""The largest block that a station gets because it asks for one."""


@dataclass(eq=False)
class TooManyUnsold(Refused):
    """The station holds as many unsold seats or places as it may take by itself."""

    code: ClassVar[str] = "TOO_MANY_UNSOLD"

    unsold: int
    most: int


def most_unsold(of: int) -> int:
    """How many of a performance's seats, or of a zone's places, a station may hold that it took and did not sell.

    Half of them, at least 20 and at most the tickets of one sale.
    """
    return min(MOST_TICKETS_A_SALE, max(FEWEST, of // 2))


def most_more_places(held: int, unsold: int, of: int) -> int:
    """How many more places a refill may bring to a station that holds so many of a zone.

    A station asks when a quarter is left, for half of what it holds: that makes three quarters unsold at most.
    """
    return max(0, max(most_unsold(of), held * 3 // 4) - unsold)


def check_seats(tx: Tx, to: Holder, grant: SeatGrant, wanted: int) -> None:
    """Raises TooManyUnsold."""
    unsold = seat_rights.unsold_asked_seats(tx, to, grant.performance_id)
    if unsold + wanted > FEWEST:
        _check(unsold, wanted, count_seats(tx, to.tenant_id, grant.performance_id) or 0)


def check_places(tx: Tx, to: Holder, grant: PlacesGrant) -> None:
    """Raises TooManyUnsold."""
    held = place_rights.held(tx, to, grant.performance_id, grant.zone_id)
    of = ledger.capacity(tx, to.tenant_id, grant.performance_id, grant.zone_id) or 0
    _check(min(held.asked, held.unsold), grant.places, of)


def most_turns(tx: Tx, to: Holder, grant: TurnsGrant) -> int:
    """How many more turns of the zone the station may take. Raises TooManyUnsold when it may take none."""
    zone = turn_rights.capped_zones(tx, to.tenant_id, grant.performance_id).get(grant.zone_id)
    unsold = turn_rights.unsold_asked_turns(tx, to, grant.performance_id, grant.zone_id)
    of = zone.capacity if zone else 0
    _check(unsold, 1, of)
    return most_unsold(of) - unsold


def _check(unsold: int, wanted: int, of: int) -> None:
    if unsold + wanted > most_unsold(of):
        raise TooManyUnsold(unsold, most_unsold(of))
