"""Who works at HQ, and what each role may do."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from domain.errors import Refused


class StaffRole(StrEnum):
    """What somebody is at a tenant."""

    ADMINISTRATOR = "administrator"
    SUPERVISOR = "supervisor"
    CASHIER = "cashier"
    DOOR = "door"
    AUDITOR = "auditor"


class Permission(StrEnum):
    """What may be done through the API."""

    MANAGE_STAFF = "manage_staff"
    MANAGE_STATIONS = "manage_stations"
    MANAGE_CATALOGUE = "manage_catalogue"
    GRANT_RIGHTS = "grant_rights"
    CLOSE_BOOKS = "close_books"
    SETTLE_CONFLICTS = "settle_conflicts"
    READ_STATIONS = "read_stations"
    READ_SALES = "read_sales"
    READ_ACTS = "read_acts"
    READ_TICKETS = "read_tickets"
    READ_CATALOGUE = "read_catalogue"


_ROLES: dict[StaffRole, frozenset[Permission]] = {
    StaffRole.ADMINISTRATOR: frozenset(Permission),
    StaffRole.SUPERVISOR: frozenset(Permission)
    - {Permission.MANAGE_STAFF, Permission.MANAGE_CATALOGUE, Permission.CLOSE_BOOKS},
    StaffRole.CASHIER: frozenset({Permission.READ_CATALOGUE, Permission.READ_TICKETS}),
    StaffRole.DOOR: frozenset({Permission.READ_CATALOGUE, Permission.READ_TICKETS}),
    StaffRole.AUDITOR: frozenset(
        {
            Permission.READ_ACTS,
            Permission.READ_CATALOGUE,
            Permission.READ_SALES,
            Permission.READ_STATIONS,
            Permission.READ_TICKETS,
        }
    ),
}


@dataclass(eq=False)
class Forbidden(Refused):
    """This role may not do that."""

    code: ClassVar[str] = "FORBIDDEN"

    permission: Permission


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody signed in, at one tenant."""

    tenant_id: UUID
    account_id: UUID
    role: StaffRole

    def must(self, permission: Permission) -> None:
        """Raises Forbidden."""
        if permission not in _ROLES[self.role]:
            raise Forbidden(permission)
