"""Enrolment: a one-time code and this machine's key become a station that HQ knows.

HQ's certificate says who the station is: its store is founded on it. The same code and key are answered the same
again, so a line that breaks anywhere on the way costs nothing but another try.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from domain.errors import Refused
from domain.rights import Holder
from pos_app import SOFTWARE
from pos_app.services.sync_round import sync_round
from pos_app.station import Station
from pos_app.storage import sync_state
from pos_app.vault import Secrets
from sync import canonical, client, journal, seal
from sync.client import Caller, HqClient, Transport
from sync.hq_address import checked_address
from sync.hq_errors import BadAnswer
from sync.messages import Enrol, Enrolled


@dataclass(eq=False)
class AnotherStation(Refused):
    """The code is for another station, or another life of it, than the one this profile holds."""

    code: ClassVar[str] = "CEN-05"

    name: str


@dataclass(eq=False)
class AnotherHq(Refused):
    """The store is pinned to an HQ that signs with another key."""

    code: ClassVar[str] = "CEN-06"

    url: str


@dataclass(eq=False)
class NotEnrolled(Refused):
    """No HQ knows this store: nobody can open another life of it."""

    code: ClassVar[str] = "CEN-07"


Found = Callable[[Holder, str], Station]
"""Founds the store of a life, under HQ's seal; a store that is there is opened as it is."""


@dataclass(frozen=True, slots=True)
class Hq:
    """Where HQ is, and the code that it waits for; in a test, what carries requests to it."""

    url: str
    code: str
    transport: Transport | None = None


def enrol(keys: Secrets, hq: Hq, found: Found) -> Station:
    """Make a profile a station of HQ's, with its catalogue and first rights. `found` founds its store, or opens it.

    Raises AnotherStation, AnotherHq, BadAnswer, and what the line raises. Once HQ has certified the key the store
    exists: what was not fetched then comes with the next round.
    """
    url = checked_address(hq.url)
    proof = keys.signing_key.sign(hq.code.encode()).hex()
    said = Enrol(hq.code, journal.public_key(keys.signing_key), proof, SOFTWARE)
    answer = _checked(client.enrol(url, said, hq.transport), keys)
    certificate = answer.certificate
    life = Holder(certificate.tenant, certificate.station, certificate.epoch)
    station = found(life, answer.signature)
    try:
        _pin(station, life, url, answer)
        line = HqClient(caller_of(station), hq.transport)
        try:
            sync_round(station, line)
        finally:
            line.close()
    except BaseException:
        station.database.close()
        raise
    return station


def caller_of(station: Station) -> Caller:
    """How an enrolled station calls HQ."""
    with station.database.read() as tx:
        link = sync_state.link(tx)
    assert link is not None
    return Caller(link.url, link.hq_key, station.tenant_id, station.id, station.author.key)


def is_enrolled(station: Station) -> bool:
    """Whether HQ knows this store."""
    with station.database.read() as tx:
        return sync_state.link(tx) is not None


def _checked(answer: Enrolled, keys: Secrets) -> Enrolled:
    """The certificate is for this key, and whoever signed it is whom the station will believe from now on."""
    certificate = answer.certificate
    if certificate.public_key != journal.public_key(keys.signing_key):
        raise BadAnswer("hq", "certificate of another key")
    if not seal.holds(answer.hq_key, canonical.encode(certificate), answer.signature):
        raise BadAnswer("hq", "certificate")
    return answer


def _pin(station: Station, life: Holder, url: str, answer: Enrolled) -> None:
    if station.holder != life:
        raise AnotherStation(answer.station_name)
    with station.database.write() as tx:
        link = sync_state.link(tx)
        if link is None:
            sync_state.pin(tx, url, answer.hq_key, answer.hq_incarnation)
        elif link.hq_key != answer.hq_key:
            raise AnotherHq(url)
        else:
            sync_state.call_at(tx, url)
