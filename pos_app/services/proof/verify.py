"""Verification of a store: its chain, signatures, numbers and sums, and its rows against their facts.

It reports the first bad record. A journal cut off at its end together with the rows is detected only by comparison
with later evidence: a head that HQ countersigned, a printed Z or invoice (`tools/verify_journal.py --witness`).
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from domain.errors import Refused
from pos_app.services.proof.checks import Checks, Pinned
from pos_app.services.proof.comparison import first_difference
from pos_app.services.proof.findings import Finding, Flaw, Wrong, entry_name
from pos_app.services.proof.gifts_check import GiftsCheck
from pos_app.services.proof.hand_overs_check import HandOversCheck
from pos_app.services.proof.heads_check import heads_finding
from pos_app.services.proof.pins_check import PinsCheck
from pos_app.services.proof.progress import Progress, unseen
from pos_app.services.proof.rebuild import ENTRIES_A_BATCH, record_again
from pos_app.services.proof.refunds_check import RefundsCheck
from pos_app.services.proof.settlements_check import SettlementsCheck
from pos_app.services.proof.signed_catalogue import courses
from pos_app.services.proof.ticket_changes_check import TicketChangesCheck
from pos_app.station import Station
from pos_app.storage.migrations import schema
from pos_app.storage.sales import print_jobs
from pos_app.storage.store import guards, journal_rows, sync_state
from pos_app.storage.store.batch import BatchTx
from pos_app.storage.store.scratch import scratch
from sync import journal
from sync.facts import Entry, EpochOpened, ReportTaken, issued_document, kind_of
from sync.journal import NO_PREVIOUS_HASH, SignedEntry
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome. `finding` is None for a sound store; numbers are counted over all blocks."""

    finding: Finding | None
    entries: int
    documents: int
    numbers_issued: int
    numbers_returned: int
    numbers_held: int
    reports: int
    head_seq: int
    head_hash: str

    @property
    def ok(self) -> bool:
        """Whether the store is sound."""
        return self.finding is None


def verify(station: Station, progress: Progress = unseen) -> Verdict:
    """Check everything in one reading of the journal. The store is not changed, also when an exception ends it.

    Memory grows by some bytes an entry, for the ids and numbers that may occur once only.
    """
    with station.database.read() as tx, scratch(station.database.path.parent) as rebuilt:
        head = journal.head(tx, station.tenant_id, station.id, station.author.epoch)
        link = sync_state.link(tx)
        pins = PinsCheck(station)
        reading = _Reading(tx, station, progress, rebuilt=BatchTx(rebuilt), pins=pins)
        settlements = SettlementsCheck(tx, station.tenant_id, is_enrolled=link is not None).read
        of_store = (
            HandOversCheck(tx, link.hq_key if link else None).read,
            settlements,
            RefundsCheck(tx, station).read,
            TicketChangesCheck(tx, station).read,
            GiftsCheck(tx, station).read,
        )
        checks = Checks(reading.again, of_store, None)
        try:
            if link is not None:
                hq = Pinned(link.hq_key, courses(tx, station.tenant_id, link.hq_key))
                checks = Checks(reading.again, of_store, hq)
            reading.run(checks)
            finding = checks.finding or (heads_finding(tx, station, link.hq_key) if link else None)
            finding = finding or _rows(tx, reading) or _beside(tx) or pins.finding(tx)
        except Wrong as wrong:
            finding = wrong.finding
    return Verdict(
        finding=finding,
        entries=reading.entries,
        documents=reading.documents,
        numbers_issued=checks.rights.numbers_issued,
        numbers_returned=checks.rights.numbers_returned,
        numbers_held=checks.rights.numbers_held,
        reports=reading.reports,
        head_seq=head.seq,
        head_hash=head.hash.hex(),
    )


@dataclass
class _Reading:
    """One reading of the journal: counts its entries, gives them to the checks, and makes their rows again."""

    tx: Tx
    station: Station
    progress: Progress
    rebuilt: BatchTx
    pins: PinsCheck
    entries: int = 0
    documents: int = 0
    reports: int = 0

    def run(self, checks: Checks) -> None:
        """Read everything. Raises Wrong when the journal itself is not whole."""
        total = journal_rows.count(self.tx)
        for entry in _chain(self.tx, self.station):
            self.entries += 1
            self.documents += issued_document(entry.body) is not None
            self.reports += isinstance(entry.body, ReportTaken)
            checks.read(entry)
            self.pins.read(entry)
            if checks.finding is None:
                record_again(self.rebuilt, entry)
            if self.entries % ENTRIES_A_BATCH == 0:
                self.rebuilt.flush()
                self.progress(self.entries, total)
        if total != self.entries:
            raise Wrong(Flaw.CHAIN_BROKEN, "journal", f"{total - self.entries} of another station")
        checks.finish()
        self.rebuilt.flush()

    def again(self) -> Iterator[Entry]:
        """The entries once more, after `run` found their chain whole."""
        for epoch in journal.epochs(self.tx, self.station.tenant_id, self.station.id):
            for signed in journal.read(self.tx, self.station.tenant_id, self.station.id, epoch):
                yield signed.read()


def _chain(tx: Tx, station: Station) -> Iterator[Entry]:
    epochs = journal.epochs(tx, station.tenant_id, station.id)
    if station.author.epoch not in epochs:
        raise Wrong(Flaw.GAP, entry_name(station.author.epoch, 1), "nothing found")
    for epoch in epochs:
        before, key = NO_PREVIOUS_HASH, None
        for seq, signed in enumerate(_read(tx, station, epoch), start=1):
            if signed.seq != seq:
                raise Wrong(Flaw.GAP, entry_name(epoch, seq), f"next found is {signed.seq}")
            entry = _entry(signed, epoch)
            if key is None:
                key = _key(entry, station)
            _signature(key, signed, epoch)
            _place(entry, signed, epoch, before, station)
            before = signed.hash
            yield entry


def _read(tx: Tx, station: Station, epoch: int) -> Iterator[SignedEntry]:
    seq = 0
    try:
        for signed in journal.read(tx, station.tenant_id, station.id, epoch):
            seq = signed.seq
            yield signed
    except OverflowError as error:
        raise Wrong(Flaw.BAD_ENTRY, entry_name(epoch, seq + 1), str(error)) from error


def _entry(signed: SignedEntry, epoch: int) -> Entry:
    if hashlib.sha256(signed.body).digest() != signed.hash:
        raise Wrong(Flaw.BAD_HASH, entry_name(epoch, signed.seq))
    try:
        return signed.read()
    except (msgspec.MsgspecError, Refused) as error:
        raise Wrong(Flaw.BAD_ENTRY, entry_name(epoch, signed.seq), str(error)[:200]) from error


def _key(first: Entry, station: Station) -> Ed25519PublicKey:
    """The key in the first entry of an epoch. It must be the key in this station's vault."""
    if not isinstance(first.body, EpochOpened) or first.body.public_key != journal.public_key(station.author.key):
        raise Wrong(Flaw.UNKNOWN_KEY, entry_name(first.epoch, first.seq))
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(first.body.public_key))


def _signature(key: Ed25519PublicKey, signed: SignedEntry, epoch: int) -> None:
    try:
        key.verify(signed.signature, signed.hash)
    except InvalidSignature:
        raise Wrong(Flaw.BAD_SIGNATURE, entry_name(epoch, signed.seq)) from None


def _place(entry: Entry, signed: SignedEntry, epoch: int, before: bytes, station: Station) -> None:
    in_body = (entry.seq, entry.epoch, entry.station, entry.tenant, kind_of(entry.body), entry.at)
    in_columns = (signed.seq, epoch, station.id, station.tenant_id, signed.kind, signed.at)
    if in_body != in_columns or entry.prev != before.hex():
        raise Wrong(Flaw.CHAIN_BROKEN, entry_name(epoch, signed.seq))


def _rows(tx: Tx, reading: _Reading) -> Finding | None:
    different = first_difference(tx, reading.rebuilt)
    return Finding(Flaw.ROWS_DIFFER, different.record, different.detail) if different else None


def _beside(tx: Tx) -> Finding | None:
    """Check what does not follow from entries: the guards, the schema, and print jobs without their subject."""
    if lost := guards.missing(tx):
        return Finding(Flaw.GUARD_MISSING, lost[0], "taken away, or not in its own words")
    if different := schema.differences(tx):
        return Finding(Flaw.SCHEMA_DIFFERS, *different[0])
    orphans = print_jobs.orphans(tx)
    return Finding(Flaw.ROWS_DIFFER, f"print_job {orphans[0]}", "prints what is not there") if orphans else None
