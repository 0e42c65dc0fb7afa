"""Tenants: the organisations that HQ serves, each with its own signing key."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from domain.errors import Refused
from hq.office import Office
from hq.people import rows


@dataclass(eq=False)
class UnknownTenant(Refused):
    """No organisation has this name."""

    code: ClassVar[str] = "UNKNOWN_TENANT"

    slug: str


@dataclass(frozen=True, slots=True)
class Tenant:
    """An organisation. `slug` is the short name that its staff types to sign in."""

    id: UUID
    slug: str
    name: str


def find(office: Office, slug: str) -> Tenant:
    """The organisation with this short name. Raises UnknownTenant."""
    with office.database.platform() as tx:
        row = rows.tenant_by_slug(tx, slug)
    if row is None:
        raise UnknownTenant(slug)
    return Tenant(row.tenant_id, row.slug, row.name)


def every(office: Office) -> list[Tenant]:
    """Every organisation, by short name."""
    with office.database.platform() as tx:
        known = rows.tenants(tx)
    return [Tenant(row.tenant_id, row.slug, row.name) for row in known]
