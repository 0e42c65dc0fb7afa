"""Staff of a station: roles, and the permissions of each role."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from domain.errors import Refused
from domain.ids import CashierId


class Role(StrEnum):
    """The role of a person at a station."""

    CASHIER = "cashier"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"


class Permission(StrEnum):
    """An act that a role may allow."""

    SELL = "sell"
    REPRINT = "reprint"
    MOVE_CASH = "move_cash"
    OPEN_DRAWER = "open_drawer"
    GIVE_COURTESY = "give_courtesy"
    READ_X = "read_x"
    CLOSE_SHIFT = "close_shift"
    APPROVE_DIFFERENCE = "approve_difference"
    TAKE_Z = "take_z"
    ENTER_RATE = "enter_rate"
    ACCEPT_CLOCK = "accept_clock"
    ACCEPT_STORE = "accept_store"
    LOAD_SETUP = "load_setup"
    SETTLE_CONFLICT = "settle_conflict"
    EXCEED_TILL = "exceed_till"
    CHANGE_PRINTER = "change_printer"
    HOLD = "hold"
    HOLD_HOUSE = "hold_house"
    RELEASE_HOLD = "release_hold"
    REFUND = "refund"
    REISSUE = "reissue"
    TRANSFER = "transfer"
    REVOKE = "revoke"
    ORGANISER_GIFT = "organiser_gift"
    MOVE_RIGHTS = "move_rights"
    SUSPEND = "suspend"
    EDIT_CUSTOMER = "edit_customer"
    EXPORT_CUSTOMER = "export_customer"
    ERASE_CUSTOMER = "erase_customer"
    HANDLE_FORMS = "handle_forms"


_CASHIER = frozenset({
    Permission.SELL,
    Permission.REPRINT,
    Permission.MOVE_CASH,
    Permission.OPEN_DRAWER,
    Permission.READ_X,
    Permission.CLOSE_SHIFT,
    Permission.TRANSFER,
    Permission.HOLD,
    Permission.EDIT_CUSTOMER,
})  # fmt: skip

_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CASHIER: _CASHIER,
    Role.SUPERVISOR: frozenset(Permission),
    Role.AUDITOR: frozenset({Permission.READ_X}),
}


@dataclass(eq=False)
class NotAllowed(Refused):
    """This act needs a person with another role."""

    code: ClassVar[str] = "PER-01"

    permission: Permission


@dataclass(eq=False)
class NotOnStaff(Refused):
    """The person was retired: a set-up file or HQ made them inactive, perhaps since they signed in."""

    code: ClassVar[str] = "PIN-04"

    name: str


@dataclass(frozen=True, slots=True)
class Cashier:
    """A person of the staff; `role` determines what they may do."""

    id: CashierId
    name: str
    role: Role

    def may(self, permission: Permission) -> bool:
        """Whether the role has the permission."""
        return permission in _PERMISSIONS[self.role]

    def must(self, permission: Permission) -> None:
        """Check that the role has the permission. Raises NotAllowed."""
        if not self.may(permission):
            raise NotAllowed(permission)
