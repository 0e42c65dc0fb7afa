"""Commands of `taquilla-hq` for the staff of an organisation."""

import argparse
import getpass
import sys

from hq.office import Office
from hq.outcome import Outcome
from hq.people import accounts
from hq.people.accounts import Account, Author


def add_staff(office: Office, by: Author, options: argparse.Namespace) -> Outcome:
    """Create an account."""
    wanted = Account(office.ids.new(), options.login, options.name, options.role)
    password = _read_password()
    with office.database.tenant(by.tenant_id) as tx:
        accounts.write(tx, office, by, wanted, password)
    return Outcome([f"staff {wanted.login}: {wanted.role}"])


def _read_password() -> str:
    """From the terminal or from a pipe; never from the command line, which other users of the machine can read."""
    return getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
