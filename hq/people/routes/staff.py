"""Routes for the accounts of a tenant's staff."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict

from hq.people import accounts, passwords
from hq.people.accounts import Account
from hq.people.callers import allowed, author
from hq.people.password_lane import TheLane
from hq.people.permissions import Permission, Staff, StaffRole
from hq.web.paging import Cursor, Limit, Page, after_id, page
from hq.web.texts import Login, Name, Password
from hq.web.the_office import TheOffice

router = APIRouter(prefix="/v1/staff", tags=["staff"])
Administrator = Annotated[Staff, Depends(allowed(Permission.MANAGE_STAFF))]


class AccountIn(BaseModel):
    """The wanted state of an account; a new account needs a password."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"login": "ana", "name": "Ana Pérez", "role": "supervisor"}]},
    )

    login: Login
    name: Name
    role: StaffRole
    active: bool = True
    password: Password | None = None


class AccountOut(BaseModel):
    """An account."""

    id: UUID
    login: str
    name: str
    role: StaffRole
    active: bool


class PasswordIn(BaseModel):
    """The new password."""

    model_config = ConfigDict(extra="forbid")

    password: Password


@router.get("")
def accounts_page(
    staff: Administrator, office: TheOffice, cursor: Cursor = None, limit: Limit = 50
) -> Page[AccountOut]:
    """List the accounts by id, page by page."""
    with office.database.tenant(staff.tenant_id) as tx:
        listed = accounts.page(tx, staff.tenant_id, after_id(cursor), limit + 1)
    return page(listed, limit, _show, lambda account: account.id)


@router.get("/{account_id}")
def account(account_id: UUID, staff: Administrator, office: TheOffice) -> AccountOut:
    """Return an account."""
    with office.database.tenant(staff.tenant_id) as tx:
        match = accounts.find(tx, staff.tenant_id, account_id)
    if match is None:
        raise accounts.NoSuchAccount
    return _show(match)


@router.put("/{account_id}")
async def write_account(  # FastAPI's parameters
    account_id: UUID, wanted: AccountIn, staff: Administrator, office: TheOffice, lane: TheLane
) -> AccountOut:
    """Create an account or change it. The caller makes the id, so that a repeated request creates one account."""
    asked = Account(account_id, wanted.login, wanted.name, wanted.role, wanted.active)

    def write() -> Account:
        password = None if wanted.password is None else passwords.hashed(wanted.password)
        with office.database.tenant(staff.tenant_id) as tx:
            return accounts.write(tx, office, author(staff), asked, password)

    if wanted.password is None:
        return _show(await run_in_threadpool(write))
    return _show(await lane.run(write, str(staff.account_id)))


@router.put("/{account_id}/password", status_code=204)
async def set_password(
    account_id: UUID, wanted: PasswordIn, staff: Administrator, office: TheOffice, lane: TheLane
) -> None:
    """Set another password and end every sign-in of the account, with its access tokens and live lines."""

    def write() -> None:
        password = passwords.hashed(wanted.password)
        with office.database.tenant(staff.tenant_id) as tx:
            accounts.set_password(tx, office, author(staff), account_id, password)

    await lane.run(write, str(staff.account_id))


def _show(account: Account) -> AccountOut:
    return AccountOut(id=account.id, login=account.login, name=account.name, role=account.role, active=account.active)
