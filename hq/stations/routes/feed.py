"""The catalogue on its way down to a station: pages of the feed, snapshots, digests."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from hq.catalogue import feed
from hq.catalogue.feed import Reader
from hq.conflicts import publishing
from hq.journals import lives
from hq.people.callers import TheStation
from hq.web.the_office import TheOffice
from hq.web.wire import TheSealer, answering
from sync.line.messages import Digests, Manifest, Page

router = APIRouter(prefix="/v1/stations/{station_id}", tags=["station"])
PACKED = "application/zstd"
_MOST_PLACE, _MOST_CHUNK = 2**62, 2**31 - 1
_CHUNK: dict[int | str, dict[str, object]] = {
    200: {"description": "Rows in JSON under zstd; the manifest has their SHA-256.", "content": {PACKED: {}}}
}


@router.get("/feed", responses=answering(Page, "What comes after the cursor; sealed."))
def page(
    station: TheStation,
    office: TheOffice,
    sealer: TheSealer,
    incarnation: UUID,
    cursor: Annotated[int, Query(ge=0, le=_MOST_PLACE)] = 0,
) -> Response:
    """What HQ decided after a place of the feed. RESYNC when a snapshot is needed first."""
    with office.database.tenant(station.tenant_id) as tx:
        lives.must_be_entitled(tx, station)
        reader = Reader(station.tenant_id, station.station_id)
        found = feed.page(tx, office, reader, cursor, incarnation)
    return sealer.sealed(station.tenant_id, found)


@router.get("/snapshot", responses=answering(Manifest, "The pieces of a snapshot; sealed."))
def snapshot(station: TheStation, office: TheOffice, sealer: TheSealer) -> Response:
    """The whole catalogue at a place of the feed, in pieces."""
    with office.database.snapshot(station.tenant_id) as tx:
        lives.must_be_entitled(tx, station)
        found = feed.snapshot(tx, office, station.tenant_id)
    with office.database.tenant(station.tenant_id) as tx:
        publishing.resend_open_cases(tx, station.tenant_id, station.station_id)
    return sealer.sealed(station.tenant_id, found)


@router.get("/snapshot/{snapshot_id}/{no}", responses=_CHUNK, response_class=Response)
def chunk(
    snapshot_id: UUID, no: Annotated[int, Path(ge=0, le=_MOST_CHUNK)], station: TheStation, office: TheOffice
) -> Response:
    """A piece of a snapshot, as often as needed."""
    with office.database.tenant(station.tenant_id) as tx:
        lives.must_be_entitled(tx, station)
        return Response(feed.chunk(tx, station.tenant_id, snapshot_id, no), media_type=PACKED)


@router.get("/digests", responses=answering(Digests, "One digest a table at the feed's head; sealed."))
def digests(station: TheStation, office: TheOffice, sealer: TheSealer) -> Response:
    """What the station's tables are to come to."""
    with office.database.snapshot(station.tenant_id) as tx:
        lives.must_be_entitled(tx, station)
        found = feed.digests(tx, station.tenant_id)
    return sealer.sealed(station.tenant_id, found)
