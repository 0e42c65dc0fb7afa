"""Receiving pushes: every authentic entry is stored, recorded once, and acknowledged after the commit.

Pushes of several stations share a transaction, so that a thousand sales take a dozen statements. An entry that cannot
be recorded, or whose consequences fail, is stored with its error and run again later; the entries after it are
recorded all the same.
"""

import hashlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

import msgspec
import psycopg
from sqlalchemy.exc import DBAPIError

from domain.errors import Refused, Unavailable
from domain.rights import Holder
from hq.catalogue import feed
from hq.conflicts import branches, cases, contradictions
from hq.conflicts.ids_twice import IdTwice
from hq.conflicts.settlements import SentCases, sent_cases
from hq.customers import taking
from hq.intake import believing, consequences, rows
from hq.journals.arrivals import Arrived, Fork, Judged, Life, Rewind, branch, judge, life_of, lock_stations
from hq.journals.branches import open_shifts
from hq.journals.entry_states import EntryState, note
from hq.journals.lives import StationStatus
from hq.office import Office
from hq.rights import grants
from hq.stations import stations
from hq.storage.batch import BatchTx
from hq.storage.issue_log import IssueLogUnavailable
from hq.storage.ledger import NoSuchRow
from sync.facts import Entry, customers
from sync.journal import NO_PREVIOUS_HASH, Head
from sync.line.messages import Acknowledged, Grants, Push
from sync.line.push import Link
from sync.recording import record
from sync.tables.column_types import NoZone, microseconds
from sync.tables.transaction import Tx

Answer = Acknowledged | Refused
Known = tuple[Life, Entry]
_ENTRIES_A_FLUSH = 100
_UNFIT = (psycopg.Error, NoZone)
"""Errors of an entry whose values do not fit a column. Any other error is a bug of this program, so it is logged."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Unapplied:
    """An entry that is stored and not recorded, and why."""

    life: Life
    seq: int
    why: str


def receive(office: Office, tenant_id: UUID, arrived: Sequence[Arrived]) -> list[Answer]:
    """Store the new entries of each push in one transaction, and return the answers in the order of the pushes.

    Each station may be in `arrived` once. When the issue log fails, the pushes are received without granting rights.
    """
    try:
        return _receive(office, tenant_id, arrived, may_grant=True)
    except IssueLogUnavailable as error:
        log.error("nothing is granted: %s", error)  # noqa: TRY400  # the message names the file
        return _receive(office, tenant_id, arrived, may_grant=False)


def _receive(office: Office, tenant_id: UUID, arrived: Sequence[Arrived], *, may_grant: bool) -> list[Answer]:
    answers: dict[UUID, Answer] = {}
    with office.database.tenant(tenant_id) as tx:
        lives = lock_stations(tx, tenant_id, [one.station_id for one in arrived])
        taken: list[Judged] = []
        for one in arrived:
            try:
                taken.append(_judge(tx, office, lives.get(one.station_id), one.push))
            except Refused as refused:
                answers[one.station_id] = refused
        with tx.driver.pipeline():  # PostgreSQL writes the entries while they are decoded here
            _store(tx, taken)
            known, unknown = _read(taken)
        _set_aside(tx, unknown, EntryState.DEFERRED)
        _apply(tx, office, known)
        entitled = _entitled(taken, _advance(tx, taken))
        if may_grant:
            grants.refill(
                tx, office, {holder: judged.push.wants for holder, judged in entitled.items()},
                {holder.station_id: judged.life.series for holder, judged in entitled.items()},
            )  # fmt: skip
        answers |= _acknowledge(tx, office, taken, list(entitled))
    return [answers[one.station_id] for one in arrived]


def _apply(tx: Tx, office: Office, known: Sequence[Known]) -> None:
    """Record the entries together. When that fails, record them in halves until each failing entry is alone."""
    if not known:
        return
    sent = sent_cases(tx, known)  # before any case of these entries is opened
    first = attempt(tx, office, known, sent)
    if first.error:
        _carry_over(tx, office, known)
        _set_aside(tx, list(_failing(tx, office, known, sent)), EntryState.UNPROCESSABLE)
    else:
        _set_aside(tx, _early(first.judged), EntryState.UNPROCESSABLE)


def _failing(tx: Tx, office: Office, known: Sequence[Known], sent: SentCases) -> Iterator[_Unapplied]:
    """Record the entries in halves; yields those that fail alone."""
    outcome = attempt(tx, office, known, sent)
    error = outcome.error
    if error and len(known) > 1:
        middle = len(known) // 2
        yield from _failing(tx, office, known[:middle], sent)
        yield from _failing(tx, office, known[middle:], sent)
    elif error:
        ((life, entry),) = known
        if not isinstance(error, _UNFIT):
            place = {"station": str(life.station_id), "epoch": life.epoch, "seq": entry.seq}
            log.error("an entry is kept and not recorded", exc_info=error, extra=place)
        yield _Unapplied(life, entry.seq, f"{type(error).__name__}: {error}")
    else:
        yield from _early(outcome.judged)


def _early(judged: believing.Judged) -> list[_Unapplied]:
    """The entries that HQ may believe once earlier ones are recorded."""
    return [
        _Unapplied(one.life, one.entry.seq, f"{one.doubt.why}: an earlier entry is not recorded")
        for one in judged.early
    ]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of entries: the error that they raised, if any, and which of them HQ believed."""

    judged: believing.Judged
    error: Exception | None = None


def attempt(tx: Tx, office: Office, known: Sequence[Known], sent: SentCases | None) -> Attempt:
    """Record the entries that HQ believes and their consequences, or no part of them. `sent` as in `believing.judge`.

    Raises an error that is not due to an entry, such as a deadlock: the station must push again.
    """
    judged, taken = believing.Judged(known), list[IdTwice]()
    while True:
        try:
            with tx.driver.transaction():
                judged = believing.judge(tx, known, sent, taken)
                record_together(tx, judged.believed)
                believing.check_ids(tx, judged.believed)
                consequences.follow(tx, office, judged.believed)
                believing.refuse(tx, judged.refused)
        except believing.IdsTaken as error:  # some entries less each time
            taken += error.twice
            continue
        except Exception as error:  # no entry may stop its station, whatever error it provokes
            if _is_transient(error):
                raise
            return Attempt(judged, error)
        return Attempt(judged)


def _is_transient(error: Exception) -> bool:
    """Whether the same entries may succeed later: a deadlock, a time limit, a full disk."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, psycopg.errors.ProgramLimitExceeded):  # a value too long for an index
        return False
    return isinstance(cause, (psycopg.OperationalError, Unavailable))


def record_together(tx: Tx, known: Sequence[Known]) -> None:
    """Write the rows of these entries, in their order."""
    # A batch writes new rows before it frees seats, so a seat that is free again could not be taken in the same batch.
    for in_turn, group in groupby(known, key=lambda item: item[1].body.frees_places):
        if in_turn:
            for _, entry in group:
                record(tx, entry)
        else:
            _record_batch(tx, [entry for _, entry in group])


def _record_batch(tx: Tx, entries: Sequence[Entry]) -> None:
    batch = BatchTx(tx)
    with tx.driver.pipeline():  # PostgreSQL writes one part while the next is prepared here
        for i, entry in enumerate(entries, 1):
            record(batch, entry)
            if i % _ENTRIES_A_FLUSH == 0:
                batch.flush()
        batch.flush()


def _carry_over(tx: Tx, office: Office, known: Sequence[Known]) -> None:
    """Record the shifts that are open in branches of these stations: their stores continue them in the next life."""
    station_ids = {life.station_id for life, _ in known}
    life = known[0][0]
    for opened in open_shifts(tx, life.tenant_id, station_ids):
        attempt(tx, office, [(life, opened)], {})


def _read(taken: Sequence[Judged]) -> tuple[list[Known], list[_Unapplied]]:
    """Decode the entries. Those of a newer program are returned apart, and run again after an update of HQ."""
    known: list[Known] = []
    unknown: list[_Unapplied] = []
    for judged in taken:
        for link in judged.links:
            try:
                known.append((judged.life, link.read()))
            except (msgspec.DecodeError, Refused) as error:
                unknown.append(_Unapplied(judged.life, link.seq, f"{link.kind}: {error}"))
    return known, unknown


def _set_aside(tx: Tx, entries: Sequence[_Unapplied], state: EntryState) -> None:
    """Store the state of entries that are not recorded, and open a case for each."""
    for entry in entries:
        note(tx, entry.life, entry.seq, state, entry.why)
    # Once for all entries, because judging takes as long for one as for many.
    contradictions.file_unrecorded(tx, [(entry.life, entry.seq, entry.why) for entry in entries])


def _judge(tx: Tx, office: Office, row: Any, push: Push) -> Judged:
    if row is None:
        raise NoSuchRow("station")
    life = life_of(tx, row, push.epoch, office.clock.now())
    try:
        return judge(tx, life, push)
    except (Fork, Rewind) as incident:
        _store_branch(tx, life, push, incident)
        if life.ended:
            return Judged(life, push, (), _end_of_push(tx, life, push))
        if life.status == StationStatus.ACTIVE:
            stations.freeze(tx, office, life.tenant_id, life.station_id, str(incident))
        raise


def _end_of_push(tx: Tx, life: Life, push: Push) -> Head:
    """The head to acknowledge for an ended life, so that the station can finish uploading its own chain."""
    end = push.after + len(push.entries)
    if push.entries:
        return Head(end, hashlib.sha256(push.entries[-1].body).digest())
    return Head(end, rows.entry_hash(tx, life.holder, end) or NO_PREVIOUS_HASH)


def _store_branch(tx: Tx, life: Life, push: Push, incident: Fork | Rewind) -> None:
    """Store the pushed branch of a fork in quarantine: HQ keeps both branches, because either may be the right one.

    What it has of customers counts all the same: a customer who forbade news must not get any.
    """
    if isinstance(incident, Fork):
        rows.insert_branch(tx, [
            {"tenant_id": life.tenant_id, "station_id": life.station_id, "epoch": life.epoch,
             "seq": incident.begins + i, "hash": hashlib.sha256(entry.body).digest(), "body": entry.body,
             "signature": entry.signature, "reason": incident.code, "received_at": life.at}
            for i, entry in enumerate(branch(push, incident))
        ])  # fmt: skip
        branches.file_branches(tx, life.tenant_id, life.at, [life.station_id])
        aside = list(branches.entries_aside(tx, life.tenant_id, [life.station_id]))
        edits = [edit for one in aside for edit in customers.edits_of(one.entry, one.entry.body)]
        taking.take_aside(tx, life.tenant_id, edits, life.at)


def _store(tx: Tx, taken: Sequence[Judged]) -> None:
    """Store the bytes of the new entries, before any is decoded."""
    rows.insert_entries(tx, [journal_row(judged.life, link) for judged in taken for link in judged.links])


def journal_row(life: Life, link: Link) -> dict[str, Any]:
    """The row of an entry as its station signed it."""
    return {
        "tenant_id": life.tenant_id, "station_id": life.station_id, "epoch": life.epoch, "seq": link.seq,
        "kind": link.kind, "at": link.at, "body": link.raw, "hash": link.hash, "signature": link.signature,
    }  # fmt: skip


def _advance(tx: Tx, taken: Sequence[Judged]) -> dict[UUID, str]:
    """Store the head and the request number of each push; returns the status of each station by its id.

    The status is read here, after recording, because the entries of a push may freeze its station.
    """
    if not taken:
        return {}
    rows.insert_receipts(tx, [
        {"tenant_id": judged.life.tenant_id, "station_id": judged.life.station_id, "epoch": judged.life.epoch,
         "seq": judged.head.seq, "received_at": judged.life.at}
        for judged in taken
        if judged.links
    ])  # fmt: skip
    return rows.advance_stations(tx, taken[0].life.tenant_id, {
        "stations": [judged.life.station_id for judged in taken],
        "requests": [judged.push.request_no for judged in taken],
        "ats": [microseconds(judged.life.at) for judged in taken], "ended": [judged.life.ended for judged in taken],
        "reached": [judged.head.seq for judged in taken], "hashes": [judged.head.hash for judged in taken],
    })  # fmt: skip


def _entitled(taken: Sequence[Judged], statuses: Mapping[UUID, str]) -> dict[Holder, Judged]:
    """The current lives of active stations: those that may get rights."""
    return {
        judged.life.holder: judged
        for judged in taken
        if statuses[judged.life.station_id] == StationStatus.ACTIVE and not judged.life.ended
    }


def _acknowledge(tx: Tx, office: Office, taken: Sequence[Judged], entitled: Sequence[Holder]) -> dict[UUID, Answer]:
    if not taken:
        return {}
    tenant_id = taken[0].life.tenant_id
    granted = grants.outstanding(tx, entitled)
    feed_head, open_cases = feed.head(tx, tenant_id), cases.count_open(tx, tenant_id)
    return {
        station_id: acknowledgement(office, judged, granted.get(station_id, Grants()), feed_head, open_cases)
        for judged in taken
        for station_id in (judged.life.station_id,)
    }


def acknowledgement(
    office: Office, judged: Judged, granted: Grants, feed_head: int, open_cases: int
) -> Acknowledged:  # fmt: skip
    """The response to a push whose entries are stored durably."""
    return Acknowledged(
        epoch=judged.life.epoch,
        request_no=judged.push.request_no,
        acknowledged=judged.head.seq,
        head_hash=judged.head.hash.hex(),
        hq_incarnation=office.incarnation,
        server_time=judged.life.at,
        feed_head=feed_head,
        grants=granted,
        conflicts_open=open_cases,
        tenant=judged.life.tenant_id,
        station=judged.life.station_id,
    )
