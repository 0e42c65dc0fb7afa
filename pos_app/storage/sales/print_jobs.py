"""Print jobs as rows, written in the transaction of what they print (docs/decisions/0007)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, func, select, update

from domain.ids import JobId
from pos_app.storage.tables import print_job
from sync.facts.conflicts import replaced_ticket
from sync.facts.gifts import organiser_gift
from sync.facts.holds import hold
from sync.facts.refunds import refund
from sync.facts.sales import sale
from sync.facts.shifts import shift, till_report
from sync.tables.column_types import instant
from sync.tables.transaction import Tx


class JobKind(StrEnum):
    """What a job prints. Opening the drawer is a job of its own, before the paper."""

    SALE = "sale"
    COPY = "copy"
    REPORT = "report"
    COUNT = "count"
    """The slip of a closed shift. The subject is the shift."""
    DRAWER = "drawer"
    TEST = "test"
    REFUND = "refund"
    """The credit note of a refund. The subject is the refund."""
    REFUND_COPY = "refund_copy"
    AMENDED = "amended"
    """The tickets that a conflict case moved to other places. The subject is the case."""
    REISSUED = "reissued"
    """The tickets that a change after the sale gave other codes. The subject is the change."""
    HOLD = "hold"
    """The slip of a hold. The subject is the hold."""
    SUSPENSION = "suspension"
    """The list of a performance that does not take place, as it is when it is printed. The subject is that."""
    GIFT = "gift"
    """The tickets that the organiser gave. The subject is the gift."""


class JobState(StrEnum):
    """The progress of a job. UNKNOWN: nobody but a person can see whether the paper came out."""

    QUEUED = "queued"
    BLOCKED = "blocked"
    SENDING = "sending"
    PRINTED = "printed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


SENT = "sent"
"""The cause of a printed job of which the printer, or a print server before it, proved nothing but having taken it."""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A request to print. `done` of its `papers` were sent; `cause` is the reason why it waits, SENT, or empty."""

    id: JobId
    kind: JobKind
    subject_id: UUID
    copy_no: int
    papers: int
    done: int
    state: JobState
    cause: str
    attempts: int
    next_try_at: datetime
    created_at: datetime
    doubts: tuple[int, ...] = ()
    """The papers, counted from 0, of which nobody knows whether they came out. The others of the job go on."""


_IN_ORDER = (print_job.c.created_at, print_job.c.kind != JobKind.DRAWER, print_job.c.id)
"""The drawer opens before the paper. Identifiers have no order: `add` keeps the instants of unfinished jobs apart."""

_OF_THE_JOURNAL = (
    *(JobKind.SALE, JobKind.COPY, JobKind.REPORT, JobKind.COUNT, JobKind.REFUND, JobKind.REFUND_COPY),
    *(JobKind.REISSUED, JobKind.HOLD, JobKind.GIFT),
)
"""Jobs that print what was recorded."""
_UNFINISHED = (JobState.QUEUED, JobState.BLOCKED, JobState.SENDING, JobState.UNKNOWN)
_NEWEST = select(func.max(print_job.c.created_at)).where(print_job.c.state == bindparam("wanted"))
"""Asked once for each state: SQLite takes the last entry of the index of one, and would read all entries of several."""


def new_job(job_id: UUID, kind: JobKind, subject_id: UUID, at: datetime, papers: int = 1) -> PrintJob:
    """A queued job for an original, due at `at`, the clock's own time. For a copy, replace its `copy_no`."""
    return PrintJob(JobId(job_id), kind, subject_id, 0, papers, 0, JobState.QUEUED, "", 0, at, at)


def add(tx: Tx, job: PrintJob, ahead_of: PrintJob | None = None) -> None:
    """Queue a job behind all unfinished ones, although the clock was moved back since they were queued.

    A job that does again what an earlier one failed to do comes directly `ahead_of` that one.
    """
    instants = (tx.run(_NEWEST, {"wanted": state}).fetchone()[0] for state in _UNFINISHED)
    newest = max((us for us in instants if us is not None), default=None)
    created_at = job.created_at if newest is None else max(job.created_at, instant(newest + 1))
    if ahead_of is not None:
        created_at = ahead_of.created_at - timedelta(microseconds=1)
    tx.insert(print_job, [{
        "id": job.id, "kind": job.kind, "subject_id": job.subject_id, "copy_no": job.copy_no, "papers": job.papers,
        "done": job.done, "doubts": _written(job.doubts), "state": job.state, "cause": job.cause,
        "attempts": job.attempts, "next_try_at": job.next_try_at, "created_at": created_at, "sent_at": None,
    }])  # fmt: skip


def next_due(tx: Tx, now: datetime, longest_wait: timedelta) -> PrintJob | None:
    """The oldest waiting job, if it may be tried now. No job waits longer than `longest_wait` between two attempts.

    No later job is printed before it: pre-printed forms carry control numbers in the order of the documents.
    """
    waiting = (JobState.QUEUED, JobState.BLOCKED)
    row = tx.execute(_jobs().where(print_job.c.state.in_(waiting)).order_by(*_IN_ORDER).limit(1)).first()
    if row is None:
        return None
    # A later instant than any wait leads to was written before the clock was moved back.
    waits = timedelta() < row.next_try_at - now <= longest_wait
    return None if waits else _job(row)


def find(tx: Tx, job_id: JobId) -> PrintJob | None:
    """One job."""
    row = tx.execute(_jobs().where(print_job.c.id == job_id)).first()
    return _job(row) if row else None


def of_subject(tx: Tx, subject_id: UUID) -> tuple[PrintJob, ...]:
    """The jobs that print one sale or report, oldest first."""
    statement = _jobs().where(print_job.c.subject_id == subject_id).order_by(*_IN_ORDER)
    return tuple(_job(row) for row in tx.execute(statement))


def latest(tx: Tx, limit: int) -> tuple[PrintJob, ...]:
    """The last jobs, those that need attention first."""
    newest = [part.desc() for part in _IN_ORDER]
    # One short look-up for each state, by its index: sorting all jobs would read every job that was ever printed.
    jobs = [
        _job(row)
        for state in JobState
        for row in tx.execute(_jobs().where(print_job.c.state == state).order_by(*newest).limit(limit))
    ]
    jobs.sort(key=_rank, reverse=True)
    return tuple(jobs[:limit])


def _rank(job: PrintJob) -> tuple[bool, datetime, bool, JobId]:
    attention = job.state in {JobState.UNKNOWN, JobState.BLOCKED}
    return (attention, job.created_at, job.kind is not JobKind.DRAWER, job.id)


def unfinished(tx: Tx) -> dict[JobState, int]:
    """The number of jobs with paper in each state that is not the end of a job."""
    on_paper = print_job.c.state.in_(_UNFINISHED), print_job.c.kind != JobKind.DRAWER
    rows: Any = tx.execute(select(print_job.c.state, func.count()).where(*on_paper).group_by(print_job.c.state))
    return {JobState(row[0]): row[1] for row in rows}


def in_state(tx: Tx, state: JobState) -> tuple[PrintJob, ...]:
    """Every job in a state, oldest first."""
    statement = _jobs().where(print_job.c.state == state).order_by(*_IN_ORDER)
    return tuple(_job(row) for row in tx.execute(statement))


def waiting_drawers(tx: Tx) -> tuple[PrintJob, ...]:
    """Waiting jobs that open the drawer, oldest first."""
    waiting = print_job.c.state.in_((JobState.QUEUED, JobState.BLOCKED))
    statement = _jobs().where(print_job.c.kind == JobKind.DRAWER, waiting).order_by(*_IN_ORDER)
    return tuple(_job(row) for row in tx.execute(statement))


def orphans(tx: Tx) -> tuple[JobId, ...]:
    """Jobs whose sale, report, shift, refund, hold, gift or change of tickets is not in the store."""
    acts = (till_report.c.id, shift.c.id, refund.c.id, replaced_ticket.c.act_id, hold.c.id, organiser_gift.c.id)
    sold = select(sale.c.id).union(*(select(act) for act in acts))
    statement = select(print_job.c.id).where(print_job.c.kind.in_(_OF_THE_JOURNAL), print_job.c.subject_id.not_in(sold))
    return tuple(JobId(job_id) for job_id in tx.execute(statement).scalars())


def save(tx: Tx, job: PrintJob, *, sent_at: datetime | None = None) -> None:
    """Save the progress of a job. `sent_at` is kept unless it is given."""
    values: dict[str, object] = {
        "done": job.done, "doubts": _written(job.doubts), "state": job.state, "cause": job.cause,
        "attempts": job.attempts, "next_try_at": job.next_try_at,
    }  # fmt: skip
    if sent_at is not None:
        values["sent_at"] = sent_at
    tx.execute(update(print_job).where(print_job.c.id == job.id).values(values))


def doubt_waiting(tx: Tx) -> None:
    """Mark waiting papers as UNKNOWN and cancel the other waiting jobs, in a store that is an older copy.

    The paper may have come out after the copy was made, so it must not be printed again unasked.
    """
    waiting = print_job.c.state.in_((JobState.QUEUED, JobState.BLOCKED, JobState.SENDING))
    on_paper = print_job.c.kind.in_(_OF_THE_JOURNAL)
    tx.execute(update(print_job).where(waiting, on_paper).values(state=JobState.UNKNOWN, cause=""))
    tx.execute(update(print_job).where(waiting).values(state=JobState.CANCELLED))


_COLUMNS = (
    print_job.c.id, print_job.c.kind, print_job.c.subject_id, print_job.c.copy_no, print_job.c.papers,
    print_job.c.done, print_job.c.state, print_job.c.cause, print_job.c.attempts, print_job.c.next_try_at,
    print_job.c.created_at, print_job.c.doubts,
)  # fmt: skip


def _written(doubts: tuple[int, ...]) -> str:
    return " ".join(map(str, doubts))


def _jobs() -> Select[Any]:
    return select(*_COLUMNS)


def _job(row: Row[Any]) -> PrintJob:
    return PrintJob(
        JobId(row.id), JobKind(row.kind), row.subject_id, row.copy_no, row.papers, row.done, JobState(row.state),
        row.cause, row.attempts, row.next_try_at, row.created_at, tuple(map(int, row.doubts.split())),
    )  # fmt: skip
