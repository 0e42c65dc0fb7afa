"""Running the commands of `taquilla-hq`: opening the office, printing the outcome, and serving."""

import argparse
import gc
import logging
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

import uvicorn

from hq import listener as listening
from hq import logs
from hq.app import create_app
from hq.office import Office
from hq.opening import opened_database, opened_office
from hq.outcome import NOT_STARTED, OK, Outcome
from hq.people import tenants
from hq.people.accounts import Author
from hq.settings import Settings
from hq.stations import stations
from hq.storage import migrations

log = logging.getLogger(__name__)

Command = Callable[[Settings, argparse.Namespace], int]
OfficeCommand = Callable[[Office, argparse.Namespace], Outcome]
TenantCommand = Callable[[Office, Author, argparse.Namespace], Outcome]
StationCommand = Callable[[Office, Author, UUID, argparse.Namespace], Outcome]


def for_office(act: OfficeCommand) -> Command:
    """A command that opens the office, acts and prints the outcome."""

    def command(settings: Settings, options: argparse.Namespace) -> int:
        with opened_office(settings) as office:
            outcome = act(office, options)
        return _print(outcome)

    return command


def for_tenant(act: TenantCommand) -> Command:
    """The same for the organisation that `--tenant` names. Raises UnknownTenant."""

    def office_command(office: Office, options: argparse.Namespace) -> Outcome:
        by = Author(tenants.find(office, options.tenant).id, None)
        return act(office, by, options)

    return for_office(office_command)


def for_station(act: StationCommand) -> Command:
    """The same for the organisation's station with the number `no`. Raises UnknownTenant or NoSuchStation."""

    def tenant_command(office: Office, by: Author, options: argparse.Namespace) -> Outcome:
        with office.database.tenant(by.tenant_id) as tx:
            station_id = stations.id_of_number(tx, by.tenant_id, options.no)
        return act(office, by, station_id, options)

    return for_tenant(tenant_command)


def _print(outcome: Outcome) -> int:
    for warning in outcome.warnings:
        print(warning, file=sys.stderr)
    for line in outcome.lines:
        print(line)
    return outcome.exit_code


def migrate(settings: Settings, _options: argparse.Namespace) -> int:
    """Migrate the database to the present schema."""
    with opened_database(settings) as database:
        migrations.upgrade(database)
    return _print(Outcome([f"migrate: ok, {migrations.HEAD}"]))


def serve(settings: Settings, _options: argparse.Namespace) -> int:
    """Serve stations and staff until a signal stops it. Several processes on one database behave as one."""
    with listening.taken(settings) as listener:
        return answer(settings, listener)


def answer(settings: Settings, listener: socket.socket) -> int:
    """Serve on a socket that was bound before."""
    logs.configure(settings.log_level)
    with opened_office(settings) as office:
        # The server finishes its requests and raises the signal again; exiting here stops the embedded database too.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(OK))
        app = create_app(office, settings.limits, settings.cors_origins)
        _collect_rarely()
        config = uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=10
        )
        listening.listen(listener, settings)
        log.info("HQ answers", extra={"address": f"http://{settings.host}:{settings.port}"})
        server = uvicorn.Server(config)
        with suppress(KeyboardInterrupt):  # raised again by the server after its requests are finished
            server.run(sockets=[listener])
    return OK if server.started else NOT_STARTED


def _collect_rarely() -> None:
    """Let the garbage collector skip the objects of the program and run rarely.

    The program's objects live until the end, and a push frees few cycles: collecting took a third of a push's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
