"""Accounts of staff: made, changed, given another password; each act is in HQ's journal."""

import re
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from argon2 import PasswordHasher
from sqlalchemy import select, update

from domain.errors import Refused
from hq.audit import act_journal
from hq.audit.acts import PasswordSet, StaffWritten
from hq.office import Office
from hq.people.permissions import StaffRole
from hq.storage.tables import refresh_token, staff_account
from sync.tables.transaction import Tx

FEWEST_PASSWORD_CHARACTERS = 10
MOST_PASSWORD_CHARACTERS = 200
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,99}")
hasher = PasswordHasher()
"""argon2id with the library's parameters, which follow RFC 9106 for servers with little memory."""


@dataclass(eq=False)
class LoginTaken(Refused):
    """Another account of the organisation has this login or this id."""

    code: ClassVar[str] = "LOGIN_TAKEN"

    login: str


@dataclass(eq=False)
class BadLogin(Refused):
    """A login has small letters, digits and . _ @ + - and begins with a letter or a digit."""

    code: ClassVar[str] = "BAD_LOGIN"

    login: str


@dataclass(eq=False)
class WeakPassword(Refused):
    """A password has 10 to 200 characters."""

    code: ClassVar[str] = "WEAK_PASSWORD"

    least: int = FEWEST_PASSWORD_CHARACTERS


@dataclass(eq=False)
class NoSuchAccount(Refused):
    """The organisation has no such account."""

    code: ClassVar[str] = "NOT_FOUND"

    what: str = "account"


@dataclass(eq=False)
class LastAdministrator(Refused):
    """An organisation keeps one active administrator."""

    code: ClassVar[str] = "LAST_ADMINISTRATOR"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in at HQ. The maker of an account makes its id: writing it twice is writing it once."""

    id: UUID
    login: str
    name: str
    role: StaffRole
    active: bool = True


@dataclass(frozen=True, slots=True)
class Author:
    """Who acts, at which tenant; no account when it is HQ's command line."""

    tenant_id: UUID
    account_id: UUID | None


def write(tx: Tx, office: Office, by: Author, wanted: Account, password: str | None = None) -> Account:
    """Make the account or change it. A new one needs a password. Raises LoginTaken, WeakPassword, LastAdministrator."""
    if not _LOGIN.fullmatch(wanted.login):
        raise BadLogin(wanted.login)
    t = staff_account.c
    taken = select(t.id).where(t.tenant_id == by.tenant_id, t.login == wanted.login, t.id != wanted.id)
    if tx.execute(taken).first():
        raise LoginTaken(wanted.login)
    before = find(tx, by.tenant_id, wanted.id)
    if before == wanted:
        return wanted
    if before is None:
        _make(tx, office, by, wanted, password or "")
    else:
        _change(tx, by.tenant_id, wanted)
    _must_keep_an_administrator(tx, by.tenant_id)
    act = StaffWritten(wanted.id, wanted.login, wanted.role, wanted.active)
    act_journal.append(tx, office, by.tenant_id, act, by.account_id)
    return wanted


def set_password(tx: Tx, office: Office, by: Author, account_id: UUID, password: str) -> None:
    """Another password; who is signed in with the old one must sign in again. Raises WeakPassword, NoSuchAccount."""
    _must_be_strong(password)
    mine = (staff_account.c.tenant_id == by.tenant_id, staff_account.c.id == account_id)
    values = {"password_hash": hasher.hash(password), "failures": 0, "wait_until": None}
    if not tx.execute(update(staff_account).where(*mine).values(**values)).rowcount:
        raise NoSuchAccount
    tokens = (refresh_token.c.tenant_id == by.tenant_id, refresh_token.c.account_id == account_id)
    tx.execute(update(refresh_token).where(*tokens).values(revoked_at=office.clock.now()))
    act_journal.append(tx, office, by.tenant_id, PasswordSet(account_id), by.account_id)


def find(tx: Tx, tenant_id: UUID, account_id: UUID) -> Account | None:
    """The account with this id."""
    t = staff_account.c
    row = tx.execute(select(staff_account).where(t.tenant_id == tenant_id, t.id == account_id)).first()
    return Account(row.id, row.login, row.name, StaffRole(row.role), row.active) if row else None


def page(tx: Tx, tenant_id: UUID, after: UUID | None, most: int) -> list[Account]:
    """Accounts in the order of their ids."""
    t = staff_account.c
    statement = select(staff_account).where(t.tenant_id == tenant_id).order_by(t.id).limit(most)
    if after is not None:
        statement = statement.where(t.id > after)
    return [Account(r.id, r.login, r.name, StaffRole(r.role), r.active) for r in tx.execute(statement)]


def _make(tx: Tx, office: Office, by: Author, wanted: Account, password: str) -> None:
    _must_be_strong(password)
    row = {
        "tenant_id": by.tenant_id,
        "id": wanted.id,
        "login": wanted.login,
        "name": wanted.name,
        "role": wanted.role,
        "password_hash": hasher.hash(password),
        "active": wanted.active,
        "failures": 0,
        "wait_until": None,
        "created_at": office.clock.now(),
    }
    tx.insert(staff_account, [row])


def _change(tx: Tx, tenant_id: UUID, wanted: Account) -> None:
    mine = (staff_account.c.tenant_id == tenant_id, staff_account.c.id == wanted.id)
    values = {"login": wanted.login, "name": wanted.name, "role": wanted.role, "active": wanted.active}
    tx.execute(update(staff_account).where(*mine).values(**values))


def _must_be_strong(password: str) -> None:
    if not FEWEST_PASSWORD_CHARACTERS <= len(password) <= MOST_PASSWORD_CHARACTERS:
        raise WeakPassword


def _must_keep_an_administrator(tx: Tx, tenant_id: UUID) -> None:
    t = staff_account.c
    administrators = select(t.id).where(t.tenant_id == tenant_id, t.role == StaffRole.ADMINISTRATOR, t.active)
    if not tx.execute(administrators.with_for_update()).first():
        raise LastAdministrator
