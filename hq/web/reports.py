"""Reports in answers: read where reports are read, with how far behind that is."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from fastapi import Response

from hq.office import Office
from sync.tables.transaction import Tx

T = TypeVar("T")

BEHIND = "Taquilla-Behind"
"""The header of a report: how many seconds of changes it may lack. 0.000: it had all when it was asked for."""


def report(office: Office, tenant_id: UUID, response: Response, query: Callable[[Tx], T]) -> T:
    """The result of a query in one consistent view of a tenant. Raises DatabaseUnavailable."""
    answered = office.reports.read(tenant_id, query)
    response.headers[BEHIND] = f"{answered.behind_s:.3f}"
    return answered.content
