"""Accounts of staff: creating and changing them, and setting passwords. HQ's journal records each act."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.exc import IntegrityError

from domain.errors import Refused
from hq.audit import act_journal
from hq.audit.acts import PasswordSet, StaffWritten
from hq.office import Office
from hq.people import ended, rows
from hq.people.passwords import PasswordHash, WeakPassword
from hq.people.permissions import StaffRole
from sync.tables.transaction import Tx

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,99}")


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


def write(tx: Tx, office: Office, by: Author, wanted: Account, password: PasswordHash | None = None) -> Account:
    """Create the account or change it. A new account needs the hash of a password.

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
        if password is None:
            raise WeakPassword
        with _one_login(wanted.login):
            _create(tx, office, by, wanted, password)
    else:
        with _one_login(wanted.login):
            _change(tx, by.tenant_id, wanted)
        ended.notify(tx, by.tenant_id, wanted.id)
    # Checked after the change and under a lock, so that two administrators cannot demote each other at once.
    if not rows.lock_administrators(tx, by.tenant_id):
        raise LastAdministrator
    act = StaffWritten(wanted.id, wanted.login, wanted.role, wanted.active)
    act_journal.append(tx, office, by.tenant_id, act, by.account_id)
    return wanted


@contextmanager
def _one_login(login: str) -> Iterator[None]:
    """Raise LoginTaken when another transaction has just taken the login: the row cannot be seen, the key refuses."""
    try:
        yield
    except IntegrityError as error:
        raise LoginTaken(login) from error


def set_password(tx: Tx, office: Office, by: Author, account_id: UUID, password: PasswordHash) -> None:
    """Set another password and end every sign-in of the account. Raises NoSuchAccount."""
    if not rows.update_account(tx, by.tenant_id, account_id, password_hash=password):
        raise NoSuchAccount
    rows.revoke_tokens_of(tx, by.tenant_id, account_id, office.clock.now())
    ended.notify(tx, by.tenant_id, account_id)
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


def _create(tx: Tx, office: Office, by: Author, wanted: Account, password: PasswordHash) -> None:
    row = {
        "tenant_id": by.tenant_id,
        "id": wanted.id,
        "login": wanted.login,
        "name": wanted.name,
        "role": wanted.role,
        "password_hash": password,
        "active": wanted.active,
        "networks": "[]",
        "created_at": office.clock.now(),
    }
    rows.insert_account(tx, row)


def _change(tx: Tx, tenant_id: UUID, wanted: Account) -> None:
    values = {"login": wanted.login, "name": wanted.name, "role": wanted.role, "active": wanted.active}
    rows.update_account(tx, tenant_id, wanted.id, **values)
