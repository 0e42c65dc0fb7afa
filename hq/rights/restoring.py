"""Granting again what the issue log has and a restored copy of the database lacks."""

from datetime import datetime

from domain.after_sale.refund_right import RefundGrant
from domain.rights import Holder, NumberGrant, PlacesGrant, SeatGrant, TurnsGrant, seats_of
from hq.rights.grant_kinds import SHAPES, AnyGrant, GrantState
from hq.rights.rows import issued_grants, number_rights, place_rights, refund_rights, seat_rights, turn_rights
from hq.storage.issue_log import Given
from sync.tables import canonical
from sync.tables.transaction import Tx


def restore_grant(tx: Tx, to: Holder, given: Given, since: tuple[GrantState, datetime]) -> None:
    """Insert a grant of the issue log, with its state and the instant it entered that state."""
    grant: AnyGrant = canonical.decode(given.body, SHAPES[given.right])
    _take_again(tx, to, grant)
    issued_grants.insert_grant(tx, to, grant, given, since)


def _take_again(tx: Tx, to: Holder, grant: AnyGrant) -> None:
    """Take from the ledger what the grant took when it was made.

    A right of another holder that is in the way had come back before this grant was made, so it is deleted.
    """
    match grant:
        case NumberGrant():
            number_rights.open_series(tx, to.tenant_id, grant.series)
            number_rights.raise_next_free(tx, to.tenant_id, grant.series, grant.last + 1)
            number_rights.insert_block(tx, to, grant)
        case SeatGrant():
            seats = sorted(seats_of(grant.seats))
            seat_rights.delete_seats(tx, to.tenant_id, grant.performance_id, seats)
            seat_rights.insert_seats(tx, to, grant, seats)
        case PlacesGrant():
            place_rights.insert_places(tx, to, grant)
            place_rights.take_places_again(tx, to.tenant_id, grant)
        case TurnsGrant():
            turns = sorted(seats_of(grant.turns))
            turn_rights.delete_turns(tx, to.tenant_id, grant.performance_id, grant.zone_id, turns)
            turn_rights.insert_turns(tx, to, grant, turns)
        case RefundGrant():
            # Everything that was lent before was returned when this was lent, so it is the next one.
            before = refund_rights.loans(tx, to.tenant_id, grant.sold.sale.id)
            refund_rights.insert_loan(tx, to, grant, len(before) + 1)
