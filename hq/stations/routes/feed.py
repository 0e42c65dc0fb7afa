"""Routes by which a station reads the catalogue: pages of the feed, snapshots and digests."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from hq.people.callers import TheStation, costs
from hq.stations import catalogue_feed
from hq.web.slow_lane import InTurn
from hq.web.the_office import TheOffice
from hq.web.wire import TheSealer, answering
from sync.line.messages import Digests, Manifest, Page

router = APIRouter(prefix="/v1/stations/{station_id}", tags=["station"])
PACKED = "application/zstd"
# The cursor is a bigint and the number of a chunk an integer in the database.
_MOST_CURSOR, _MOST_CHUNK = 2**62, 2**31 - 1
_CHUNK: dict[int | str, dict[str, object]] = {
    200: {"description": "Rows in JSON, compressed with zstd; the manifest has their SHA-256.", "content": {PACKED: {}}}
}


@router.get("/feed", responses=answering(Page, "The changes after the cursor; sealed."))
def page(
    station: TheStation,
    office: TheOffice,
    sealer: TheSealer,
    incarnation: UUID,
    cursor: Annotated[int, Query(ge=0, le=_MOST_CURSOR)] = 0,
) -> Response:
    """Return the catalogue changes after a cursor. RESYNC when the station needs a snapshot first."""
    return sealer.sealed(station.tenant_id, catalogue_feed.page_for(office, station, cursor, incarnation))


@router.get(
    "/snapshot", responses=answering(Manifest, "The chunks of a snapshot; sealed."), dependencies=[costs(20), InTurn]
)
def snapshot(station: TheStation, office: TheOffice, sealer: TheSealer) -> Response:
    """Return the manifest of a snapshot: the whole catalogue at one cursor of the feed, in chunks."""
    return sealer.sealed(station.tenant_id, catalogue_feed.snapshot_for(office, station))


@router.get("/snapshot/{snapshot_id}/{no}", responses=_CHUNK, response_class=Response)
def chunk(
    snapshot_id: UUID, no: Annotated[int, Path(ge=0, le=_MOST_CHUNK)], station: TheStation, office: TheOffice
) -> Response:
    """Return one chunk of a snapshot. It may be fetched repeatedly."""
    return Response(catalogue_feed.chunk_for(office, station, snapshot_id, no), media_type=PACKED)


@router.get(
    "/digests",
    responses=answering(Digests, "One digest a table at the head of the feed; sealed."),
    dependencies=[costs(100), InTurn],
)
def digests(station: TheStation, office: TheOffice, sealer: TheSealer) -> Response:
    """Return the digests that the station's catalogue tables must have at the head of the feed."""
    return sealer.sealed(station.tenant_id, catalogue_feed.digests_for(office, station))
