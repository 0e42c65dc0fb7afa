"""Commands of `taquilla-hq` for the staff of an organisation."""

import argparse
import getpass
import sys

from hq.office import Office
from hq.outcome import Outcome, listed
from hq.people import accounts, passwords
from hq.people.accounts import Account, Author
from resources.texts import text

_MOST = 10_000


def add_staff(office: Office, by: Author, options: argparse.Namespace) -> Outcome:
    """Create an account."""
    wanted = Account(office.ids.new(), options.login, options.name, options.role)
    password = passwords.hashed(_read_password())
    with office.database.tenant(by.tenant_id) as tx:
        accounts.write(tx, office, by, wanted, password)
    return Outcome([text("hq.staff", login=wanted.login, role=wanted.role)])


def list_staff(office: Office, by: Author, _options: argparse.Namespace) -> Outcome:
    """List the accounts of people who sign in at HQ, by login."""
    with office.database.tenant(by.tenant_id) as tx:
        known = sorted(accounts.page(tx, by.tenant_id, None, _MOST), key=lambda account: account.login)
    return listed(
        "login name role state",
        [(one.login, one.name, one.role, text("hq.in_use" if one.active else "hq.retired")) for one in known],
    )


def _read_password() -> str:
    """From the terminal or from a pipe; never from the command line, which other users of the machine can read."""
    return getpass.getpass(text("hq.password")) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
