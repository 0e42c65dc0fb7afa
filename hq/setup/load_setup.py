"""Loading set-up files at HQ: the catalogue of a tenant, from the same files that a station without HQ loads.

The rights that such a file gives to its station are HQ's to give, so they are left alone here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from domain.calendar import CARACAS
from domain.errors import Refused
from domain.ids import CashierId
from hq.audit import act_journal
from hq.audit.acts import CatalogueLoaded
from hq.catalogue import feed
from hq.catalogue.publish import publishing
from hq.office import Office
from hq.people.accounts import Author
from hq.stations import stations
from sync import setup
from sync.tables import catalogue
from sync.tables.transaction import Tx


@dataclass(eq=False)
class OfAnotherTenant(Refused):
    """The files are of another organisation."""

    code: ClassVar[str] = "SETUP_TENANT"

    found: UUID


def load(office: Office, by: Author, texts: Mapping[str, str]) -> setup.Setup:
    """Write the catalogue that the files say and tell the stations. Raises BadSetup with every problem."""
    tenant_id = by.tenant_id
    read = setup.read_all(texts, on=office.clock.now().astimezone(CARACAS).date())
    if read.tenant_id != tenant_id:
        raise OfAnotherTenant(read.tenant_id)
    with office.database.tenant(tenant_id) as tx:
        there = _pin_hashes(tx, tenant_id)
    hashes = setup.hash_pins(read, there, office.random)
    with office.database.tenant(tenant_id) as tx:
        with publishing(tx, tenant_id):
            setup.write_catalogue(tx, read, hashes)
        stations.begin(tx, office, by, read.station_id, read.profile.no)
        said = CatalogueLoaded(", ".join(texts), setup.digest(texts), feed.head(tx, tenant_id))
        act_journal.append(tx, office, tenant_id, said, by.account_id)
    return read


def _pin_hashes(tx: Tx, tenant_id: UUID) -> dict[CashierId, str]:
    t = catalogue.cashier.c
    found = tx.execute(select(t.id, t.pin_hash).where(t.tenant_id == tenant_id))
    return {CashierId(row.id): row.pin_hash for row in found}
