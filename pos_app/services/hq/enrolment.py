"""Enrolment: a one-time code and this machine's key make the profile a station of HQ's (docs/protocol.md 3).

HQ's certificate names the station and its life, and the store is founded on it. HQ answers the same code and key the
same again, so an interrupted enrolment is repeated without loss. Sending a code uses it up and ends the life before;
a profile that already holds another store is therefore refused before the code is sent.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import ClassVar

from domain.errors import Refused, Unavailable
from domain.rights import Holder
from pos_app import SOFTWARE
from pos_app.services.hq.session import open_session
from pos_app.services.hq.silence import MaybeSilence
from pos_app.services.hq.sync_round import sync_round
from pos_app.station import Station
from pos_app.storage.store import sync_state
from pos_app.storage.store.fences import StoppedByHq
from pos_app.storage.store.standing import Standing
from pos_app.storage.store.sync_state import HqLink
from pos_app.vault import Secrets
from sync import journal
from sync.facts import EpochOpened
from sync.line import client, seal
from sync.line.client import Caller, HqClient
from sync.line.hq_address import checked_address
from sync.line.hq_errors import BadAnswer, CodeUsed
from sync.line.messages import Enrol, Enrolled
from sync.line.wire import Transport
from sync.tables import canonical


@dataclass(eq=False)
class AnotherStation(Refused):
    """The code is for another station or another life than the store of this profile."""

    code: ClassVar[str] = "CEN-05"

    name: str


@dataclass(eq=False)
class NotEnrolled(Refused):
    """The store was never enrolled, so no HQ can open another life of it."""

    code: ClassVar[str] = "CEN-07"


@dataclass(eq=False)
class NotAnswered(Unavailable):
    """HQ did not answer during enrolment. The same command continues where it was interrupted."""

    code: ClassVar[str] = "CEN-23"

    silence: MaybeSilence = ""


@dataclass(eq=False)
class OwnStore(Refused):
    """The profile holds a store that was founded without HQ."""

    code: ClassVar[str] = "CEN-09"


@dataclass(eq=False)
class EnrolledBefore(Refused):
    """The profile is already enrolled at this address."""

    code: ClassVar[str] = "CEN-21"

    name: str


@dataclass(eq=False)
class LifeOver(Refused):
    """The profile was enrolled, and HQ has opened another life of its station since."""

    code: ClassVar[str] = "CEN-22"

    epoch: int
    known: int


Founding = Callable[[Holder, str], Station]
"""Founds the store of a life, with HQ's signature of its certificate. An existing store is opened unchanged."""


@dataclass(frozen=True, slots=True)
class Hq:
    """HQ's address and the enrolment code. Tests pass a `transport` that carries requests to HQ."""

    url: str
    code: str
    transport: Transport | None = None
    authority: str = ""
    """A PEM file of certificates that are trusted in addition to those of the system."""


def enrol(keys: Secrets, hq: Hq, make_store: Founding, existing: Station | None = None) -> Station:
    """Make a profile a station of HQ's, with its catalogue and first rights. `make_store` founds or opens its store.

    `existing` is the station of a profile that already has a store: an interrupted enrolment continues, any other
    store is refused before the code is sent. Raises OwnStore, EnrolledBefore, LifeOver, StoppedByHq, AnotherStation,
    CodeUsed, BadAnswer and what the line raises. When the first round fails, the station is enrolled all the same and
    the next round fetches the rest.
    """
    url = checked_address(hq.url)
    with ExitStack() as after:
        if existing is not None:
            after.callback(existing.database.close)
            if is_enrolled(existing):
                _resume(existing, url, hq)
                after.pop_all()
                return existing
            _must_be_founded_by_hq(existing)
        proof = keys.signing_key.sign(hq.code.encode()).hex()
        request = Enrol(hq.code, journal.public_key(keys.signing_key), proof, SOFTWARE)
        answer = _checked(client.enrol(url, request, hq.transport, hq.authority), keys)
        certificate = answer.certificate
        life = Holder(certificate.tenant, certificate.station, certificate.epoch)
        if existing is None:
            caller = Caller(url, answer.hq_key, life.tenant_id, life.station_id, keys.signing_key, hq.authority)
            _must_be_new(caller, hq.transport)
        station = existing or make_store(life, answer.signature)
        after.callback(station.database.close)
        _pin(station, life, url, answer)
        _first_round(station, hq)
        after.pop_all()
    return station


def caller_of(station: Station, authority: str = "") -> Caller:
    """The caller by which an enrolled station reaches HQ; `authority` is the PEM file of its settings, or empty."""
    with station.database.read() as tx:
        link = sync_state.link(tx)
    assert link is not None
    return Caller(link.url, link.hq_key, station.tenant_id, station.id, station.author.key, authority)


def is_enrolled(station: Station) -> bool:
    """Whether this store is enrolled."""
    with station.database.read() as tx:
        return sync_state.link(tx) is not None


def _resume(station: Station, url: str, hq: Hq) -> None:
    """Finish the first round of an enrolled station, or its move to another address. No code is sent."""
    with station.database.read() as tx:
        link = sync_state.link(tx)
        name = station.catalogue.profile(tx).name if link and link.contact_at else ""
    assert link is not None
    standing = _standing(station, url, link, hq)
    if standing is not Standing.GOOD:
        raise StoppedByHq(standing)
    if link.contact_at and link.url == url:
        raise EnrolledBefore(name)
    with station.database.write() as tx:
        sync_state.call_at(tx, url)
    _first_round(station, hq)


def _standing(station: Station, url: str, link: HqLink, hq: Hq) -> Standing:
    """The present standing of the store; the last known one when HQ does not answer. Raises LifeOver."""
    line = HqClient(replace(caller_of(station, hq.authority), url=url), hq.transport)
    try:
        session = open_session(station, line)
    except Unavailable:
        if link.contact_at and link.url == url:
            return link.standing
        raise
    finally:
        line.close()
    if session.standing is Standing.EPOCH_OVER:
        raise LifeOver(station.author.epoch, session.head.epoch)
    return session.standing


def _first_round(station: Station, hq: Hq) -> None:
    line = HqClient(caller_of(station, hq.authority), hq.transport)
    try:
        sync_round(station, line)
    finally:
        line.close()


def _must_be_new(caller: Caller, transport: Transport | None) -> None:
    """Refuse a life of which HQ has entries: a second store with its key would be a clone. Raises CodeUsed."""
    line = HqClient(caller, transport)
    try:
        acknowledged = line.head().acknowledged
    finally:
        line.close()
    if acknowledged:
        raise CodeUsed("CODE_USED")


def _must_be_founded_by_hq(station: Station) -> None:
    """Refuse a store without HQ's seal in its first entry. With one, enrolment was interrupted before HQ was pinned.

    Raises OwnStore.
    """
    author = station.author
    with station.database.read() as tx:
        first = next(journal.read(tx, author.tenant_id, author.station_id, author.epoch), None)
    opened = first.read().body if first else None
    if not (isinstance(opened, EpochOpened) and opened.certificate):
        raise OwnStore


def _checked(answer: Enrolled, keys: Secrets) -> Enrolled:
    """The answer, if its certificate is for this key and sealed with the key that it asks to pin. Raises BadAnswer."""
    certificate = answer.certificate
    if certificate.public_key != journal.public_key(keys.signing_key):
        raise BadAnswer("hq", "certificate of another key")
    if not seal.holds(answer.hq_key, canonical.encode(certificate), answer.signature):
        raise BadAnswer("hq", "certificate")
    return answer


def _pin(station: Station, life: Holder, url: str, answer: Enrolled) -> None:
    """Record HQ in a store that is not enrolled yet. Raises AnotherStation."""
    if station.holder != life:
        raise AnotherStation(answer.station_name)
    with station.database.write() as tx:
        sync_state.pin(tx, url, answer.hq_key, answer.hq_incarnation)
