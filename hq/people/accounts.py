"""Accounts of staff: creating and changing them, and setting passwords. HQ's journal records each act."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from argon2 import PasswordHasher
from sqlalchemy import Row

from domain.errors import Refused
from hq.audit import act_journal
from hq.audit.acts import PasswordSet, StaffWritten
from hq.office import Office
from hq.people import rows
from hq.people.permissions import StaffRole
from sync.tables.transaction import Tx

FEWEST_PASSWORD_CHARACTERS = 10
MOST_PASSWORD_CHARACTERS = 200
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,99}")
hasher = PasswordHasher()
"""argon2id with the library's parameters, which follow RFC 9106 for servers with little memory."""


@dataclass(eq=False)
class LoginTaken(Refused):
    """Another account of the organisation has this login."""

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
    """An organisation keeps at least one active administrator."""

    code: ClassVar[str] = "LAST_ADMINISTRATOR"


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may sign in at HQ. The caller makes the id, so that writing an account twice creates one."""

    id: UUID
    login: str
    name: str
    role: StaffRole
    active: bool = True


@dataclass(frozen=True, slots=True)
class Author:
    """The tenant and the account that an act is recorded under; no account for HQ's command line."""

    tenant_id: UUID
    account_id: UUID | None


def write(tx: Tx, office: Office, by: Author, wanted: Account, password: str | None = None) -> Account:
    """Create the account or change it. A new account needs a password.

    Raises BadLogin, LoginTaken, WeakPassword or LastAdministrator.
    """
    if not _LOGIN.fullmatch(wanted.login):
        raise BadLogin(wanted.login)
    if rows.other_account_has_login(tx, by.tenant_id, wanted.id, wanted.login):
        raise LoginTaken(wanted.login)
    before = find(tx, by.tenant_id, wanted.id)
    if before == wanted:
        return wanted
    if before is None:
        _create(tx, office, by, wanted, password or "")
    else:
        _change(tx, by.tenant_id, wanted)
    # Checked after the change and under a lock, so that two administrators cannot demote each other at once.
    if not rows.lock_administrators(tx, by.tenant_id):
        raise LastAdministrator
    act = StaffWritten(wanted.id, wanted.login, wanted.role, wanted.active)
    act_journal.append(tx, office, by.tenant_id, act, by.account_id)
    return wanted


def set_password(tx: Tx, office: Office, by: Author, account_id: UUID, password: str) -> None:
    """Set another password and revoke every refresh token of the account. Raises WeakPassword, NoSuchAccount."""
    _must_be_strong(password)
    values = {"password_hash": hasher.hash(password), "failures": 0, "wait_until": None}
    if not rows.update_account(tx, by.tenant_id, account_id, **values):
        raise NoSuchAccount
    rows.revoke_tokens_of(tx, by.tenant_id, account_id, office.clock.now())
    act_journal.append(tx, office, by.tenant_id, PasswordSet(account_id), by.account_id)


def find(tx: Tx, tenant_id: UUID, account_id: UUID) -> Account | None:
    """The account with this id."""
    row = rows.account(tx, tenant_id, account_id)
    return _account(row) if row else None


def page(tx: Tx, tenant_id: UUID, after: UUID | None, most: int) -> list[Account]:
    """At most `most` accounts by id, from the first one after `after`."""
    return [_account(row) for row in rows.accounts_after(tx, tenant_id, after, most)]


def _account(row: Row[Any]) -> Account:
    return Account(row.id, row.login, row.name, StaffRole(row.role), row.active)


def _create(tx: Tx, office: Office, by: Author, wanted: Account, password: str) -> None:
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
    rows.insert_account(tx, row)


def _change(tx: Tx, tenant_id: UUID, wanted: Account) -> None:
    values = {"login": wanted.login, "name": wanted.name, "role": wanted.role, "active": wanted.active}
    rows.update_account(tx, tenant_id, wanted.id, **values)


def _must_be_strong(password: str) -> None:
    if not FEWEST_PASSWORD_CHARACTERS <= len(password) <= MOST_PASSWORD_CHARACTERS:
        raise WeakPassword
