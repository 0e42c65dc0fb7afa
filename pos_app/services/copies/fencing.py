"""Fencing: a store that is an older copy of itself sells nothing until HQ opens a new life of it.

A store that may be an older copy, because its witness is lost, sells nothing until a supervisor speaks.
"""

from dataclasses import dataclass, replace
from typing import ClassVar

from domain.errors import Refused
from domain.people.staff import Cashier, Permission
from pos_app import SOFTWARE
from pos_app.station import Station
from pos_app.storage.catalogue import asked_rights, recalled_rights
from pos_app.storage.catalogue.catalogue_cache import CatalogueCache
from pos_app.storage.sales import print_jobs
from pos_app.storage.store import doubt, fences, heads, identity, witness
from pos_app.storage.store.doubt import Doubt
from pos_app.storage.store.fences import Fence, FenceCause, Reached
from pos_app.storage.store.witness import Anchor, Witness
from sync import journal
from sync.facts import EpochOpened, RestoreDetected, StoreAccepted
from sync.line import seal
from sync.line.messages import Certificate
from sync.tables import canonical
from sync.tables.position import Position
from sync.tables.transaction import Tx


@dataclass(eq=False)
class BadCertificate(Refused):
    """The certificate opens no new life of this store. `flaw` names the part: station, public_key, epoch or seal."""

    code: ClassVar[str] = "RES-06"

    flaw: str


def watch(station: Station, witnesses: tuple[Witness, ...]) -> Fence | None:
    """Fence the store if a witness holds a later position of the journal or another branch of it.

    Called at each start. Returns the fence, or None when the store may sell.
    """
    newest = witness.newest(station.author, witnesses)
    with station.database.read() as tx:
        raised = fences.current(tx)
        behind = newest is not None and _is_behind(tx, station, newest)
    if raised is not None or newest is None or not behind:
        return raised
    return stop(station, FenceCause.WITNESS, newest.reached())


def stop(station: Station, cause: FenceCause, known: Reached | None) -> Fence:
    """Fence the store; `known` is the end of the journal that was recorded elsewhere."""
    with station.database.write() as tx:
        present = heads.reached(tx, station.tenant_id, station.id)
        fence = Fence(cause, station.clock.now(), present, known)
        put_up(tx, fence)
    return fence


def put_up(tx: Tx, fence: Fence) -> None:
    """Stop the journal in the caller's transaction."""
    fences.put(tx, fence)
    # An older copy does not know which of its waiting papers came out since: a person is asked.
    print_jobs.doubt_waiting(tx)


def open_epoch(
    station: Station, certificate: Certificate, signature: str, hq_key: str, hq_end: Position | None = None
) -> Station:
    """Begin the life that HQ certified, take the fence down and return the station of that life.

    `hq_key` is HQ's pinned public key (hex), `hq_end` the last entry that HQ has of the life before. From now on a
    write by the old station raises AnotherLife. Raises BadCertificate.
    """
    _check(station, certificate, signature, hq_key)
    now = station.clock.now()
    author = replace(station.author, epoch=certificate.epoch)
    with station.database.write() as tx:
        present = identity.fetch(tx)
        assert present is not None
        if certificate.epoch <= present.epoch:
            raise BadCertificate("epoch")
        raised = fences.current(tx)
        previous = heads.end(tx, station.tenant_id, station.id)
        fences.take_down(tx)
        doubt.take_down(tx)
        identity.set_epoch(tx, certificate.epoch)
        asked_rights.delete_all(tx)
        recalled_rights.delete_all(tx)
        public_key = journal.public_key(author.key)
        opened = EpochOpened(public_key=public_key, software=SOFTWARE, previous=previous, certificate=signature)
        journal.append(tx, author, opened, at=now, actor=None)
        if raised is not None:
            fact = _detected(raised, hq_end)
            journal.append(tx, author, fact, at=now, actor=None)
        if station.database.ends:
            station.database.ends.trust()
    reopened = replace(station, author=author)
    # The old cache holds the rights of the life before.
    return replace(reopened, catalogue=CatalogueCache(reopened.holder))


def doubt_store(station: Station) -> Doubt | None:
    """Stop sales when the witness file does not prove that the store is the newest one.

    Called at each start, after `watch`. Returns the doubt that stands, of this start or of one before.
    """
    ends = station.database.ends
    if ends is None or ends.flaw is None:
        with station.database.read() as tx:
            return doubt.current(tx)
    with station.database.write() as tx:
        if fences.current(tx) is None:
            doubt.put(tx, Doubt(ends.flaw, station.clock.now()))
        return doubt.current(tx)


def present_doubt(station: Station) -> Doubt | None:
    """The doubt that stops sales, if any."""
    with station.database.read() as tx:
        return doubt.current(tx)


def accept_store(station: Station, supervisor: Cashier) -> None:
    """Record that a supervisor says that this store is the newest one, and let it sell.

    Raises NotAllowed, or StoreFenced behind a fence.
    """
    supervisor.must(Permission.ACCEPT_STORE)
    with station.database.write() as tx:
        raised = doubt.current(tx)
        if raised is None:
            return
        doubt.take_down(tx)
        end = heads.end(tx, station.tenant_id, station.id)
        accepted = StoreAccepted(flaw=raised.flaw, head=end)
        journal.append(tx, station.author, accepted, at=station.clock.now(), actor=supervisor.id)
        if station.database.ends:
            station.database.ends.trust()


class Witnessing:
    """Writes the end of the journal to the witnesses each time that it has moved."""

    def __init__(self, station: Station, witnesses: tuple[Witness, ...]) -> None:
        self._station, self._witnesses = station, witnesses
        self._written: Position | None = None

    def write(self) -> None:
        """Write the present end, if it is new."""
        station = self._station
        with station.database.read() as tx:
            end = heads.end(tx, station.tenant_id, station.id)
            # A fenced store is an older copy: the witnesses keep the later position that proves it.
            if end == self._written or fences.current(tx) is not None or doubt.current(tx) is not None:
                return
            now = heads.reached(tx, station.tenant_id, station.id)
        anchor = Anchor(station.tenant_id, station.id, now.position, now.document, station.clock.now())
        witness.keep(station.author, self._witnesses, anchor)
        self._written = now.position


def _is_behind(tx: Tx, station: Station, anchor: Anchor) -> bool:
    """Whether the journal lacks the entry that a witness recorded.

    A store in a later life than the witness's is not behind: HQ opened that life and knows the one before.
    """
    end = heads.end(tx, station.tenant_id, station.id)
    return end.epoch <= anchor.head.epoch and not heads.holds(tx, station.tenant_id, station.id, anchor.head)


def _detected(raised: Fence, hq_end: Position | None) -> RestoreDetected:
    """What the journal keeps of a fence: the later of the ends that a witness and HQ know, and what lies before it."""
    present, witnessed = raised.present, raised.known
    ends = (witnessed.position if witnessed else None, hq_end)
    known = max((end for end in ends if end is not None), default=None)
    documents = None
    if witnessed is not None and known == witnessed.position:
        documents = fences.documents_between(present, witnessed)
    return RestoreDetected(found=present.position, known=known, cause=raised.cause, documents=documents)


def _check(station: Station, certificate: Certificate, signature: str, hq_key: str) -> None:
    if (certificate.tenant, certificate.station) != (station.tenant_id, station.id):
        raise BadCertificate("station")
    if certificate.public_key != journal.public_key(station.author.key):
        raise BadCertificate("public_key")
    if not seal.holds(hq_key, canonical.encode(certificate), signature):
        raise BadCertificate("seal")
