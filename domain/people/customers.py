"""Customers: edits made at several places, merged by field into one record that depends only on the set of edits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import reduce
from typing import ClassVar
from uuid import UUID

from domain.errors import Refused
from domain.ids import CustomerId
from domain.people.clock import NEVER, Reading


class Field(StrEnum):
    """A text that is known of a customer."""

    NAME = "name"
    SURNAME = "surname"
    DOCUMENT = "document"
    PHONE = "phone"
    EMAIL = "email"
    NOTES = "notes"


class Channel(StrEnum):
    """A way to send a customer news, for each of which a consent of its own is asked."""

    EMAIL = "email"
    SMS = "sms"
    WHATSAPP = "whatsapp"


@dataclass(frozen=True, slots=True, order=True)
class Stamp:
    """When and where an edit was made, for the order of edits: `clock` of `domain.people.clock`, then the place.

    `position` is the place in the journal of the station. It decides between edits of one station that were capped.
    """

    clock: Reading
    station: UUID
    position: int


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Which edit: the station and its position, which no cap changes."""

    station: UUID
    position: int


@dataclass(frozen=True, slots=True)
class ConsentAct:
    """A customer allowed news by a channel, or forbade it; `source` says how, such as "mostrador" or a form's name.

    `overrules` names the refusals that a consent lifts: those that were known when the customer was asked again. A
    refusal that nobody knew then stands.
    """

    channel: Channel
    is_given: bool
    at: datetime
    source: str
    overrules: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit of a customer: the fields that it changes, consents, links to other records, or an erasure.

    `parted` are records of which a person said that they are of somebody else.
    """

    customer_id: CustomerId
    stamp: Stamp
    texts: Mapping[Field, str] = field(default_factory=dict)
    consents: tuple[ConsentAct, ...] = ()
    linked: tuple[CustomerId, ...] = ()
    erases: bool = False
    parted: tuple[CustomerId, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a field, and the stamp of the edit that wrote it."""

    value: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Consent:
    """An act of consent, and the edit that it came with."""

    origin: Origin
    act: ConsentAct


@dataclass(frozen=True, slots=True)
class CustomerRecord:
    """What all known edits of one id make. `reached` is the position of the last edit of each station in it."""

    id: CustomerId
    texts: Mapping[Field, Text] = field(default_factory=dict)
    consents: tuple[Consent, ...] = ()
    linked: tuple[CustomerId, ...] = ()
    is_erased: bool = False
    reached: Mapping[UUID, int] = field(default_factory=dict)
    parted: tuple[CustomerId, ...] = ()

    def text(self, of: Field) -> str:
        """The value of a field; empty when it is not known."""
        known = self.texts.get(of)
        return known.value if known else ""

    @property
    def clock(self) -> Reading:
        """The greatest reading of a clock in the record; the next edit must have a greater one."""
        return max((text.stamp.clock for text in self.texts.values()), default=NEVER)


@dataclass(eq=False)
class NoSuchCustomer(Refused):
    """No customer has this id, or the customer was erased."""

    code: ClassVar[str] = "CLI-01"

    customer_id: UUID


def merged(record: CustomerRecord, edits: Iterable[Edit]) -> CustomerRecord:
    """The record with these edits in it. Their order does not matter, nor whether one is in it already."""
    return reduce(_with, edits, record)


def of_edits(customer_id: CustomerId, edits: Iterable[Edit]) -> CustomerRecord:
    """The record that a set of edits makes."""
    return merged(CustomerRecord(customer_id), edits)


def is_allowed(consents: Iterable[Consent], channel: Channel) -> Consent | None:
    """The act that decides about a channel; None when the customer was never asked.

    A refusal decides, whatever came after it, unless a later consent names it.
    """
    of_channel = [one for one in consents if one.act.channel is channel]
    lifted = {origin for one in of_channel if one.act.is_given for origin in one.act.overrules}
    standing = [one for one in of_channel if not one.act.is_given and one.origin not in lifted]
    given = [one for one in of_channel if one.act.is_given]
    return max(standing or given, key=lambda one: (one.act.at, one.origin), default=None)


def standing_refusals(consents: Iterable[Consent], channel: Channel) -> tuple[Origin, ...]:
    """The refusals that a consent given now lifts."""
    known = tuple(consents)
    lifted = {origin for one in known if one.act.is_given for origin in one.act.overrules}
    return tuple(
        sorted(
            one.origin
            for one in known
            if one.act.channel is channel and not one.act.is_given and one.origin not in lifted
        )
    )


def _with(record: CustomerRecord, edit: Edit) -> CustomerRecord:
    origin = Origin(edit.stamp.station, edit.stamp.position)
    reached = {**record.reached, origin.station: max(origin.position, record.reached.get(origin.station, 0))}
    if record.is_erased or edit.erases:
        # Whatever was or will be known of an erased customer, nothing of it comes back.
        return CustomerRecord(record.id, is_erased=True, reached=reached)
    texts = dict(record.texts)
    for of, value in edit.texts.items():
        before = texts.get(of)
        if before is None or before.stamp < edit.stamp:
            texts[of] = Text(value, edit.stamp)
    consents = {(one.origin, one.act.channel): one for one in record.consents}
    consents |= {(origin, act.channel): Consent(origin, act) for act in edit.consents}
    return replace(
        record,
        texts=texts,
        consents=tuple(consents[key] for key in sorted(consents)),
        linked=tuple(sorted({*record.linked, *edit.linked} - {record.id})),
        reached=reached,
        parted=tuple(sorted({*record.parted, *edit.parted} - {record.id})),
    )
