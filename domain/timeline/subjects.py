"""The subjects that facts are about: a ticket, a seat, a document, a payment, a drawer, a customer, and others."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

WHOLE: Final = -1
"""The part of a subject that is not a part of another one."""


class SubjectKind(StrEnum):
    """The kinds of subjects, in the order in which a search lists what it matches."""

    TICKET = "ticket"
    DOCUMENT = "document"
    PAYMENT = "payment"
    CUSTOMER = "customer"
    SEAT = "seat"
    SHIFT = "shift"
    SALE = "sale"
    PERFORMANCE = "performance"
    CASE = "case"
    GRANT = "grant"
    REPORT = "report"
    HOLD = "hold"


SEARCHED: Final = (
    SubjectKind.TICKET, SubjectKind.DOCUMENT, SubjectKind.PAYMENT, SubjectKind.CUSTOMER, SubjectKind.SEAT,
    SubjectKind.SHIFT,
)  # fmt: skip
"""The kinds that a person searches and whose timeline is shown. The others lead to them."""
_PARTS: Final = (SubjectKind.PAYMENT, SubjectKind.SEAT)


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """What a fact is about. A payment is a part of its sale by its number from 0, a seat a part of its performance."""

    kind: SubjectKind
    id: UUID
    part: int = WHOLE

    @property
    def name(self) -> str:
        """The subject in one word, as addresses of HQ's API have it: "ticket:0199…", "seat:0199…:14"."""
        part = "" if self.part == WHOLE else f":{self.part}"
        return f"{self.kind}:{self.id}{part}"


def named_subject(name: str) -> Subject | None:
    """The subject that `Subject.name` made a word of; None for any other text."""
    kind, _, rest = name.partition(":")
    of, _, part = rest.partition(":")
    try:
        subject = Subject(SubjectKind(kind), UUID(of), int(part) if part else WHOLE)
    except ValueError:
        return None
    return subject if (subject.kind in _PARTS) is bool(part) and subject.part >= WHOLE else None
