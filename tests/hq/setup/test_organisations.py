"""Tenants: created once and looked up by their short name."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from hq.office import Office
from hq.people import tenants
from hq.people.tenants import Tenant, UnknownTenant
from hq.setup import organisations, rows
from hq.setup.organisations import BadSlug, TenantExists
from tests.builders.clock import START
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


def test_of_two_who_create_a_short_name_at_once_one_has_it(office: Office) -> None:
    row = {"tenant_id": TEATRO.id, "slug": TEATRO.slug, "name": TEATRO.name, "created_at": START}
    with ThreadPoolExecutor(1) as elsewhere:
        with office.database.platform() as tx:
            rows.lock_tenants(tx)
            rows.insert_tenant(tx, {**row, "books_closed_through": None})
            other = elsewhere.submit(organisations.make, office, Tenant(UUID(int=9), "teatro", "Otro"))
            with pytest.raises(TimeoutError):
                other.result(0.5)
        with pytest.raises(TenantExists):
            other.result(10)
    assert tenants.every(office) == [TEATRO]


@pytest.mark.parametrize("slug", ["", "Teatro", "-a", "a b", "a" * 41])
def test_a_short_name_can_be_typed(office: Office, slug: str) -> None:
    with pytest.raises(BadSlug):
        organisations.make(office, Tenant(UUID(int=9), slug, "x"))
