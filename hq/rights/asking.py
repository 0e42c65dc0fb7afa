"""What a station asks for at the counter, within what it may take by itself. A repeated id has no effect.

The station's row is locked, so that two requests are not counted as if each were alone.
"""

from domain.rights import Holder, PlacesGrant, SeatGrant, TurnsGrant
from hq.journals import lives
from hq.office import Office
from hq.rights import allowance, grants
from sync.line.messages import Grants
from sync.tables.transaction import Tx


def ask_seats(office: Office, station: Holder, grant: SeatGrant) -> Grants:
    """Grant all of these seats or none. Returns all grants on their way.

    Raises AlreadyGranted, NoSuchRow, TooManyUnsold, and what `must_be_entitled` raises.
    """
    with office.database.tenant(station.tenant_id) as tx:
        lives.must_be_entitled(tx, station, in_line=True)
        if not grants.is_issued(tx, station, grant.id):
            allowance.check_seats(tx, station, grant, sum(span.last - span.first + 1 for span in grant.seats))
            grants.grant_seats(tx, office, station, grant, at_counter=True)
        return _on_their_way(tx, station)


def ask_places(office: Office, station: Holder, grant: PlacesGrant) -> Grants:
    """Grant places of a general zone. Returns and raises as `ask_seats`, and NotEnoughPlaces."""
    with office.database.tenant(station.tenant_id) as tx:
        lives.must_be_entitled(tx, station, in_line=True)
        if not grants.is_issued(tx, station, grant.id):
            allowance.check_places(tx, station, grant)
            grants.grant_places(tx, office, station, grant, at_counter=True)
        return _on_their_way(tx, station)


def ask_turns(office: Office, station: Holder, empty: TurnsGrant, count: int) -> Grants:
    """Grant the next turns of a zone, at most so many. Returns and raises as `ask_places`."""
    with office.database.tenant(station.tenant_id) as tx:
        lives.must_be_entitled(tx, station, in_line=True)
        if not grants.is_issued(tx, station, empty.id):
            most = allowance.most_turns(tx, station, empty)
            grants.grant_turns(tx, office, station, empty, min(count, most))
        return _on_their_way(tx, station)


def _on_their_way(tx: Tx, station: Holder) -> Grants:
    return grants.outstanding(tx, [station]).get(station.station_id, Grants())
