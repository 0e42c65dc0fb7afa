"""Enrolment: a one-time code and this machine's key become a station that HQ knows.

HQ's certificate says who the station is: its store is founded on it. The same code and key are answered the same
again, so a line that breaks anywhere on the way costs nothing but another try. A code is spent by asking, and ends the
life before: a profile that holds a store of its own is refused before HQ hears of it.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import ClassVar

from domain.errors import Refused, Unavailable
from domain.rights import Holder
from pos_app import SOFTWARE
from pos_app.services.hq.session import open_session
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
from sync.line.client import Caller, HqClient, Transport
from sync.line.hq_address import checked_address
from sync.line.hq_errors import BadAnswer, CodeUsed
from sync.line.messages import Enrol, Enrolled
from sync.tables import canonical


@dataclass(eq=False)
class AnotherStation(Refused):
    """The code is for another station, or another life of it, than the one this profile holds."""

    code: ClassVar[str] = "CEN-05"

    name: str


@dataclass(eq=False)
class NotEnrolled(Refused):
    """No HQ knows this store: nobody can open another life of it."""

    code: ClassVar[str] = "CEN-07"


@dataclass(eq=False)
class NotAnswered(Unavailable):
    """HQ did not answer while the station enrolled: the same command goes on where it broke off."""

    code: ClassVar[str] = "CEN-23"


@dataclass(eq=False)
class OwnStore(Refused):
    """The profile holds a store that no HQ founded."""

    code: ClassVar[str] = "CEN-09"


@dataclass(eq=False)
class EnrolledBefore(Refused):
    """The profile is a station of HQ's already: there is nothing to use a code for."""

    code: ClassVar[str] = "CEN-21"

    name: str


@dataclass(eq=False)
class LifeOver(Refused):
    """The profile was enrolled before, and HQ now knows another life of its station."""

    code: ClassVar[str] = "CEN-22"

    epoch: int
    known: int


Found = Callable[[Holder, str], Station]
"""Founds the store of a life, under HQ's seal; a store that is there is opened as it is."""


@dataclass(frozen=True, slots=True)
class Hq:
    """Where HQ is, and the code that it waits for; in a test, what carries requests to it."""

    url: str
    code: str
    transport: Transport | None = None
    authority: str = ""
    """A PEM file whose certificates are believed besides those of the system."""


def enrol(keys: Secrets, hq: Hq, found: Found, there: Station | None = None) -> Station:
    """Make a profile a station of HQ's, with its catalogue and first rights. `found` founds its store, or opens it.

    `there` is the store that the profile holds already: an enrolment that broke off is gone on with, any other is
    refused before the code is sent. Raises OwnStore, EnrolledBefore, LifeOver, StoppedByHq, AnotherStation, CodeUsed,
    BadAnswer, and what the line raises. Once HQ has certified the key the store exists: what was not fetched then comes
    with the next round.
    """
    url = checked_address(hq.url)
    with ExitStack() as after:
        if there is not None:
            after.callback(there.database.close)
            if is_enrolled(there):
                _go_on(there, url, hq)
                after.pop_all()
                return there
            _must_be_founded_by_hq(there)
        proof = keys.signing_key.sign(hq.code.encode()).hex()
        said = Enrol(hq.code, journal.public_key(keys.signing_key), proof, SOFTWARE)
        answer = _checked(client.enrol(url, said, hq.transport, hq.authority), keys)
        certificate = answer.certificate
        life = Holder(certificate.tenant, certificate.station, certificate.epoch)
        if there is None:
            caller = Caller(url, answer.hq_key, life.tenant_id, life.station_id, keys.signing_key, hq.authority)
            _must_be_new(caller, hq.transport)
        station = there or found(life, answer.signature)
        after.callback(station.database.close)
        _pin(station, life, url, answer)
        _first_round(station, hq)
        after.pop_all()
    return station


def caller_of(station: Station, authority: str = "") -> Caller:
    """How an enrolled station calls HQ; whose certificates it believes besides the system's is in its settings."""
    with station.database.read() as tx:
        link = sync_state.link(tx)
    assert link is not None
    return Caller(link.url, link.hq_key, station.tenant_id, station.id, station.author.key, authority)


def is_enrolled(station: Station) -> bool:
    """Whether HQ knows this store."""
    with station.database.read() as tx:
        return sync_state.link(tx) is not None


def _go_on(station: Station, url: str, hq: Hq) -> None:
    """Finish the first round of a station that HQ knows, or its move to another address. No code is sent."""
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
    """What HQ takes the store for. Without an answer, what it said last. Raises LifeOver."""
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
    """That no store of this life told HQ anything: a second one with its key would be a clone. Raises CodeUsed."""
    line = HqClient(caller, transport)
    try:
        told = line.head().acknowledged
    finally:
        line.close()
    if told:
        raise CodeUsed("CODE_USED")


def _must_be_founded_by_hq(station: Station) -> None:
    """A store that HQ's seal founded, and that was cut off before it remembered HQ. Raises OwnStore."""
    author = station.author
    with station.database.read() as tx:
        first = next(journal.read(tx, author.tenant_id, author.station_id, author.epoch), None)
    opened = first.read().body if first else None
    if not (isinstance(opened, EpochOpened) and opened.certificate):
        raise OwnStore


def _checked(answer: Enrolled, keys: Secrets) -> Enrolled:
    """The certificate is for this key, and whoever signed it is whom the station will believe from now on."""
    certificate = answer.certificate
    if certificate.public_key != journal.public_key(keys.signing_key):
        raise BadAnswer("hq", "certificate of another key")
    if not seal.holds(answer.hq_key, canonical.encode(certificate), answer.signature):
        raise BadAnswer("hq", "certificate")
    return answer


def _pin(station: Station, life: Holder, url: str, answer: Enrolled) -> None:
    """Remember HQ in a store that knows none yet: one that knows an HQ is never enrolled with a code."""
    if station.holder != life:
        raise AnotherStation(answer.station_name)
    with station.database.write() as tx:
        sync_state.pin(tx, url, answer.hq_key, answer.hq_incarnation)
