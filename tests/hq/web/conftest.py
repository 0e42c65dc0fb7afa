"""The API under test: the real application, called in this process, with the people of two tenants."""

from collections.abc import Iterator

import httpx
import pytest

from hq.app import create_app
from hq.office import Office
from tests.builders.in_process import client
from tests.builders.tenants import ARENA, TEATRO, people


@pytest.fixture
def api(office: Office) -> Iterator[httpx.Client]:
    """A client of HQ's application, with the staff of two tenants."""
    for tenant in (TEATRO, ARENA):
        people(office, tenant)
    with client(create_app(office)) as http:
        yield http
