"""Verification of a store: its chain, signatures, numbers and sums, and its rows against their facts.

It reports the first bad record. A journal cut off at its end together with the rows is detected only by comparison
with later evidence: a printed Z, a ticket's code, HQ.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from domain.errors import Refused
from pos_app.services.proof.closings_check import check_closings
from pos_app.services.proof.findings import Finding, Flaw, Wrong, entry_name
from pos_app.services.proof.ids_check import check_ids
from pos_app.services.proof.rebuild import first_difference
from pos_app.services.proof.rights_check import RightsCheck
from pos_app.services.proof.seals_check import check_seal
from pos_app.services.proof.sums import check_sums
from pos_app.station import Station
from pos_app.storage.sales import print_jobs
from pos_app.storage.store import guards, journal_rows, sync_state
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


def verify(station: Station) -> Verdict:
    """Check everything. The store is not changed."""
    finding: Finding | None = None
    entries: list[Entry] = []
    rights = RightsCheck()
    with station.database.read() as tx:
        head = journal.head(tx, station.tenant_id, station.id, station.author.epoch)
        link = sync_state.link(tx)
        try:
            entries.extend(_chain(tx, station))
            _of_nobody(tx, len(entries))
            _check_all(entries, rights)
            if link is not None:
                _check_against_hq(entries, link.hq_key)
        except Wrong as wrong:
            finding = wrong.finding
    finding = finding or _rows_against_facts(station) or _beside(station)
    return Verdict(
        finding=finding,
        entries=len(entries),
        documents=sum(issued_document(e.body) is not None for e in entries),
        numbers_issued=rights.numbers_issued,
        numbers_returned=rights.numbers_returned,
        numbers_held=rights.numbers_held,
        reports=sum(isinstance(e.body, ReportTaken) for e in entries),
        head_seq=head.seq,
        head_hash=head.hash.hex(),
    )


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


def _of_nobody(tx: Tx, entries: int) -> None:
    stored = journal_rows.count(tx)
    if stored != entries:
        raise Wrong(Flaw.CHAIN_BROKEN, "journal", f"{stored - entries} of another station")


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


def _check_all(entries: Sequence[Entry], rights: RightsCheck) -> None:
    for entry in entries:
        check_sums(entry)
    check_ids(entries)
    for entry in entries:
        rights.read(entry)
    check_closings(entries)


def _check_against_hq(entries: Sequence[Entry], hq_key: str) -> None:
    """Check what an enrolled store can prove with HQ's key."""
    for entry in entries:
        check_seal(entry, hq_key)


def _rows_against_facts(station: Station) -> Finding | None:
    different = first_difference(station)
    return Finding(Flaw.ROWS_DIFFER, different.record, different.detail) if different else None


def _beside(station: Station) -> Finding | None:
    """Check what does not follow from entries: the guards, and print jobs without their subject."""
    with station.database.read() as tx:
        lost, orphans = guards.missing(tx), print_jobs.orphans(tx)
    if lost:
        return Finding(Flaw.GUARD_MISSING, lost[0], "taken away, or not in its own words")
    return Finding(Flaw.ROWS_DIFFER, f"print_job {orphans[0]}", "prints what is not there") if orphans else None
