"""Customers from HQ: pages of the records that changed, apart from the catalogue, in short transactions."""

from datetime import timedelta
from uuid import UUID

import msgspec

from pos_app.station import Station
from pos_app.storage.people import customer_rows
from pos_app.storage.people.customer_rows import Reached
from sync.facts.customer_record import unpacked
from sync.line import packing
from sync.line.client import HqClient
from sync.line.hq_errors import BadAnswer
from sync.line.messages import CustomerBodies, CustomerPage
from sync.tables import canonical

FETCH_EVERY = timedelta(minutes=1)
PAGES_A_ROUND = 10
"""So that a round of a new station ends; the next one goes on at once."""
RECORDS_AT_ONCE = 100
"""Records a transaction: a sale waits for no more of them."""
_MOST_BYTES = 64 << 20
_FROM_THE_START = UUID(int=0)


def fetch_when_due(station: Station, hq: HqClient) -> None:
    """Fetch what changed, once a minute, or in each round until all is here. Raises what the line raises."""
    with station.database.read() as tx:
        before = customer_rows.reached(tx)
    now = station.clock.now()
    if before is not None and before.is_whole and before.fetched_at <= now < before.fetched_at + FETCH_EVERY:
        return
    incarnation, cursor = (before.incarnation, before.cursor) if before else (_FROM_THE_START, 0)
    for _ in range(PAGES_A_ROUND):
        page = hq.customers(cursor, incarnation)
        bodies = _bodies(page)
        incarnation, cursor = page.hq_incarnation, page.cursor
        ids = list(bodies)
        for start in range(0, len(ids), RECORDS_AT_ONCE):
            with station.database.write() as tx:
                part = {one: bodies[one] for one in ids[start : start + RECORDS_AT_ONCE]}
                customer_rows.take_from_hq(tx, station.tenant_id, part)
        with station.database.write() as tx:
            customer_rows.reach(tx, Reached(incarnation, cursor, now, is_whole=cursor >= page.head))
        if cursor >= page.head:
            return


def _bodies(page: CustomerPage) -> dict[UUID, str]:
    """The records of a page. Raises BadAnswer."""
    try:
        packed = canonical.decode(packing.unpack(page.packed, _MOST_BYTES), CustomerBodies).bodies
        bodies = {UUID(customer_id): body for customer_id, body in packed.items()}
        for customer_id, body in bodies.items():
            unpacked(customer_id, body)  # before any is stored: a page that cannot be read is fetched again
    except (msgspec.MsgspecError, ValueError, MemoryError) as error:
        raise BadAnswer("hq", "customers") from error
    return bodies
