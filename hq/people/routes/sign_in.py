"""Signing in, going on, signing out."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from hq.people import sign_in as signing_in
from hq.people.callers import Anybody, signed_in
from hq.people.permissions import Staff, StaffRole
from hq.people.sign_in import Credentials, Passes
from hq.people.tokens import LIFE
from hq.web.texts import Login, Password, Short
from hq.web.the_office import TheOffice

router = APIRouter(prefix="/v1", tags=["sign-in"])


class SignIn(BaseModel):
    """What a person types."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"tenant": "teatro", "login": "ana", "password": "correct horse"}]},
    )

    tenant: Short
    login: Login
    password: Password


class Refresh(BaseModel):
    """The refresh token that came last; it is good for one use."""

    model_config = ConfigDict(extra="forbid")

    refresh_token: str = Field(max_length=200)


class SignedIn(BaseModel):
    """What a person who signed in holds. The access token goes into `Authorization: Bearer`."""

    account_id: UUID
    role: StaffRole
    access_token: str
    expires_in_s: int
    refresh_token: str


class Me(BaseModel):
    """Whose token this is."""

    tenant_id: UUID
    account_id: UUID
    role: StaffRole


@router.post("/sign-in", dependencies=[Anybody])
def sign_in(typed: SignIn, office: TheOffice) -> SignedIn:
    """Give a password for tokens."""
    return _show(signing_in.sign_in(office, Credentials(typed.tenant, typed.login, typed.password)))


@router.post("/sign-in/refresh", dependencies=[Anybody])
def refresh(given: Refresh, office: TheOffice) -> SignedIn:
    """Give a refresh token for new tokens. A second use of one signs out whoever holds the others."""
    return _show(signing_in.refresh(office, given.refresh_token))


@router.post("/sign-out", dependencies=[Anybody], status_code=204)
def sign_out(given: Refresh, office: TheOffice) -> None:
    """No refresh token that came of this sign-in opens anything any more."""
    signing_in.sign_out(office, given.refresh_token)


@router.get("/me")
def me(staff: Annotated[Staff, Depends(signed_in)]) -> Me:
    """Whose token this is, with the role of this moment."""
    return Me(tenant_id=staff.tenant_id, account_id=staff.account_id, role=staff.role)


def _show(passes: Passes) -> SignedIn:
    return SignedIn(
        account_id=passes.account_id,
        role=passes.role,
        access_token=passes.access,
        expires_in_s=int(LIFE.total_seconds()),
        refresh_token=passes.refresh,
    )
