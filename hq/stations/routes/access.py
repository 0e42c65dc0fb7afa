"""Routes by which a station enrols, signs in, opens a session and begins a new life."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from hq.people.callers import Anybody, TheStation, must_reach
from hq.stations import enrolment, station_tokens, stations
from hq.web.the_office import TheOffice
from hq.web.wire import TheSealer, answering, plain, reads, taking
from sync.line.messages import AskChallenge, Assertion, Challenge, Enrol, Enrolled, Head, OpenEpoch, Token

router = APIRouter(prefix="/v1", tags=["station"])


@router.post(
    "/enrol",
    dependencies=[Anybody],
    responses=answering(Enrolled, "The station's certificate."),
    openapi_extra=taking(Enrol),
)
def enrol(request: Annotated[Enrol, Depends(reads(Enrol))], office: TheOffice) -> Response:
    """Enrol with a one-time code and a key. The same code and key get the same certificate again."""
    return plain(enrolment.enrol(office, request))


@router.post(
    "/auth/challenge",
    dependencies=[Anybody],
    responses=answering(Challenge, "A nonce to sign within a minute."),
    openapi_extra=taking(AskChallenge),
)
def challenge(request: Annotated[AskChallenge, Depends(reads(AskChallenge))], office: TheOffice) -> Response:
    """Return a nonce to sign. An unknown station gets a nonce too, which gives no token."""
    return plain(station_tokens.challenge_for(office, request))


@router.post(
    "/auth/token",
    dependencies=[Anybody],
    responses=answering(Token, "An access token for ten minutes."),
    openapi_extra=taking(Assertion),
)
def token(assertion: Annotated[Assertion, Depends(reads(Assertion))], office: TheOffice) -> Response:
    """Exchange a signed challenge for an access token, once."""
    return plain(station_tokens.token_for(office, assertion))


@router.get("/stations/{station_id}/head", responses=answering(Head, "The state of the station at HQ; sealed."))
def head(station: TheStation, office: TheOffice, sealer: TheSealer) -> Response:
    """Open a session and return the state of the station at HQ.

    Requests of the previous session are refused from now on. An ended life opens no session.
    """
    with office.database.tenant(station.tenant_id) as tx:
        opened = stations.open_session(tx, office, station)
    return sealer.sealed(station.tenant_id, opened)


@router.post(
    "/stations/{station_id}/epoch",
    responses=answering(Enrolled, "The certificate of the new life."),
    openapi_extra=taking(OpenEpoch),
)
def open_epoch(
    request: Annotated[OpenEpoch, Depends(reads(OpenEpoch))], station: TheStation, office: TheOffice
) -> Response:
    """Begin a new life of the store after a supervisor approved it."""
    must_reach(station, request.epoch)
    with office.database.tenant(station.tenant_id) as tx:
        return plain(enrolment.open_epoch(tx, office, station, request))
