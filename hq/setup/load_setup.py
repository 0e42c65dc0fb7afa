"""Loading set-up files at HQ: a tenant's catalogue from the files that a station without HQ loads.

The number blocks, seats and places that such a file gives to its station are ignored here: at HQ they are granted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar
from uuid import UUID

from domain.calendar import CARACAS
from domain.errors import Refused
from hq.audit import act_journal
from hq.audit.acts import CatalogueLoaded
from hq.catalogue import feed
from hq.catalogue.publish import publishing
from hq.forms import lots
from hq.office import Office
from hq.people.accounts import Author
from hq.setup import rows
from hq.stations import stations
from sync import setup


@dataclass(eq=False)
class OfAnotherTenant(Refused):
    """The files are of another organisation."""

    code: ClassVar[str] = "SETUP_TENANT"

    organisation_id: UUID


def read_files(office: Office, texts: Mapping[str, str]) -> setup.Setup:
    """Parse set-up files, as of today in Caracas. Raises BadSetup with every problem."""
    return setup.read_all(texts, on=office.clock.now().astimezone(CARACAS).date())


def load(office: Office, by: Author, texts: Mapping[str, str]) -> setup.Setup:
    """Write the catalogue of the files and publish it to the stations.

    `texts` are the contents of the files, by name. The warnings of the result include what is in use and no longer
    named. Raises BadSetup with every problem, OfAnotherTenant, or what `lots.check_loaded` raises.
    """
    tenant_id = by.tenant_id
    content = read_files(office, texts)
    if content.tenant_id != tenant_id:
        raise OfAnotherTenant(content.tenant_id)
    with office.database.tenant(tenant_id) as tx:
        known_hashes = rows.pin_hashes(tx, tenant_id)
    # Hashing PINs takes seconds, so no transaction is open meanwhile.
    hashes = setup.hash_pins(content, known_hashes, office.random)
    with office.database.tenant(tenant_id) as tx:
        left = setup.unnamed(tx, content, office.clock.now())
        lots.check_loaded(tx, tenant_id, content.series)
        with publishing(tx, tenant_id, office.clock.now()):
            setup.write_catalogue(tx, content, hashes)
        stations.begin(tx, office, by, content.station_id, content.profile.no)
        act = CatalogueLoaded(", ".join(texts), setup.digest(texts), feed.head(tx, tenant_id))
        act_journal.append(tx, office, tenant_id, act, by.account_id)
    return replace(content, warnings=(*content.warnings, *left))
