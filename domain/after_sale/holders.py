"""The holder of a ticket, apart from the buyer: who it is, how a ticket came to them, and gifts.

The history of holders is kept whole: a change adds a holder and never edits one.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

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


class HolderChange(StrEnum):
    """How a ticket comes to a holder. A gift marks the ticket for good; naming a holder keeps the ticket's code."""

    NAMED = "named"
    TRANSFER = "transfer"
    GIFT = "gift"


class GiftRefund(StrEnum):
    """Who is paid when a ticket that was given as a gift is refunded."""

    BUYER = "buyer"
    HOLDER = "holder"
    REFUSED = "refused"


GIFT_REFUND = GiftRefund.BUYER
"""The rule of every event, until the catalogue carries one for each."""


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


def paid_for_gift(rule: GiftRefund, code: str, holder: Holder | None) -> Holder | None:
    """The holder who is paid when a gift is refunded; None for the buyer. Raises GiftNotRefundable."""
    if rule is GiftRefund.REFUSED:
        raise GiftNotRefundable(code)
    return holder if rule is GiftRefund.HOLDER else None
