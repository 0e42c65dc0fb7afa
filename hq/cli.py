"""The command `taquilla-hq`: its arguments and options. Settings come from the environment (TAQUILLA_HQ_...)."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol
from uuid import UUID

from domain.errors import Refused, Unavailable
from hq import SOFTWARE, commands, demo, serving
from hq.books.commands import check_books, close_books
from hq.commands import Command, for_office, for_station, for_tenant
from hq.outcome import REFUSED
from hq.people.commands import add_staff
from hq.people.permissions import StaffRole
from hq.rights.commands import grant_block, release_seats
from hq.sentences import sentence, values
from hq.settings import BadSettings, read
from hq.setup.commands import add_tenant, load, retire
from hq.setup.retiring import Retirable
from hq.stations.commands import add_station
from sync.setup import BadSetup


class Groups(Protocol):
    """The object of argparse to which commands are added."""

    def add_parser(self, name: str, *, help: str, description: str = ...) -> argparse.ArgumentParser: ...  # noqa: A002  # argparse's word


def main(arguments: Sequence[str] | None = None, environment: Mapping[str, str] = os.environ) -> int:
    """Run a command and return its exit code.

    0: it was done. 1: it was refused. 2: a check failed. 3: the server did not start.
    """
    options = _parser().parse_args(arguments)
    try:
        command: Command = options.command
        return command(options.settings(environment), options)
    except (Refused, Unavailable) as error:
        for line in _lines(error):
            print(line, file=sys.stderr)
        return REFUSED


def _lines(error: Refused | Unavailable) -> list[str]:
    if isinstance(error, BadSettings):
        return [f"{error.code}: {sentence(error)}", *error.problems]
    if isinstance(error, BadSetup):
        problems = [f"{problem.where}: {problem.what} {problem.detail}".rstrip() for problem in error.problems]
        return [f"{error.code}: {sentence(error)}", *problems]
    carried = ", ".join(f"{name}: {value}" for name, value in values(error).items())
    return [f"{error.code}: {sentence(error)}" + (f" ({carried})" if carried else "")]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="taquilla-hq", description="Head office of Taquilla.")
    parser.add_argument("--version", action="version", version=SOFTWARE, help="print the version and exit")
    groups = parser.add_subparsers(required=True, metavar="command")
    _command(groups, "serve", serving.serve, "serve stations and staff")
    shown = _command(groups, "demo", demo.demo, "serve a demonstration house, and delete it when stopped")
    shown.set_defaults(settings=demo.own_settings)
    _command(groups, "migrate", commands.migrate, "migrate the database to the present schema")
    _command(groups, "check", for_office(check_books), "check the books of every organisation; exit code 2 if wrong")
    _load(groups)
    _retire(groups)
    _tenant(_group(groups, "tenant", "organisations"))
    _staff(_group(groups, "staff", "accounts of people who sign in at HQ"))
    _station(_group(groups, "station", "selling machines"))
    _block(_group(groups, "block", "numbers"))
    _seats(_group(groups, "seats", "seats in quarantine"))
    _books(_group(groups, "books", "books of closed days"))
    return parser


def _group(groups: Groups, name: str, about: str) -> Groups:
    return groups.add_parser(name, help=about).add_subparsers(required=True, metavar="act")


def _command(groups: Groups, name: str, command: Command, about: str) -> argparse.ArgumentParser:
    parser = groups.add_parser(name, help=about, description=about)
    parser.set_defaults(command=command, settings=read)
    return parser


def _load(groups: Groups) -> None:
    parser = _command(groups, "load", for_tenant(load), "load set-up files into an organisation's catalogue")
    parser.add_argument("files", type=Path, nargs="+", help="the same files that a station loads")
    _of_tenant(parser)


def _retire(groups: Groups) -> None:
    parser = _command(groups, "retire", for_tenant(retire), "retire a person, a performance or a zone of the catalogue")
    parser.add_argument("kind", type=Retirable, choices=list(Retirable))
    parser.add_argument("name", help='the id, a person\'s name, "EVENT/ZONE" or "EVENT/YYYY-MM-DD HH:MM"')
    parser.add_argument("--reason", required=True, help="why, for HQ's journal")
    parser.add_argument("--back", action="store_true", help="use it again")
    _of_tenant(parser)


def _tenant(groups: Groups) -> None:
    add = _command(groups, "add", for_office(add_tenant), "create an organisation")
    add.add_argument("slug", help="the short name that its staff types to sign in")
    add.add_argument("name", help="its name as its set-up files write it")
    add.add_argument("--id", type=UUID, help="its id, if its set-up files give one")


def _staff(groups: Groups) -> None:
    add = _command(
        groups, "add", for_tenant(add_staff), "create an account; the password is read from the terminal or stdin"
    )
    add.add_argument("login", help="what the person types to sign in")
    add.add_argument("name", help="the person's name")
    add.add_argument(
        "--role",
        type=StaffRole,
        choices=list(StaffRole),
        default=StaffRole.ADMINISTRATOR,
        help="what the account may do (default: %(default)s)",
    )
    _of_tenant(add)


def _station(groups: Groups) -> None:
    add = _command(groups, "add", for_tenant(add_station), "register a station and print a one-time code to enrol it")
    add.add_argument("no", type=int, help="its number, as printed on paper")
    add.add_argument("--name", default="", help="its name; required for a new station")
    add.add_argument("--series", default="", help="the series of its documents; required for a new station")
    _of_tenant(add)


def _block(groups: Groups) -> None:
    grant = _command(groups, "grant", for_station(grant_block), "grant consecutive numbers to a station")
    grant.add_argument("no", type=int, help="the station's number")
    grant.add_argument("count", type=int, help="how many numbers")
    grant.add_argument("--series", required=True, help="the series of the numbers")
    grant.add_argument(
        "--id", type=UUID, help="the id of the block; the same id prints the same block and grants no other"
    )
    grant.add_argument("--first-control", default="", help="the control number of the form for the first number")
    _of_tenant(grant)


def _seats(groups: Groups) -> None:
    release = _command(
        groups, "release", for_station(release_seats), "release the unsold seats of a station's ended lives"
    )
    release.add_argument("no", type=int, help="the station's number")
    release.add_argument("--reason", required=True, help="the evidence that they were not sold")
    _of_tenant(release)


def _books(groups: Groups) -> None:
    close = _command(groups, "close", for_tenant(close_books), "close the books of every day up to this one")
    close.add_argument("day", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the last day to close")
    _of_tenant(close)


def _of_tenant(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tenant", required=True, metavar="SLUG", help="the organisation's short name")
