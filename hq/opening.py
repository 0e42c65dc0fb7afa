"""Opening HQ for a program: the database that the settings name, migrated, and the office over it."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

from hq.clock import SystemClock
from hq.embedded import EmbeddedPostgres
from hq.keys import KeySeal
from hq.office import Office, open_office
from hq.services import tenants
from hq.services.signing import signing_key
from hq.settings import Settings
from hq.storage import migrations
from hq.storage.database import Database

FOLDER = "postgres"


@contextmanager
def opened_database(settings: Settings) -> Iterator[Database]:
    """The database of the settings, or the embedded one. Raises Unavailable."""
    with ExitStack() as stack:
        url = settings.database_url
        if not url:
            url = stack.enter_context(closing(EmbeddedPostgres(settings.data / FOLDER))).url()
        yield stack.enter_context(closing(Database(url, connections=settings.connections)))


@contextmanager
def opened_office(settings: Settings) -> Iterator[Office]:
    """The office. An embedded database is HQ's own and is migrated here; another one by `migrate`.

    Raises SchemaBehind, SchemaAhead, WrongSecret or Unavailable.
    """
    with opened_database(settings) as database:
        if not settings.database_url:
            migrations.upgrade(database)
        migrations.check(database)
        office = open_office(database, SystemClock(), os.urandom, KeySeal(settings.secret))
        _try_secret(office)
        yield office


def _try_secret(office: Office) -> None:
    """Another secret opens nothing: that is told now, and not to whoever signs in first."""
    for tenant in tenants.every(office)[:1]:
        with office.database.tenant(tenant.id) as tx:
            signing_key(tx, office, tenant.id)
