"""Creating an organisation: its row, signing key and catalogue feed, and the first act in its journal."""

import re
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from domain.errors import Refused
from hq.audit import act_journal
from hq.audit.acts import TenantMade
from hq.catalogue.publish import begin_feed
from hq.office import Office
from hq.people.tenants import Tenant
from hq.signing import new_key
from hq.storage.tables import hq_key, tenant

_SLUG = re.compile(r"[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")


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


def _equip(office: Office, made: Tenant) -> None:
    """Its key, feed and first act; a crash between the two transactions is mended by making it again."""
    with office.database.tenant(made.id) as tx:
        if tx.execute(select(hq_key.c.id).where(hq_key.c.tenant_id == made.id)).first():
            return
        public = new_key(tx, office, made.id)
        begin_feed(tx, made.id)
        act_journal.append(tx, office, made.id, TenantMade(made.slug, public), None)
