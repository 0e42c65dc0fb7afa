"""Rights that end: given back by the station's own word, or fenced because a life of the station ended."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import itemgetter
from uuid import UUID

from sqlalchemy import ARRAY, Integer, any_, bindparam, select, text, update

from domain.rights import Holder, SeatSpan, joined, names_seat
from hq.audit import act_journal
from hq.audit.acts import SeatsReleased
from hq.office import Office
from hq.people.accounts import Author
from hq.storage import ledger, ledger_tables
from hq.storage.ledger import Voided
from sync.tables.transaction import Tx

RETURNED = "returned"
_RELEASE = text("""
    DELETE FROM seat_right r WHERE r.tenant_id = :tenant AND r.station_id = :station AND r.quarantined = 1
    AND NOT EXISTS (SELECT 1 FROM sold_seat s WHERE s.tenant_id = :tenant AND s.performance_id = r.performance_id
        AND s.seat_id = r.seat_id)
""")


def fence(tx: Tx, ended: Holder, reason: str, at: datetime) -> None:
    """A life of the station ended: what it held is never given out again; its unused numbers are void, for a reason.

    What the station sold and has not told yet still comes in: such a number is issued late.
    """
    for grant_id, series, first, last in ledger.unfenced_numbers(tx, ended):
        ledger.void(tx, ended.tenant_id, Voided(series, first, last, grant_id, reason), at)
    ledger.fence(tx, ended)


def release_seats(tx: Tx, office: Office, by: Author, station_id: UUID, reason: str) -> int:
    """Give HQ back the seats in quarantine that ended lives of a station did not tell of as sold; says how many.

    Somebody answers for it: a sale of such a seat that comes in later all the same is a conflict.
    """
    released = tx.execute(_RELEASE, {"tenant": by.tenant_id, "station": station_id}).rowcount
    if released:
        act_journal.append(tx, office, by.tenant_id, SeatsReleased(station_id, released, reason), by.account_id)
    return released


def numbers_returned(tx: Tx, tenant_id: UUID, grant_id: UUID, returned: tuple[int, int], at: datetime) -> None:
    """The station gave back the tail of a block, first and last: those numbers will carry no document."""
    right = ledger_tables.number_right.c
    series = tx.execute(
        select(right.series).where(
            right.tenant_id == tenant_id,
            right.id == grant_id,
            right.first <= returned[0],
            right.last >= returned[1],
        )
    ).scalar()
    if series is not None:
        ledger.void(tx, tenant_id, Voided(series, *returned, grant_id, RETURNED), at)


def seats_returned(tx: Tx, tenant_id: UUID, grant_id: UUID, given_back: Sequence[SeatSpan]) -> None:
    """The station gave back seats that it did not sell: they are HQ's again."""
    t = ledger_tables.seat_right
    ours = (t.c.tenant_id == tenant_id, t.c.grant_id == grant_id)
    given = joined(given_back)  # looked up by what is held: what is said to come back may be without end
    gone = [seat for seat in tx.execute(select(t.c.seat_id).where(*ours)).scalars() if names_seat(given, seat)]
    if gone:
        gone_ids = bindparam("gone", gone, type_=ARRAY(Integer))  # one array: a stadium has many seats
        tx.execute(t.delete().where(*ours, t.c.seat_id == any_(gone_ids)))


def places_returned(tx: Tx, tenant_id: UUID, given_back: Iterable[tuple[UUID, int]]) -> None:
    """Stations gave back places of their grants that they did not sell: they are HQ's again.

    Zones have one order, so that two groups of pushes never wait for each other in a circle.
    """
    t = ledger_tables.place_right
    back: defaultdict[tuple[UUID, UUID], int] = defaultdict(int)
    for grant_id, places in sorted(given_back, key=itemgetter(0)):
        row = tx.execute(
            update(t)
            .where(t.c.tenant_id == tenant_id, t.c.id == grant_id, t.c.granted - t.c.returned >= places)
            .values(returned=t.c.returned + places)
            .returning(t.c.performance_id, t.c.zone_id)
        ).first()
        if row:
            back[row.performance_id, row.zone_id] += places
    for zone, places in sorted(back.items()):
        ledger.give_back_places(tx, tenant_id, *zone, places)
