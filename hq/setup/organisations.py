"""Creating an organisation: its row, its signing key, its catalogue feed and the first act in its journal."""

import re
from dataclasses import dataclass
from typing import ClassVar

from domain.errors import Refused
from hq.audit import act_journal
from hq.audit.acts import TenantMade
from hq.catalogue.publish import begin_feed
from hq.office import Office
from hq.people.tenants import Tenant
from hq.setup import rows
from hq.signing import new_key

_SLUG = re.compile(r"[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")


@dataclass(eq=False)
class TenantExists(Refused):
    """Another organisation has this short name or this id."""

    code: ClassVar[str] = "TENANT_EXISTS"

    slug: str


@dataclass(eq=False)
class BadSlug(Refused):
    """A short name has 1 to 40 small letters, digits and hyphens, and neither begins nor ends with a hyphen."""

    code: ClassVar[str] = "BAD_SLUG"

    slug: str


def make(office: Office, wanted: Tenant) -> Tenant:
    """Create the organisation. Creating the same one again changes no row. Raises TenantExists or BadSlug."""
    if not _SLUG.fullmatch(wanted.slug):
        raise BadSlug(wanted.slug)
    at = office.clock.now()
    row = {
        "tenant_id": wanted.id, "slug": wanted.slug, "name": wanted.name, "created_at": at,
        "books_closed_through": None,
    }  # fmt: skip
    with office.database.platform() as tx:
        rows.lock_tenants(tx)
        known = rows.tenants_with(tx, wanted.id, wanted.slug)
        if any((other.tenant_id, other.slug) != (wanted.id, wanted.slug) for other in known):
            raise TenantExists(wanted.slug)
        rows.insert_tenant(tx, row)
    # A second transaction, as only one of the tenant may write its rows. After a crash between the two, creating
    # the organisation again completes it.
    _equip(office, wanted)
    return wanted


def _equip(office: Office, created: Tenant) -> None:
    with office.database.tenant(created.id) as tx:
        if rows.has_key(tx, created.id):
            return
        public_key = new_key(tx, office, created.id)
        begin_feed(tx, created.id)
        act_journal.append(tx, office, created.id, TenantMade(created.slug, public_key), None)
