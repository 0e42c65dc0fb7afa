"""What the commands of `taquilla-hq` do."""

import argparse
import gc
import getpass
import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import ClassVar
from uuid import UUID

import uvicorn
from sqlalchemy import select

from domain.errors import Unavailable
from domain.rights import GrantId
from hq import listening, logs
from hq.app import create_app
from hq.books import books
from hq.books import check as checking
from hq.books.check import Report
from hq.journals import lives
from hq.journals.lives import NoSuchStation, StationStatus
from hq.office import Office
from hq.opening import opened_database, opened_office
from hq.people import accounts, tenants
from hq.people.accounts import Account, Author
from hq.people.tenants import Tenant
from hq.rights import blocks, fencing
from hq.rights.grants import Numbers
from hq.settings import Settings
from hq.setup import load_setup, organisations
from hq.stations import enrolment, stations
from hq.stations.stations import NewStation
from hq.storage import migrations
from sync.setup.names import derived, organisation_id
from sync.tables import catalogue
from sync.tables.transaction import Tx

log = logging.getLogger(__name__)

OK, WRONG, NOT_STARTED = 0, 2, 3


class UnreadableFile(Unavailable):
    """This file cannot be read as text; nothing was changed."""

    code: ClassVar[str] = "UNREADABLE_FILE"


Command = Callable[[Settings, argparse.Namespace], int]


def serve(settings: Settings, _options: argparse.Namespace) -> int:
    """Answer until told to stop. Several of these on one database behave as one."""
    with listening.taken(settings) as listener:
        return answer(settings, listener)


def answer(settings: Settings, listener: socket.socket) -> int:
    """Answer on an address that was taken before."""
    logs.configure(settings.log_level)
    with opened_office(settings) as office:
        # The server ends its work and then gives the signal on: by this the embedded database is stopped as well.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(OK))
        app = create_app(office, settings.limits, settings.cors_origins)
        _collect_rarely()
        config = uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=10
        )
        listening.listen(listener, settings)
        log.info("HQ answers", extra={"address": f"http://{settings.host}:{settings.port}"})
        server = uvicorn.Server(config)
        with suppress(KeyboardInterrupt):  # given on when the work is done
            server.run(sockets=[listener])
    return OK if server.started else NOT_STARTED


def _collect_rarely() -> None:
    """What the program is made of lives as long as it does, and what a push brings is no garbage while it is read.

    Looking through both again and again took a third of the time of a push.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def migrate(settings: Settings, _options: argparse.Namespace) -> int:
    """Bring the database to the present schema."""
    with opened_database(settings) as database:
        migrations.upgrade(database)
    print(f"migrate: ok, {migrations.HEAD}")
    return OK


def check(settings: Settings, _options: argparse.Namespace) -> int:
    """Look at every tenant's books."""
    sound = True
    with opened_office(settings) as office:
        known = tenants.every(office)
        if not known:  # a folder or an address that was mistyped would stay green for ever
            print("check: there is no organisation in this database")
            return WRONG
        for tenant in known:
            report = checking.check(office, tenant.id)
            sound = sound and report.ok
            for line in _told(report):
                print(f"{tenant.slug}: {line}")
    print("check: ok" if sound else "check: wrong")
    return OK if sound else WRONG


def load(settings: Settings, options: argparse.Namespace) -> int:
    """Read set-up files into the catalogue."""
    texts = {str(file): _text_of(file) for file in options.files}
    with opened_office(settings) as office:
        load_setup.load(office, _author(office, options), texts)
    print(f"load: ok, {', '.join(texts)}")
    return OK


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(str(file), type(error).__name__) from error


def add_tenant(settings: Settings, options: argparse.Namespace) -> int:
    """Make an organisation known."""
    wanted = Tenant(options.id or organisation_id(options.name), options.slug, options.name)
    with opened_office(settings) as office:
        organisations.make(office, wanted)
    print(f"tenant {wanted.slug}: {wanted.id}")
    return OK


def add_staff(settings: Settings, options: argparse.Namespace) -> int:
    """Make an account."""
    with opened_office(settings) as office:
        by = _author(office, options)
        wanted = Account(office.ids.new(), options.login, options.name, options.role)
        with office.database.tenant(by.tenant_id) as tx:
            accounts.write(tx, office, by, wanted, _password())
    print(f"staff {wanted.login}: {wanted.role}")
    return OK


def add_station(settings: Settings, options: argparse.Namespace) -> int:
    """Make a station known, unless it is, and print a code for it."""
    with opened_office(settings) as office:
        by = _author(office, options)
        tenant = tenants.find(office, options.tenant)
        with office.database.tenant(by.tenant_id) as tx:
            station_id = _station(tx, by, options.no)
            if station_id is None:
                if not (options.name and options.series):
                    raise NoSuchStation(f"station {options.no}; --name and --series make it")
                station_id = derived(by.tenant_id, "station", options.no)
                new = NewStation(station_id, options.no, options.name, tenant.name, options.series)
                stations.add(tx, office, by, new)
            code = enrolment.make_code(tx, office, by, station_id, office.ids.new())
            status = stations.view(tx, by.tenant_id, station_id).status
    if status in {StationStatus.ACTIVE, StationStatus.FROZEN}:
        print(f"warning: station {options.no} is {status}: this code ends its present life", file=sys.stderr)
    print(f"station {options.no}: {station_id}\ncode {code.text}\nuntil {code.expires_at.isoformat()}")
    return OK


def grant_block(settings: Settings, options: argparse.Namespace) -> int:
    """Grant numbers to a station."""
    with opened_office(settings) as office:
        by = _author(office, options)
        with office.database.tenant(by.tenant_id) as tx:
            station_id = _station(tx, by, options.no)
            if station_id is None:
                raise NoSuchStation(f"station {options.no}")
            holder = lives.entitled_holder(tx, by.tenant_id, station_id)
            numbers = Numbers(options.series, options.count, options.first_control)
            grant = blocks.give(tx, office, by, holder, (GrantId(options.id or office.ids.new()), numbers))
    print(f"block {grant.series} {grant.first}-{grant.last}: station {options.no}")
    return OK


def release_seats(settings: Settings, options: argparse.Namespace) -> int:
    """Seats that ended lives of a station held are HQ's again, if nobody told of them as sold."""
    with opened_office(settings) as office:
        by = _author(office, options)
        with office.database.tenant(by.tenant_id) as tx:
            station_id = _station(tx, by, options.no)
            if station_id is None:
                raise NoSuchStation(f"station {options.no}")
            released = fencing.release_seats(tx, office, by, station_id, options.reason)
    print(f"released {released}: station {options.no}")
    return OK


def close_books(settings: Settings, options: argparse.Namespace) -> int:
    """Close the books of every day up to this one."""
    with opened_office(settings) as office:
        by = _author(office, options)
        with office.database.tenant(by.tenant_id) as tx:
            books.close(tx, office, by, options.day)
    print(f"books closed through {options.day}")
    return OK


def _told(report: Report) -> Iterator[str]:
    """A check's report: where the numbers of each series are, and what does not hold."""
    for each in report.partitions:
        parts = {"issued": each.issued, "late": each.late, "void": each.void, "returned": each.returned}
        told = ", ".join(f"{name} {count}" for name, count in {**parts, "held": each.held}.items())
        yield f"series {each.series} below {each.next_free}: {told}" + ("" if each.whole else ", does not add up")
        yield from each.unexplained
    yield f"entries {report.entries}, acts {report.acts}, waiting {report.waiting}"
    yield from report.findings


def _author(office: Office, options: argparse.Namespace) -> Author:
    return Author(tenants.find(office, options.tenant).id, None)


def _station(tx: Tx, by: Author, no: int) -> UUID | None:
    s = catalogue.station.c
    return tx.execute(select(s.id).where(s.tenant_id == by.tenant_id, s.no == no)).scalar_one_or_none()


def _password() -> str:
    """From whoever sits there, or from what is piped in: never from the command line, which others can read."""
    return getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
