"""Print jobs as rows: what paper is owed, in the same transaction as what it says."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select, update

from domain.ids import JobId
from pos_app.storage.tables import print_job
from sync.facts.sales import sale
from sync.facts.shifts import till_report
from sync.tables.transaction import Tx


class JobKind(StrEnum):
    """What a job prints. The drawer is a job of its own, before the paper."""

    SALE = "sale"
    COPY = "copy"
    REPORT = "report"
    DRAWER = "drawer"
    TEST = "test"
    AMENDED = "amended"
    """Tickets that take the place of others, by the conflict case that moved them."""


class JobState(StrEnum):
    """How far a job is. UNKNOWN means that only a person can tell whether the paper came out."""

    QUEUED = "queued"
    BLOCKED = "blocked"
    SENDING = "sending"
    PRINTED = "printed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class PrintJob:
    """The request to print something. `done` of `papers` came out; `cause` says why it waits."""

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


_IN_ORDER = (print_job.c.created_at, print_job.c.kind != JobKind.DRAWER, print_job.c.id)
"""Jobs of one sale are made in one instant, where identifiers have no order: the drawer opens before the paper."""


def new_job(job_id: UUID, kind: JobKind, subject_id: UUID, at: datetime, papers: int = 1) -> PrintJob:
    """A job that waits for the printer; an original, which `replace` makes a copy."""
    return PrintJob(JobId(job_id), kind, subject_id, 0, papers, 0, JobState.QUEUED, "", 0, at, at)


def add(tx: Tx, job: PrintJob) -> None:
    """Queue a job."""
    tx.insert(print_job, [{
        "id": job.id, "kind": job.kind, "subject_id": job.subject_id, "copy_no": job.copy_no, "papers": job.papers,
        "done": job.done, "state": job.state, "cause": job.cause, "attempts": job.attempts,
        "next_try_at": job.next_try_at, "created_at": job.created_at, "sent_at": None,
    }])  # fmt: skip


def next_due(tx: Tx, now: datetime) -> PrintJob | None:
    """The oldest job that waits, if it may be tried now. None goes before it: forms are numbered in their order."""
    waiting = (JobState.QUEUED, JobState.BLOCKED)
    row = tx.execute(_jobs().where(print_job.c.state.in_(waiting)).order_by(*_IN_ORDER).limit(1)).first()
    return _job(row) if row and row.next_try_at <= now else None


def find(tx: Tx, job_id: JobId) -> PrintJob | None:
    """One job."""
    row = tx.execute(_jobs().where(print_job.c.id == job_id)).first()
    return _job(row) if row else None


def of_subject(tx: Tx, subject_id: UUID) -> tuple[PrintJob, ...]:
    """The jobs that print one sale or report, oldest first."""
    statement = _jobs().where(print_job.c.subject_id == subject_id).order_by(*_IN_ORDER)
    return tuple(_job(row) for row in tx.execute(statement))


def latest(tx: Tx, limit: int) -> tuple[PrintJob, ...]:
    """The last jobs, those that need somebody first."""
    attention = print_job.c.state.in_((JobState.UNKNOWN, JobState.BLOCKED))
    statement = _jobs().order_by(attention.desc(), *(part.desc() for part in _IN_ORDER)).limit(limit)
    return tuple(_job(row) for row in tx.execute(statement))


def counts(tx: Tx) -> dict[JobState, int]:
    """How many jobs are in each state."""
    rows: Any = tx.execute(select(print_job.c.state, func.count()).group_by(print_job.c.state))
    return {JobState(row[0]): row[1] for row in rows}


def in_state(tx: Tx, state: JobState) -> tuple[PrintJob, ...]:
    """Every job in a state, oldest first."""
    statement = _jobs().where(print_job.c.state == state).order_by(*_IN_ORDER)
    return tuple(_job(row) for row in tx.execute(statement))


def orphans(tx: Tx) -> tuple[JobId, ...]:
    """Jobs that print a sale or a report which is not there."""
    sold = select(sale.c.id).union(select(till_report.c.id))
    statement = select(print_job.c.id).where(
        print_job.c.kind.in_((JobKind.SALE, JobKind.COPY, JobKind.REPORT)), print_job.c.subject_id.not_in(sold)
    )
    return tuple(JobId(found) for found in tx.execute(statement).scalars())


def save(tx: Tx, job: PrintJob, *, sent_at: datetime | None = None) -> None:
    """Store how far a job is."""
    values: dict[str, object] = {
        "done": job.done, "state": job.state, "cause": job.cause, "attempts": job.attempts,
        "next_try_at": job.next_try_at,
    }  # fmt: skip
    if sent_at is not None:
        values["sent_at"] = sent_at
    tx.execute(update(print_job).where(print_job.c.id == job.id).values(values))


def doubt_waiting(tx: Tx) -> None:
    """Nobody knows any more whether the paper of a waiting job came out: this store is an older copy."""
    waiting = print_job.c.state.in_((JobState.QUEUED, JobState.BLOCKED, JobState.SENDING))
    on_paper = print_job.c.kind.in_((JobKind.SALE, JobKind.COPY, JobKind.REPORT))
    tx.execute(update(print_job).where(waiting, on_paper).values(state=JobState.UNKNOWN, cause=""))
    tx.execute(update(print_job).where(waiting).values(state=JobState.CANCELLED))


_COLUMNS = (
    print_job.c.id, print_job.c.kind, print_job.c.subject_id, print_job.c.copy_no, print_job.c.papers,
    print_job.c.done, print_job.c.state, print_job.c.cause, print_job.c.attempts, print_job.c.next_try_at,
    print_job.c.created_at,
)  # fmt: skip


def _jobs() -> Select[Any]:
    return select(*_COLUMNS)


def _job(row: Row[Any]) -> PrintJob:
    return PrintJob(
        JobId(row.id), JobKind(row.kind), row.subject_id, row.copy_no, row.papers, row.done, JobState(row.state),
        row.cause, row.attempts, row.next_try_at, row.created_at,
    )  # fmt: skip
