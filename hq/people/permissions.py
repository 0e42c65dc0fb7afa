"""The roles of staff at HQ and the permissions of each role."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from domain.errors import Refused


class StaffRole(StrEnum):
    """The role of an account at its tenant."""

    ADMINISTRATOR = "administrator"
    SUPERVISOR = "supervisor"
    CASHIER = "cashier"
    DOOR = "door"
    AUDITOR = "auditor"


class Permission(StrEnum):
    """A permission that a route of the API asks for."""

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
    READ_CUSTOMERS = "read_customers"
    MANAGE_CUSTOMERS = "manage_customers"
    SUSPEND_PERFORMANCES = "suspend_performances"


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
    """The caller's role does not have the permission that this request needs."""

    code: ClassVar[str] = "FORBIDDEN"

    permission: Permission


@dataclass(frozen=True, slots=True)
class Staff:
    """A signed-in member of staff at one tenant."""

    tenant_id: UUID
    account_id: UUID
    role: StaffRole

    def may(self, permission: Permission) -> bool:
        """Whether the role has the permission."""
        return permission in _ROLES[self.role]

    def must(self, permission: Permission) -> None:
        """Raises Forbidden."""
        if not self.may(permission):
            raise Forbidden(permission)
