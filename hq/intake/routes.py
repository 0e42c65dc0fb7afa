"""A station's journal on its way up, and back down to a store that was put back."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from fastapi.routing import APIRoute

from domain.rights import Holder
from hq.intake.group_commit import GroupCommit
from hq.journals.arrivals import Arrived
from hq.journals.own_journal import journal_part
from hq.people.callers import Bearer, TheStation, claims_in, its_station, must_reach
from hq.web.the_office import TheOffice
from hq.web.wire import Sealer, TheSealer, answering
from sync.line import push
from sync.line.messages import Acknowledged, JournalPart

router = APIRouter(prefix="/v1/stations/{station_id}/journal", tags=["station"])
_PACKED = {"content": {push.MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}, "required": True}
_SMALL = 128 << 10
"""Bytes of a push, unpacked, that are read in less time than it takes to give them to another thread."""
_MOST_EPOCH, _MOST_SEQ = 2**31 - 1, 2**31 - 1


@router.post(
    "",
    responses=answering(Acknowledged, "HQ has it durably up to here, and what HQ grants; sealed."),
    openapi_extra={"requestBody": _PACKED},
    dependencies=[Bearer],
)
async def receive(request: Request, station_id: UUID) -> Response:
    """Bring in entries of the journal. What is there already stays as it is; what is not understood is kept."""
    pushes: GroupCommit = request.app.state.pushes
    sealer: Sealer = request.app.state.sealer
    station = its_station(station_id, await claims_in(request))
    body = await request.body()
    said = push.decode(body) if push.unpacked_bytes(body) <= _SMALL else await run_in_threadpool(push.decode, body)
    must_reach(station, said.epoch)
    answer = await pushes.put(station.tenant_id, Arrived(station.station_id, said))
    if not sealer.has_key(station.tenant_id):
        return await run_in_threadpool(sealer.sealed, station.tenant_id, answer)
    return sealer.sealed(station.tenant_id, answer)


@router.get("", responses=answering(JournalPart, "Entries as the station signed them; sealed."))
def own_journal(
    station: TheStation,
    office: TheOffice,
    sealer: TheSealer,
    epoch: Annotated[int, Query(ge=1, le=_MOST_EPOCH)],
    after: Annotated[int, Query(ge=0, le=_MOST_SEQ)] = 0,
) -> Response:
    """The station's own entries back, of this life of it and of those before, by pages."""
    must_reach(station, epoch)
    with office.database.tenant(station.tenant_id) as tx:
        part = journal_part(tx, Holder(station.tenant_id, station.station_id, epoch), after)
    return sealer.sealed(station.tenant_id, part)


HOT = tuple(route for route in router.routes if isinstance(route, APIRoute) and route.endpoint is receive)
