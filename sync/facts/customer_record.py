"""A merged record of a customer as it is stored and sent: JSON in few bytes, since a station may have 200,000."""

from datetime import datetime
from uuid import UUID

import msgspec

from domain.ids import CustomerId
from domain.people.clock import Reading
from domain.people.customers import Channel, Consent, ConsentAct, CustomerRecord, Field, Origin, Stamp, Text
from sync.tables import canonical


class _Text(msgspec.Struct, frozen=True, array_like=True):
    value: str
    ms: int
    counter: int
    station: UUID
    position: int


class _Origin(msgspec.Struct, frozen=True, array_like=True):
    station: UUID
    position: int


class _Consent(msgspec.Struct, frozen=True, array_like=True):
    channel: Channel
    is_given: bool
    at: datetime
    source: str
    origin: _Origin
    overrules: tuple[_Origin, ...]


class _Record(msgspec.Struct, frozen=True, omit_defaults=True):
    texts: dict[Field, _Text] = msgspec.field(default_factory=dict)
    consents: tuple[_Consent, ...] = ()
    linked: tuple[CustomerId, ...] = ()
    erased: bool = False
    reached: dict[str, int] = msgspec.field(default_factory=dict)
    parted: tuple[CustomerId, ...] = ()


def packed(record: CustomerRecord) -> str:
    """The record as a text."""
    texts = {
        of: _Text(text.value, text.stamp.clock.ms, text.stamp.clock.counter, text.stamp.station, text.stamp.position)
        for of, text in record.texts.items()
    }
    consents = tuple(_packed_consent(one) for one in record.consents)
    reached = {str(station): position for station, position in record.reached.items()}
    return canonical.text(_Record(texts, consents, record.linked, record.is_erased, reached, record.parted))


def unpacked(customer_id: UUID, text: str) -> CustomerRecord:
    """The record that `packed` made a text of. Raises msgspec.DecodeError."""
    read = canonical.decode(text, _Record)
    texts = {
        of: Text(one.value, Stamp(Reading(one.ms, one.counter), one.station, one.position))
        for of, one in read.texts.items()
    }
    consents = tuple(_consent(one) for one in read.consents)
    reached = {UUID(station): position for station, position in read.reached.items()}
    return CustomerRecord(CustomerId(customer_id), texts, consents, read.linked, read.erased, reached, read.parted)


def _packed_consent(one: Consent) -> _Consent:
    act = one.act
    overrules = tuple(_Origin(origin.station, origin.position) for origin in act.overrules)
    origin = _Origin(one.origin.station, one.origin.position)
    return _Consent(act.channel, act.is_given, act.at, act.source, origin, overrules)


def _consent(one: _Consent) -> Consent:
    overrules = tuple(Origin(origin.station, origin.position) for origin in one.overrules)
    act = ConsentAct(one.channel, one.is_given, one.at, one.source, overrules)
    return Consent(Origin(one.origin.station, one.origin.position), act)
