"""The command line `taquilla`. Each command imports its own code when it runs, so that the window starts fast."""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from uuid import UUID

from domain.errors import Refused, Unavailable
from pos_app import SOFTWARE
from pos_app.demo import display
from pos_app.terminal import ask_password
from pos_app.ui import wording
from resources import command_line
from sync import file_errors

log = logging.getLogger(__name__)

REFUSED, USAGE = 1, 2
ACTS = ("day", "stations")
VAULTS = ("keyring", "password", "environment", "open")

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0, 1 when it was refused, 2 when `verify` reports a flaw."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without accents gets the rest of the text
    wording.use(wording.system_language(os.environ))
    options = _parser().parse_args(arguments)
    if arguments is None:  # a process of its own, which ends with the error
        sys.excepthook = partial(_defect, getattr(options, "profile", None))
    try:
        return int(options.command(options))
    except BrokenPipeError:  # the reader of the output ended, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except OSError as error:
        return _refuse(file_errors.failure(error, getattr(options, "profile", "")))
    except (Refused, Unavailable) as error:
        return _refuse(error)


def _refuse(error: Refused | Unavailable) -> int:
    message = wording.refusal(error)
    print(f"{message.code}: {message}", file=sys.stderr)
    if isinstance(error, Unavailable) and error.cause:
        print(wording.text("cli.cause", cause=error.cause), file=sys.stderr)
    return REFUSED


def _defect(profile: Path | None, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log a defect and print its message; without a log, print its trace."""
    station_log = import_module("pos_app.station_log")
    if profile is None or not profile.is_dir() or issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    lines = station_log.attach(profile)
    log.critical("a defect ended the command", exc_info=(kind, error, trace))
    station_log.detach(lines)
    wording.name_log(station_log.path_of(profile))
    message = wording.defect()
    print(f"{message.code}: {message}", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = command_line.Parser(
        prog="taquilla",
        description=wording.text("cli.description"),
        epilog=wording.text("cli.exit_codes"),
    )
    parser.add_argument("--version", action="version", version=SOFTWARE, help=wording.text("cli.version"))
    commands = parser.add_subparsers(required=True, metavar=wording.text("cli.command"))
    run = _command(commands, "run")
    run.add_argument("profile", type=Path, help=wording.text("cli.profile"))
    run.set_defaults(command=_run)
    demo = _command(commands, "demo")
    demo.add_argument("--out", type=Path, default=Path("demo-out"), help=wording.text("cli.out"))
    demo.add_argument("--scripted", action="store_true", help=wording.text("cli.scripted"))
    demo.add_argument("--only", choices=ACTS, help=wording.text("cli.only"))
    demo.set_defaults(command=_demo)
    _add_set_up(commands)
    _add_care(commands)
    _add_rights(commands)
    _add_hand_overs(commands)
    _add_logs(commands)
    _add_customers(commands)
    completion = _command(commands, "completion")
    completion.add_argument("shell", choices=command_line.SHELLS, help=wording.text("cli.shell"))
    completion.set_defaults(command=partial(_completion, parser))
    return parser


def _command(commands: "argparse._SubParsersAction[command_line.Parser]", name: str) -> argparse.ArgumentParser:
    return commands.add_parser(name, **command_line.about(f"cli.{name.replace('-', '_')}"))


def _add_set_up(commands: "argparse._SubParsersAction[command_line.Parser]") -> None:
    """Commands that make a profile a station."""
    load = _command(commands, "load")
    load.add_argument("files", type=Path, nargs="+", help=wording.text("cli.files"))
    load.add_argument("--profile", type=Path, required=True, help=wording.text("cli.profile"))
    load.add_argument("--vault", choices=VAULTS, default=VAULTS[0], help=wording.text("cli.vault"))
    load.set_defaults(command=_at_desk("load"))
    enrol = _command(commands, "enrol")
    enrol.add_argument("profile", type=Path, help=wording.text("cli.profile"))
    enrol.add_argument("url", help=wording.text("cli.url"))
    enrol.add_argument("code", help=wording.text("cli.code"))
    enrol.add_argument("--ca", type=Path, metavar="FILE", help=wording.text("cli.ca"))
    enrol.add_argument("--vault", choices=VAULTS, help=wording.text("cli.vault"))
    enrol.set_defaults(command=_at_desk("enrol"))


def _add_care(commands: "argparse._SubParsersAction[command_line.Parser]") -> None:
    """Commands that check, copy and repair a store."""
    verify = _command(commands, "verify")
    verify.add_argument("profile", type=Path, help=wording.text("cli.profile"))
    verify.add_argument("--json", action="store_true", help=wording.text("cli.json"))
    verify.set_defaults(command=_at_desk("verify"))
    timeline = _command(commands, "timeline")
    timeline.add_argument("profile", type=Path, help=wording.text("cli.profile"))
    timeline.add_argument("what", nargs="+", help=wording.text("cli.timeline_what"))
    timeline.set_defaults(command=_at_desk("timeline", "pos_app.timeline_commands"))
    rebuild = _command(commands, "rebuild")
    rebuild.add_argument("profile", type=Path, help=wording.text("cli.profile"))
    rebuild.set_defaults(command=_at_desk("rebuild"))
    backup = _command(commands, "backup")
    backup.add_argument("profile", type=Path, help=wording.text("cli.profile"))
    backup.add_argument("folder", type=Path, help=wording.text("cli.backup_folder"))
    backup.set_defaults(command=_at_desk("backup"))
    evidence = _command(commands, "evidence")
    evidence.add_argument("profile", type=Path, help=wording.text("cli.profile"))
    evidence.add_argument("folder", type=Path, help=wording.text("cli.evidence_folder"))
    evidence.set_defaults(command=_at_desk("evidence"))
    restore = _command(commands, "restore")
    restore.add_argument("profile", type=Path, help=wording.text("cli.profile"))
    restore.add_argument("backup", type=Path, help=wording.text("cli.backup_file"))
    restore.add_argument("--accept-loss", action="store_true", help=wording.text("cli.accept_loss"))
    restore.set_defaults(command=_at_desk("restore"))
    reopen = _command(commands, "reopen")
    reopen.add_argument("profile", type=Path, help=wording.text("cli.profile"))
    reopen.set_defaults(command=_at_desk("reopen"))


def _add_rights(commands: "argparse._SubParsersAction[command_line.Parser]") -> None:
    """Commands about what a station may sell."""
    rights = _command(commands, "rights")
    rights.add_argument("profile", type=Path, help=wording.text("cli.profile"))
    rights.set_defaults(command=_at_desk("rights", "pos_app.right_commands"))
    give_back = _command(commands, "return")
    give_back.add_argument("profile", type=Path, help=wording.text("cli.profile"))
    give_back.add_argument("line", type=int, help=wording.text("cli.line"))
    give_back.add_argument("part", nargs="?", default="", help=wording.text("cli.part"))
    give_back.set_defaults(command=_at_desk("give_back", "pos_app.right_commands"))


def _add_hand_overs(commands: "argparse._SubParsersAction[command_line.Parser]") -> None:
    """Commands for what stations give one another without HQ."""
    hand_over = _command(commands, "hand-over")
    hand_over.add_argument("profile", type=Path, help=wording.text("cli.profile"))
    hand_over.add_argument("line", type=int, help=wording.text("cli.line"))
    hand_over.add_argument("no", help=wording.text("cli.to_station"))
    hand_over.add_argument("part", nargs="?", default="", help=wording.text("cli.part"))
    hand_over.set_defaults(command=_at_desk("hand_over", "pos_app.right_commands"))
    accept = _command(commands, "accept")
    accept.add_argument("profile", type=Path, help=wording.text("cli.profile"))
    accept.add_argument("hand_over", type=Path, help=wording.text("cli.hand_over_file"))
    accept.set_defaults(command=_at_desk("accept", "pos_app.right_commands"))


def _add_logs(commands: "argparse._SubParsersAction[command_line.Parser]") -> None:
    logs = _command(commands, "logs")
    logs.add_argument("profile", type=Path, help=wording.text("cli.profile"))
    logs.add_argument("--export", type=Path, metavar="ZIP", help=wording.text("cli.export"))
    logs.set_defaults(command=_at_desk("logs"))


def _at_desk(name: str, module: str = "pos_app.commands") -> Command:
    """A command of another module, imported late because that one loads the store and the line to HQ."""
    return lambda options: int(getattr(import_module(module), name)(options))


def _add_customers(commands: "argparse._SubParsersAction[command_line.Parser]") -> None:
    """Commands on the registry of customers."""
    acts = _command(commands, "customer").add_subparsers(required=True, metavar=wording.text("cli.command"))
    for name in ("find", "show", "export", "erase"):
        act = acts.add_parser(name, **command_line.about(f"cli.customer_{name}"))
        act.add_argument("profile", type=Path, help=wording.text("cli.profile"))
        if name == "find":
            act.add_argument("text", help=wording.text("cli.text"))
        else:
            act.add_argument("customer", type=UUID, help=wording.text("cli.customer_id"))
        if name == "erase":
            act.add_argument("reason", help=wording.text("cli.reason"))
        act.set_defaults(command=_at_desk(name, "pos_app.customer_commands"))


def _completion(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    print(command_line.completion(parser, options.shell))
    return 0


def _run(options: argparse.Namespace) -> int:
    display.must_open()
    from pos_app import settings  # noqa: PLC0415  # only this command needs it before it imports its own code
    from pos_app.ui import app  # noqa: PLC0415  # Qt is not needed by the other commands
    from pos_app.ui.look import Look  # noqa: PLC0415  # the same

    try:
        chosen = settings.read(options.profile)
    except Refused:
        chosen = settings.Settings()  # opening the station reads the file again, and the window shows what is wrong

    refused: list[BaseException] = []
    with ExitStack() as after:

        def open_station() -> app.Opened:
            # The window shows a refusal; a service or a terminal has no other place than the error output.
            try:
                return start()
            except (Refused, Unavailable) as error:
                refused.append(error)
                _refuse(error)
                raise

        def start() -> app.Opened:
            running = import_module("pos_app.running")
            paper = running.virtual_printer(chosen.printer)
            if paper is not None:
                after.callback(paper.stop)
            wording.name_log(import_module("pos_app.station_log").path_of(options.profile))
            with file_errors.named(options.profile):
                at_work = running.start(options.profile, ask_password, paper and running.device_on(paper))
            after.callback(at_work.stop)
            printer_desk = import_module("pos_app.ui.settings.presenter").PrinterDesk
            desk = printer_desk(at_work.use_printer, at_work.try_printer, at_work.has_virtual)
            return app.Opened(at_work.station, at_work.printer, desk, paper)

        code = app.run(open_station, Look(chosen.language, chosen.theme))
    return REFUSED if refused else code


def _demo(options: argparse.Namespace) -> int:
    from pos_app.demo import demo  # noqa: PLC0415  # the same

    return demo(options.out, scripted=options.scripted, only=options.only)
