"""The catalogue for a station: pages of the feed, snapshots and digests, for its present life only.

Each function raises NoSuchStation, StaleEpoch or StatusRefused for a station that is not entitled to rights.
"""

from uuid import UUID

from domain.rights import Holder
from hq.catalogue import feed
from hq.catalogue.feed import Reader
from hq.conflicts import publishing
from hq.journals import lives
from hq.office import Office
from sync.line.messages import Digests, Manifest, Page


def page_for(office: Office, station: Holder, cursor: int, incarnation: UUID) -> Page:
    """The changes after the cursor that concern this station."""
    with office.database.tenant(station.tenant_id) as tx:
        lives.must_be_entitled(tx, station)
        return feed.page(tx, office, Reader(station.tenant_id, station.station_id), cursor, incarnation)


def snapshot_for(office: Office, station: Holder) -> Manifest:
    """A snapshot of the catalogue, whose chunks the manifest lists."""
    with office.database.snapshot(station.tenant_id) as tx:
        lives.must_be_entitled(tx, station)
        manifest = feed.snapshot(tx, office, station.tenant_id)
    # A snapshot holds only rows for all stations. The conflict cases of this one follow it in the feed.
    with office.database.tenant(station.tenant_id) as tx:
        publishing.resend_open_cases(tx, station.tenant_id, station.station_id)
    return manifest


def chunk_for(office: Office, station: Holder, snapshot_id: UUID, no: int) -> bytes:
    """A chunk of a snapshot: rows in JSON, compressed with zstd."""
    with office.database.tenant(station.tenant_id) as tx:
        lives.must_be_entitled(tx, station)
        return feed.chunk(tx, station.tenant_id, snapshot_id, no)


def digests_for(office: Office, station: Holder) -> Digests:
    """A digest of each catalogue table at the head of the feed."""
    with office.database.snapshot(station.tenant_id) as tx:
        lives.must_be_entitled(tx, station)
        return feed.digests(tx, station.tenant_id)
