"""Availability of a performance, and its changes as server-sent events."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

import msgspec
from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response, StreamingResponse

from domain.errors import Refused, Unavailable
from domain.ids import PerformanceId
from domain.rights import Holder
from hq.journals import lives
from hq.live.availability import availability
from hq.live.gathering import Update
from hq.live.notices import Live
from hq.office import Office
from hq.people import sign_in
from hq.people.callers import TheClaims, costs
from hq.people.ended import Ended
from hq.people.permissions import Permission
from hq.people.tokens import Claims
from hq.web.the_office import TheOffice
from sync.line import packing
from sync.tables.transaction import Tx

router = APIRouter(prefix="/v1", tags=["live"])
PACKED = "application/vnd.taquilla.availability"
_HEARTBEAT_S = 0.75
"""Stations that hear nothing for longer than two of these know within three seconds that the network is cut."""


async def live_of(request: Request) -> Live:
    """The live updates of this process."""
    live: Live = request.app.state.live
    return live


def entitled(claims: TheClaims, office: TheOffice) -> Claims:
    """The claims of an active station, or of staff who may read the catalogue. Both are checked in the database."""
    with office.database.tenant(claims.tid) as tx:
        _must_be_entitled(tx, claims)
    return claims


def _must_be_entitled(tx: Tx, claims: Claims) -> None:
    if claims.aud == "station":
        lives.must_be_entitled(tx, Holder(claims.tid, claims.sub, claims.epo))
    else:
        sign_in.staff_of(tx, claims).must(Permission.READ_CATALOGUE)


async def _is_still_entitled(office: Office, claims: Claims) -> bool:
    try:
        await run_in_threadpool(entitled, claims, office)
    except (Refused, Unavailable):  # the station connects again
        return False
    return True


Entitled = Annotated[Claims, Depends(entitled)]


@router.get(
    "/performances/{performance_id}/availability",
    response_class=Response,
    responses={200: {"description": "Availability in msgpack under zstd.", "content": {PACKED: {}}}},
    dependencies=[costs(10)],
)
def read_availability(performance_id: UUID, claims: TheClaims, office: TheOffice) -> Response:
    """The state of every seat, in two bits each, and the tickets sold in each zone."""
    with office.database.tenant(claims.tid) as tx:
        _must_be_entitled(tx, claims)
        current = availability(tx, claims.tid, PerformanceId(performance_id))
    return Response(packing.pack(msgspec.msgpack.encode(current)), media_type=PACKED)


@router.get(
    "/live",
    response_class=StreamingResponse,
    responses={
        200: {"description": "Events `changed` (SeatsChanged) and `look`.", "content": {"text/event-stream": {}}}
    },
)
async def events(claims: Entitled, office: TheOffice, live: Annotated[Live, Depends(live_of)]) -> StreamingResponse:
    """Sales as they are committed, within a second. After `look`, ask for the availability: updates may be missing.

    The stream ends with the token that opened it: when it expires, when its account or its station may no longer have
    the stream, and when the person signs out or gets another password.
    """
    live.lines.check(claims)
    return StreamingResponse(_events(live, office, claims), media_type="text/event-stream")


async def _events(live: Live, office: Office, claims: Claims) -> AsyncIterator[str]:
    with live.lines.one_more(claims):
        async with live.subscription(claims.tid) as queue:
            while office.clock.now().timestamp() < claims.exp:
                try:
                    async with asyncio.timeout(_HEARTBEAT_S):
                        item = await queue.get()
                except TimeoutError:
                    yield ": here\n\n"
                    continue
                if isinstance(item, Update):
                    yield item.event
                elif isinstance(item, Ended):
                    if item.subject == claims.sub and not await _is_still_entitled(office, claims):
                        return
                else:
                    # Notices may be missing, also of the end of this token.
                    if not await _is_still_entitled(office, claims):
                        return
                    yield "event: look\ndata: {}\n\n"
