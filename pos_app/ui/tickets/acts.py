"""The acts on tickets after the sale: the key of each, who may do it, and what it asks for. No Qt."""

from dataclasses import dataclass
from enum import StrEnum

from domain.after_sale.holders import HolderChange
from domain.people.staff import Permission


class Act(StrEnum):
    """What can be done with marked tickets."""

    REISSUE = "reissue"
    MOVE = "move"
    TRANSFER = "transfer"
    GIFT = "gift"
    NAME = "name"
    REVOKE = "revoke"
    EXCHANGE = "exchange"


@dataclass(frozen=True, slots=True)
class ActRules:
    """The key of an act, its permission, and its fields. `reasons` are the frequent ones, the first is the usual one.

    `how` is how another holder comes to the tickets; None for an act that leaves them with their holder.
    """

    key: str
    permission: Permission
    reasons: tuple[str, ...] = ()
    how: HolderChange | None = None
    asks_seats: bool = False


ACTS = {
    Act.REISSUE: ActRules("F5", Permission.REISSUE, ("lost", "damaged", "not_printed", "our_error")),
    Act.MOVE: ActRules("F6", Permission.REISSUE, ("asked", "seat_broken", "together", "our_error"), asks_seats=True),
    Act.TRANSFER: ActRules("T", Permission.TRANSFER, how=HolderChange.TRANSFER),
    Act.GIFT: ActRules("G", Permission.TRANSFER, how=HolderChange.GIFT),
    Act.NAME: ActRules("N", Permission.TRANSFER, how=HolderChange.NAMED),
    Act.REVOKE: ActRules("Del", Permission.REVOKE, ("resale", "unpaid", "by_organiser", "our_error")),
    Act.EXCHANGE: ActRules("F4", Permission.REFUND, ("other_seat", "other_date", "other_show", "our_error")),
}
