"""Routes for signing in, refreshing tokens and signing out."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field

from hq.addresses import network
from hq.people import sign_in as signing_in
from hq.people.callers import Anybody, address_of, signed_in
from hq.people.password_lane import TheLane
from hq.people.permissions import Staff, StaffRole
from hq.people.sign_in import Credentials, Passes
from hq.people.tokens import LIFE
from hq.people.tries import Tries
from hq.web.texts import Login, Password, Short
from hq.web.the_office import TheOffice

router = APIRouter(prefix="/v1", tags=["sign-in"])


class SignIn(BaseModel):
    """The organisation's short name, the login and the password."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"tenant": "teatro", "login": "ana", "password": "correct horse"}]},
    )

    tenant: Short
    login: Login
    password: Password


class Refresh(BaseModel):
    """The refresh token that was issued last; it is valid for one use."""

    model_config = ConfigDict(extra="forbid")

    refresh_token: str = Field(max_length=200)


class SignedIn(BaseModel):
    """The tokens of a person who signed in. The access token goes into `Authorization: Bearer`."""

    account_id: UUID
    role: StaffRole
    access_token: str
    expires_in_s: int
    refresh_token: str


class Me(BaseModel):
    """The account of the access token."""

    tenant_id: UUID
    account_id: UUID
    role: StaffRole


@router.post("/sign-in", dependencies=[Anybody])
async def sign_in(request: Request, typed: SignIn, office: TheOffice, lane: TheLane) -> SignedIn:
    """Sign in with a password and get tokens."""
    origin = network(address_of(request))
    credentials = Credentials(typed.tenant, typed.login, typed.password, origin)
    tries: Tries = request.app.state.tries
    return _show(await lane.run_evenly(partial(signing_in.sign_in, office, tries, credentials, lane.later), origin))


@router.post("/sign-in/refresh", dependencies=[Anybody])
def refresh(body: Refresh, office: TheOffice) -> SignedIn:
    """Exchange a refresh token for new tokens. A second use of it revokes all tokens of this sign-in."""
    return _show(signing_in.refresh(office, body.refresh_token))


@router.post("/sign-out", dependencies=[Anybody], status_code=204)
def sign_out(body: Refresh, office: TheOffice) -> None:
    """End this sign-in: its refresh tokens, its access tokens and its live lines."""
    signing_in.sign_out(office, body.refresh_token)


@router.get("/me")
def me(staff: Annotated[Staff, Depends(signed_in)]) -> Me:
    """Return the account of the access token, with its present role."""
    return Me(tenant_id=staff.tenant_id, account_id=staff.account_id, role=staff.role)


def _show(passes: Passes) -> SignedIn:
    return SignedIn(
        account_id=passes.account_id,
        role=passes.role,
        access_token=passes.access,
        expires_in_s=int(LIFE.total_seconds()),
        refresh_token=passes.refresh,
    )
