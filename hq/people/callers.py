"""Who asks: staff or a station, by their token; and which tenant, by the token alone."""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from domain.rights import Holder
from hq.journals.lives import NoSuchStation, StaleEpoch
from hq.people import sign_in
from hq.people.accounts import Author
from hq.people.permissions import Forbidden, Permission, Staff
from hq.people.tokens import Claims, NotSignedIn, TokenReader
from hq.web.rates import Rates
from hq.web.the_office import TheOffice

_bearer = HTTPBearer(auto_error=False, bearerFormat="JWT", description="From sign-in, or from a station's assertion.")
Bearer = Depends(_bearer)
"""Says in the document that a token is needed; for routes that read it themselves."""
_SCHEME = "bearer"


def anybody(request: Request) -> None:
    """A door without a token: an address may knock only so often."""
    rates: Rates = request.app.state.rates
    rates.address(_address(request))


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


Anybody = Depends(anybody)


async def claims_of(request: Request, _: Annotated[HTTPAuthorizationCredentials | None, Bearer]) -> Claims:
    """What the request's token says. Raises NotSignedIn or TooManyRequests."""
    return await claims_in(request)


async def claims_in(request: Request) -> Claims:
    """The same, without the framework's dependencies."""
    reader: TokenReader = request.app.state.tokens
    rates: Rates = request.app.state.rates
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != _SCHEME:
        token = ""
    try:
        if reader.asks_nobody(token):
            claims = reader.read(token)
        else:
            may_look_up = partial(rates.ask_address, _address(request))
            claims = await run_in_threadpool(reader.read, token, may_look_up)
    except NotSignedIn:
        anybody(request)
        raise
    rates.token(f"{claims.tid}/{claims.sub}/{claims.epo}")
    return claims


TheClaims = Annotated[Claims, Depends(claims_of)]


def signed_in(claims: TheClaims, office: TheOffice) -> Staff:
    """Somebody of the staff, with the role of this moment."""
    must_be_staff(claims)
    with office.database.tenant(claims.tid) as tx:
        return sign_in.staff_of(tx, claims)


def must_be_staff(claims: Claims) -> None:
    """That this is no station's token. Raises Forbidden."""
    if claims.aud != "staff":
        raise Forbidden(Permission.READ_CATALOGUE)


def allowed(permission: Permission) -> Callable[..., Coroutine[Any, Any, Staff]]:
    """Somebody whose role may do this."""

    async def staff(found: Annotated[Staff, Depends(signed_in)]) -> Staff:
        found.must(permission)
        return found

    return staff


def author(staff: Staff) -> Author:
    """Who acts, for HQ's journal."""
    return Author(staff.tenant_id, staff.account_id)


async def station(station_id: UUID, claims: TheClaims) -> Holder:
    """The station whose token this is; another's path is not there for it."""
    return its_station(station_id, claims)


def its_station(station_id: UUID, claims: Claims) -> Holder:
    """The same, of claims already read. Raises Forbidden or NoSuchStation."""
    if claims.aud != "station":
        raise Forbidden(Permission.READ_STATIONS)
    if claims.sub != station_id:
        raise NoSuchStation
    return Holder(claims.tid, claims.sub, claims.epo)


TheStation = Annotated[Holder, Depends(station)]


def must_reach(station: Holder, epoch: int) -> None:
    """That this life of a station has to do with another: never with a later one, whose key may be another's.

    Raises StaleEpoch.
    """
    if epoch > station.epoch:
        raise StaleEpoch(station.epoch, epoch)
