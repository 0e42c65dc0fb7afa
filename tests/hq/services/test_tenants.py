"""Tenants: made once, found by their short name."""

from uuid import UUID

import pytest

from hq.office import Office
from hq.services import tenants
from hq.services.tenants import BadSlug, Tenant, TenantExists, UnknownTenant
from tests.hq.offices import ARENA, TEATRO


def test_a_tenant_is_found_by_its_short_name(office: Office) -> None:
    for tenant in (TEATRO, ARENA, TEATRO):
        tenants.make(office, tenant)
    assert tenants.find(office, "teatro") == TEATRO
    assert tenants.every(office) == [ARENA, TEATRO]
    with pytest.raises(UnknownTenant):
        tenants.find(office, "cine")


def test_a_name_or_an_id_is_one_tenants(office: Office) -> None:
    tenants.make(office, TEATRO)
    for other in (Tenant(UUID(int=9), "teatro", "Otro"), Tenant(TEATRO.id, "otro", "Otro")):
        with pytest.raises(TenantExists):
            tenants.make(office, other)


@pytest.mark.parametrize("slug", ["", "Teatro", "-a", "a b", "a" * 41])
def test_a_short_name_can_be_typed(office: Office, slug: str) -> None:
    with pytest.raises(BadSlug):
        tenants.make(office, Tenant(UUID(int=9), slug, "x"))
