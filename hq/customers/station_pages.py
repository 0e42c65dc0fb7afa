"""Customers for a station: pages of the records that changed, apart from the catalogue and its snapshots.

A new station reads the catalogue first and sells; the customers follow in pages, and each page stands by itself.
"""

from uuid import UUID

from domain.rights import Holder
from hq.customers import rows
from hq.journals import lives
from hq.office import Office
from sync.line import packing
from sync.line.messages import CustomerBodies, CustomerPage
from sync.tables import canonical

RECORDS_A_PAGE = 2_000


def page_for(office: Office, station: Holder, cursor: int, incarnation: UUID) -> CustomerPage:
    """The records that changed after a place. From the beginning for a place of another HQ, or one that HQ lost.

    Raises NoSuchStation, StaleEpoch or StatusRefused.
    """
    with office.database.tenant(station.tenant_id) as tx:
        lives.must_be_entitled(tx, station)
        head = rows.head(tx, station.tenant_id)
        start = cursor if incarnation == office.incarnation and cursor <= head else 0
        news = rows.after(tx, station.tenant_id, start, RECORDS_A_PAGE)
    reached = news[-1].seq if len(news) == RECORDS_A_PAGE else head
    bodies = CustomerBodies({str(row.id): row.body for row in news})
    return CustomerPage(office.incarnation, reached, head, packing.pack(canonical.encode(bodies)))
