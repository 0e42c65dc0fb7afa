"""Receiving a station's journal, and sending it back to a restored store."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from fastapi.routing import APIRoute

from domain.rights import Holder
from hq.intake.lane import Lane
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
"""Unpacked bytes of a push that are decoded faster than a thread can be started for them."""
_MOST_EPOCH, _MOST_SEQ = 2**31 - 1, 2**31 - 1


@router.post(
    "",
    responses=answering(Acknowledged, "The last entry that HQ has durably, and the grants for the station; sealed."),
    openapi_extra={"requestBody": _PACKED},
    dependencies=[Bearer],
)
async def receive(request: Request, station_id: UUID) -> Response:
    """Push entries of the journal. Entries that HQ has already are skipped; unknown kinds are stored."""
    pushes: Lane = request.app.state.pushes
    sealer: Sealer = request.app.state.sealer
    station = its_station(station_id, await claims_in(request))
    body = await request.body()
    is_small = push.unpacked_bytes(body) <= _SMALL
    pushed = push.decode(body) if is_small else await run_in_threadpool(push.decode, body)
    must_reach(station, pushed.epoch)
    answer = await pushes.put(station.tenant_id, Arrived(station.station_id, pushed))
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
    """A page of the station's own entries, of its current life or an earlier one."""
    must_reach(station, epoch)
    with office.database.tenant(station.tenant_id) as tx:
        part = journal_part(tx, Holder(station.tenant_id, station.station_id, epoch), after)
    return sealer.sealed(station.tenant_id, part)


HOT = tuple(route for route in router.routes if isinstance(route, APIRoute) and route.endpoint is receive)
