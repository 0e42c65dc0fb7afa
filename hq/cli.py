"""The command `taquilla-hq`: what can be typed. Settings come from the environment (TAQUILLA_HQ_...)."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol
from uuid import UUID

from domain.errors import Refused, Unavailable
from hq import commands, demo
from hq.commands import Command
from hq.people.permissions import StaffRole
from hq.sentences import sentence, values
from hq.settings import BadSettings, read
from sync.setup import BadSetup

REFUSED = 1


class Groups(Protocol):
    """What argparse gives for the commands of a group."""

    def add_parser(self, name: str, *, help: str, description: str = ...) -> argparse.ArgumentParser: ...  # noqa: A002  # argparse's word


def main(arguments: Sequence[str] | None = None, environment: Mapping[str, str] = os.environ) -> int:
    """Run a command; the exit code is 0, 1 when it was refused, 2 when a check found
    something wrong, 3 when the server did not start.
    """
    options = _parser().parse_args(arguments)
    try:
        command: Command = options.command
        return command(options.settings(environment), options)
    except (Refused, Unavailable) as error:
        for line in _told(error):
            print(line, file=sys.stderr)
        return REFUSED


def _told(error: Refused | Unavailable) -> list[str]:
    if isinstance(error, BadSettings):
        return [f"{error.code}: {sentence(error)}", *error.problems]
    if isinstance(error, BadSetup):
        listed = [f"{each.where}: {each.what} {each.detail}".rstrip() for each in error.problems]
        return [f"{error.code}: {sentence(error)}", *listed]
    carried = ", ".join(f"{name}: {value}" for name, value in values(error).items())
    return [f"{error.code}: {sentence(error)}" + (f" ({carried})" if carried else "")]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="taquilla-hq", description="Head office of Taquilla.")
    groups = parser.add_subparsers(required=True, metavar="command")
    _command(groups, "serve", commands.serve, "answer stations and staff")
    shown = _command(groups, "demo", demo.demo, "answer with a house of the demo's, and leave nothing")
    shown.set_defaults(settings=demo.own_settings)
    _command(groups, "migrate", commands.migrate, "bring the database to the present schema")
    _command(groups, "check", commands.check, "check every tenant's books; 2 when something is wrong")
    _load(groups)
    _tenant(_group(groups, "tenant", "organisations"))
    _staff(_group(groups, "staff", "people who sign in at HQ"))
    _station(_group(groups, "station", "selling machines"))
    _block(_group(groups, "block", "numbers"))
    _seats(_group(groups, "seats", "seats in quarantine"))
    _books(_group(groups, "books", "days given to the accountant"))
    return parser


def _group(groups: Groups, name: str, about: str) -> Groups:
    return groups.add_parser(name, help=about).add_subparsers(required=True, metavar="act")


def _command(groups: Groups, name: str, act: Command, about: str) -> argparse.ArgumentParser:
    parser = groups.add_parser(name, help=about, description=about)
    parser.set_defaults(command=act, settings=read)
    return parser


def _load(groups: Groups) -> None:
    load = _command(groups, "load", commands.load, "read set-up files into a tenant's catalogue")
    load.add_argument("files", type=Path, nargs="+", help="the same files that a station loads")
    _of_tenant(load)


def _tenant(groups: Groups) -> None:
    add = _command(groups, "add", commands.add_tenant, "make an organisation known")
    add.add_argument("slug", help="the short name its staff types to sign in")
    add.add_argument("name", help="as its set-up files write it")
    add.add_argument("--id", type=UUID, help="when its set-up files give one")


def _staff(groups: Groups) -> None:
    add = _command(groups, "add", commands.add_staff, "make an account; its password is asked for, or read from stdin")
    add.add_argument("login")
    add.add_argument("name")
    add.add_argument("--role", type=StaffRole, choices=list(StaffRole), default=StaffRole.ADMINISTRATOR)
    _of_tenant(add)


def _station(groups: Groups) -> None:
    add = _command(groups, "add", commands.add_station, "make a station known and print its one-time code")
    add.add_argument("no", type=int, help="its number, as on paper")
    add.add_argument("--name", default="", help="what it is called; needed for a new one")
    add.add_argument("--series", default="", help="how it numbers; needed for a new one")
    _of_tenant(add)


def _block(groups: Groups) -> None:
    grant = _command(groups, "grant", commands.grant_block, "grant consecutive numbers to a station")
    grant.add_argument("no", type=int, help="the station's number")
    grant.add_argument("count", type=int, help="how many numbers")
    grant.add_argument("--series", required=True)
    grant.add_argument("--id", type=UUID, help="given again, the same block is printed and no other is made")
    grant.add_argument("--first-control", default="", help="the form that the first number goes on")
    _of_tenant(grant)


def _seats(groups: Groups) -> None:
    release = _command(groups, "release", commands.release_seats, "give out again what a life that ended did not sell")
    release.add_argument("no", type=int, help="the station's number")
    release.add_argument("--reason", required=True, help="what shows that they were not sold")
    _of_tenant(release)


def _books(groups: Groups) -> None:
    close = _command(groups, "close", commands.close_books, "close the books of every day up to this one")
    close.add_argument("day", type=date.fromisoformat, metavar="YYYY-MM-DD")
    _of_tenant(close)


def _of_tenant(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tenant", required=True, metavar="SLUG", help="the organisation's short name")
