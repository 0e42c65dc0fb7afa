"""A store that is an older copy of itself sells nothing until HQ opens a new life of it."""

from dataclasses import dataclass, replace
from typing import ClassVar

from domain.errors import Refused
from pos_app import SOFTWARE
from pos_app.station import Station
from pos_app.storage.catalogue import asked_rights
from pos_app.storage.catalogue.catalogue_cache import CatalogueCache
from pos_app.storage.sales import print_jobs
from pos_app.storage.store import fences, heads, identity, witness
from pos_app.storage.store.fences import Fence, FenceCause, Reached
from pos_app.storage.store.witness import Anchor, Witness
from sync import journal
from sync.facts import EpochOpened, RestoreDetected
from sync.line import seal
from sync.line.messages import Certificate
from sync.tables import canonical
from sync.tables.position import Position
from sync.tables.transaction import Tx


@dataclass(eq=False)
class BadCertificate(Refused):
    """The certificate opens no new life of this store: of another station or key, not later, or not HQ's."""

    code: ClassVar[str] = "RES-06"

    flaw: str


def watch(station: Station, witnesses: tuple[Witness, ...]) -> Fence | None:
    """At each start: is the store behind what a witness saw, or another branch of it? Then it is fenced."""
    seen = witness.newest(station.author, witnesses)
    with station.database.read() as tx:
        standing = fences.current(tx)
        behind = seen is not None and _is_behind(tx, station, seen)
    if standing is not None or seen is None or not behind:
        return standing
    return stop(station, FenceCause.WITNESS, seen.reached())


def stop(station: Station, cause: FenceCause, known: Reached | None) -> Fence:
    """Stop the journal. Paper that waits is asked about: this copy does not know what came out since."""
    with station.database.write() as tx:
        found = heads.reached(tx, station.tenant_id, station.id)
        standing = Fence(cause, station.clock.now(), found, known)
        put_up(tx, standing)
    return standing


def put_up(tx: Tx, standing: Fence) -> None:
    """The same, in the caller's transaction."""
    fences.put(tx, standing)
    print_jobs.doubt_waiting(tx)


def open_epoch(station: Station, certificate: Certificate, signature: str, hq_key: str) -> Station:
    """Begin the life that HQ certified, and take the fence down. Gives the station that writes in it.

    Whoever holds the old one is refused with AnotherLife from now on. Raises BadCertificate.
    """
    _check(station, certificate, signature, hq_key)
    now = station.clock.now()
    author = replace(station.author, epoch=certificate.epoch)
    with station.database.write() as tx:
        present = identity.fetch(tx)
        assert present is not None
        if certificate.epoch <= present.epoch:
            raise BadCertificate("epoch")
        standing = fences.current(tx)
        previous = heads.end(tx, station.tenant_id, station.id)
        fences.take_down(tx)
        identity.set_epoch(tx, certificate.epoch)
        asked_rights.delete_all(tx)
        public_key = journal.public_key(author.key)
        opened = EpochOpened(public_key=public_key, software=SOFTWARE, previous=previous, certificate=signature)
        journal.append(tx, author, opened, at=now, actor=None)
        if standing is not None:
            known = standing.known.position if standing.known else None
            fact = RestoreDetected(found=standing.found.position, known=known, cause=standing.cause)
            journal.append(tx, author, fact, at=now, actor=None)
    born = replace(station, author=author)
    # The old one keeps in memory what the life before might sell.
    return replace(born, catalogue=CatalogueCache(born.holder))


class Witnessing:
    """Tells the witnesses how far the journal has come, each time that it has moved."""

    def __init__(self, station: Station, witnesses: tuple[Witness, ...]) -> None:
        self._station, self._witnesses = station, witnesses
        self._said: Position | None = None

    def tell(self) -> None:
        """Say it. A store that is fenced says nothing: it is not the truth."""
        station = self._station
        with station.database.read() as tx:
            end = heads.end(tx, station.tenant_id, station.id)
            if end == self._said or fences.current(tx) is not None:
                return
            now = heads.reached(tx, station.tenant_id, station.id)
        said = Anchor(station.tenant_id, station.id, now.position, now.document, station.clock.now())
        witness.keep(station.author, self._witnesses, said)
        self._said = now.position


def _is_behind(tx: Tx, station: Station, seen: Anchor) -> bool:
    """A later life was opened by HQ, which knows of the one before; in the same life the very entry must be there."""
    end = heads.end(tx, station.tenant_id, station.id)
    return end.epoch <= seen.head.epoch and not heads.holds(tx, station.tenant_id, station.id, seen.head)


def _check(station: Station, certificate: Certificate, signature: str, hq_key: str) -> None:
    if (certificate.tenant, certificate.station) != (station.tenant_id, station.id):
        raise BadCertificate("station")
    if certificate.public_key != journal.public_key(station.author.key):
        raise BadCertificate("public_key")
    if not seal.holds(hq_key, canonical.encode(certificate), signature):
        raise BadCertificate("seal")
