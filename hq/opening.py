"""Opening HQ for a program: the database of the settings and the office over it."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path

from hq.clock import SystemClock
from hq.key_seal import KeySeal
from hq.office import Office, open_office
from hq.people import tenants
from hq.postgres.embedded import EmbeddedPostgres
from hq.recovery.recovery import recover
from hq.settings import Settings
from hq.signing import signing_key
from hq.storage import migrations
from hq.storage.database import Database
from hq.storage.issue_log import IssueLog
from hq.storage.replica import Replica

FOLDER = "postgres"
ISSUED = "issued.log"


@contextmanager
def opened_database(settings: Settings) -> Iterator[Database]:
    """The database of `database_url`, or the embedded one. Raises Unavailable."""
    with ExitStack() as stack:
        url = settings.database_url
        if not url:
            url = stack.enter_context(closing(EmbeddedPostgres(settings.data / FOLDER))).url()
        yield stack.enter_context(closing(Database(url, connections=settings.connections)))


@contextmanager
def opened_office(settings: Settings) -> Iterator[Office]:
    """The office, after recovery. An embedded database is migrated here; any other by the command `migrate`.

    Raises SchemaBehind, SchemaAhead, WrongSecret, ForeignReplica, IssueLogGap or Unavailable.
    """
    with opened_database(settings) as database, _replica(settings) as replica:
        if not settings.database_url:
            migrations.upgrade(database)
        migrations.check(database)
        keys, issued = KeySeal(settings.secret), IssueLog(_issue_log(settings))
        office = open_office(database, SystemClock(), os.urandom, keys, issued)
        _check_secret(office)
        if replica is not None:
            replica.must_follow(database)
        yield replace(recover(office), replica=replica)


@contextmanager
def _replica(settings: Settings) -> Iterator[Replica | None]:
    if not settings.reports_url:
        yield None
        return
    with closing(Database(settings.reports_url, connections=settings.connections)) as database:
        yield Replica(database, settings.reports_behind_s)


def _issue_log(settings: Settings) -> Path | None:
    """A database on another server has a log only if the settings name one: its HQ processes must share the file."""
    return settings.issue_log or (None if settings.database_url else settings.data / ISSUED)


def _check_secret(office: Office) -> None:
    """Raises WrongSecret now, so that a wrong secret stops the start and not the first sign-in."""
    for tenant in tenants.every(office)[:1]:
        with office.database.tenant(tenant.id) as tx:
            signing_key(tx, office, tenant.id)
