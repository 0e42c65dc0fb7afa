"""Tenants: created once and looked up by their short name."""

from uuid import UUID

import pytest

from hq.office import Office
from hq.people import tenants
from hq.people.tenants import Tenant, UnknownTenant
from hq.setup import organisations
from hq.setup.organisations import BadSlug, TenantExists
from tests.builders.tenants import ARENA, TEATRO


def test_a_tenant_is_found_by_its_short_name(office: Office) -> None:
    for tenant in (TEATRO, ARENA, TEATRO):
        organisations.make(office, tenant)
    assert tenants.find(office, "teatro") == TEATRO
    assert tenants.every(office) == [ARENA, TEATRO]
    with pytest.raises(UnknownTenant):
        tenants.find(office, "cine")


def test_a_name_or_an_id_is_one_tenants(office: Office) -> None:
    organisations.make(office, TEATRO)
    for other in (Tenant(UUID(int=9), "teatro", "Otro"), Tenant(TEATRO.id, "otro", "Otro")):
        with pytest.raises(TenantExists):
            organisations.make(office, other)


@pytest.mark.parametrize("slug", ["", "Teatro", "-a", "a b", "a" * 41])
def test_a_short_name_can_be_typed(office: Office, slug: str) -> None:
    with pytest.raises(BadSlug):
        organisations.make(office, Tenant(UUID(int=9), slug, "x"))
