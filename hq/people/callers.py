"""The caller of a request: staff or a station, at the tenant that the token names."""

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
"""Declares in the published document that a token is needed, for routes that read it themselves."""
_SCHEME = "bearer"


def anybody(request: Request) -> None:
    """A route without a token: the rate of the caller's address is limited. Raises TooManyRequests."""
    rates: Rates = request.app.state.rates
    rates.address(address_of(request))


def address_of(request: Request) -> str:
    """The address of the caller, as the server was told to believe it."""
    return request.client.host if request.client else ""


Anybody = Depends(anybody)


async def claims_of(request: Request, _: Annotated[HTTPAuthorizationCredentials | None, Bearer]) -> Claims:
    """The claims of the request's token. Raises NotSignedIn or TooManyRequests."""
    return await claims_in(request)


async def claims_in(request: Request) -> Claims:
    """The same for a route that does not use FastAPI's dependencies."""
    rates: Rates = request.app.state.rates
    claims = await _read_claims(request)
    rates.token(_subject(claims))
    return claims


def _subject(claims: Claims) -> str:
    return f"{claims.tid}/{claims.sub}/{claims.epo}"


async def _read_claims(request: Request) -> Claims:
    reader: TokenReader = request.app.state.tokens
    rates: Rates = request.app.state.rates
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != _SCHEME:
        token = ""
    try:
        if reader.reads_without_database(token):
            claims = reader.read(token)
        else:
            check_rate = partial(rates.ask_address, address_of(request))
            claims = await run_in_threadpool(reader.read, token, check_rate)
    except NotSignedIn:
        anybody(request)
        raise
    return claims


async def check_token(request: Request) -> None:
    """Check that the request has a valid token, before its body is read. Raises NotSignedIn or TooManyRequests.

    The rate of the token counts with the route; that of an address counts here.
    """
    await _read_claims(request)


TheClaims = Annotated[Claims, Depends(claims_of)]


def costs(times: int) -> Any:
    """A dependency of a route that reads a whole hall or catalogue: its requests count as so many of the token's.

    It raises TooManyRequests.
    """

    async def count(request: Request, claims: TheClaims) -> None:
        rates: Rates = request.app.state.rates
        rates.token(_subject(claims), times - 1)  # once it was counted with its token

    return Depends(count)


def signed_in(claims: TheClaims, office: TheOffice) -> Staff:
    """The calling member of staff, with the role stored now. Raises NotSignedIn or Forbidden."""
    must_be_staff(claims)
    with office.database.tenant(claims.tid) as tx:
        return sign_in.staff_of(tx, claims)


def must_be_staff(claims: Claims) -> None:
    """Raises Forbidden for a station's token."""
    if claims.aud != "staff":
        raise Forbidden(Permission.READ_CATALOGUE)


def allowed(permission: Permission) -> Callable[..., Coroutine[Any, Any, Staff]]:
    """A dependency: the calling member of staff, whose role has this permission. It raises Forbidden."""

    async def staff(caller: Annotated[Staff, Depends(signed_in)]) -> Staff:
        caller.must(permission)
        return caller

    return staff


def author(staff: Staff) -> Author:
    """The author under whom HQ's journal records an act of this caller."""
    return Author(staff.tenant_id, staff.account_id)


async def station(station_id: UUID, claims: TheClaims) -> Holder:
    """The calling station. A path of another station is NOT_FOUND, so that tokens reveal no ids."""
    return its_station(station_id, claims)


def its_station(station_id: UUID, claims: Claims) -> Holder:
    """The same from claims that were read before. Raises Forbidden or NoSuchStation."""
    if claims.aud != "station":
        raise Forbidden(Permission.READ_STATIONS)
    if claims.sub != station_id:
        raise NoSuchStation
    return Holder(claims.tid, claims.sub, claims.epo)


TheStation = Annotated[Holder, Depends(station)]


def must_reach(station: Holder, epoch: int) -> None:
    """Check that a station asks about its own life or an earlier one. Raises StaleEpoch.

    A later life may belong to another machine with another key.
    """
    if epoch > station.epoch:
        raise StaleEpoch(station.epoch, epoch)
