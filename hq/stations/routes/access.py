"""How a station comes in: enrolment, challenge, token, session, a new life."""

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
def enrol(said: Annotated[Enrol, Depends(reads(Enrol))], office: TheOffice) -> Response:
    """A code and a key become a certificate; the same two get the same answer again."""
    return plain(enrolment.enrol(office, said))


@router.post(
    "/auth/challenge",
    dependencies=[Anybody],
    responses=answering(Challenge, "What to sign within a minute."),
    openapi_extra=taking(AskChallenge),
)
def challenge(said: Annotated[AskChallenge, Depends(reads(AskChallenge))], office: TheOffice) -> Response:
    """Something to sign. A station that HQ does not know is answered alike."""
    return plain(station_tokens.challenge_for(office, said))


@router.post(
    "/auth/token",
    dependencies=[Anybody],
    responses=answering(Token, "What opens the station's doors for ten minutes."),
    openapi_extra=taking(Assertion),
)
def token(said: Annotated[Assertion, Depends(reads(Assertion))], office: TheOffice) -> Response:
    """A signed challenge becomes a token, once."""
    return plain(station_tokens.token_for(office, said))


@router.get("/stations/{station_id}/head", responses=answering(Head, "Where HQ stands with the station; sealed."))
def head(station: TheStation, office: TheOffice, sealer: TheSealer) -> Response:
    """Open a session: requests of the one before are refused from now on. A life that ended ends no session."""
    with office.database.tenant(station.tenant_id) as tx:
        opened = stations.open_session(tx, office, station)
    return sealer.sealed(station.tenant_id, opened)


@router.post(
    "/stations/{station_id}/epoch",
    responses=answering(Enrolled, "The certificate of the new life."),
    openapi_extra=taking(OpenEpoch),
)
def open_epoch(
    said: Annotated[OpenEpoch, Depends(reads(OpenEpoch))], station: TheStation, office: TheOffice
) -> Response:
    """Begin a new life of the store, once a supervisor approved it."""
    must_reach(station, said.epoch)
    with office.database.tenant(station.tenant_id) as tx:
        return plain(enrolment.open_epoch(tx, office, station, said))
