"""The command `taquilla-hq`: its arguments and options. Settings come from the environment (TAQUILLA_HQ_...)."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Protocol
from uuid import UUID

from domain.calendar import CARACAS
from domain.conflicts.cases import Choice
from domain.errors import Refused, Unavailable
from hq import SOFTWARE, commands, demo, refusals, serving
from hq.books.commands import check_books, close_books, list_apart, list_performance_sales
from hq.commands import Command, for_database, for_office, for_station, for_tenant
from hq.conflicts.commands import list_cases, list_debts, settle_case, show_case
from hq.forms.commands import add_forms, list_forms, list_spoiled
from hq.journals.lives import StationStatus
from hq.outcome import REFUSED
from hq.people.commands import add_staff, list_staff
from hq.people.permissions import StaffRole
from hq.rights.commands import (
    end_recall,
    grant_block,
    list_blocks,
    list_recalls,
    recall_numbers,
    recall_places,
    recall_seats,
    release_seats,
)
from hq.scaling.commands import distribute
from hq.settings import read
from hq.setup.commands import (
    add_tenant,
    list_people,
    list_performances,
    list_series,
    list_tenants,
    list_ticket_types,
    list_zones,
    load,
    retire,
    suspend,
)
from hq.setup.retiring import Retirable
from hq.stations.commands import add_station, approve, list_codes, list_stations, set_status, show_heads
from hq.timeline.commands import show_timeline
from resources import command_line, texts
from resources.texts import text
from sync import file_errors


class Groups(Protocol):
    """The object of argparse to which commands are added."""

    def add_parser(self, name: str, *, help: str, description: str = ...) -> argparse.ArgumentParser: ...  # noqa: A002  # argparse's word


_STATUS_ACTS = {
    "freeze": StationStatus.FROZEN,
    "thaw": StationStatus.ACTIVE,
    "lost": StationStatus.LOST,
    "revoke": StationStatus.REVOKED,
}
_AT_HQ = (Choice.STAND, Choice.RENUMBER, Choice.WAIT, Choice.LINK, Choice.PART)
"""Choices that need neither paper nor drawer."""


def main(arguments: Sequence[str] | None = None, environment: Mapping[str, str] = os.environ) -> int:
    """Run a command and return its exit code.

    0: it was done. 1: it was refused. 2: a check failed. 3: the server did not start.
    """
    texts.use(texts.system_language(environment))
    options = _parser().parse_args(arguments)
    try:
        command: Command = options.command
        return command(options.settings(environment), options)
    except BrokenPipeError:  # the reader of the output ended, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except OSError as error:
        return _refuse(file_errors.failure(error))
    except (Refused, Unavailable) as error:
        return _refuse(error)


def _refuse(error: Refused | Unavailable) -> int:
    for line in refusals.lines(error):
        print(line, file=sys.stderr)
    return REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = command_line.Parser(
        prog="taquilla-hq", description=text("hq.help.program"), epilog=text("hq.help.exit_codes")
    )
    parser.add_argument("--version", action="version", version=SOFTWARE, help=text("hq.help.version"))
    groups = parser.add_subparsers(required=True, metavar=text("hq.help.command"))
    _command(groups, "serve", serving.serve)
    _command(groups, "demo", demo.demo).set_defaults(settings=demo.own_settings)
    _command(groups, "migrate", for_database(commands.migrate))
    spread = _command(groups, "distribute", for_database(distribute))
    spread.add_argument("--dry-run", action="store_true", help=text("hq.help.dry_run"))
    _command(groups, "check", for_office(check_books))
    timeline = _command(groups, "timeline", for_tenant(show_timeline))
    timeline.add_argument("what", nargs="+", help=text("hq.help.timeline_what"))
    _of_tenant(timeline)
    _load(groups)
    _retire(groups)
    _tenant(_group(groups, "tenant"))
    _staff(_group(groups, "staff"))
    _station(_group(groups, "station"))
    _block(_group(groups, "block"))
    _forms(_group(groups, "forms"))
    _seats(_group(groups, "seats"))
    _recall(_group(groups, "recall"))
    _books(_group(groups, "books"))
    _case(_group(groups, "case"))
    _performance(_group(groups, "performance"))
    for name, act in (
        ("series", list_series),
        ("person", list_people),
        ("zone", list_zones),
        ("ticket-type", list_ticket_types),
    ):
        _of_tenant(_command(_group(groups, name), "list", for_tenant(act), f"list_{name}"))
    completion = _command(groups, "completion", partial(_completion, parser))
    completion.add_argument("shell", choices=command_line.SHELLS, help=text("hq.help.shell"))
    completion.set_defaults(settings=lambda _environment: None)
    return parser


def _completion(parser: argparse.ArgumentParser, _settings: object, options: argparse.Namespace) -> int:
    print(command_line.completion(parser, options.shell))
    return 0


def _group(groups: Groups, name: str) -> Groups:
    parser = groups.add_parser(name, **_about(name))
    return parser.add_subparsers(required=True, metavar=text("hq.help.command"))


def _command(groups: Groups, name: str, command: Command, key: str = "") -> argparse.ArgumentParser:
    """Add a command; `key` is that of its help, by default its name."""
    parser = groups.add_parser(name, **_about(key or name))
    parser.set_defaults(command=command, settings=read)
    return parser


def _about(key: str) -> command_line.About:
    return command_line.about(f"hq.help.{key.replace('-', '_')}")


def _load(groups: Groups) -> None:
    parser = _command(groups, "load", for_tenant(load))
    parser.add_argument("files", type=Path, nargs="+", help=text("hq.help.files"))
    _of_tenant(parser)


def _retire(groups: Groups) -> None:
    parser = _command(groups, "retire", for_tenant(retire))
    parser.add_argument("kind", type=Retirable, choices=list(Retirable), help=text("hq.help.kind"))
    parser.add_argument("name", help=text("hq.help.retired_name"))
    parser.add_argument("--reason", required=True, help=text("hq.help.reason"))
    parser.add_argument("--back", action="store_true", help=text("hq.help.back"))
    _of_tenant(parser)


def _performance(groups: Groups) -> None:
    _of_tenant(_command(groups, "list", for_tenant(list_performances), "list_performance"))
    sales = _command(groups, "sales", for_tenant(list_performance_sales), "performance_sales")
    sales.add_argument("--performance", type=UUID, required=True, help=text("hq.help.performance_id"))
    _of_tenant(sales)
    parser = _command(groups, "suspend", for_tenant(suspend), "performance_suspend")
    parser.add_argument("name", help=text("hq.help.suspended_name"))
    parser.add_argument("--reason", required=True, help=text("hq.help.reason"))
    new = parser.add_mutually_exclusive_group()
    new.add_argument("--to", type=_moment, metavar="AAAA-MM-DD HH:MM", help=text("hq.help.new_date"))
    new.add_argument("--resume", action="store_true", help=text("hq.help.resume"))
    _of_tenant(parser)


def _moment(written: str) -> datetime:
    """A day and an hour in Caracas, as commands print them."""
    return datetime.strptime(written, "%Y-%m-%d %H:%M").replace(tzinfo=CARACAS)


def _tenant(groups: Groups) -> None:
    add = _command(groups, "add", for_office(add_tenant), "tenant_add")
    add.add_argument("slug", help=text("hq.help.slug"))
    add.add_argument("name", help=text("hq.help.tenant_name"))
    add.add_argument("--id", type=UUID, help=text("hq.help.tenant_id"))
    _command(groups, "list", for_office(list_tenants), "list_tenant")


def _staff(groups: Groups) -> None:
    add = _command(groups, "add", for_tenant(add_staff), "staff_add")
    add.add_argument("login", help=text("hq.help.login"))
    add.add_argument("name", help=text("hq.help.person_name"))
    add.add_argument(
        "--role", type=StaffRole, choices=list(StaffRole), default=StaffRole.ADMINISTRATOR, help=text("hq.help.role")
    )
    _of_tenant(add)
    _of_tenant(_command(groups, "list", for_tenant(list_staff), "list_staff"))


def _station(groups: Groups) -> None:
    add = _command(groups, "add", for_tenant(add_station), "station_add")
    _no(add)
    add.add_argument("--name", default="", help=text("hq.help.station_name"))
    add.add_argument("--series", default="", help=text("hq.help.station_series"))
    _of_tenant(add)
    _of_tenant(_command(groups, "list", for_tenant(list_stations), "list_station"))
    _of_tenant(_command(groups, "codes", for_tenant(list_codes), "list_codes"))
    for name, status in _STATUS_ACTS.items():
        act = _command(groups, name, for_station(set_status), f"station_{name}")
        act.set_defaults(status=status)
        _because(act)
    _because(_command(groups, "approve", for_station(approve), "station_approve"))
    heads = _command(groups, "head", for_station(show_heads), "station_head")
    _no(heads)
    _of_tenant(heads)


def _block(groups: Groups) -> None:
    grant = _command(groups, "grant", for_station(grant_block), "block_grant")
    _no(grant)
    grant.add_argument("count", type=int, help=text("hq.help.count"))
    grant.add_argument("--series", required=True, help=text("hq.help.block_series"))
    grant.add_argument("--id", type=UUID, help=text("hq.help.block_id"))
    _of_tenant(grant)
    _of_tenant(_command(groups, "list", for_tenant(list_blocks), "list_block"))


def _forms(groups: Groups) -> None:
    add = _command(groups, "add", for_tenant(add_forms), "forms_add")
    add.add_argument("series", help=text("hq.help.forms_series"))
    add.add_argument("first", help=text("hq.help.first_control"))
    add.add_argument("last", help=text("hq.help.last_control"))
    add.add_argument("--printer", required=True, metavar="NAME", help=text("hq.help.printer"))
    add.add_argument("--printer-rif", required=True, metavar="RIF", help=text("hq.help.printer_rif"))
    add.add_argument("--authorisation", required=True, metavar="NO", help=text("hq.help.authorisation"))
    for name in ("authorised-on", "made-on"):
        about = text(f"hq.help.{name.replace('-', '_')}")
        add.add_argument(f"--{name}", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD", help=about)
    _of_tenant(add)
    _of_tenant(_command(groups, "list", for_tenant(list_forms), "list_forms"))
    _of_tenant(_command(groups, "spoiled", for_tenant(list_spoiled), "list_spoiled"))


def _seats(groups: Groups) -> None:
    _because(_command(groups, "release", for_station(release_seats), "seats_release"))


def _recall(groups: Groups) -> None:
    numbers = _command(groups, "numbers", for_station(recall_numbers), "recall_numbers")
    numbers.add_argument("--series", required=True, help=text("hq.help.block_series"))
    seats = _command(groups, "seats", for_station(recall_seats), "recall_seats")
    seats.add_argument("--seats", default="", help=text("hq.help.recall_which"))
    places = _command(groups, "places", for_station(recall_places), "recall_places")
    for parser in (seats, places):
        parser.add_argument("--performance", type=UUID, required=True, help=text("hq.help.performance_id"))
        parser.add_argument("--zone", type=UUID, required=True, help=text("hq.help.zone_id"))
    for parser in (numbers, places):
        parser.add_argument("--keep", type=int, default=0, help=text("hq.help.keep"))
    for parser in (numbers, seats, places):
        parser.add_argument("--id", type=UUID, help=text("hq.help.recall_new_id"))
        _because(parser)
    ended = _command(groups, "end", for_station(end_recall), "recall_end")
    _no(ended)
    ended.add_argument("recall", type=UUID, help=text("hq.help.recall_id"))
    _of_tenant(ended)
    _of_tenant(_command(groups, "list", for_tenant(list_recalls), "list_recall"))


def _books(groups: Groups) -> None:
    close = _command(groups, "close", for_tenant(close_books), "books_close")
    close.add_argument("day", type=date.fromisoformat, metavar="YYYY-MM-DD", help=text("hq.help.day"))
    _of_tenant(close)
    _of_tenant(_command(groups, "apart", for_tenant(list_apart), "books_apart"))


def _case(groups: Groups) -> None:
    _of_tenant(_command(groups, "list", for_tenant(list_cases), "list_case"))
    _of_tenant(_command(groups, "debts", for_tenant(list_debts), "case_debts"))
    show = _command(groups, "show", for_tenant(show_case), "case_show")
    settle = _command(groups, "settle", for_tenant(settle_case), "case_settle")
    for parser in (show, settle):
        parser.add_argument("case_id", type=UUID, help=text("hq.help.case_id"))
        _of_tenant(parser)
    settle.add_argument("--choice", type=Choice, choices=_AT_HQ, default=Choice.STAND, help=text("hq.help.choice"))
    settle.add_argument("--reason", required=True, help=text("hq.help.reason"))


def _because(parser: argparse.ArgumentParser) -> None:
    """The arguments of an act on a station that needs a reason."""
    _no(parser)
    parser.add_argument("--reason", required=True, help=text("hq.help.reason"))
    _of_tenant(parser)


def _no(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("no", type=int, help=text("hq.help.no"))


def _of_tenant(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tenant", required=True, metavar="SLUG", help=text("hq.help.tenant_slug"))
