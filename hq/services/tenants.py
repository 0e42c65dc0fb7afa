"""Tenants: the organisations that HQ serves, each with its own signing key."""

import re
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from domain.errors import Refused
from hq.office import Office
from hq.services import audit
from hq.services.acts import TenantMade
from hq.services.publish import begin_feed
from hq.services.signing import new_key
from hq.storage.tables import hq_key, tenant

_SLUG = re.compile(r"[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")


@dataclass(eq=False)
class UnknownTenant(Refused):
    """No organisation has this name."""

    code: ClassVar[str] = "UNKNOWN_TENANT"

    slug: str


@dataclass(eq=False)
class TenantExists(Refused):
    """Another organisation has this name or this id."""

    code: ClassVar[str] = "TENANT_EXISTS"

    slug: str


@dataclass(eq=False)
class BadSlug(Refused):
    """A short name has small letters, digits and hyphens."""

    code: ClassVar[str] = "BAD_SLUG"

    slug: str


@dataclass(frozen=True, slots=True)
class Tenant:
    """An organisation. `slug` is the short name that its staff types to sign in."""

    id: UUID
    slug: str
    name: str


def make(office: Office, wanted: Tenant) -> Tenant:
    """Make it known, with a signing key; the same again changes nothing. Raises TenantExists, BadSlug."""
    if not _SLUG.fullmatch(wanted.slug):
        raise BadSlug(wanted.slug)
    at = office.clock.now()
    row = {
        "tenant_id": wanted.id, "slug": wanted.slug, "name": wanted.name, "created_at": at,
        "books_closed_through": None,
    }  # fmt: skip
    with office.database.platform() as tx:
        same = (tenant.c.slug == wanted.slug) | (tenant.c.tenant_id == wanted.id)
        found = tx.execute(select(tenant.c.tenant_id, tenant.c.slug).where(same)).all()
        if any((one.tenant_id, one.slug) != (wanted.id, wanted.slug) for one in found):
            raise TenantExists(wanted.slug)
        tx.insert(tenant, [row])
    _equip(office, wanted)
    return wanted


def find(office: Office, slug: str) -> Tenant:
    """The organisation of this name. Raises UnknownTenant."""
    with office.database.platform() as tx:
        row = tx.execute(select(tenant).where(tenant.c.slug == slug)).first()
    if row is None:
        raise UnknownTenant(slug)
    return Tenant(row.tenant_id, row.slug, row.name)


def every(office: Office) -> list[Tenant]:
    """Every organisation, by name."""
    with office.database.platform() as tx:
        rows = tx.execute(select(tenant).order_by(tenant.c.slug)).all()
    return [Tenant(row.tenant_id, row.slug, row.name) for row in rows]


def _equip(office: Office, made: Tenant) -> None:
    """Its key, feed and first act; a crash between the two transactions is mended by making it again."""
    with office.database.tenant(made.id) as tx:
        if tx.execute(select(hq_key.c.id).where(hq_key.c.tenant_id == made.id)).first():
            return
        public = new_key(tx, office, made.id)
        begin_feed(tx, made.id)
        audit.append(tx, office, made.id, TenantMade(made.slug, public), None)
