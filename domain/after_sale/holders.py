"""The holder of a ticket, apart from the buyer: who it is, how a ticket came to them, and gifts.

The history of holders is kept whole: a change adds a holder and never edits one.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from domain.catalogue.refund_policy import GiftRefund
from domain.errors import Refused
from domain.typed_text import plain

LONGEST_NAME = 80
LONGEST_EMAIL = 120
LONGEST_PHONE = 20
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_PHONE = re.compile(r"\+?[0-9]{7,15}")


class HolderPart(StrEnum):
    """A field of a holder."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"


@dataclass(eq=False)
class BadHolder(Refused):
    """A field of the holder is missing, too long, or no e-mail or phone."""

    code: ClassVar[str] = "ENT-06"

    part: HolderPart


@dataclass(eq=False)
class GiftNotRefundable(Refused):
    """The ticket was given as a gift, and the event does not take gifts back."""

    code: ClassVar[str] = "ENT-07"

    ticket: str


@dataclass(eq=False)
class SeveralReceivers(Refused):
    """Money of these tickets goes to different people, by the rules for gifts: they are refunded one by one."""

    code: ClassVar[str] = "ENT-08"


class HolderChange(StrEnum):
    """How a ticket comes to a holder. A gift marks the ticket for good; naming a holder keeps the ticket's code."""

    NAMED = "named"
    TRANSFER = "transfer"
    GIFT = "gift"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose ticket it is. E-mail and phone are empty when unknown; `person_id` names a registered person, else None."""

    name: str
    email: str = ""
    phone: str = ""
    person_id: UUID | None = None


def parse_holder(name: str, email: str = "", phone: str = "", person_id: UUID | None = None) -> Holder:
    """A holder as typed: blanks around and inside of the phone are dropped. Raises BadHolder."""
    holder = Holder(
        " ".join(plain(name).split()), plain(email), re.sub(r"[\s().-]", "", plain(phone)), person_id
    )  # fmt: skip
    if not holder.name or len(holder.name) > LONGEST_NAME or not holder.name.isprintable():
        raise BadHolder(HolderPart.NAME)
    if holder.email and (len(holder.email) > LONGEST_EMAIL or not _EMAIL.fullmatch(holder.email)):
        raise BadHolder(HolderPart.EMAIL)
    if holder.phone and not _PHONE.fullmatch(holder.phone):
        raise BadHolder(HolderPart.PHONE)
    return holder


@dataclass(frozen=True, slots=True)
class GivenTicket:
    """A ticket to refund, as the rules for gifts see it: its code, its holder, whether it was given, and the rule."""

    code: str
    holder: Holder | None
    is_gift: bool
    rule: GiftRefund


def receiver(tickets: Iterable[GivenTicket]) -> Holder | None:
    """The holder who is paid for these tickets; None for the buyer. Raises GiftNotRefundable or SeveralReceivers."""
    paid: set[Holder | None] = set()
    for ticket in tickets:
        if ticket.is_gift and ticket.rule is GiftRefund.REFUSED:
            raise GiftNotRefundable(ticket.code)
        paid.add(ticket.holder if ticket.is_gift and ticket.rule is GiftRefund.HOLDER else None)
    if len(paid) > 1:
        raise SeveralReceivers
    return next(iter(paid), None)


def got_as_gift(paid_to: Holder, history: Sequence[tuple[Holder, HolderChange]]) -> bool:
    """Whether a person has a ticket now, by the history of its holders, and the ticket was given at some time."""
    return bool(history) and history[-1][0] == paid_to and any(how is HolderChange.GIFT for _, how in history)
