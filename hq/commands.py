"""Running the commands of `taquilla-hq`: opening the office and printing the outcome."""

import argparse
import logging
import sys
from collections.abc import Callable
from uuid import UUID

from hq.office import Office
from hq.opening import opened_database, opened_office
from hq.outcome import Outcome
from hq.people import tenants
from hq.people.accounts import Author
from hq.settings import Settings
from hq.stations import stations
from hq.storage import migrations
from hq.storage.database import Database
from resources.texts import text

log = logging.getLogger(__name__)

Command = Callable[[Settings, argparse.Namespace], int]
DatabaseCommand = Callable[[Database, argparse.Namespace], Outcome]
OfficeCommand = Callable[[Office, argparse.Namespace], Outcome]
TenantCommand = Callable[[Office, Author, argparse.Namespace], Outcome]
StationCommand = Callable[[Office, Author, UUID, argparse.Namespace], Outcome]


def for_database(act: DatabaseCommand) -> Command:
    """A command on the tables themselves, which opens no office, and prints the outcome."""

    def command(settings: Settings, options: argparse.Namespace) -> int:
        with opened_database(settings) as database:
            outcome = act(database, options)
        return _print(outcome)

    return command


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


def migrate(database: Database, _options: argparse.Namespace) -> Outcome:
    """Migrate the database to the present schema."""
    migrations.upgrade(database)
    return Outcome([text("hq.migrated", revision=migrations.HEAD)])
