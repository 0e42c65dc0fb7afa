"""Receiving what stations did: every authentic entry is kept, recorded once, and acknowledged after the commit.

Pushes of several stations share a transaction: a thousand sales become a dozen statements. An entry that cannot be
recorded, or whose consequences fail, is kept, shown and run again; it never stops the next one.
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
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from domain.errors import Refused, Unavailable
from domain.rights import Holder
from hq.catalogue import feed
from hq.conflicts import cases, findings
from hq.intake import consequences
from hq.journals import branches
from hq.journals.arrivals import Arrived, Fork, Judged, Life, Rewind, branch, judge, life_of, lock_stations
from hq.journals.entry_states import EntryState, note
from hq.journals.lives import StationStatus
from hq.office import Office
from hq.rights import grants
from hq.stations import stations
from hq.storage import ledger, ledger_tables
from hq.storage.batch import BatchTx, insert_many
from hq.storage.issue_log import IssueLogUnavailable
from sync.facts import Entry, TicketReplaced, TicketWithdrawn
from sync.facts.entry import journal
from sync.journal import NOTHING_BEFORE, Head
from sync.line.messages import Acknowledged, Grants, Push
from sync.line.push import Link
from sync.recording import record
from sync.tables.column_types import NoZone, microseconds
from sync.tables.transaction import Tx

Answer = Acknowledged | Refused
Known = tuple[Life, Entry]
_IN_TURN = (TicketReplaced, TicketWithdrawn)
"""They free a seat that what comes next may take: the rows before them are written first, those after them later."""
_ENTRIES_A_FLUSH = 100
_UNFIT = (psycopg.Error, NoZone)
"""What is raised by an entry whose values no column holds. Anything else is a flaw of this program, to be logged."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Unapplied:
    """An entry that is kept and makes no rows, and why."""

    life: Life
    seq: int
    why: str


def receive(office: Office, tenant_id: UUID, arrived: Sequence[Arrived]) -> list[Answer]:
    """Take what is new of each push, in one transaction; each station at most once. The answers hold after it.

    What stations did is taken even where nothing can be granted to them because the issue log cannot be written.
    """
    try:
        return _receive(office, tenant_id, arrived, may_grant=True)
    except IssueLogUnavailable as error:
        log.error("nothing is granted: %s", error)  # noqa: TRY400  # where it happened is known
        return _receive(office, tenant_id, arrived, may_grant=False)


def _receive(office: Office, tenant_id: UUID, arrived: Sequence[Arrived], *, may_grant: bool) -> list[Answer]:
    answers: dict[UUID, Answer] = {}
    with office.database.tenant(tenant_id) as tx:
        rows = lock_stations(tx, tenant_id, [each.station_id for each in arrived])
        taken: list[Judged] = []
        for each in arrived:
            try:
                taken.append(_judge(tx, office, rows.get(each.station_id), each.push))
            except Refused as refused:
                answers[each.station_id] = refused
        with tx.driver.pipeline():  # PostgreSQL writes what is kept while it is read here
            _keep(tx, taken)
            known, unread = _read(taken)
        _set_aside(tx, unread, EntryState.DEFERRED)
        _apply(tx, known)
        standing = _advance(tx, taken)
        entitled = _entitled(taken, standing)
        if may_grant:
            grants.refill(
                tx, office, {holder: each.push.wants for holder, each in entitled.items()},
                {holder.station_id: each.life.series for holder, each in entitled.items()},
            )  # fmt: skip
        answers |= _acknowledge(tx, office, taken, list(entitled))
    return [answers[each.station_id] for each in arrived]


def _apply(tx: Tx, known: Sequence[Known]) -> None:
    """Record the entries together; when one of them fails, in halves, until it fails alone."""
    if known and attempt(tx, known):
        _carry_over(tx, known)
        _set_aside(tx, list(_failing(tx, known)), EntryState.UNPROCESSABLE)


def _failing(tx: Tx, known: Sequence[Known]) -> Iterator[_Unapplied]:
    """Record the entries but those that fail alone, which it says."""
    error = attempt(tx, known)
    if error and len(known) > 1:
        middle = len(known) // 2
        yield from _failing(tx, known[:middle])
        yield from _failing(tx, known[middle:])
    elif error:
        ((life, entry),) = known
        if not isinstance(error, _UNFIT):
            place = {"station": str(life.station_id), "epoch": life.epoch, "seq": entry.seq}
            log.error("an entry is kept and not recorded", exc_info=error, extra=place)
        yield _Unapplied(life, entry.seq, f"{type(error).__name__}: {error}")


def attempt(tx: Tx, known: Sequence[Known]) -> Exception | None:
    """Record the entries and do what follows from them, or nothing of it; says what they made fail."""
    try:
        with tx.driver.transaction():
            record_together(tx, known)
            consequences.follow(tx, known)
    except Exception as error:  # whatever an entry provokes: its bytes are kept, and its station goes on
        if _passing(error):
            raise
        return error
    return None


def _passing(error: Exception) -> bool:
    """Whether the world failed, not an entry: a deadlock, a time limit, a full disk. The push is to be sent again."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, psycopg.errors.ProgramLimitExceeded):  # a value too long for an index
        return False
    return isinstance(cause, (psycopg.OperationalError, Unavailable))


def record_together(tx: Tx, known: Sequence[Known]) -> None:
    """Make the rows of these entries, in their order."""
    for in_turn, group in groupby(known, key=lambda each: isinstance(each[1].body, _IN_TURN)):
        if in_turn:
            for _, entry in group:
                record(tx, entry)
        else:
            _record_batch(tx, [entry for _, entry in group])


def _record_batch(tx: Tx, entries: Sequence[Entry]) -> None:
    batch = BatchTx(tx)
    with tx.driver.pipeline():  # PostgreSQL writes some while the next are made ready here
        for i, entry in enumerate(entries, 1):
            record(batch, entry)
            if i % _ENTRIES_A_FLUSH == 0:
                batch.flush()
        batch.flush()


def _carry_over(tx: Tx, known: Sequence[Known]) -> None:
    """A store that wrote another branch goes on in its next life with the shift that it had open there."""
    stations_of = {life.station_id for life, _ in known}
    life = known[0][0]
    for opened in branches.open_shifts(tx, life.tenant_id, stations_of):
        attempt(tx, [(life, opened)])


def _read(taken: Sequence[Judged]) -> tuple[list[Known], list[_Unapplied]]:
    """The entries this program knows; one of a newer program waits for the program to be renewed."""
    known: list[Known] = []
    unread: list[_Unapplied] = []
    for judged in taken:
        for link in judged.links:
            try:
                known.append((judged.life, link.read()))
            except (msgspec.ValidationError, Refused) as error:
                unread.append(_Unapplied(judged.life, link.seq, f"{link.kind}: {error}"))
    return known, unread


def _set_aside(tx: Tx, entries: Sequence[_Unapplied], state: EntryState) -> None:
    """Note them all before the cases are judged once: a journal of nothing but such entries is taken in as well."""
    for each in entries:
        note(tx, each.life, each.seq, state, each.why)
    findings.file_unrecorded(tx, [(each.life, each.seq, each.why) for each in entries])


def _judge(tx: Tx, office: Office, row: Any, push: Push) -> Judged:
    if row is None:
        raise ledger.NoSuchThing("station")
    life = life_of(tx, row, push.epoch, office.clock.now())
    try:
        return judge(tx, life, push)
    except (Fork, Rewind) as incident:
        _keep_branch(tx, life, push, incident)
        if life.ended:
            return Judged(life, push, (), _shown(tx, life, push))
        if life.status == StationStatus.ACTIVE:
            stations.freeze(tx, office, life.tenant_id, life.station_id, str(incident))
        raise


def _shown(tx: Tx, life: Life, push: Push) -> Head:
    """Where a push of a life that ended comes to: it has its own chain to tell, and goes on in the next life."""
    end = push.after + len(push.entries)
    if push.entries:
        return Head(end, hashlib.sha256(push.entries[-1].body).digest())
    t = journal.c
    mine = (t.tenant_id == life.tenant_id, t.station_id == life.station_id, t.epoch == life.epoch, t.seq == end)
    found = tx.execute(select(t.hash).where(*mine)).scalar()
    return Head(end, bytes(found) if found else NOTHING_BEFORE)


def _keep_branch(tx: Tx, life: Life, push: Push, incident: Fork | Rewind) -> None:
    """Two stores wrote one chain: both branches are kept, whoever is right."""
    if isinstance(incident, Fork):
        tx.insert(ledger_tables.quarantine, [
            {"tenant_id": life.tenant_id, "station_id": life.station_id, "epoch": life.epoch,
             "seq": incident.seq + i, "hash": hashlib.sha256(entry.body).digest(), "body": entry.body,
             "signature": entry.signature, "reason": incident.code, "received_at": life.at}
            for i, entry in enumerate(branch(push, incident))
        ])  # fmt: skip


def _keep(tx: Tx, taken: Sequence[Judged]) -> None:
    """The very bytes, before anybody reads them."""
    insert_many(tx, journal, [_journal_row(judged.life, link) for judged in taken for link in judged.links])


def _journal_row(life: Life, link: Link) -> dict[str, object]:
    return {
        "tenant_id": life.tenant_id, "station_id": life.station_id, "epoch": life.epoch, "seq": link.seq,
        "kind": link.kind, "at": link.at, "body": link.raw, "hash": link.hash, "signature": link.signature,
    }  # fmt: skip


_REACHED = """
    UPDATE station_life l SET
        last_request = CASE WHEN told.ended THEN l.last_request ELSE told.request_no END, last_seen_at = told.at,
        acknowledged = CASE WHEN told.ended THEN l.acknowledged ELSE told.reached END,
        head_hash = CASE WHEN told.ended THEN l.head_hash ELSE told.hash END
    FROM unnest(%(stations)b::uuid[], %(requests)b::int8[], %(ats)b::int8[], %(ended)b::bool[], %(reached)b::int8[],
        %(hashes)b::bytea[]) AS told(station_id, request_no, at, ended, reached, hash)
    WHERE l.tenant_id = %(tenant)s AND l.station_id = told.station_id
    RETURNING l.station_id, l.status
"""


def _advance(tx: Tx, taken: Sequence[Judged]) -> dict[UUID, str]:
    """Every push taken is remembered as answered; the chain of a life that ended has its end in the journal alone.

    Says how each station stands now: what it told may have frozen it.
    """
    if not taken:
        return {}
    reached = tx.driver.execute(_REACHED, {
        "tenant": taken[0].life.tenant_id, "stations": [each.life.station_id for each in taken],
        "requests": [each.push.request_no for each in taken],
        "ats": [microseconds(each.life.at) for each in taken], "ended": [each.life.ended for each in taken],
        "reached": [each.head.seq for each in taken], "hashes": [each.head.hash for each in taken],
    })  # fmt: skip
    return dict(reached.fetchall())


def _entitled(taken: Sequence[Judged], standing: Mapping[UUID, str]) -> dict[Holder, Judged]:
    """Those that may be granted something."""
    return {
        each.life.holder: each
        for each in taken
        if standing[each.life.station_id] == StationStatus.ACTIVE and not each.life.ended
    }


def _acknowledge(tx: Tx, office: Office, taken: Sequence[Judged], entitled: Sequence[Holder]) -> dict[UUID, Answer]:
    if not taken:
        return {}
    tenant_id = taken[0].life.tenant_id
    granted = grants.outstanding(tx, entitled)
    feed_head, open_cases = feed.head(tx, tenant_id), cases.count_open(tx, tenant_id)
    return {
        each.life.station_id: Acknowledged(
            epoch=each.life.epoch,
            request_no=each.push.request_no,
            acknowledged=each.head.seq,
            head_hash=each.head.hash.hex(),
            hq_incarnation=office.incarnation,
            server_time=each.life.at,
            feed_head=feed_head,
            grants=granted.get(each.life.station_id, Grants()),
            conflicts_open=open_cases,
        )
        for each in taken
    }
