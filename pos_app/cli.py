"""The command `taquilla`."""

import argparse
import getpass
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

from domain.errors import Refused, Unavailable
from pos_app import startup
from pos_app.clock import CARACAS
from pos_app.settings import Settings, read, write
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.vault import KeyMissing, VaultKind

OK, REFUSED, WRONG = 0, 1, 2
_T = TypeVar("_T")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code is 0, 1 when it was refused, 2 when a check found something wrong."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.command(options))
    except (Refused, Unavailable) as error:
        message = wording.refusal(error)
        print(f"{message.code}: {message.what} {message.safe} {message.todo}".strip(), file=sys.stderr)
        return REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="taquilla", description=wording.text("cli.description"))
    commands = parser.add_subparsers(required=True, metavar="command")
    run = commands.add_parser("run", help=wording.text("cli.run"))
    run.add_argument("profile", type=Path, help=wording.text("cli.profile"))
    run.set_defaults(command=_run)
    demo = commands.add_parser("demo", help=wording.text("cli.demo"))
    demo.add_argument("--out", type=Path, default=Path("demo-out"), help=wording.text("cli.out"))
    demo.add_argument("--scripted", action="store_true", help=wording.text("cli.scripted"))
    demo.set_defaults(command=_demo)
    load = commands.add_parser("load", help=wording.text("cli.load"))
    load.add_argument("files", type=Path, nargs="+", help=wording.text("cli.files"))
    load.add_argument("--profile", type=Path, required=True, help=wording.text("cli.profile"))
    load.add_argument("--vault", type=VaultKind, choices=list(VaultKind), default=VaultKind.KEYRING)
    load.set_defaults(command=_load)
    verify = commands.add_parser("verify", help=wording.text("cli.verify"))
    verify.add_argument("profile", type=Path, help=wording.text("cli.profile"))
    verify.add_argument("--json", action="store_true", help=wording.text("cli.json"))
    verify.set_defaults(command=_verify)
    rebuild = commands.add_parser("rebuild", help=wording.text("cli.rebuild"))
    rebuild.add_argument("profile", type=Path, help=wording.text("cli.profile"))
    rebuild.set_defaults(command=_rebuild)
    return parser


def _run(options: argparse.Namespace) -> int:
    from pos_app import running  # noqa: PLC0415  # neither it nor Qt is needed by the other commands
    from pos_app.ui import app  # noqa: PLC0415  # the same

    with ExitStack() as after:

        def open_station() -> app.Opened:
            at_work = running.start(options.profile, _ask_password)
            after.callback(at_work.stop)
            return app.Opened(at_work.station, at_work.printer)

        return app.run(open_station)


def _demo(options: argparse.Namespace) -> int:
    from pos_app.demo import demo  # noqa: PLC0415  # the same

    return demo(options.out, scripted=options.scripted)


def _load(options: argparse.Namespace) -> int:
    from pos_app.services import setup  # noqa: PLC0415  # the other commands read no set-up files

    try:
        _load_files(options.files, options.profile, options.vault)
    except (setup.BadSetup, setup.SetupConflict) as error:
        for problem in error.problems:
            said = wording.text(f"values.flaw.{problem.what}")
            print(f"{problem.where}: {said} {problem.detail}".rstrip(), file=sys.stderr)
        raise
    print(wording.text("cli.loaded", profile=str(options.profile)))
    return OK


def _load_files(files: Sequence[Path], profile: Path, vault: VaultKind) -> None:
    from pos_app.services import setup  # noqa: PLC0415  # the other commands read no set-up files

    texts = {file.name: file.read_text(encoding="utf-8") for file in files}
    content = setup.read_all(texts, on=startup.SYSTEM.clock.now().astimezone(CARACAS).date())
    with startup.lock(profile):
        settings = read(profile) if startup.is_set_up(profile) else Settings(vault=vault)
        keys = startup.load_keys(profile, settings, _ask_password, create=True)
        write(profile, settings)
        station = startup.create_station(profile, keys, content.tenant_id, content.station_id)
        with closing(station.database):
            setup.load(station, content, name=", ".join(texts), sha256=setup.digest(texts))


def _verify(options: argparse.Namespace) -> int:
    from pos_app.services.verify import verify  # noqa: PLC0415  # the sale path does not need it

    verdict = _with_station(options.profile, verify)
    if options.json:
        print(json.dumps({"ok": verdict.ok, **asdict(verdict)}, ensure_ascii=False))
    elif verdict.finding is None:
        counted = wording.text("cli.counted", entries=verdict.entries, documents=verdict.documents)
        print(f"verify: ok · {counted}")
    else:
        finding = verdict.finding
        print(f"verify: {finding.flaw} · {finding.record} {finding.detail}".strip())
    return OK if verdict.ok else WRONG


def _rebuild(options: argparse.Namespace) -> int:
    from pos_app.services.rebuild import rebuild  # noqa: PLC0415  # the same

    with startup.lock(options.profile):
        entries = _with_station(options.profile, rebuild)
    print(wording.text("cli.rebuilt", entries=entries))
    return OK


def _with_station(profile: Path, act: Callable[[Station], _T]) -> _T:
    if not startup.is_set_up(profile):
        raise startup.NotSetUp(str(profile))
    keys = startup.load_keys(profile, read(profile), _ask_password, create=False)
    station = startup.open_station(profile, keys)
    with closing(station.database):
        return act(station)


def _ask_password() -> str:
    """Only where somebody sits: a service without a terminal is refused instead of hanging."""
    if not sys.stdin.isatty():
        raise KeyMissing("terminal")
    return getpass.getpass(wording.text("cli.password"))
